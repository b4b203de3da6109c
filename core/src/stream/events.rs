//! The events of one answer, in batches as the network brings them.

use std::{
    borrow::Cow,
    collections::VecDeque,
    fmt,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use tokio::time::{Instant, timeout};

use super::{
    accumulate::Accumulator,
    arrived::Arrived,
    batch::{EventBatch, EventRef, PieceRef},
    clock::Clock,
    deltas::{Deltas, Takes},
    fault::Fault,
    folded::Folded,
    piece::{Piece, PieceKind},
    quick::{self, Quick},
    wire::{Sort, WireEvent},
};
use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind, Sent},
    pressure::Entry,
    request::{Response, ResponseHead},
    sse::Frame,
    surrogates,
    transport::Body,
    types::EventKind,
};

/// How long, and for how many chunks, the end of an answer is waited for so that its connection can be used again.
const DRAIN: (Duration, usize) = (Duration::from_secs(1), 64);

/// One event as it crosses into a host language: its kind, its JSON, and what it adds.
#[derive(Clone)]
pub struct StreamEvent {
    /// What kind of event it is.
    pub kind: EventKind,
    /// The event's JSON, valid UTF-8; a slice of the received bytes.
    pub data: Bytes,
    /// What a delta of text, reasoning or tool input adds; `None` for every other event, and where nobody has read it yet.
    pub piece: Option<Piece>,
}

impl StreamEvent {
    /// An event that has not been read yet: [`Accumulator::fold`] reads its JSON.
    #[must_use]
    pub fn new(kind: EventKind, data: Bytes) -> Self {
        Self { kind, data, piece: None }
    }

    /// What the event adds to a block, of whatever kind, unescaped; valid UTF-8, may be empty. `None` if it has no
    /// [`piece`](Self::piece).
    #[must_use]
    pub fn added(&self) -> Option<&[u8]> {
        self.piece.as_ref().map(|piece| piece.text(&self.data))
    }

    /// The text that the event adds to a text block, unescaped and never empty; `None` for every other event.
    #[must_use]
    pub fn text(&self) -> Option<&[u8]> {
        self.added().filter(|text| self.adds_text() && !text.is_empty())
    }

    /// The same as bytes of their own, a slice of the received ones where it can be.
    #[must_use]
    pub fn into_text(self) -> Option<Bytes> {
        let adds_text = self.adds_text();
        let text = self.piece?.into_text(self.data);
        (adds_text && !text.is_empty()).then_some(text)
    }

    /// The same where it lies.
    #[must_use]
    pub fn to_ref(&self) -> EventRef<'_> {
        let piece = self.piece.as_ref().map(|piece| PieceRef {
            index: piece.index,
            kind: piece.kind,
            text: piece.text(&self.data),
            fits: piece.fits,
        });
        EventRef { kind: self.kind, data: &self.data, piece }
    }

    fn adds_text(&self) -> bool {
        self.piece.as_ref().is_some_and(|piece| piece.kind == PieceKind::Text && piece.fits)
    }
}

impl fmt::Debug for StreamEvent {
    /// Shows the kind and the size, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamEvent({:?}, {} bytes)", self.kind, self.data.len())
    }
}

/// A streamed answer: bytes in, batches of events out, folded into the message on the way.
///
/// Dropping it closes the connection at once. After an error or the end it gives nothing more.
pub struct EventStream {
    head: ResponseHead,
    body: Option<Body>,
    arrived: Arrived,
    message: Accumulator,
    ready: Option<(StreamEvent, Folded)>,
    failure: Option<Error>,
    /// The kind of failure that ended the stream, kept after the failure itself was given out.
    broken: Option<ErrorKind>,
    /// A reader is waiting, and has been since the clock was last touched or a byte came.
    waiting: bool,
    clock: Clock,
    attempts: u32,
    start: Instant,
    /// Its place among the calls of the client, until its end.
    entry: Option<Entry>,
}

/// What a stream is made from once the head has arrived.
pub(crate) struct Opening {
    pub(crate) head: ResponseHead,
    pub(crate) body: Body,
    pub(crate) timeouts: Timeouts,
    /// Whether a tool's input so far includes a string that is not finished.
    pub(crate) is_fine_grained: bool,
    pub(crate) attempts: u32,
    pub(crate) start: Instant,
}

