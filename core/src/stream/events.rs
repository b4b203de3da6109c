//! The events of one answer, in batches as the network brings them.

use std::{
    borrow::Cow,
    collections::VecDeque,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::{
    accumulate::{Accumulator, Fault},
    wire::{Sort, WireEvent},
};
use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind, Sent},
    request::ResponseHead,
    sse::{Decoder, Frame},
    surrogates,
    transport::Body,
    types::EventKind,
};

/// How long, and for how many chunks, the end of an answer is waited for so that its connection can be used again.
const DRAIN: (Duration, usize) = (Duration::from_secs(1), 64);

/// One event as it crosses into a host language: its kind, its JSON, and its text.
#[derive(Clone)]
pub struct StreamEvent {
    /// What kind of event it is.
    pub kind: EventKind,
    /// The event's JSON, valid UTF-8; a slice of the received bytes.
    pub data: Bytes,
    /// The text that the event adds to a text block, unescaped and never empty; `None` for every other event.
    pub text: Option<Bytes>,
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
    decoder: Decoder,
    frames: Vec<Frame>,
    message: Accumulator,
    ready: VecDeque<StreamEvent>,
    failure: Option<Error>,
    /// The kind of failure that ended the stream, kept after the failure itself was given out.
    broken: Option<ErrorKind>,
    /// A reader is waiting, and has been since the clock was last touched or a byte came.
    waiting: bool,
    clock: Clock,
    attempts: u32,
    start: Instant,
}

/// What a stream is made from once the head has arrived.
pub(crate) struct Opening {
    pub(crate) head: ResponseHead,
    pub(crate) body: Body,
    pub(crate) timeouts: Timeouts,
    pub(crate) attempts: u32,
    pub(crate) start: Instant,
}

impl EventStream {
    /// Reads up to the first event, so that a stream which fails before it can still be tried again.
    pub(crate) async fn open(opening: Opening) -> Result<Self, Error> {
        let Opening { head, body, timeouts, attempts, start } = opening;
        let mut stream = Self {
            head,
            body: Some(body),
            decoder: Decoder::default(),
            frames: Vec::new(),
            message: Accumulator::default(),
            ready: VecDeque::new(),
            failure: None,
            broken: None,
            waiting: false,
            clock: Clock::new(timeouts, start),
            attempts,
            start,
        };
        std::future::poll_fn(|cx| stream.poll_fill(cx)).await;
        match stream.failure.take_if(|_| stream.ready.is_empty()) {
            Some(error) => Err(error),
            None => Ok(stream),
        }
    }

