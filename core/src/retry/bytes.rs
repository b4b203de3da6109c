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
            Poll::Ready(Some(Ok(chunk))) => {
                self.waiting = false;
                return Poll::Ready(Some(Ok(chunk)));
            }
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
        let message = match (self.total, self.idle) {
            (Some((limit, at)), _) if at <= Instant::now() => {
                format!("the call took longer than its total limit of {limit:?}")
            }
            (_, idle) => format!("no byte of the answer for the idle limit of {:?}", idle.unwrap_or_default()),
        };
        Poll::Ready(Error::new(ErrorKind::Timeout, message))
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