impl EventStream {
    /// Reads up to the first event, so that a stream which fails before it can still be tried again.
    pub(crate) async fn open(opening: Opening) -> Result<Self, Error> {
        let Opening { head, body, timeouts, is_fine_grained, attempts, start } = opening;
        let mut stream = Self {
            head,
            body: Some(body),
            arrived: Arrived::default(),
            message: Accumulator::default(),
            ready: None,
            failure: None,
            broken: None,
            waiting: false,
            clock: Clock::new(timeouts, start),
            attempts,
            start,
            entry: None,
        };
        stream.message.keep_unfinished_strings(is_fine_grained);
        std::future::poll_fn(|cx| stream.poll_fill(cx)).await;
        match stream.failure.take_if(|_| stream.ready.is_none()) {
            Some(error) => Err(error),
            None => Ok(stream),
        }
    }

    /// Keeps the call's place until the end, which may be here already.
    pub(crate) fn hold(&mut self, entry: Entry) {
        self.entry = Some(entry);
        if self.body.is_none() {
            self.leave();
        }
    }

    /// Nothing more comes: the next call may begin.
    fn leave(&mut self) {
        let Some(mut entry) = self.entry.take() else { return };
        if let Some((input, output)) = self.message.tokens() {
            entry.used(input, output);
        }
    }

    /// Status and headers of the answer.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The answer as it was when its first event had arrived, without a body.
    #[must_use]
    pub fn opening(&self) -> Response {
        Response::opening(&self.head, self.attempts, self.start)
    }

    /// The message as far as its events were given out; before the first, as far as the first.
    #[must_use]
    pub fn message(&self) -> &Accumulator {
        &self.message
    }

    /// See [`Accumulator::keep_unfinished_strings`].
    pub fn keep_unfinished_strings(&mut self, keep: bool) {
        self.message.keep_unfinished_strings(keep);
    }

    /// See [`Accumulator::keep_inputs_as_text`].
    pub fn keep_inputs_as_text(&mut self, keep: bool) {
        self.message.keep_inputs_as_text(keep);
    }

    /// All events that have arrived, at least one; `None` once the message is complete.
    ///
    /// # Errors
    /// Whatever breaks the stream, with the partial message. Events that came before it are given out first.
    ///
    /// # Cancel safety
    /// Dropping the future loses nothing.
    pub async fn next_batch(&mut self) -> Option<Result<VecDeque<StreamEvent>, Error>> {
        std::future::poll_fn(|cx| self.poll_batch(cx)).await
    }

