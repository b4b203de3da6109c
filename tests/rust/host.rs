//! What the bindings stand on.

use std::{
    sync::Arc,
    task::{Poll, Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use serde_json::json;
use tidings::{
    ErrorKind, Request,
    host::{Call, Delivery, Mode, start},
};
use tidings_test_server::Outcome;

use crate::server::{Run, hello};

const PATIENCE: Duration = Duration::from_secs(10);

fn call(run: &Run, mode: Mode) -> Call {
    let mut body = serde_json::to_value(hello()).unwrap();
    body["stream"] = json!(mode == Mode::Stream);
    start(&run.client(), Request::post("/v1/messages", body.to_string()), mode).unwrap()
}

/// Takes until the end and names what came.
fn drain(call: &Call) -> (Vec<&'static str>, Result<(), ErrorKind>) {
    let mut names = Vec::new();
    loop {
        let taken = call.wait(PATIENCE).expect("something within the time");
        names.extend(taken.items.iter().map(|item| match item {
            Delivery::Whole(_) => "whole",
            Delivery::Head(_) => "head",
            Delivery::Bytes(_) => "bytes",
            Delivery::Told(..) => "told",
            Delivery::Events(_) => "events",
            Delivery::Message(_) => "message",
        }));
        if let Some(end) = taken.end {
            names.dedup();
            return (names, end.map_err(|error| error.kind()));
        }
    }
}

#[test]
fn a_whole_answer_is_one_delivery_and_a_stream_is_head_events_and_message() {
    assert_eq!(drain(&call(&Run::of("create_text"), Mode::Whole)), (vec!["whole"], Ok(())));
    assert_eq!(drain(&call(&Run::of("stream_01_text"), Mode::Stream)), (vec!["head", "events", "message"], Ok(())));
}

#[test]
fn the_last_that_comes_is_taken_together_with_the_end() {
    let whole = call(&Run::of("create_text"), Mode::Whole).wait(PATIENCE).unwrap();
    assert!(matches!(whole.items[..], [Delivery::Whole(_)]) && matches!(whole.end, Some(Ok(()))));
    let stream = call(&Run::of("stream_01_text"), Mode::Stream);
    let last = std::iter::from_fn(|| stream.wait(PATIENCE)).find(|taken| taken.end.is_some()).unwrap();
    assert!(matches!(last.items.last(), Some(Delivery::Message(_))) && matches!(last.end, Some(Ok(()))));
}

/// A host that is woken for all its calls at once.
struct Host(Thread);

impl Wake for Host {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

#[test]
fn many_streams_that_trickle_wake_their_host_until_they_have_brought_everything() {
    let run = Run::script(json!([{"fixture": "01_text", "delivery": {"pause_ms": 20}}]));
    let mut calls: Vec<_> = (0..100).map(|_| call(&run, Mode::Stream)).collect();
    let waker = Waker::from(Arc::new(Host(thread::current())));
    let mut messages = 0;
    while !calls.is_empty() {
        let mut came = false;
        calls.retain(|call| {
            let Poll::Ready(taken) = call.poll_take(&waker) else { return true };
            came = true;
            messages += taken.items.iter().filter(|item| matches!(item, Delivery::Message(_))).count();
            taken.end.map(Result::unwrap).is_none()
        });
        if !came {
            let began = Instant::now();
            thread::park_timeout(PATIENCE);
            assert!(began.elapsed() < PATIENCE, "{} streams are open and nobody woke their host", calls.len());
        }
    }
    assert_eq!(messages, 100);
}

#[test]
fn an_error_comes_after_everything_that_had_arrived() {
    let (names, end) = drain(&call(&Run::of("stream_05_error_overloaded"), Mode::Stream));
    assert_eq!((names, end), (vec!["head", "events"], Err(ErrorKind::Overloaded)));
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_from_another_thread_ends_a_wait_and_closes_the_connection() {
    let run = Run::script(json!([{"fixture": "01_text", "delivery": {"hang_at": 900}}]));
    let call = call(&run, Mode::Stream);
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(100));
            call.cancel();
        });
        assert_eq!(drain(&call).1, Err(ErrorKind::Cancelled));
    });
    assert_eq!(run.log().await[0].outcome, Outcome::ClientClosed);
}

#[test]
fn waiting_has_a_limit() {
    let call = call(&Run::script(json!([{"no_answer": "hang"}])), Mode::Whole);
    assert!(call.wait(Duration::from_millis(50)).is_none());
}

#[test]
fn a_consumer_that_does_not_take_stops_the_server() {
    let event = json!({"event": "content_block_delta", "data": {"type": "unknown_filler", "text": "x".repeat(1000)}});
    let run = Run::script(json!([{"sse": [event], "repeat": 50_000}]));
    let call = call(&run, Mode::Stream);
    let sent = || run.log_now().first().map_or(0, |request| request.bytes_sent);
    let deadline = Instant::now() + PATIENCE;
    let mut before = 1;
    while sent() != before && Instant::now() < deadline {
        before = sent();
        thread::sleep(Duration::from_millis(300));
    }
    assert!(sent() > 0 && sent() < 25_000_000, "{} of 50 MB were sent to a consumer that takes nothing", sent());
    drop(call);
}
