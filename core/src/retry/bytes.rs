//! Answers that are bytes: files and lists of lines, handed over as they come.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::Instant;

use super::attempt::{Attempt, Call, Turn};
use crate::{
    error::{Error, ErrorKind, Reason, Sent},
    pressure::Entry,
    request::{Response, ResponseHead},
    stream::Clock,
    transport::Body,
};

/// A call that wants the bytes of its answer as they come.
pub(crate) struct Fetch(pub(crate) Call);

impl Attempt for Fetch {
    type Answer = ByteStream;

    async fn attempt(&self, turn: Turn, entry: &mut Entry) -> Result<ByteStream, Error> {
        let (head, body) = self.0.send(turn, entry).await?;
        let Turn { tries: attempts, start } = turn;
        let clock = Clock::new(self.0.timeouts, start);
        Ok(ByteStream { head, body: Some(body), clock, waiting: false, attempts, start, entry: None })
    }

    fn hold(answer: &mut ByteStream, entry: Entry, _: bool) {
        answer.entry = Some(entry);
    }

    fn call(&self) -> &Call {
        &self.0
    }
}

/// The bytes of an answer as they come: a [`Stream`] of chunks.
///
/// Dropping it closes the connection. An error is given once; then the stream is over. The client's limits of silence and
/// of the whole call hold.
pub struct ByteStream {
    head: ResponseHead,
    body: Option<Body>,
    clock: Clock,
    /// A reader is waiting for the next chunk.
    waiting: bool,
    attempts: u32,
    start: Instant,
    /// Its place among the calls of the client, until its end.
    entry: Option<Entry>,
}

impl ByteStream {
    /// Status and headers of the answer.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The answer as it is before its first chunk, without a body.
    #[must_use]
    pub fn opening(&self) -> Response {
        Response::opening(&self.head, self.attempts, self.start)
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
                return Err(self.describe(Error::new(ErrorKind::LimitExceeded, message).with_reason(Reason::BodySize)));
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
        if !std::mem::replace(&mut self.waiting, true) {
            // Silence is the server's, never the time that the reader took.
            self.clock.touch();
        }
        let next = match body.poll_chunk(cx) {
            Poll::Ready(Some(Ok(chunk))) => Some(self.clock.arrived(chunk.len()).map(|()| chunk)),
            Poll::Ready(ended) => ended,
            Poll::Pending => Some(Err(std::task::ready!(self.clock.poll_expired(cx)))),
        };
        self.waiting = false;
        if !matches!(next, Some(Ok(_))) {
            self.body = None;
            self.entry = None;
        }
        Poll::Ready(next.map(|chunk| chunk.map_err(|error| self.describe(error))))
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
    use std::time::Duration;

    use super::*;
    use crate::deadline::Timeouts;

    /// A body that always has another chunk.
    struct Endless;

    impl Stream for Endless {
        type Item = Result<Bytes, Error>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Ok(Bytes::from_static(b"x"))))
        }
    }

    fn stream(total: Option<Duration>, start: Instant) -> ByteStream {
        ByteStream {
            head: ResponseHead { status: 200, version: http::Version::HTTP_11, headers: http::HeaderMap::new() },
            body: Some(Body::new(Endless)),
            clock: Clock::new(Timeouts { total, ..Timeouts::default() }, start),
            waiting: false,
            attempts: 1,
            start,
            entry: None,
        }
    }

    #[tokio::test]
    async fn the_total_limit_ends_a_body_that_never_pauses() {
        let second = Duration::from_secs(1);
        let mut late = stream(Some(second), Instant::now() - second);
        let error = late.chunk().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Timeout && error.message().contains("total limit of 1s"), "{error}");
        assert!(late.chunk().await.unwrap().is_none());
        for in_time in [None, Some(Duration::from_secs(3600))] {
            assert_eq!(stream(in_time, Instant::now()).chunk().await.unwrap().unwrap(), "x");
        }
    }
}