    /// The poll form of [`Self::next_batch`].
    pub fn poll_batch(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<VecDeque<StreamEvent>, Error>>> {
        let mut batch = EventBatch::default();
        self.poll_into(&mut batch, cx).map(|more| more.map(|arrived| arrived.map(|()| batch.collect())))
    }

    /// Puts all events that have arrived into `batch`; otherwise like [`Self::poll_batch`].
    pub(crate) fn poll_into(
        &mut self,
        batch: &mut EventBatch,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<(), Error>>> {
        let Some((first, _)) = ready!(self.poll_event(cx)?) else { return Poll::Ready(None) };
        batch.push(first);
        while !self.arrived.is_empty() {
            let mut deltas = Deltas::of(self.arrived.chunk());
            self.fold_deltas(&mut deltas);
            if !deltas.is_empty() {
                batch.put(deltas);
            }
            if let Some((event, _)) = self.read_on() {
                batch.push(event);
            }
        }
        Poll::Ready(Some(Ok(())))
    }

    /// Folds all that is still to come, and makes nothing else of it.
    ///
    /// # Errors
    /// Whatever breaks the stream, with the partial message.
    pub(crate) async fn fold_rest(&mut self) -> Result<(), Error> {
        std::future::poll_fn(|cx| self.poll_rest(cx)).await
    }

    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        while ready!(self.poll_event(cx)?).is_some() {
            while !self.arrived.is_empty() {
                self.fold_deltas(&mut ());
                self.read_on();
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Folds the deltas that come next, as which nearly all of an answer comes, and tells `taker` where they are.
    fn fold_deltas(&mut self, taker: &mut impl Takes) {
        while let Some(delta) = self.arrived.next_delta() {
            let Quick { kind, index, ref text } = delta.said;
            match self.message.fold_piece(kind, index, text, delta.length) {
                Ok(folded) => taker.take_delta(&delta, folded.changed()),
                Err(fault) => {
                    let error = fault.into_error(&delta.data());
                    return self.end(error);
                }
            }
            if let Some(mut growing) = self.message.growing(kind, index) {
                // The deltas that are like this one, by which the text grew.
                while growing.has_room()
                    && let Some(alike) = self.arrived.next_alike()
                {
                    growing.add(alike.from_text, alike.text_length, alike.length);
                    taker.take_alike(&alike, kind, index);
                }
            }
        }
    }

    /// What `make` makes of the delta that comes next, if one lies there whole, once it was folded; it is told as well whether
    /// the delta was added to the message. Of nearly all events nothing else is wanted.
    #[inline]
    pub(super) fn next_delta<T>(&mut self, make: impl FnOnce(Quick<'_>, bool) -> T) -> Option<T> {
        if self.ready.is_some() {
            return None;
        }
        let delta = self.arrived.next_delta()?;
        match self.message.fold_piece(delta.said.kind, delta.said.index, &delta.said.text, delta.length) {
            Ok(folded) => Some(make(delta.said, folded.changed())),
            Err(fault) => {
                let error = fault.into_error(&delta.data());
                self.end(error);
                None
            }
        }
    }

    /// The next event, and what it did to the message, which was folded no further.
    pub(super) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(StreamEvent, Folded), Error>>> {
        if self.ready.is_none() && !self.arrived.is_empty() {
            self.ready = self.read_on();
        }
        if self.ready.is_none() {
            if !std::mem::replace(&mut self.waiting, true) {
                // Silence is the server's, never the time that the reader took.
                self.clock.touch();
            }
            ready!(self.poll_fill(cx));
            self.waiting = false;
        }
        Poll::Ready(self.ready.take().map(Ok).or_else(|| self.failure.take().map(Err)))
    }

    /// Makes sure that there is something to give out, or nothing more to come.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.ready.is_none() {
            if !self.arrived.is_empty() {
                self.ready = self.read_on();
                continue;
            }
            let Some(body) = &mut self.body else { break };
            match body.poll_chunk(cx) {
                Poll::Ready(Some(Ok(chunk))) => match self.clock.arrived(chunk.len()) {
                    Ok(()) => self.arrived.put(chunk),
                    Err(late) => self.end(late),
                },
                Poll::Ready(Some(Err(error))) => self.end(error),
                Poll::Ready(None) => self.end(self.ended_early()),
                Poll::Pending => {
                    // All of it was read, and nothing may come for long.
                    self.arrived.clear();
                    let error = ready!(self.clock.poll_expired(cx));
                    self.end(error);
                }
            }
        }
        Poll::Ready(())
    }

    /// The body is over and the message is not, or there was no body at all.
    fn ended_early(&self) -> Error {
        if self.arrived.has_begun() {
            return Error::new(ErrorKind::StreamTruncated, "the stream ended before its message was complete");
        }
        Error::new(ErrorKind::UnexpectedResponse, "the answer is empty and not an event stream").with_raw(Bytes::new())
    }

    /// Folds the next event that has arrived, if there is one.
    fn read_on(&mut self) -> Option<(StreamEvent, Folded)> {
        let event = self.fold_next().unwrap_or_else(|error| {
            self.end(error);
            None
        });
        if self.message.is_stopped() {
            self.drain();
        }
        event
    }

    fn fold_next(&mut self) -> Result<Option<(StreamEvent, Folded)>, Error> {
        if let Some(delta) = self.arrived.next_delta() {
            return fold_delta(&mut self.message, delta.data(), delta.said).map(Some);
        }
        match self.arrived.next_frame().map_err(|e| Error::new(ErrorKind::LimitExceeded, e.to_string()))? {
            Some(frame) => self.fold_frame(frame),
            None => Ok(None),
        }
    }

    /// `None` for a frame that is no event.
    fn fold_frame(&mut self, mut frame: Frame) -> Result<Option<(StreamEvent, Folded)>, Error> {
        if frame.data.is_empty() || &*frame.data == b"[DONE]" {
            return Ok(None);
        }
        if let Cow::Owned(repaired) = surrogates::replace_lone(&frame.data) {
            frame.data = repaired.into();
        }
        if let Some(said) = quick::read(&frame.data).filter(|_| *frame.event != *b"error") {
            return fold_delta(&mut self.message, frame.data.clone(), said).map(Some);
        }
        let name = std::str::from_utf8(&frame.event).unwrap_or_default();
        let event = match WireEvent::parse(&frame.data, name) {
            Ok(event) => event,
            Err(_) if name == "ping" => return Ok(None),
            Err(_) if name == "error" => return Err(Error::reported(&frame.data)),
            Err(e) => return Err(Fault::from(e).into_error(&frame.data)),
        };
        let kind = match event.sort(name) {
            Sort::Ping => return Ok(None),
            Sort::Error => return Err(Error::reported(&frame.data)),
            Sort::Event(kind) => kind,
        };
        let folded = self.message.fold_wire(kind, &event, &frame.data).map_err(|f| f.into_error(&frame.data))?;
        let piece = Piece::of(kind, event, &frame.data, folded.changed());
        Ok(Some((StreamEvent { kind, data: frame.data, piece }, folded)))
    }

    /// A failure after the message is complete takes nothing from anybody.
    fn end(&mut self, error: Error) {
        self.body = None;
        self.leave();
        self.arrived.clear();
        if self.message.is_complete() {
            return;
        }
        self.broken = Some(error.kind());
        self.failure = Some(self.describe(error));
    }

    /// The whole message, once there is nothing more to come.
    ///
    /// # Errors
    /// When the stream broke before its message was complete, however often that is asked.
    pub(crate) fn finish(&self) -> Result<Bytes, Error> {
        let message = self.message.message_json().filter(|_| self.message.is_complete());
        message.ok_or_else(|| {
            let kind = self.broken.unwrap_or(ErrorKind::StreamTruncated);
            self.describe(Error::new(kind, "the stream broke before its message was complete"))
        })
    }

    /// Adds to an error what is known of the answer it ended.
    pub(super) fn describe(&self, error: Error) -> Error {
        let error = error.with_sent(Sent::Full).with_status(self.head.status).with_headers(self.head.headers.clone());
        error.with_partial(self.message.message_json()).with_effort(self.attempts, self.start.elapsed())
    }

    /// Reads the end of the answer in the background: a connection that is not read to the end cannot be used again.
    fn drain(&mut self) {
        self.arrived.clear();
        self.leave();
        let (Some(mut body), Ok(runtime)) = (self.body.take(), tokio::runtime::Handle::try_current()) else { return };
        runtime.spawn(timeout(DRAIN.0, async move {
            for _ in 0..DRAIN.1 {
                if !matches!(body.chunk().await, Some(Ok(_))) {
                    break;
                }
            }
        }));
    }
}

/// Folds a delta that was read already.
fn fold_delta(message: &mut Accumulator, data: Bytes, said: Quick<'_>) -> Result<(StreamEvent, Folded), Error> {
    let folded = message.fold_piece(said.kind, said.index, &said.text, data.len());
    let folded = folded.map_err(|fault| fault.into_error(&data))?;
    let piece = Some(Piece::of_quick(said, &data, folded.changed()));
    Ok((StreamEvent { kind: EventKind::ContentBlockDelta, data, piece }, folded))
}

/// A stream whose server sends the same again and again, faster than anybody reads.
#[cfg(test)]
pub(crate) async fn endless(chunk: Bytes, timeouts: Timeouts) -> Result<EventStream, Error> {
    struct Endless(Bytes);

    impl futures_core::Stream for Endless {
        type Item = Result<Bytes, Error>;

        fn poll_next(self: std::pin::Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Ok(self.0.clone())))
        }
    }

    let head = ResponseHead { status: 200, version: http::Version::HTTP_11, headers: http::HeaderMap::new() };
    let (body, start) = (Body::new(Endless(chunk)), Instant::now());
    EventStream::open(Opening { head, body, timeouts, is_fine_grained: false, attempts: 1, start }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_total_limit_ends_a_stream_that_never_pauses() {
        let timeouts = Timeouts { idle: None, total: Some(Duration::ZERO), ..Timeouts::default() };
        let error = endless(Bytes::from_static(b": a comment\n\n"), timeouts).await.err().unwrap();
        assert!(error.kind() == ErrorKind::Timeout && error.message().contains("total limit"), "{error}");
    }
}
