//! How streams end: read out, left early, cancelled, stopped, not read at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    io::Read,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use common::{Bench, Build, Language, command, program, run};
use serde_json::json;
use tidings_test_server::{LoggedRequest, Outcome};

#[test]
fn a_stream_that_is_read_out_says_so_for_ever_and_its_message_outlives_it() {
    let bench = Bench::new();
    let text = output(&bench, "read_to_the_end_and_on", "stream_01_text");
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("events: "), "{text}");
    assert_eq!(lines.next(), Some("after the end: done"));
    assert_eq!(lines.next(), Some("and again: done"));
    assert!(lines.next().unwrap().len() > "text: ".len(), "{text}");
}

#[test]
fn freeing_a_stream_early_closes_its_connection_while_the_program_goes_on() {
    let (text, request) = watched("free_early");
    assert_eq!(text, "first event: ok\nfreed\n");
    assert_eq!(request.outcome, Outcome::ClientClosed);
}

#[test]
fn freeing_a_stream_in_its_own_callback_closes_its_connection_and_ends_the_calls() {
    let (text, request) = watched("free_in_the_callback");
    assert_eq!(text, "freed\ncallback: cancelled\nerror: cancelled\n");
    assert_eq!(request.outcome, Outcome::ClientClosed);
}

#[test]
fn a_callback_that_has_freed_its_stream_is_not_called_again_though_all_events_are_there() {
    let text = output(&Bench::new(), "free_in_the_callback_when_all_is_there", "stream_01_text");
    assert_eq!(text, "freed\ncallback: cancelled\n");
}

#[test]
fn another_thread_can_cancel_a_blocked_reader_and_the_connection_closes() {
    let (text, request) = watched("cancel_from_a_thread");
    assert_eq!(text, "blocked reader: cancelled\nerror: cancelled\nafter cancelling: cancelled\n");
    assert_eq!(request.outcome, Outcome::ClientClosed);
}

#[test]
fn a_reader_with_a_limit_is_told_that_nothing_came() {
    let bench = silent_bench();
    assert_eq!(output(&bench, "look_without_waiting", "silent"), "nothing comes: again\nonly looking: again\n");
}

#[test]
fn a_second_reader_is_refused_and_not_kept_waiting() {
    assert_eq!(output(&silent_bench(), "read_from_two_threads", "silent"), "second reader: busy\n");
}

#[test]
fn a_callback_can_stop_and_the_rest_can_still_be_read() {
    let bench = Bench::new();
    let text = output(&bench, "stop_and_read_on", "stream_01_text");
    let all = output(&bench, "read_to_the_end_and_on", "stream_01_text");
    let (before, rest) = text.trim().rsplit_once("events: ").unwrap().1.split_once(" and ").unwrap();
    let sum = before.parse::<u32>().unwrap() + rest.parse::<u32>().unwrap();
    assert!(text.starts_with("callback: stopped\n"), "{text}");
    assert_eq!(all.lines().next(), Some(&*format!("events: {sum}")));
}

