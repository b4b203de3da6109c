//! Comparing what came of a call with what its row says.

use serde_json::Value;
use tidings_test_server::{Expect, ExpectedError, Mode, Sent, expected_json};

use crate::common::probe::Outcome;

/// Panics, with the name of the row, at the first thing that is not as the row says.
pub(crate) fn check_outcome(outcome: &Outcome, expect: &Expect, mode: Mode, name: &str) {
    let Expect { events, text, error, .. } = expect;
    let end = &outcome.end;
    match error {
        Some(error) => check_error(end, error, name),
        None => check_message(end, expect, name),
    }
    if let Some(text) = text {
        assert_eq!(end["text"], **text, "{name}: text of the message");
        if mode == Mode::Stream {
            assert_eq!(outcome.streamed_text(), *text, "{name}: text of the events");
        }
    }
    if let Some(events) = events {
        let found: Vec<&str> = outcome.events.iter().map(event_type).collect();
        assert_eq!(found, *events, "{name}: events");
    }
    for event in &outcome.events {
        check_event(event, name);
    }
}

/// What stands beside an event's data says the same as the data.
fn check_event(event: &Value, name: &str) {
    let (kind, data) = (event["kind"].as_str().unwrap(), &event["data"]);
    assert!(kind.is_empty() || kind == event_type(event), "{name}: kind {kind:?} of {event}");
    let Some(index) = event.get("index") else { return };
    let none = Value::from(u32::MAX);
    assert_eq!(index, data.get("index").filter(|index| index.is_u64()).unwrap_or(&none), "{name}: index of {event}");
    let delta = &data["delta"];
    let added = [("text_delta", "text"), ("thinking_delta", "thinking"), ("input_json_delta", "partial_json")];
    if let Some((_, field)) = added.iter().find(|(r#type, _)| delta["type"] == *r#type) {
        assert_eq!(event["delta"], delta[field], "{name}: delta of {event}");
    }
}

fn event_type(event: &Value) -> &str {
    event["data"]["type"].as_str().or(event["kind"].as_str()).unwrap_or_default()
}

fn check_message(end: &Value, expect: &Expect, name: &str) {
    if end.get("code").is_none() && end.get("message").is_none() {
        assert!(expect.message.is_none() && expect.message_fixture.is_none(), "{name}: the message cannot be read");
        return;
    }
    let message = end.get("message").filter(|message| message.is_object());
    let message = message.unwrap_or_else(|| panic!("{name}: an error and no message: {end}"));
    let fixture = expect.message_fixture.as_ref().map(|fixture| expected_json(fixture).unwrap());
    if let Some(expected) = expect.message.clone().or(fixture) {
        assert_eq!(normal(message), normal(&expected), "{name}: message");
    }
    for (field, value) in
        [("stop_reason", &message["stop_reason"]), ("input_tokens", &message["usage"]["input_tokens"])]
    {
        assert!(value.is_null() || end[field] == *value, "{name}: {field} is {}, not {value}", end[field]);
    }
    let blocks = message["content"].as_array().unwrap();
    let read: Vec<&Value> = end["blocks"].as_array().unwrap().iter().map(|block| &block["json"]).collect();
    assert_eq!(read, blocks.iter().collect::<Vec<_>>(), "{name}: blocks");
    for (block, json) in end["blocks"].as_array().unwrap().iter().zip(blocks) {
        assert_eq!(block["type"], json["type"], "{name}: type of a block");
        let is_tool = json["type"].as_str().unwrap().ends_with("tool_use");
        assert!(!is_tool || block["tool_name"] == json["name"], "{name}: tool of {block}");
    }
}

fn check_error(end: &Value, expected: &ExpectedError, name: &str) {
    assert_eq!(end["kind"], *expected.kind, "{name}: {end}");
    for field in ["kind", "code", "status", "attempts", "message", "reason", "sent"] {
        assert!(end[field] == end["error"][field] || end["error"][field].is_null(), "{name}: {field} of {end}");
    }
    let same = |field: &str, wanted: Option<Value>| {
        assert!(wanted.as_ref().is_none_or(|wanted| end[field] == *wanted), "{name}: {field} of {end}, not {wanted:?}");
    };
    same("status", expected.status.map(Value::from));
    same("type", expected.r#type.clone().map(Value::from));
    same("error_code", expected.error_code.clone().map(Value::from));
    same("details", expected.details.clone());
    same("api_message", expected.api_message.clone());
    same("raw_body", expected.raw_body.clone().map(Value::from));
    same("workspace_id", expected.workspace_id.clone().map(Value::from));
    same("workspace_header", expected.workspace_id.clone().map(Value::from));
    same("cookie", Some(Value::Null));
    same("request_id", expected.request_id.clone().map(Value::from));
    same("attempts", expected.attempts.map(Value::from));
    #[expect(clippy::cast_possible_truncation, reason = "the table's hints are whole milliseconds of less than a day")]
    same("retry_after_ms", expected.retry_after.map(|seconds| Value::from((seconds * 1000.0).round() as i64)));
    same("reason", expected.reason.clone().map(Value::from));
    same("sent", expected.sent.clone().map(Value::from));
    same("may_have_run", expected.may_have_run.map(|yes| u8::from(yes).into()));
    same("is_retryable", expected.retryable.map(|yes| u8::from(yes).into()));
    same("partial_text", expected.partial_text.clone().map(Value::from));
    same(
        "partial",
        expected.partial_fixture.as_ref().map(|name| expected_json(name).unwrap()["partial_message"].clone()),
    );
    assert!(!expected.hint_ignored || end["retry_after_ms"] == -1, "{name}: {end}");
    for part in &expected.message_lacks {
        assert!(!end["description"].as_str().unwrap().contains(part), "{name}: {end} has {part:?}");
    }
    for part in expected.message_contains.iter().chain(&expected.message_lists) {
        let description = end["description"].as_str().unwrap();
        assert!(description.contains(part), "{name}: {description} lacks {part:?}");
    }
}

/// The same for what the server saw of a request.
pub(crate) fn check_sent(sent: &Sent, request: &Value, name: &str) {
    for (part, expected) in [("method", &sent.method), ("path", &sent.path)] {
        assert!(expected.as_ref().is_none_or(|expected| request[part] == **expected), "{name}: {part} of {request}");
    }
    for (header, value) in &sent.headers {
        assert_eq!(request["headers"].get(header).and_then(Value::as_str), value.as_deref(), "{name}: header {header}");
    }
    for (field, value) in sent.body.iter().flatten() {
        assert_eq!(&request["body"][field], value, "{name}: {field} of the body");
    }
}

/// An absent `stop_details` or `stop_sequence` counts as null.
fn normal(message: &Value) -> Value {
    let mut fields = message.as_object().expect("a message is an object").clone();
    fields.retain(|name, value| !(value.is_null() && ["stop_details", "stop_sequence"].contains(&name.as_str())));
    fields.into()
}