    /// Status and headers of the answer.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The message as far as it has arrived.
    #[must_use]
    pub fn message(&self) -> &Accumulator {
        &self.message
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
        if !std::mem::replace(&mut self.waiting, true) {
            // Silence is the server's, never the time that the reader took.
            self.clock.touch();
        }
        ready!(self.poll_fill(cx));
        self.waiting = false;
        if !self.ready.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.ready))));
        }
        Poll::Ready(self.failure.take().map(Err))
    }

    /// Makes sure that there is something to give out, or nothing more to come.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.ready.is_empty() {
            let Some(body) = &mut self.body else { break };
            let result = match body.poll_chunk(cx) {
                Poll::Ready(Some(Ok(chunk))) => {
                    self.clock.touch();
                    self.take_chunk(&chunk)
                }
                Poll::Ready(Some(Err(error))) => Err(error),
                Poll::Ready(None) => {
                    Err(Error::new(ErrorKind::StreamTruncated, "the stream ended before its message was complete"))
                }
                Poll::Pending => Err(ready!(self.clock.poll_expired(cx))),
            };
            if let Err(error) = result {
                self.end(error);
            } else if self.message.is_stopped() {
                self.drain();
            }
        }
        Poll::Ready(())
    }

    fn take_chunk(&mut self, chunk: &Bytes) -> Result<(), Error> {
        let mut frames = std::mem::take(&mut self.frames);
        let fed = self.decoder.feed(chunk, &mut frames);
        let folded = frames
            .drain(..)
            .try_for_each(|frame| if self.message.is_stopped() { Ok(()) } else { self.take_frame(frame) });
        self.frames = frames;
        folded.and(fed.map_err(|e| Error::new(ErrorKind::LimitExceeded, e.to_string())))
    }

    fn take_frame(&mut self, mut frame: Frame) -> Result<(), Error> {
        let name = std::str::from_utf8(&frame.event).unwrap_or_default();
        if frame.data.is_empty() || &*frame.data == b"[DONE]" {
            return Ok(());
        }
        if let Cow::Owned(repaired) = surrogates::replace_lone(&frame.data) {
            frame.data = repaired.into();
        }
        let event = match WireEvent::parse(&frame.data, name) {
            Ok(event) => event,
            Err(_) if name == "ping" => return Ok(()),
            Err(_) if name == "error" => return Err(Error::reported(&frame.data)),
            Err(e) => return Err(malformed(&frame, &format!("an event that cannot be read: {e}"))),
        };
        let kind = match event.sort(name) {
            Sort::Ping => return Ok(()),
            Sort::Error => return Err(Error::reported(&frame.data)),
            Sort::Event(kind) => kind,
        };
        let is_text = self.message.fold(kind, &event, &frame.data).map_err(|fault| match fault {
            Fault::TooLong(..) => Error::new(ErrorKind::LimitExceeded, fault.to_string()),
            fault => malformed(&frame, &fault.to_string()),
        })?;
        let text = event.text().filter(|text| is_text && !text.is_empty()).map(|text| match text {
            Cow::Borrowed(text) => frame.data.slice_ref(text.as_bytes()),
            Cow::Owned(text) => Bytes::copy_from_slice(text.as_bytes()),
        });
        self.ready.push_back(StreamEvent { kind, data: frame.data, text });
        Ok(())
    }

    /// A failure after the message is complete takes nothing from anybody.
    fn end(&mut self, error: Error) {
        self.body = None;
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
    pub(super) fn finish(&self) -> Result<Bytes, Error> {
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

fn malformed(frame: &Frame, what: &str) -> Error {
    Error::new(ErrorKind::StreamMalformed, format!("the stream broke the protocol: {what}"))
        .with_raw(frame.data.clone())
}

/// The two limits that can end a stream: silence, and the whole call.
struct Clock {
    idle: Option<Duration>,
    total: Option<(Duration, Instant)>,
    last_byte: Instant,
    sleep: Pin<Box<Sleep>>,
}

impl Clock {
    fn new(timeouts: Timeouts, start: Instant) -> Self {
        let total = timeouts.total.map(|limit| (limit, start + limit));
        let mut clock =
            Self { idle: timeouts.idle, total, last_byte: Instant::now(), sleep: Box::pin(sleep(Duration::ZERO)) };
        if let Some(next) = clock.next() {
            clock.sleep.as_mut().reset(next);
        }
        clock
    }

    /// A byte came. The timer is not moved for it, but looked at again when it fires.
    fn touch(&mut self) {
        self.last_byte = Instant::now();
    }

    fn next(&self) -> Option<Instant> {
        let idle = self.idle.map(|limit| self.last_byte + limit);
        idle.into_iter().chain(self.total.map(|(_, at)| at)).min()
    }

    /// Ready with the error of the limit that has run out.
    fn poll_expired(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        loop {
            let Some(next) = self.next() else { return Poll::Pending };
            ready!(self.sleep.as_mut().poll(cx));
            let now = Instant::now();
            if now < next {
                self.sleep.as_mut().reset(next);
                continue;
            }
            return Poll::Ready(match (self.total, self.idle) {
                (Some((limit, at)), _) if at <= now => {
                    Error::new(ErrorKind::Timeout, format!("the call took longer than its total limit of {limit:?}"))
                }
                (_, idle) => Error::new(
                    ErrorKind::Timeout,
                    format!("no byte for the idle limit of {:?}", idle.unwrap_or_default()),
                ),
            });
        }
    }
}
