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
    freed: AtomicBool,
    process: u32,
    /// What the child of a fork is told. Made beforehand: a child must not wait for a lock that its parent holds.
    forked: Arc<Failure>,
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
            freed: AtomicBool::new(false),
            process: std::process::id(),
            forked: Arc::new(Failure::from(&forked())),
            request_id: inbox.request_id().map(Text::for_c),
            message: OnceLock::new(),
            failure: OnceLock::new(),
            inbox: Mutex::new(inbox),
        })
    }

    /// The next event, waiting at most `limit` for it, or for as long as it takes.
    pub(crate) fn next(&self, limit: Option<Duration>) -> Result<Next, Misuse> {
        if self.is_parents() {
            return Ok(Next::Other(ResultCode::FORKED));
        }
        Ok(self.advance(&mut *self.lock()?, limit))
    }

    /// The same for a reader that borrows the event's texts until the next call.
    pub(crate) fn next_borrowed(&self, limit: Option<Duration>) -> Result<(ResultCode, Event), Misuse> {
        if self.is_parents() {
            return Ok((ResultCode::FORKED, Event::NONE));
        }
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

    /// The same for an owner that goes away, maybe from inside a callback.
    pub(crate) fn abandon(&self) {
        self.freed.store(true, Ordering::Relaxed);
        self.cancel();
    }

    pub(crate) fn is_freed(&self) -> bool {
        self.freed.load(Ordering::Relaxed)
    }

    /// The whole message, once the end has been reached.
    pub(crate) fn message(&self) -> Option<&Arc<Message>> {
        if self.is_parents() { None } else { self.message.get() }
    }

    /// Why the stream failed, once that has been reached.
    pub(crate) fn failure(&self) -> Option<&Arc<Failure>> {
        if self.is_parents() { Some(&self.forked) } else { self.failure.get() }
    }

    pub(crate) fn request_id(&self) -> Option<&Text> {
        self.request_id.as_ref()
    }

    /// Whether this is the child of a fork. Asked before anything that a thread of the parent may have locked.
    fn is_parents(&self) -> bool {
        self.process != std::process::id()
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
        if self.cancelled.load(Ordering::Relaxed) && self.outcome().is_none() {
            self.cut(inbox);
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

    /// After cancelling: leaves everything in the inbox if the stream was over by then, and else nothing but the end.
    fn cut(&self, inbox: &mut Inbox) {
        if inbox.end.is_none() {
            // The other thread may still be about to: with this an end is there, and nothing can come after it.
            self.call.cancel();
            inbox.receive(&self.call, Duration::ZERO);
        }
        if matches!(&inbox.end, Some(Err(error)) if error.kind() == ErrorKind::Cancelled) {
            inbox.events.clear();
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
                Delivery::Head(answer) => self.head = Some(answer.head),
                Delivery::Events(events) => self.events.extend(events),
                Delivery::Message(json) => self.message = Some(json.into()),
                // Never part of a stream of events.
                Delivery::Whole(_) | Delivery::Bytes(_) | Delivery::Told(..) => {}
            }
        }
        self.end = taken.end;
        true
    }

    fn request_id(&self) -> Option<&str> {
        self.head.as_ref()?.request_id()
    }
}

fn forked() -> Error {
    Error::new(ErrorKind::Forked, "the stream began in the parent process and cannot go on after a fork")
}

/// What C may do from several threads: read and cancel, at the same time.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<(Stream, Message, Failure)>();
};

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tidings::{
        Request,
        host::{Mode, start},
    };
    use tidings_test_server::{Options, Server};

    use super::*;

    /// A stream whose first word has been read, while the rest came in one more part after a pause.
    fn half_read(server: &Server, run: &str) -> Stream {
        let client = tidings::Client::builder().api_key("k").base_url(format!("{}/play/words/{run}", server.url()));
        let body = r#"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"Hi"}],"stream":true}"#;
        let request = Request::post("/v1/messages", body);
        let stream = Stream::open(start(&client.build().unwrap(), request, Mode::Stream).unwrap()).unwrap();
        assert_eq!(text_of(&stream), Ok(String::new()), "the start of the message");
        stream
    }

    /// The text of the next event, or the code that came instead.
    fn text_of(stream: &Stream) -> Result<String, ResultCode> {
        match stream.next(None).unwrap() {
            Next::Event(event) => {
                Ok(event.text().map(|text| String::from_utf8(text.to_vec()).unwrap()).unwrap_or_default())
            }
            Next::Other(code) => Err(code),
        }
    }

    fn words(hang: bool) -> (Server, u64) {
        let event = |event: &Value| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap());
        let word = |word: &str| {
            let delta = json!({"type": "text_delta", "text": word});
            event(&json!({"type": "content_block_delta", "index": 0, "delta": delta}))
        };
        let block = json!({"type": "text", "text": ""});
        let first = [
            event(&json!({"type": "message_start", "message": {"id": "m", "type": "message", "content": []}})),
            event(&json!({"type": "content_block_start", "index": 0, "content_block": block})),
            word("a"),
            word("b"),
        ];
        let second = [
            word("c"),
            word("d"),
            event(&json!({"type": "content_block_stop", "index": 0})),
            event(&json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}})),
        ];
        let (first, second) = (first.concat(), second.concat());
        let (pause, end) = (first.len(), first.len() + second.len());
        let body = first + &second + &event(&json!({"type": "message_stop"}));
        let mut delivery = json!({"pauses": [{"at": pause, "ms": 300}]});
        if hang {
            delivery["hang_at"] = json!(end);
        }
        let answer = json!({"headers": {"content-type": "text/event-stream"}, "body": body, "delivery": delivery});
        let server = Server::start(Options::default()).unwrap();
        server.add_script("words", &[serde_json::from_value(answer).unwrap()]).unwrap();
        (server, u64::try_from(end).unwrap())
    }

    fn wait_until(happened: impl Fn() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !happened() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn cancelling_a_stream_that_has_arrived_takes_nothing_out_of_it() {
        let (server, _) = words(false);
        let stream = half_read(&server, "arrived");
        wait_until(|| format!("{:?}", stream.call).contains("running: false"));
        stream.cancel();
        let mut text = String::new();
        let code = loop {
            match text_of(&stream) {
                Ok(word) => text.push_str(&word),
                Err(code) => break code,
            }
        };
        assert_eq!((text.as_str(), code), ("abcd", ResultCode::DONE));
        assert!(stream.message().is_some() && stream.failure().is_none());
    }

    #[test]
    fn after_cancelling_a_stream_under_way_nothing_more_is_handed_out() {
        let (server, end) = words(true);
        let stream = half_read(&server, "under_way");
        wait_until(|| server.log("under_way").first().is_some_and(|request| request.bytes_sent >= end));
        // Gives the second part time to arrive; whether it has makes no difference to what must come out.
        std::thread::sleep(Duration::from_millis(200));
        stream.cancel();
        assert_eq!(text_of(&stream), Err(ResultCode::CANCELLED));
        assert_eq!(text_of(&stream), Err(ResultCode::CANCELLED));
        assert_eq!(stream.failure().map(|failure| failure.code()), Some(ResultCode::CANCELLED));
        assert!(stream.message().is_none());
    }
}
