//! Every recorded stream, fed whole, byte by byte, and cut at every offset: the outcome must not depend on the cuts.

use std::{
    fs,
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde_json::Value;
use tokio::time::Instant;

use super::{EventStream, HelperEvent, MessageStream, Opening, StreamEvent};
use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind},
    request::ResponseHead,
    transport::Body,
};

/// What came of a stream.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) events: Vec<String>,
    pub(super) text: String,
    pub(super) message: Option<Value>,
    pub(super) failure: Option<(ErrorKind, Option<String>)>,
}

#[test]
fn every_stream_of_the_specification_ends_as_its_manifest_says() {
    let folder = tests().join("streams");
    let manifest: Value = read_json(&folder.join("manifest.json"));
    let streams = manifest["streams"].as_array().unwrap();
    assert_eq!(streams.len(), 19);
    for stream in streams {
        let name = stream["name"].as_str().unwrap();
        let outcome = replay_in_all_cuts(&fs::read(folder.join(format!("{name}.sse"))).unwrap());
        let expected: Value = read_json(&folder.join(format!("{name}.json")));
        match stream["outcome"].as_str().unwrap() {
            "message" => {
                assert_eq!(outcome.failure, None, "{name}");
                assert_eq!(outcome.message.map(normal), Some(normal(expected)), "{name}");
            }
            _ => assert_failure(name, outcome, &expected),
        }
    }
}

#[test]
fn every_stream_of_the_small_model_survives_all_cuts() {
    let folder = tests().join("model/samples");
    let (mut messages, mut failures) = (0, 0);
    for path in fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "sse"))
    {
        let outcome = replay_in_all_cuts(&fs::read(&path).unwrap());
        let Some((kind, error_type)) = outcome.failure else {
            assert!(outcome.message.unwrap()["stop_reason"].is_string(), "{}", path.display());
            messages += 1;
            continue;
        };
        assert_eq!(
            (kind, error_type.as_deref()),
            (ErrorKind::InternalServer, Some("server_error")),
            "{}",
            path.display()
        );
        failures += 1;
    }
    assert!(messages >= 7 && failures == 1, "{messages} messages, {failures} failures");
}

#[test]
fn a_tool_block_without_input_is_filled_from_its_pieces() {
    let stream = fs::read(tests().join("model/samples/tool.sse")).unwrap();
    let message = replay(&[&stream]).message.unwrap();
    assert_eq!(message["content"][0]["input"], serde_json::json!({"city": "Paris"}));
}

#[test]
fn the_derived_events_of_every_stream_are_those_of_the_official_helper() {
    let folder = tests().join("streams");
    let Value::Object(recorded) = read_json(&folder.join("derived.json")) else { panic!("no object") };
    assert_eq!(recorded.len(), 19);
    for (name, expected) in recorded {
        let stream = fs::read(folder.join(format!("{name}.sse"))).unwrap();
        let events = help(&[&stream]);
        assert_eq!(help(&stream.chunks(1).collect::<Vec<_>>()), events, "{name} byte by byte");
        let events: Vec<Value> = events.into_iter().map(bare).collect();
        let expected: Vec<Value> = expected.as_array().unwrap().iter().cloned().map(bare).collect();
        if name == "09_unknown" {
            // The official helper loses fields here that it does not know; the events themselves are the same.
            assert_eq!(types(&events), types(&expected), "{name}");
        } else {
            assert_eq!(events, expected, "{name}");
        }
    }
}

/// The helper events of a stream: those that came as they are by their type, the others whole.
fn help(chunks: &[&[u8]]) -> Vec<Value> {
    block_on(async {
        let mut events = Vec::new();
        let Ok(stream) = open(chunks).await else { return events };
        let mut stream = MessageStream::new(stream);
        while let Ok(Some(event)) = stream.next_helper_event().await {
            let mut json = serde_json::to_value(event).unwrap();
            assert!(event.name().is_empty() || event.name() == json["type"]);
            events.push(if matches!(event, HelperEvent::Raw(_)) { json["type"].take() } else { json });
        }
        events
    })
}

/// Without what one side says as null and the other not at all.
fn bare(mut event: Value) -> Value {
    if let Some(message) = event.get_mut("message").and_then(Value::as_object_mut)
        && message.get("stop_details").is_some_and(Value::is_null)
    {
        message.remove("stop_details");
    }
    event
}

