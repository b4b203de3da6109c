//! Answers that are bytes: files and lists of lines, handed over as they come.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::attempt::{Attempt, Call};
use crate::{
    error::{Error, ErrorKind, Sent},
    request::ResponseHead,
    transport::Body,
};

/// A call that wants the bytes of its answer as they come.
pub(crate) struct Fetch(pub(crate) Call);

impl Attempt for Fetch {
    type Answer = ByteStream;

    async fn attempt(&self, tries: u32, start: Instant) -> Result<ByteStream, Error> {
        let (head, body) = self.0.send().await?;
        let timeouts = self.0.timeouts;
        Ok(ByteStream {
            head,
            body: Some(body),
            idle: timeouts.idle,
            total: timeouts.total.map(|limit| (limit, start + limit)),
            alarm: Box::pin(sleep_until(Instant::now())),
            waiting: false,
            attempts: tries,
            start,
        })
    }
}

/// The bytes of an answer as they come: a [`Stream`] of chunks.
///
/// Dropping it closes the connection. An error is given once; then the stream is over. The client's limits of silence and
/// of the whole call hold.
pub struct ByteStream {
    head: ResponseHead,
    body: Option<Body>,
    idle: Option<Duration>,
    total: Option<(Duration, Instant)>,
    alarm: Pin<Box<Sleep>>,
    /// The alarm is set for the chunk that is waited for.
    waiting: bool,
    attempts: u32,
    start: Instant,
}

impl ByteStream {
    /// Status and headers of the answer.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The next chunk; `None` at the end. Cancel safe.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Everything that is left, of which there may be at most `limit` bytes.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`] when there is more.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if all.len() + chunk.len() > limit {
                let message = format!("the answer is larger than {limit} bytes; take it as a stream or into a file");
                return Err(self.describe(Error::new(ErrorKind::LimitExceeded, message)));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// Adds to an error what is known of the answer.
    pub(crate) fn describe(&self, error: Error) -> Error {
        let error = error.with_sent(Sent::Full).with_status(self.head.status).with_headers(self.head.headers.clone());
        error.with_effort(self.attempts, self.start.elapsed())
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let ended = match body.poll_chunk(cx) {
            Poll::Ready(Some(Ok(chunk))) => match self.too_late() {
                None => {
                    self.waiting = false;
                    return Poll::Ready(Some(Ok(chunk)));
                }
                // An answer that never pauses never waits for the alarm.
                late => late,
            },
            Poll::Ready(Some(Err(error))) => Some(error),
            Poll::Ready(None) => None,
            Poll::Pending => Some(std::task::ready!(self.poll_alarm(cx))),
        };
        self.body = None;
        Poll::Ready(ended.map(|error| Err(self.describe(error))))
    }

    /// Ready with the error of the limit that has run out.
    fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        if !std::mem::replace(&mut self.waiting, true) {
            let idle = self.idle.map(|limit| Instant::now() + limit);
            let Some(next) = idle.into_iter().chain(self.total.map(|(_, at)| at)).min() else { return Poll::Pending };
            self.alarm.as_mut().reset(next);
        }
        if self.idle.is_none() && self.total.is_none() {
            return Poll::Pending;
        }
        std::task::ready!(self.alarm.as_mut().poll(cx));
        Poll::Ready(self.too_late().unwrap_or_else(|| {
            let idle = self.idle.unwrap_or_default();
            Error::new(ErrorKind::Timeout, format!("no byte of the answer for the idle limit of {idle:?}"))
        }))
    }

    /// The error of a call that has used up its total limit.
    fn too_late(&self) -> Option<Error> {
        let (limit, _) = self.total.filter(|(_, at)| *at <= Instant::now())?;
        Some(Error::new(ErrorKind::Timeout, format!("the call took longer than its total limit of {limit:?}")))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("head", &self.head).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body that always has another chunk.
    struct Endless;

    impl Stream for Endless {
        type Item = Result<Bytes, Error>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Ok(Bytes::from_static(b"x"))))
        }
    }

    fn stream(total: Option<(Duration, Instant)>) -> ByteStream {
        ByteStream {
            head: ResponseHead { status: 200, headers: http::HeaderMap::new() },
            body: Some(Body::new(Endless)),
            idle: None,
            total,
            alarm: Box::pin(sleep_until(Instant::now())),
            waiting: false,
            attempts: 1,
            start: Instant::now(),
        }
    }

    #[tokio::test]
    async fn the_total_limit_ends_a_body_that_never_pauses() {
        let now = Instant::now();
        let mut late = stream(Some((Duration::from_secs(1), now)));
        let error = late.chunk().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Timeout && error.message().contains("total limit of 1s"), "{error}");
        assert!(late.chunk().await.unwrap().is_none());
        for in_time in [None, Some((Duration::MAX, now + Duration::from_secs(3600)))] {
            assert_eq!(stream(in_time).chunk().await.unwrap().unwrap(), "x");
        }
    }
}
