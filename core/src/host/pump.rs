//! The pump: the task that makes the call and fills the mailbox.

use std::{fmt, future::Future, pin::pin, sync::Arc, task::Poll, time::Duration};

use super::{
    call::{Call, cancelled, panicked},
    caller,
    lull::Lull,
    mailbox::Mailbox,
    runtime::{self, Driver, Unattended, Watch},
};
use crate::{
    client::Client,
    error::Error,
    hooks::{AttemptRecord, Moment},
    request::{Request, Response},
    stream::{EventBatch, EventStream},
};
use bytes::Bytes;

/// How much may wait in a mailbox before the socket is no longer read, in bytes.
const CAPACITY: usize = 64 << 10;
/// How many events are gathered before they are handed over though there may be more.
const BATCH: usize = 64;
/// What an event weighs besides its bytes.
pub(super) const OVERHEAD: usize = 64;

/// How the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Whole: one [`Delivery::Whole`].
    Whole,
    /// As a stream: a [`Delivery::Head`], then events, then the final message. The body must say `"stream": true`.
    Stream,
    /// As bytes: a [`Delivery::Head`], then chunks as they come, such as those of a file.
    Bytes,
}

/// What a call brings, in this order.
pub enum Delivery {
    /// Something that happened on the way, for clients that [`tell`](super::tell) of it.
    Told(Moment, Box<AttemptRecord>),
    /// A whole answer.
    Whole(Response),
    /// The head of a stream, an answer whose body is still empty. Of a stream of events the first has arrived too.
    Head(Response),
    /// A piece of an answer that was asked for as bytes.
    Bytes(Bytes),
    /// Events of a stream, as many as one read of the socket brought.
    Events(EventBatch),
    /// The final message of a stream, as JSON.
    Message(Bytes),
}

impl fmt::Debug for Delivery {
    /// Shows what kind of thing it is and how large, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Told(moment, _) => write!(f, "Told({moment:?})"),
            Self::Whole(response) => write!(f, "Whole({} bytes)", response.body.len()),
            Self::Head(answer) => write!(f, "Head({})", answer.head.status),
            Self::Bytes(chunk) => write!(f, "Bytes({} bytes)", chunk.len()),
            Self::Events(events) => write!(f, "Events({})", events.len()),
            Self::Message(json) => write!(f, "Message({} bytes)", json.len()),
        }
    }
}

pub(super) type CallMailbox = Mailbox<Delivery, Result<(), Error>>;

/// Starts a call on the runtime of the process. Returns at once; everything else, errors included, comes by the mailbox.
///
/// # Errors
/// Only when the runtime itself cannot be started.
pub fn start(client: &Client, request: Request, mode: Mode) -> Result<Call, Error> {
    let driver = runtime::driver()?;
    let unattended = driver.attend();
    begin(client, request, mode, driver, unattended)
}

/// The same for a caller who is about to wait for it on a thread, by [`Call::wait`]: until then nobody need do anything for it.
///
/// # Errors
/// Only when the runtime itself cannot be started.
pub fn start_waiting(client: &Client, request: Request, mode: Mode) -> Result<Call, Error> {
    begin(client, request, mode, runtime::driver()?, None)
}

/// Makes a call whose answer comes whole, and waits for it on this thread, which may have to look after something meanwhile.
///
/// # Errors
/// Those of the call; [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled) where who watches says that it is not wanted.
pub fn run(client: &Client, request: Request, watch: Option<Watch<'_>>) -> Result<Response, Error> {
    if runtime::is_here() {
        return wait_for(&start(client, request, Mode::Whole)?, watch);
    }
    // Hooks are called by the thread that drives, so that no two are at the same time.
    if client.calls_hooks() {
        return wait_for(&start_waiting(client, request, Mode::Whole)?, watch);
    }
    let driver = runtime::driver()?;
    driver.run(|| client.send_in(driver.process, &request), watch)
}

fn wait_for(call: &Call, mut watch: Option<Watch<'_>>) -> Result<Response, Error> {
    let mut whole = None;
    loop {
        let limit = watch.as_ref().map_or(Duration::MAX, |watch| watch.every);
        let Some(taken) = call.wait(limit) else {
            if watch.as_mut().is_some_and(|watch| !(watch.goes_on)()) {
                call.cancel();
            }
            continue;
        };
        for delivery in taken.items {
            if let Delivery::Whole(response) = delivery {
                whole = Some(response);
            }
        }
        if let Some(end) = taken.end {
            return end.and_then(|()| whole.ok_or_else(panicked));
        }
    }
}

fn begin(
    client: &Client,
    request: Request,
    mode: Mode,
    driver: Driver,
    unattended: Option<Unattended>,
) -> Result<Call, Error> {
    let mailbox = Arc::new(CallMailbox::new(CAPACITY));
    let closing = Closing { mailbox: mailbox.clone(), _unattended: unattended };
    let task = driver.spawn(pump(client.clone(), Box::new(request), mode, driver.lull()?, closing))?;
    Ok(Call::new(mailbox, task, driver))
}

