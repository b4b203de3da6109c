//! A streamed answer for Rust: typed events, text alone, or the final message.

use std::{
    borrow::Cow,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{Accumulator, EventStream, Folded, HelperEvent, PieceKind, StreamEvent, ToolInput, quick::Quick};
use crate::{
    error::{Error, ErrorKind},
    request::ResponseHead,
    tolerant,
    types::{Event, InputJsonDelta, Message, RawContentBlockDeltaEvent, TextDelta, ThinkingDelta},
};

/// The answer while it is written.
///
/// A [`Stream`] of [`Event`]s. Dropping it closes the connection at once. An error is given once, after all events that
/// came before it, and carries the partial message; then the stream is over.
pub struct MessageStream {
    events: EventStream,
    /// The event whose helper events are given out, and how many of them were.
    helped: Option<(StreamEvent, Folded, usize)>,
}

impl MessageStream {
    pub(crate) fn new(events: EventStream) -> Self {
        Self { events, helped: None }
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
        self.helped = None;
        loop {
            let text_of =
                |said: Quick<'_>, fits| (fits && said.kind == PieceKind::Text).then(|| said.text.into_owned());
            if let Some(text) = self.events.next_delta(text_of) {
                match text.filter(|text| !text.is_empty()) {
                    Some(text) => return Ok(Some(text)),
                    None => continue,
                }
            }
            let Some((event, _)) = self.next_raw().await? else { return Ok(None) };
            if let Some(text) = event.text() {
                return Ok(Some(String::from_utf8_lossy(text).into_owned()));
            }
        }
    }

    /// The next event of the stream helper: each event as it came, then what is derived from it, such as the text that was
    /// added together with all text so far; `None` once the message is complete.
    ///
    /// The end of a block carries the finished block, the end of the message the message. Snapshots are borrowed, never
    /// copied. All ways of reading share one place in the stream: after another of them, what was still to be derived from the
    /// last event is skipped. Cancel safe.
    ///
    /// ```no_run
    /// # async fn example(mut stream: tidings::MessageStream) -> Result<(), tidings::Error> {
    /// use tidings::HelperEvent;
    ///
    /// while let Some(event) = stream.next_helper_event().await? {
    ///     match event {
    ///         HelperEvent::Text { text, .. } => eprint!("{text}"),
    ///         HelperEvent::InputJson { snapshot, .. } => eprintln!("input so far: {}", snapshot.value()?),
    ///         HelperEvent::ContentBlockStop { content_block, .. } => eprintln!("finished: {}", content_block.kind()),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn next_helper_event(&mut self) -> Result<Option<HelperEvent<'_>>, Error> {
        let more = self.helped.as_mut().is_some_and(|(event, folded, given)| {
            *given += 1;
            self.events.message().helper_events(event, *folded).nth(*given).is_some()
        });
        if !more {
            self.helped = self.next_raw().await?.map(|(event, folded)| (event, folded, 0));
        }
        let Some((event, folded, given)) = &self.helped else { return Ok(None) };
        Ok(self.events.message().helper_events(event, *folded).nth(*given))
    }

    /// See [`Accumulator::keep_unfinished_strings`].
    pub fn keep_unfinished_strings(&mut self, keep: bool) {
        self.events.keep_unfinished_strings(keep);
    }

    /// The message as far as its events were given out; before the first of them, as far as the first.
    #[must_use]
    pub fn message(&self) -> &Accumulator {
        self.events.message()
    }

    /// The text given out so far, of all text blocks together; copied only where there are several.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.message().text()
    }

    /// The input so far of the tool in the block with this index, if the block has one.
    #[must_use]
    pub fn tool_input(&self, index: usize) -> Option<ToolInput<'_>> {
        self.message().tool_input(index)
    }

    /// Reads whatever is left and gives the whole message. A stream that broke fails here too, even if its error was seen before.
    pub async fn final_message(mut self) -> Result<Message, Error> {
        self.events.fold_rest().await?;
        let json = self.events.finish()?;
        tolerant::read(&json).map_err(|e| {
            let message = format!("the finished message cannot be read: {e}");
            self.events.describe(Error::new(ErrorKind::StreamMalformed, message))
        })
    }

    async fn next_raw(&mut self) -> Result<Option<(StreamEvent, Folded)>, Error> {
        std::future::poll_fn(|cx| self.poll_raw(cx)).await.transpose()
    }

    fn poll_raw(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(StreamEvent, Folded), Error>>> {
        self.helped = None;
        self.events.poll_event(cx)
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        if let Some(event) = self.events.next_delta(|said, _| typed(said)) {
            self.helped = None;
            return Poll::Ready(Some(Ok(event)));
        }
        let Some((event, _)) = ready!(self.poll_raw(cx)?) else { return Poll::Ready(None) };
        let read = Event::from_json(event.kind, &event.data);
        Poll::Ready(Some(read.map_err(|e| {
            let message = format!("an event cannot be read: {e}");
            self.events.describe(Error::new(ErrorKind::StreamMalformed, message)).with_raw(event.data)
        })))
    }
}

/// A delta as its type has it, without a way over its JSON.
fn typed(said: Quick<'_>) -> Event {
    let text = said.text.into_owned();
    let delta = match said.kind {
        PieceKind::Text => TextDelta::of(text).into(),
        PieceKind::Thinking => ThinkingDelta::of(text).into(),
        PieceKind::InputJson => InputJsonDelta::of(text).into(),
    };
    RawContentBlockDeltaEvent::of(said.index as u64, delta).into()
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
