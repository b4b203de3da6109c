//! The scenario table, through C by pull and by callback, and through C++.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering},
};

use common::{
    Bench,
    probe::{Outcome, Way, arguments},
    scenarios,
};
use serde_json::Value;
use tidings_test_server::{Expect, ExpectedError, LoggedRequest, Mode, Scenario, Sent, expected_json};

#[test]
fn every_row_of_the_table_holds_for_c_by_pull() {
    check_table(Way::Pull, |_| true);
}

#[test]
fn every_stream_of_the_table_holds_for_c_by_callback() {
    check_table(Way::Callback, |row| row.call.mode == Mode::Stream);
}

#[test]
fn every_row_of_the_table_holds_for_cpp() {
    check_table(Way::Cpp, |_| true);
}

/// Runs the chosen rows, some at a time, and names all that do not hold.
fn check_table(way: Way, choose: fn(&Scenario) -> bool) {
    let bench = Bench::new();
    let rows: Vec<Scenario> = tidings_test_server::scenarios(scenarios()).unwrap().into_iter().filter(choose).collect();
    assert!(rows.len() > 30, "the table has only {} rows for {way:?}", rows.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = Vec::new();
        while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
            if catch_unwind(AssertUnwindSafe(|| check(&bench, way, row))).is_err() {
                failed.push(row.name.as_str());
            }
        }
        failed
    };
    let failed: Vec<&str> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(failed.is_empty(), "rows that do not hold for {way:?}, each with its reason above: {failed:?}");
}

fn check(bench: &Bench, way: Way, row: &Scenario) {
    let run = format!("{way:?}-{}", row.name);
    let options = arguments(row, &bench.url(&row.name, &run));
    let outcome = way.call(row.call.mode, &options, &row.call.request().to_string());
    check_outcome(&outcome, row);
    let log = bench.finished_log(&run);
    if let Some(requests) = row.expect.requests {
        assert_eq!(log.len(), requests, "{}: requests", row.name);
    }
    if let Some(sent) = &row.expect.sent {
        check_sent(sent, log.last().expect("a request"), &row.name);
    }
}

fn check_outcome(outcome: &Outcome, row: &Scenario) {
    let (name, Expect { events, text, error, .. }) = (&row.name, &row.expect);
    let end = &outcome.end;
    match error {
        Some(error) => check_error(end, error, name),
        None => check_message(end, &row.expect, name),
    }
    if let Some(text) = text {
        assert_eq!(end["text"], **text, "{name}: text of the message");
        if row.call.mode == Mode::Stream {
            assert_eq!(outcome.streamed_text(), *text, "{name}: text of the events");
        }
    }
    if let Some(events) = events {
        let found: Vec<&str> = outcome.events.iter().map(event_type).collect();
        assert_eq!(found, *events, "{name}: events");
    }
    for event in &outcome.events {
        let kind = event["kind"].as_str().unwrap();
        assert!(kind.is_empty() || kind == event_type(event), "{name}: kind {kind:?} of {event}");
    }
}

fn event_type(event: &Value) -> &str {
    event["data"]["type"].as_str().or(event["kind"].as_str()).unwrap_or_default()
}

fn check_message(end: &Value, expect: &Expect, name: &str) {
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
    for part in expected.message_contains.iter().chain(&expected.message_lists) {
        let description = end["description"].as_str().unwrap();
        assert!(description.contains(part), "{name}: {description} lacks {part:?}");
    }
}

fn check_sent(sent: &Sent, request: &LoggedRequest, name: &str) {
    assert!(sent.method.as_ref().is_none_or(|method| *method == request.method), "{name}: method {}", request.method);
    assert!(sent.path.as_ref().is_none_or(|path| *path == request.path), "{name}: path {}", request.path);
    for (header, value) in &sent.headers {
        assert_eq!(request.headers.get(header), value.as_ref(), "{name}: header {header}");
    }
    for (field, value) in sent.body.iter().flatten() {
        assert_eq!(&request.body[field], value, "{name}: {field} of the body");
    }
}

/// An absent `stop_details` or `stop_sequence` counts as null.
fn normal(message: &Value) -> Value {
    let mut fields = message.as_object().expect("a message is an object").clone();
    fields.retain(|name, value| !(value.is_null() && ["stop_details", "stop_sequence"].contains(&name.as_str())));
    fields.into()
}
