//! The reading end of a stream: takes batches from the mailbox and gives them out one by one.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use tidings::{
    Error, ErrorKind, StreamEvent,
    host::{Call, Delivery, EventBatch, Taken},
};

use crate::{
    boundary::{Fault, Misuse},
    error::Failure,
    event::Event,
    ffi::{Castable, Counted},
    handle::Lent,
    message::Message,
    response::Response,
    result::ResultCode,
    stream::page::Page,
    text::Text,
    under_way::{Patience, UnderWay, alone},
};

/// An answer while it is written. Freeing it before its end closes its connection at once.
///
/// One thread at a time reads it. Any other thread may cancel it meanwhile.
#[derive(Debug)]
pub struct Stream {
    under_way: UnderWay,
    cancelled: AtomicBool,
    freed: AtomicBool,
    // Outside the lock, so that what is borrowed from here needs none.
    opening: OnceLock<Lent<Response>>,
    request_id: OnceLock<Text>,
    message: OnceLock<Lent<Message>>,
    failure: OnceLock<Lent<Failure>>,
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
    /// A stream of which nothing needs to be there yet.
    pub(crate) fn new(call: Call) -> Self {
        Self {
            under_way: UnderWay::new(call),
            cancelled: AtomicBool::new(false),
            freed: AtomicBool::new(false),
            opening: OnceLock::new(),
            request_id: OnceLock::new(),
            message: OnceLock::new(),
            failure: OnceLock::new(),
            inbox: Mutex::default(),
        }
    }

    /// Waits until the head of the answer is there.
    pub(crate) fn open(call: Call) -> Result<Self, Fault> {
        let stream = Self::new(call);
        let patience = Patience::Endless.allowed()?;
        {
            let mut inbox = stream.lock()?;
            while stream.opening.get().is_none() && inbox.end.is_none() {
                stream.receive(&mut inbox, patience);
            }
            // An error that came together with the head is for the reader, after the events before it.
            if stream.opening.get().is_none()
                && let Some(Err(error)) = inbox.end.take()
            {
                return Err(error.into());
            }
        }
        Ok(stream)
    }

    /// The next event, as long as the reader is patient.
    pub(crate) fn next(&self, patience: Patience) -> Result<Next, Misuse> {
        if self.under_way.is_parents() {
            return Ok(Next::Other(ResultCode::FORKED));
        }
        let mut inbox = self.lock()?;
        let code = self.advance(&mut inbox, patience.allowed()?);
        let event = if code == ResultCode::OK { inbox.next() } else { None };
        Ok(event.map_or(Next::Other(code), Next::Event))
    }

    /// Gives the next event to a reader that borrows its texts until the next call, if it was received before, and says whether.
    /// Most of the time it was, and this calls nothing of the program's.
    pub(crate) fn give_at_hand(&self, give: impl Fn(Event)) -> Result<bool, Misuse> {
        if self.under_way.is_parents() || self.cancelled.load(Ordering::Relaxed) {
            return Ok(false);
        }
        Ok(self.lock()?.give_next(give))
    }

    /// The same as soon as there is one; `patience` was allowed.
    pub(crate) fn give_next(&self, patience: Patience, give: impl Fn(Event)) -> Result<ResultCode, Misuse> {
        if self.under_way.is_parents() {
            return Ok(ResultCode::FORKED);
        }
        let mut inbox = self.lock()?;
        let code = self.advance(&mut inbox, patience);
        if self.is_freed() {
            return Err(freed());
        }
        if code == ResultCode::OK {
            inbox.give_next(give);
        }
        Ok(code)
    }

