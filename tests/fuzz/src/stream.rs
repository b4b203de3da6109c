//! A stream read in several cuts, and what must be true of it whatever it holds.

use bytes::Bytes;
use serde_json::Value;
use tidings::{Accumulator, ErrorKind, Event, EventKind, EventStream, HelperEvent, StreamEvent};
use tokio::runtime::{Builder, Runtime};

use crate::cuts;

/// What came of a stream.
#[derive(Debug, PartialEq)]
struct Outcome {
    events: Vec<(EventKind, Bytes, Option<Bytes>)>,
    message: Option<Bytes>,
    failure: Option<(ErrorKind, String, Option<Bytes>)>,
}

/// Reads the stream whole, byte by byte and in pieces, and checks every outcome.
pub fn check(stream: &[u8]) {
    for keeps_strings in [false, true] {
        let whole = read(&[stream], keeps_strings);
        assert_eq!(read(&cuts::pieces(stream, &cuts::offsets(stream)), keeps_strings), whole, "in pieces");
        if stream.len() <= 1024 {
            assert_eq!(read(&stream.chunks(1).collect::<Vec<_>>(), keeps_strings), whole, "byte by byte");
        }
        check_size(stream, &whole);
    }
}

fn read(pieces: &[&[u8]], keeps_strings: bool) -> Outcome {
    thread_local! {
        static RUNTIME: Runtime = Builder::new_current_thread().enable_time().build().expect("a runtime of one thread");
    }
    let pieces = pieces.iter().map(|piece| Bytes::copy_from_slice(piece)).collect();
    let outcome = async {
        let outcome = match tidings::fuzzing::event_stream(pieces, keeps_strings).await {
            Ok(stream) => follow(stream, keeps_strings).await,
            Err(error) => {
                let failure = (error.kind(), error.message().to_owned(), error.partial_message().cloned());
                Outcome { events: Vec::new(), message: failure.2.clone(), failure: Some(failure) }
            }
        };
        // What was left to the background is done before the next input.
        tokio::task::yield_now().await;
        outcome
    };
    RUNTIME.with(|runtime| runtime.block_on(outcome))
}

/// Reads to the end, folding a second message from the events that are given out.
async fn follow(mut stream: EventStream, keeps_strings: bool) -> Outcome {
    let mut folded = Accumulator::new();
    folded.keep_unfinished_strings(keeps_strings);
    let mut outcome = Outcome { events: Vec::new(), message: None, failure: None };
    while let Some(batch) = stream.next_batch().await {
        assert!(outcome.failure.is_none(), "nothing comes after a failure");
        match batch {
            Ok(events) => {
                assert!(!events.is_empty(), "a batch holds something");
                for event in events {
                    fold(&mut folded, &event);
                    outcome.events.push((event.kind, event.data.clone(), event.into_text()));
                }
            }
            Err(error) => {
                assert!(!folded.is_complete(), "what is complete does not fail");
                let failure = (error.kind(), error.message().to_owned(), error.partial_message().cloned());
                outcome.failure = Some(failure);
            }
        }
    }
    let message = stream.message();
    assert_eq!(outcome.failure.is_none(), message.is_complete(), "a stream is complete, or it says why not");
    check_message(message);
    if outcome.failure.is_none() {
        assert_eq!(folded.message_json(), message.message_json(), "folded twice");
    }
    outcome.message = message.message_json();
    if let Some((_, _, partial)) = &outcome.failure {
        assert_eq!(*partial, outcome.message, "the failure has the message as far as it came");
    }
    outcome
}

/// Folds an event that a stream gave out and follows what it says it did.
fn fold(message: &mut Accumulator, event: &StreamEvent) {
    Event::from_json(event.kind, &event.data).expect("an event is JSON");
    let folded = message.fold(event).expect("the stream has folded it already");
    let mut helped = 0;
    for helper in message.helper_events(event, folded) {
        helped += 1;
        serde_json::to_vec(&helper).expect("a helper event is JSON");
        match helper {
            HelperEvent::Text { text, snapshot, .. } | HelperEvent::Thinking { thinking: text, snapshot, .. } => {
                assert!(snapshot.ends_with(text));
            }
            HelperEvent::InputJson { partial_json, snapshot, .. } => assert!(snapshot.raw().ends_with(partial_json)),
            HelperEvent::Citation { citation, snapshot, .. } => assert_eq!(snapshot.last(), Some(citation)),
            _ => {}
        }
    }
    assert!((1..=2).contains(&helped));
    if let Some(text) = event.text() {
        assert!(!text.is_empty() && std::str::from_utf8(text).is_ok());
    }
}

/// A message under way is valid JSON and can be read in all ways.
fn check_message(message: &Accumulator) {
    let Some(json) = message.message_json() else {
        assert!(message.blocks().is_empty());
        return;
    };
    let value: Value = tidings::fuzzing::tolerant(&json).expect("the message is JSON");
    let content = value["content"].as_array().expect("its content is a list");
    assert_eq!(content.len(), message.blocks().len());
    for (block, value) in message.blocks().iter().zip(content) {
        assert_eq!(tidings::fuzzing::tolerant(&block.to_json()).expect("a block is JSON"), *value);
        let _ = block.to_content_block();
        if let Some(input) = block.tool_input() {
            assert_eq!(input.value().is_err(), input.fault().is_some());
        }
    }
    let texts = message.blocks().iter().filter_map(|block| block.text());
    assert_eq!(message.text(), texts.collect::<String>());
    let _ = message.to_message();
}

/// A message is no larger than a few times what it was made from.
fn check_size(stream: &[u8], outcome: &Outcome) {
    let size = outcome.message.as_ref().map_or(0, Bytes::len);
    assert!(size <= 8 * stream.len() + 256, "{size} bytes of message from {} of stream", stream.len());
}