#[test]
fn what_is_misused_is_told_and_not_sent() {
    let bench = Bench::new();
    let text = output(&bench, "misuse", "create_text");
    let expected = [
        "text: invalid_utf8",
        "temperature: validation",
        "request: invalid_utf8",
        "invalid_utf8: text is not valid UTF-8 from byte 0 on",
        "no client: null_argument",
        "null_argument: client must not be NULL",
        "no place for the message: null_argument",
        "limit: config",
        "client: config",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    assert!(bench.server.log("misuse").is_empty());
}

#[test]
fn an_option_that_is_misused_is_told_by_its_name() {
    let text = output(&Bench::new(), "misuse_of_options", "create_text");
    let lines: Vec<&str> = text.lines().collect();
    let expected = [
        ("calls: config", "max_in_flight must be at least 1"),
        ("connections: config", "max_connections must be at least 1"),
        ("address: config", "address must be an IP address"),
        ("limit: config", "a time limit must be at least 1 ms"),
        ("proxy: ok", "proxy"),
        ("no proxy: null_argument", "url must not be NULL"),
        ("certificates: ok", "/no/such/file.pem cannot be read"),
    ];
    for ((code, why), told) in expected.iter().zip(lines.chunks(2)) {
        assert_eq!(told[0], *code, "{text}");
        assert!(told[1].contains(why), "{why}: {text}");
    }
    assert_eq!(lines[2 * expected.len()..], ["limit of a call: validation"]);
}

#[test]
fn the_pressure_is_told_by_model_and_stays_as_it_was_when_it_was_asked_for() {
    let bench = Bench::new();
    let headers = json!({
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "40",
        "anthropic-ratelimit-requests-reset": "2099-01-01T00:00:00Z",
    });
    let message = json!({"id": "m", "type": "message", "role": "assistant", "content": [], "stop_reason": "end_turn"});
    bench.script("advertised", json!({"headers": headers, "json": message}));
    let text = output(&bench, "look_at_the_pressure", "advertised");
    let (before, after) = text.split_once('\n').unwrap();
    assert_eq!(before, "[]");
    let after: serde_json::Value = serde_json::from_str(after).unwrap();
    let state = &after[0];
    assert_eq!(after.as_array().unwrap().len(), 1, "{after}");
    assert_eq!((&state["model"], &state["in_flight"], &state["waiting"]), (&json!("test-model"), &json!(0), &json!(0)));
    assert_eq!(state["origin"], bench.server.url());
    assert_eq!((&state["limit"], &state["gate"], &state["refusals"]), (&json!(null), &json!(null), &json!(0)));
    let bucket = &state["buckets"][0];
    assert_eq!((&bucket["name"], &bucket["limit"]), (&json!("requests"), &json!(50)), "{after}");
    assert!(bucket["level"].is_number() && bucket["share"].is_number() && state["waited"].is_number(), "{after}");
}

#[test]
fn a_request_built_step_by_step_arrives_as_it_was_built() {
    let bench = Bench::new();
    let content = json!([{"type": "tool_use", "id": "t1", "name": "add", "input": {}, "future": 1.0}]);
    bench.script("built", json!({"json": {"id": "m", "content": content, "stop_reason": "tool_use"}}));
    assert_eq!(output(&bench, "build_a_request", "built"), "first: ok\nsecond: ok\n");
    let log = bench.server.log("build_a_request");
    let mut expected = json!({
        "model": "test-model", "max_tokens": 64, "system": "Be brief.", "temperature": 0.5, "top_p": 0.25,
        "stop_sequences": ["END"], "metadata": {"user_id": "u"},
        "tools": [{"name": "add", "input_schema": {"type": "object"}}],
        "messages": [
            {"role": "user", "content": "Grüße"},
            {"role": "assistant", "content": "Hi"},
            {"role": "user", "content": [{"type": "new"}]},
        ],
    });
    assert_eq!(log[0].body, expected);
    let results = json!([
        {"type": "tool_result", "tool_use_id": "t1", "content": "5"},
        {"type": "tool_result", "tool_use_id": "t2", "content": "no", "is_error": true},
    ]);
    let turns = expected["messages"].as_array_mut().unwrap();
    turns.extend([json!({"role": "assistant", "content": content}), json!({"role": "user", "content": results})]);
    assert_eq!(log[1].body, expected);
    assert_eq!(log[1].headers.get("x-team").map(String::as_str), Some("red"));
    assert_eq!(log[1].headers.get("user-agent"), None);
}

#[test]
fn a_forked_child_can_use_the_client_and_is_refused_the_stream() {
    if Build::is_under_valgrind() {
        eprintln!("skipped: a child leaves what its parent's threads held, and valgrind calls that lost");
        return;
    }
    let bench = Bench::new();
    let message = json!({"id": "m", "type": "message", "role": "assistant", "content": [], "stop_reason": "end_turn"});
    let whole = serde_json::from_value(json!({"json": message})).unwrap();
    let stream = serde_json::from_value(json!({"fixture": "01_text", "delivery": {"hang_at": 991}})).unwrap();
    bench
        .server
        .add_script("forked", &[whole, stream, serde_json::from_value(json!({"json": message})).unwrap()])
        .unwrap();
    let text = output(&bench, "use_after_fork", "forked");
    assert_eq!(text, "parent: ok\nstream in the child: forked\nclient in the child: ok\nparent: ok\n");
}

#[test]
fn a_forked_child_is_refused_the_stream_whatever_its_parent_was_doing() {
    if Build::is_under_valgrind() {
        eprintln!("skipped: a child leaves what its parent's threads held, and valgrind calls that lost");
        return;
    }
    let text = output(&silent_bench(), "read_in_children", "silent");
    let refused = "forked\n  looking: forked\n  error: forked\n  callback: forked\n  its error: forked\n";
    let expected = format!("events left: {refused}parent reading: {refused}nothing left: {refused}parent: again\n");
    assert_eq!(text, expected);
}

#[test]
fn a_reader_that_stops_reading_stops_the_server() {
    let bench = Bench::new();
    // Events of an unknown type are handed out and not folded into a message, so that all the weight is in the stream.
    let filler = format!("data: {}\n\n", json!({"type": "filler", "data": "x".repeat(1 << 20)}));
    bench.script("heavy", json!({"headers": {"content-type": "text/event-stream"}, "body": filler, "repeat": 50}));
    let mut child = start_program("stop_reading", &bench.url("heavy", "heavy"));
    let sent = settled_bytes(&bench, "heavy");
    assert!(sent < 25 << 20, "{sent} bytes were sent to a reader that does not read");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    let log = bench.finished_log("heavy");
    assert_eq!((log.len(), log[0].outcome), (1, Outcome::ClientClosed));
}

/// How much the server has sent once that no longer grows.
fn settled_bytes(bench: &Bench, run: &str) -> u64 {
    let deadline = Instant::now() + Duration::from_secs(20);
    let (mut sent, mut since) = (0, Instant::now());
    while Instant::now() < deadline && (sent == 0 || since.elapsed() < Duration::from_secs(1)) {
        let now = bench.server.log(run).first().map_or(0, |request| request.bytes_sent);
        if now != sent {
            (sent, since) = (now, Instant::now());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    sent
}

/// A server whose script `silent` begins a stream and then says nothing more.
fn silent_bench() -> Bench {
    let bench = Bench::new();
    bench.script("silent", json!({"fixture": "01_text", "delivery": {"hang_at": 991}}));
    bench
}

/// Runs a command against the silent script, and looks at the connection while the program is still alive.
fn watched(name: &str) -> (String, LoggedRequest) {
    let bench = silent_bench();
    let mut child = start_program(name, &bench.url("silent", name));
    wait_for_a_request(&bench, name);
    let mut log = bench.finished_log(name);
    assert!(child.try_wait().unwrap().is_none(), "{name} has ended before its connection was looked at");
    drop(child.stdin.take());
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    (text, log.remove(0))
}

fn wait_for_a_request(bench: &Bench, run: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while bench.server.log(run).is_empty() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn output(bench: &Bench, name: &str, script: &str) -> String {
    let output = run(lifecycle().args([name, &bench.url(script, name)]));
    String::from_utf8(output.stdout).unwrap()
}

fn start_program(name: &str, url: &str) -> Child {
    lifecycle().args([name, url]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

fn lifecycle() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    command(PROGRAM.get_or_init(|| program("tests/c/lifecycle.c".as_ref(), Language::C, "gnu11")))
}
