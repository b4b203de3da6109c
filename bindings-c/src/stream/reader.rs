//! The reading end of a stream: takes batches from the mailbox and gives them out one by one.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tidings::{
    Error, ErrorKind, ResponseHead, StreamEvent,
    host::{Call, Delivery},
};

use crate::{
    boundary::{Fault, Misuse},
    error::Failure,
    event::Event,
    ffi::{Castable, Counted},
    message::Message,
    result::ResultCode,
    text::Text,
};

/// An answer while it is written. Freeing it before its end closes its connection at once.
///
/// One thread at a time reads it. Any other thread may cancel it meanwhile.
#[derive(Debug)]
pub struct Stream {
    call: Call,
    cancelled: AtomicBool,
    request_id: Option<Text>,
    // Outside the lock, so that what is borrowed from here needs none.
    message: OnceLock<Arc<Message>>,
    failure: OnceLock<Arc<Failure>>,
    // Held while its thread waits; a second reader is refused, never kept waiting. Not held during callbacks.
    inbox: Mutex<Inbox>,
}

impl Castable for Stream {
    type Ownership = Counted;
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next {
    Event(StreamEvent),
    /// Anything but an event: the end, a failure, or nothing yet.
    Other(ResultCode),
}

impl Stream {
    /// Waits until the head of the answer is there.
    pub(crate) fn open(call: Call) -> Result<Self, Fault> {
        let mut inbox = Inbox::default();
        while inbox.head.is_none() && inbox.end.is_none() {
            inbox.receive(&call, Duration::MAX);
        }
        // An error that came together with the head is for the reader, after the events before it.
        if inbox.head.is_none()
            && let Some(Err(error)) = inbox.end.take()
        {
            return Err(error.into());
        }
        Ok(Self {
            call,
            cancelled: AtomicBool::new(false),
            request_id: inbox.request_id().map(Text::for_c),
            message: OnceLock::new(),
            failure: OnceLock::new(),
            inbox: Mutex::new(inbox),
        })
    }

    /// The next event, waiting at most `limit` for it, or for as long as it takes.
    pub(crate) fn next(&self, limit: Option<Duration>) -> Result<Next, Misuse> {
        Ok(self.advance(&mut *self.lock()?, limit))
    }

    /// The same for a reader that borrows the event's texts until the next call.
    pub(crate) fn next_borrowed(&self, limit: Option<Duration>) -> Result<(ResultCode, Event), Misuse> {
        let mut inbox = self.lock()?;
        Ok(match self.advance(&mut inbox, limit) {
            Next::Event(event) => (ResultCode::OK, Event::write(&event, &mut inbox.buffer)),
            Next::Other(code) => (code, Event::NONE),
        })
    }

    /// Ends the stream from any thread.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        self.call.cancel();
    }

    /// The whole message, once the end has been reached.
    pub(crate) fn message(&self) -> Option<&Arc<Message>> {
        self.message.get()
    }

    /// Why the stream failed, once that has been reached.
    pub(crate) fn failure(&self) -> Option<&Arc<Failure>> {
        self.failure.get()
    }

    pub(crate) fn request_id(&self) -> Option<&Text> {
        self.request_id.as_ref()
    }

    fn lock(&self) -> Result<MutexGuard<'_, Inbox>, Misuse> {
        match self.inbox.try_lock() {
            Ok(inbox) => Ok(inbox),
            // A panic cannot leave the inbox half changed, so a poisoned lock is as good as any.
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                Err(Misuse::new(ResultCode::BUSY, "another thread is reading this stream"))
            }
        }
    }

    fn advance(&self, inbox: &mut Inbox, limit: Option<Duration>) -> Next {
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        if self.cancelled.load(Ordering::Relaxed) && inbox.end.is_none() {
            inbox.events.clear();
        }
        loop {
            if let Some(event) = inbox.events.pop_front() {
                return Next::Event(event);
            }
            if let Some(end) = inbox.end.take() {
                self.settle(end, inbox);
            }
            if let Some(code) = self.outcome() {
                return Next::Other(code);
            }
            let wait = deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()));
            if !inbox.receive(&self.call, wait) && limit.is_some() {
                return Next::Other(ResultCode::AGAIN);
            }
        }
    }

    /// Keeps how the stream ended. Only the first end counts.
    fn settle(&self, end: Result<(), Error>, inbox: &Inbox) {
        let message = inbox.message.as_deref().and_then(|json| Message::parse(json, inbox.request_id()));
        let failure = match (end, message) {
            (Ok(()), Some(message)) => {
                self.message.get_or_init(|| Arc::new(message));
                return;
            }
            (Ok(()), None) => Error::new(ErrorKind::UnexpectedResponse, "the stream held no message"),
            (Err(error), _) => error,
        };
        self.failure.get_or_init(|| Arc::new(Failure::from(&failure)));
    }

    fn outcome(&self) -> Option<ResultCode> {
        let done = self.message.get().map(|_| ResultCode::DONE);
        done.or_else(|| self.failure.get().map(|failure| failure.code()))
    }
}

/// What has arrived and was not yet given out.
#[derive(Debug, Default)]
struct Inbox {
    head: Option<ResponseHead>,
    events: VecDeque<StreamEvent>,
    message: Option<Vec<u8>>,
    end: Option<Result<(), Error>>,
    /// Holds the texts of the event that was given out last.
    buffer: Vec<u8>,
}

impl Inbox {
    /// Takes everything that is there, waiting at most `limit` for something; says whether there was.
    fn receive(&mut self, call: &Call, limit: Duration) -> bool {
        let Some(taken) = call.wait(limit) else { return false };
        for delivery in taken.items {
            match delivery {
                Delivery::Head(head) => self.head = Some(head),
                Delivery::Events(events) => self.events.extend(events),
                Delivery::Message(json) => self.message = Some(json.into()),
                // Never part of a stream.
                Delivery::Whole(_) => {}
            }
        }
        self.end = taken.end;
        true
    }

    fn request_id(&self) -> Option<&str> {
        self.head.as_ref()?.request_id()
    }
}

/// What C may do from several threads: read and cancel, at the same time.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<(Stream, Message, Failure)>();
};