fn types(events: &[Value]) -> Vec<&Value> {
    events.iter().map(|event| event.get("type").unwrap_or(event)).collect()
}

fn assert_failure(name: &str, outcome: Outcome, expected: &Value) {
    let (kind, error_type) = outcome.failure.unwrap_or_else(|| panic!("{name} did not fail"));
    assert_eq!(
        outcome.message,
        (!expected["partial_message"].is_null()).then(|| expected["partial_message"].clone()),
        "{name}"
    );
    let expected_kind = match &expected["error"] {
        Value::Null => ErrorKind::StreamTruncated,
        Value::String(_) => ErrorKind::StreamError,
        error => ErrorKind::from_type(error["error"]["type"].as_str().unwrap()).unwrap(),
    };
    assert_eq!(kind, expected_kind, "{name}");
    assert_eq!(error_type.as_deref(), expected["error"]["error"]["type"].as_str(), "{name}");
}

fn replay_in_all_cuts(stream: &[u8]) -> Outcome {
    let whole = replay(&[stream]);
    assert_eq!(replay(&stream.chunks(1).collect::<Vec<_>>()), whole, "byte by byte");
    assert_eq!(replay(&stream.chunks(7).collect::<Vec<_>>()), whole, "seven bytes at a time");
    for at in 1..stream.len() {
        let (head, tail) = stream.split_at(at);
        assert_eq!(replay(&[head, tail]), whole, "cut at {at}");
    }
    whole
}

pub(super) fn replay(chunks: &[&[u8]]) -> Outcome {
    block_on(async {
        let mut outcome = Outcome { events: Vec::new(), text: String::new(), message: None, failure: None };
        let mut stream = match open(chunks).await {
            Ok(stream) => stream,
            Err(error) => {
                outcome.fail(&error);
                return outcome;
            }
        };
        while let Some(batch) = stream.next_batch().await {
            match batch {
                Ok(events) => events.iter().for_each(|event| outcome.see(event)),
                Err(error) => outcome.fail(&error),
            }
        }
        outcome.message = stream.message().message_json().map(|json| serde_json::from_slice(&json).unwrap());
        assert_eq!(folded(chunks).await, (outcome.failure.clone(), outcome.message.clone()), "without its events");
        outcome
    })
}

/// What comes of the same stream where only the message is wanted.
async fn folded(chunks: &[&[u8]]) -> (Option<(ErrorKind, Option<String>)>, Option<Value>) {
    let mut outcome = Outcome { events: Vec::new(), text: String::new(), message: None, failure: None };
    let mut stream = open(chunks).await.unwrap();
    if let Err(error) = stream.fold_rest().await {
        outcome.fail(&error);
        assert_eq!(stream.finish().err().map(|error| error.kind()), Some(error.kind()));
    }
    let message = stream.message().message_json().map(|json| serde_json::from_slice(&json).unwrap());
    (outcome.failure, message)
}

pub(super) async fn open(chunks: &[&[u8]]) -> Result<EventStream, Error> {
    let body = Body::new(Chunks(chunks.iter().rev().map(|chunk| Bytes::copy_from_slice(chunk)).collect()));
    let head = ResponseHead { status: 200, version: http::Version::HTTP_11, headers: HeaderMap::new() };
    let timeouts = Timeouts::default();
    let opening = Opening { head, body, timeouts, is_fine_grained: false, attempts: 1, start: Instant::now() };
    EventStream::open(opening).await
}

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

impl Outcome {
    fn see(&mut self, event: &StreamEvent) {
        self.events.push(event.kind.name().to_owned());
        self.text.push_str(std::str::from_utf8(event.text().unwrap_or_default()).unwrap());
    }

    fn fail(&mut self, error: &Error) {
        assert!(self.failure.is_none(), "an error is given once");
        self.message = error.partial_message().map(|json| serde_json::from_slice(json).unwrap());
        self.failure = Some((error.kind(), error.error_type().map(str::to_owned)));
    }
}

/// Chunks in reverse order; ready at once.
struct Chunks(Vec<Bytes>);

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(Ok))
    }
}

/// An absent `stop_details` counts as null.
fn normal(mut message: Value) -> Value {
    message.as_object_mut().unwrap().entry("stop_details").or_insert(Value::Null);
    message
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}