    /// Ends the stream from any thread.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        self.under_way.cancel();
    }

    /// The same for an owner that goes away, maybe from inside a callback.
    pub(crate) fn abandon(&self) {
        self.freed.store(true, Ordering::Relaxed);
        self.cancelled.store(true, Ordering::Relaxed);
        self.under_way.abandon();
    }

    pub(crate) fn is_freed(&self) -> bool {
        self.freed.load(Ordering::Relaxed)
    }

    pub(crate) fn under_way(&self) -> &UnderWay {
        &self.under_way
    }

    /// The whole message, once the end has been reached.
    pub(crate) fn message(&self) -> Option<&Lent<Message>> {
        if self.under_way.is_parents() { None } else { self.message.get() }
    }

    /// Why the stream failed, once that has been reached.
    pub(crate) fn failure(&self) -> Option<&Lent<Failure>> {
        self.under_way.forked().or_else(|| self.failure.get())
    }

    /// The answer that is streamed, once reading has come to its head.
    pub(crate) fn opening(&self) -> Option<&Lent<Response>> {
        self.opening.get()
    }

    pub(crate) fn request_id(&self) -> Option<&Text> {
        self.request_id.get()
    }

    fn lock(&self) -> Result<MutexGuard<'_, Inbox>, Misuse> {
        alone(&self.inbox, "another thread is reading this stream")
    }

    /// Goes on until there is an event, which is told by [`ResultCode::OK`], or until something else is to be told.
    fn advance(&self, inbox: &mut Inbox, patience: Patience) -> ResultCode {
        if self.cancelled.load(Ordering::Relaxed) && self.outcome().is_none() {
            self.cut(inbox);
        }
        loop {
            if inbox.has_events() {
                return ResultCode::OK;
            }
            if let Some(end) = inbox.end.take() {
                self.settle(end, inbox);
            }
            if let Some(code) = self.outcome() {
                return code;
            }
            if !self.receive(inbox, patience) {
                return ResultCode::AGAIN;
            }
        }
    }

    /// Takes everything that is there; says whether there was anything in time.
    fn receive(&self, inbox: &mut Inbox, patience: Patience) -> bool {
        let Some(taken) = self.under_way.take(patience) else { return false };
        if let Some(head) = inbox.add(taken) {
            if let Some(id) = head.head.request_id() {
                self.request_id.get_or_init(|| Text::for_c(id));
            }
            self.opening.get_or_init(|| Lent::new(Arc::new(Response::new(head))));
        }
        true
    }

    /// After cancelling: leaves everything in the inbox if the stream was over by then, and else nothing but the end.
    fn cut(&self, inbox: &mut Inbox) {
        if inbox.end.is_none() {
            // The other thread may still be about to: with this an end is there, and nothing can come after it.
            self.under_way.cancel();
            self.receive(inbox, Patience::None);
        }
        if matches!(&inbox.end, Some(Err(error)) if error.kind() == ErrorKind::Cancelled) {
            inbox.page.clear();
            inbox.events.clear();
        }
    }

    /// Keeps how the stream ended. Only the first end counts.
    fn settle(&self, end: Result<(), Error>, inbox: &Inbox) {
        let request_id = self.opening.get().and_then(|answer| answer.object().core().head.request_id());
        let message = inbox.message.as_deref().and_then(|json| Message::parse(json, request_id));
        let failure = match (end, message) {
            (Ok(()), Some(message)) => {
                self.message.get_or_init(|| Lent::new(Arc::new(message)));
                return;
            }
            (Ok(()), None) => Error::new(ErrorKind::UnexpectedResponse, "the stream held no message"),
            (Err(error), _) => error,
        };
        self.failure.get_or_init(|| Lent::new(Arc::new(Failure::from(&failure))));
    }

    fn outcome(&self) -> Option<ResultCode> {
        let done = self.message.get().map(|_| ResultCode::DONE);
        done.or_else(|| self.failure.get().map(|failure| failure.object().code()))
    }
}

/// What has arrived and was not yet given out.
#[derive(Debug, Default)]
struct Inbox {
    /// What comes before all batches.
    page: Page,
    /// Batches, none of them empty.
    events: VecDeque<EventBatch>,
    message: Option<Vec<u8>>,
    end: Option<Result<(), Error>>,
    /// Holds the texts of the event that was given out last.
    buffer: Vec<u8>,
}

impl Inbox {
    fn has_events(&self) -> bool {
        !self.page.is_empty() || !self.events.is_empty()
    }

    fn next(&mut self) -> Option<StreamEvent> {
        let event = self.page.next_whole().or_else(|| self.events.front_mut()?.next());
        self.drop_the_empty();
        event
    }

    /// Gives the next event, whose texts stay until the next is given; says whether there is one.
    #[inline]
    fn give_next(&mut self, give: impl Fn(Event)) -> bool {
        self.page.give_next(&give) || self.turn(&give)
    }

    /// The same where the page has none: the first of the next page, or one that is on none.
    #[inline(never)]
    fn turn(&mut self, give: &dyn Fn(Event)) -> bool {
        let Some(batch) = self.events.front_mut() else { return false };
        let is_given = match batch.next_deltas() {
            Some(deltas) => {
                self.page.turn(deltas);
                self.page.give_next(give)
            }
            None => batch.next_ref().map(|event| give(Event::write(event, &mut self.buffer))).is_some(),
        };
        self.drop_the_empty();
        is_given
    }

    fn drop_the_empty(&mut self) {
        if self.events.front().is_some_and(EventBatch::is_empty) {
            self.events.pop_front();
        }
    }

    /// Puts in what was taken; gives the head back, if that is among it.
    fn add(&mut self, taken: Taken) -> Option<tidings::Response> {
        let mut head = None;
        for delivery in taken.items {
            match delivery {
                Delivery::Head(answer) => head = Some(answer),
                Delivery::Events(events) => self.events.push_back(events),
                Delivery::Message(json) => self.message = Some(json.into()),
                // Never part of a stream of events.
                Delivery::Whole(_) | Delivery::Bytes(_) | Delivery::Told(..) => {}
            }
        }
        self.end = taken.end;
        head
    }
}

/// What a reader is told whose stream a callback has freed.
pub(super) fn freed() -> Misuse {
    Misuse::new(ResultCode::CANCELLED, "a callback freed the stream")
}

/// What C may do from several threads: read and cancel, at the same time.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<(Stream, Message, Failure)>();
};

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

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
        match stream.next(Patience::Endless).unwrap() {
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
        wait_until(|| format!("{:?}", stream.under_way.call()).contains("running: false"));
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
        assert_eq!(stream.failure().map(|failure| failure.object().code()), Some(ResultCode::CANCELLED));
        assert!(stream.message().is_none());
    }
}
