//! A streamed answer for Rust: typed events, text alone, or the final message.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{EventStream, StreamEvent};
use crate::{
    error::{Error, ErrorKind},
    request::ResponseHead,
    types::{Event, Message},
};

/// The answer while it is written.
///
/// A [`Stream`] of [`Event`]s. Dropping it closes the connection at once. An error is given once, after all events that
/// came before it, and carries the partial message; then the stream is over.
pub struct MessageStream {
    events: EventStream,
    batch: VecDeque<StreamEvent>,
}

impl MessageStream {
    pub(crate) fn new(events: EventStream) -> Self {
        Self { events, batch: VecDeque::new() }
    }

    /// Status and headers of the answer, the request id among them.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        self.events.head()
    }

    /// The next event; `None` once the message is complete. Cancel safe.
    pub async fn next_event(&mut self) -> Result<Option<Event>, Error> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await.transpose()
    }

    /// The next piece of text, skipping every event that adds none; `None` once the message is complete. Cancel safe.
    ///
    /// ```no_run
    /// # async fn example(mut stream: tidings::MessageStream) -> Result<(), tidings::Error> {
    /// while let Some(text) = stream.next_text().await? {
    ///     eprint!("{text}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn next_text(&mut self) -> Result<Option<String>, Error> {
        loop {
            let Some(event) = std::future::poll_fn(|cx| self.poll_raw(cx)).await.transpose()? else { return Ok(None) };
            if let Some(text) = event.text {
                return Ok(Some(String::from_utf8_lossy(&text).into_owned()));
            }
        }
    }

    /// Reads whatever is left and gives the whole message. A stream that broke fails here too, even if its error was seen before.
    pub async fn final_message(mut self) -> Result<Message, Error> {
        while std::future::poll_fn(|cx| self.poll_raw(cx)).await.transpose()?.is_some() {}
        let json = self.events.finish()?;
        serde_json::from_slice(&json).map_err(|e| {
            let message = format!("the finished message cannot be read: {e}");
            self.events.describe(Error::new(ErrorKind::StreamMalformed, message))
        })
    }

    fn poll_raw(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<StreamEvent, Error>>> {
        loop {
            if let Some(event) = self.batch.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            match ready!(self.events.poll_batch(cx)) {
                Some(Ok(batch)) => self.batch = batch,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        let Some(event) = ready!(self.poll_raw(cx)?) else { return Poll::Ready(None) };
        let read = Event::from_json(event.kind, &event.data);
        Poll::Ready(Some(read.map_err(|e| {
            let message = format!("an event cannot be read: {e}");
            self.events.describe(Error::new(ErrorKind::StreamMalformed, message)).with_raw(event.data)
        })))
    }
}

impl Stream for MessageStream {
    type Item = Result<Event, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(cx)
    }
}

impl std::fmt::Debug for MessageStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageStream").field("request_id", &self.head().request_id()).finish_non_exhaustive()
    }
}
