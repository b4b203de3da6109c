//! What a call has brought and Python has not yet asked for.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use tidings::{
    AttemptRecord, Error, ErrorKind, EventKind, Response, Sent, StreamEvent,
    host::{Delivery, Moment, ResultLines, Taken},
};

use crate::following::{Derived, Following};

/// What is handed out of a stream.
pub(crate) enum Item {
    Event(StreamEvent),
    Derived(Derived),
}

/// The deliveries of one call, sorted.
#[derive(Default)]
pub(crate) struct Inbox {
    head: Option<Response>,
    chunks: VecDeque<Bytes>,
    told: Vec<(Moment, Box<AttemptRecord>)>,
    lines: ResultLines,
    /// That the connection broke has been said, or that the bytes are at their end.
    said: bool,
    response: Option<Response>,
    events: VecDeque<StreamEvent>,
    message: Option<Bytes>,
    end: Option<Result<(), Arc<Error>>>,
    /// How often something was put in.
    puts: u64,
    /// The message as far as it was read, for the stream helper.
    following: Option<Arc<Following>>,
    /// What follows from the event that was handed out last.
    derived: Option<Derived>,
    /// `message_stop` has been handed out: only the final message is still to come, and that from this process.
    stopped: bool,
}

/// What reading a line gives.
pub(crate) enum Line {
    Whole(Bytes),
    Wrong(Error),
    End,
}

impl Line {
    fn of(line: Result<Bytes, Error>) -> Self {
        line.map_or_else(Self::Wrong, Self::Whole)
    }
}

impl Inbox {
    /// What a fork's child has of an inbox that a thread of its parent was in.
    pub(crate) fn lost() -> Self {
        let why = "the call began in the parent process and cannot go on after a fork";
        Self { end: Some(Err(Arc::new(Error::new(ErrorKind::Forked, why)))), ..Self::default() }
    }

    /// Sorts in what has been taken from the mailbox. After the end nothing counts any more.
    pub(crate) fn put(&mut self, taken: Taken) {
        self.puts += 1;
        if self.end.is_some() {
            return;
        }
        for delivery in taken.items {
            match delivery {
                Delivery::Told(moment, record) => self.told.push((moment, record)),
                Delivery::Whole(response) => self.response = Some(response),
                Delivery::Head(answer) => self.head = Some(answer),
                Delivery::Bytes(chunk) => self.chunks.push_back(chunk),
                Delivery::Events(batch) => self.events.extend(batch),
                Delivery::Message(json) => self.message = Some(json),
            }
        }
        self.end = taken.end.map(|end| end.map_err(Arc::new));
    }

    /// From here on events bring what follows from them.
    pub(crate) fn follow(&mut self, following: Arc<Following>) {
        self.following = Some(following);
    }

    /// The message as far as it was read; only of a stream whose events bring what follows from them.
    pub(crate) fn following(&self) -> Option<Arc<Following>> {
        self.following.clone()
    }

    /// The next event, or what follows from the one before; events are handed out before the end is.
    pub(crate) fn next_item(&mut self) -> Option<Item> {
        if let Some(derived) = self.derived.take() {
            return Some(Item::Derived(derived));
        }
        let event = self.pop()?;
        self.derived = self.following.as_ref().and_then(|following| following.follow(&event));
        match self.derived.take_if(|derived| derived.replaces()) {
            Some(derived) => Some(Item::Derived(derived)),
            None => Some(Item::Event(event)),
        }
    }

    /// The next piece of text; events without text are passed over.
    pub(crate) fn next_text(&mut self) -> Option<Bytes> {
        while let Some(event) = self.next_event() {
            if let Some(text) = event.into_text() {
                return Some(text);
            }
        }
        None
    }

    /// The final message as JSON; events that were not asked for are dropped.
    pub(crate) fn message(&mut self) -> Option<Bytes> {
        while self.next_event().is_some() {}
        self.message.clone()
    }

    /// The next bytes of an answer that was asked for as bytes.
    pub(crate) fn next_bytes(&mut self) -> Option<Bytes> {
        self.chunks.pop_front()
    }

    /// Whether anything is to be told of the way here.
    pub(crate) fn is_to_tell(&self) -> bool {
        !self.told.is_empty()
    }

    /// What is to be told of the way here, oldest first; given once.
    pub(crate) fn told(&mut self) -> Vec<(Moment, Box<AttemptRecord>)> {
        std::mem::take(&mut self.told)
    }

    /// The next line of an answer that was asked for as bytes. A connection that breaks is an error once, and then the end.
    pub(crate) fn next_line(&mut self) -> Option<Line> {
        loop {
            if let Some(line) = self.lines.next_line() {
                return Some(Line::of(line));
            }
            if let Some(chunk) = self.chunks.pop_front() {
                self.lines.feed(chunk);
                continue;
            }
            match &self.end {
                Some(Ok(())) => return Some(self.lines.finish().map_or(Line::End, Line::of)),
                Some(Err(_)) if std::mem::replace(&mut self.said, true) => return Some(Line::End),
                _ => return None,
            }
        }
    }

    /// The error for the line that was given last, when it cannot be read.
    pub(crate) fn unreadable(&self, line: Bytes, why: &str) -> Error {
        self.lines.unreadable(line, why)
    }

    /// The head of a stream's answer.
    pub(crate) fn head(&self) -> Option<Response> {
        self.head.clone()
    }

    /// The whole answer of a call that is no stream.
    pub(crate) fn response(&mut self) -> Option<Response> {
        self.response.take()
    }

    /// How often something was put in: what a reader has looked at before is the same while this is.
    pub(crate) fn puts(&self) -> u64 {
        self.puts
    }

    /// How the call ended, if it has.
    pub(crate) fn end(&self) -> Option<Result<(), Arc<Error>>> {
        self.end.clone()
    }

    /// The consumer wants no more. Says whether the call is to be cancelled.
    ///
    /// A stream whose last event has been handed out keeps its final message.
    pub(crate) fn close(&mut self, kind: ErrorKind, why: &str) -> bool {
        if self.stopped || (self.end.is_some() && self.events.is_empty() && self.chunks.is_empty()) {
            return false;
        }
        self.events.clear();
        self.derived = None;
        self.chunks.clear();
        self.message = None;
        self.end = Some(Err(Arc::new(Error::new(kind, why).with_sent(Sent::Partial))));
        true
    }

    /// The next event as it came; what follows from it, and what still followed from the one before, is passed over.
    pub(crate) fn next_event(&mut self) -> Option<StreamEvent> {
        self.derived = None;
        let event = self.pop()?;
        if let Some(following) = &self.following {
            following.pass(&event);
        }
        Some(event)
    }

    fn pop(&mut self) -> Option<StreamEvent> {
        let event = self.events.pop_front()?;
        self.stopped |= event.kind == EventKind::MessageStop;
        Some(event)
    }
}