// Thousands of these may wait: what was made is not moved, which would take its room twice.
#[expect(clippy::manual_async_fn, reason = "the future of an async fn holds twice what it is given")]
fn pump(
    client: Client,
    request: Box<Request>,
    mode: Mode,
    lull: Arc<Lull>,
    closing: Closing,
) -> impl Future<Output = ()> {
    async move {
        let mailbox = &closing.mailbox;
        let call = pin!(async {
            match mode {
                Mode::Whole => whole(&client, request, mailbox).await,
                Mode::Stream => stream(&client, request, &lull, mailbox).await,
                Mode::Bytes => bytes(&client, request, mailbox).await,
            }
        });
        mailbox.close(caller::within(mailbox, call).await);
    }
}

async fn whole(client: &Client, request: Box<Request>, mailbox: &CallMailbox) -> Result<(), Error> {
    let response = Box::pin(client.send(&request)).await?;
    // With its end, so that the host is woken once.
    mailbox.finish([Delivery::Whole(response)], Ok(()));
    Ok(())
}

async fn stream(client: &Client, request: Box<Request>, lull: &Lull, mailbox: &CallMailbox) -> Result<(), Error> {
    // What opening takes, and the request, need not be kept while the answer is written.
    let mut events: EventStream = Box::pin(async move { client.open(&request).await }).await?;
    // The host is given JSON and nothing else.
    events.keep_inputs_as_text(true);
    mailbox.push(Delivery::Head(events.opening()), OVERHEAD);
    let flowing = lull.stream();
    let last = loop {
        let (batch, goes_on) = gather(&mut events).await;
        if matches!(goes_on, Ok(false)) {
            break batch;
        }
        if !batch.is_empty() {
            let weight = weight(&batch);
            flowing.delivered(mailbox.put(Delivery::Events(batch), weight));
        }
        goes_on?;
        if !std::future::poll_fn(|cx| mailbox.poll_room(cx)).await {
            return Ok(());
        }
    };
    let last = Some(last).filter(|last| !last.is_empty()).map(Delivery::Events);
    let message = events.message().message_json().unwrap_or_default();
    // All of it with the end, so that the host is woken once.
    mailbox.finish(last.into_iter().chain([Delivery::Message(message)]), Ok(()));
    Ok(())
}

/// The events that are there, at least one unless the stream is over, and whether it goes on.
///
/// A server may send each event by itself, and the connection is read by another task, which gives one chunk at a time. To
/// wake a host for each of them costs more than all the rest, so that task has one more turn before the host has its own.
async fn gather(events: &mut EventStream) -> (EventBatch, Result<bool, Error>) {
    let mut batch = EventBatch::default();
    let mut had_its_turn = false;
    let goes_on = std::future::poll_fn(|cx| {
        loop {
            match events.poll_into(&mut batch, cx) {
                Poll::Ready(Some(Ok(()))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                Poll::Ready(None) => return Poll::Ready(Ok(false)),
                Poll::Pending if batch.is_empty() => return Poll::Pending,
                Poll::Pending if had_its_turn => return Poll::Ready(Ok(true)),
                Poll::Pending => {
                    had_its_turn = true;
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
            had_its_turn = false;
            // By weight too, or a fast server would be read on and on, however much a few events hold.
            if batch.len() >= BATCH || weight(&batch) >= CAPACITY {
                return Poll::Ready(Ok(true));
            }
        }
    });
    let goes_on = goes_on.await;
    (batch, goes_on)
}

fn weight(batch: &EventBatch) -> usize {
    batch.bytes() + OVERHEAD * batch.len()
}

async fn bytes(client: &Client, request: Box<Request>, mailbox: &CallMailbox) -> Result<(), Error> {
    let mut chunks = Box::pin(async move { client.fetch(&request).await }).await?;
    mailbox.push(Delivery::Head(chunks.opening()), OVERHEAD);
    while let Some(chunk) = chunks.chunk().await? {
        let weight = chunk.len() + OVERHEAD;
        mailbox.push(Delivery::Bytes(chunk), weight);
        if !std::future::poll_fn(|cx| mailbox.poll_room(cx)).await {
            return Ok(());
        }
    }
    Ok(())
}

/// Whatever ends the pump, even a panic or an abort, the mailbox is closed and the host is not left waiting.
struct Closing {
    mailbox: Arc<CallMailbox>,
    /// Let go of once the host has been told.
    _unattended: Option<Unattended>,
}

impl Drop for Closing {
    fn drop(&mut self) {
        let error = if std::thread::panicking() { panicked() } else { cancelled() };
        self.mailbox.close(Err(error));
    }
}

#[cfg(test)]
mod tests {
    use crate::{deadline::Timeouts, stream::endless};

    use super::*;

    #[test]
    fn a_stream_that_waits_takes_little_memory() {
        let client = Client::builder().api_key("any").build().unwrap();
        let closing = Closing { mailbox: Arc::new(CallMailbox::new(CAPACITY)), _unattended: None };
        let request = Box::new(Request::messages("{}"));
        let pump = pump(client, request, Mode::Stream, Arc::default(), closing);
        let size = size_of_val(&pump);
        assert!(size < 2 * size_of::<EventStream>(), "{size} bytes: something is held twice");
    }

    #[tokio::test]
    async fn no_more_is_gathered_than_may_wait_however_fast_it_comes() {
        let frame = format!("data: {{\"type\":\"filler\",\"data\":\"{}\"}}\n\n", "x".repeat(CAPACITY / 2));
        let mut events = endless(frame.into(), Timeouts::default()).await.unwrap();
        let (batch, goes_on) = gather(&mut events).await;
        assert!(goes_on.unwrap());
        assert_eq!(batch.len(), 2);
    }
}
