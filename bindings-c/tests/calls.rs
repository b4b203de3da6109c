//! Calls and streams that nothing waits for: polled, announced by a descriptor or a waker, cancelled, freed at any time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    io::{Read as _, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use common::{Bench, Build, Language, command, program, run};
use serde_json::{Value, json};
use tidings_test_server::Outcome;

#[test]
fn a_call_is_polled_until_its_answer_is_there() {
    let text = output("poll_a_call", json!({"json": message(), "delay_ms": 1000}));
    let expected = [
        "message before the end: again",
        "end: ok",
        "and again: ok",
        "message: ok",
        "answer: ok",
        "text: Hi",
        "status: 200",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_call_that_fails_says_so_wherever_it_is_asked() {
    let error = json!({"type": "error", "error": {"type": "invalid_request_error", "message": "no"}});
    let text = output("poll_a_failed_call", json!({"status": 400, "json": error}));
    let expected = "end: bad_request\nmessage: bad_request\nstatus: 400\nwithout a place for the error: bad_request\n";
    assert_eq!(text, expected);
}

#[test]
fn a_stream_is_polled_event_by_event_whenever_its_descriptor_is_readable() {
    assert_eq!(output("poll_a_stream", paced()), "end: done\n");
}

#[test]
fn a_stream_may_be_waited_for_first_and_polled_then() {
    assert_eq!(output("wait_then_poll", json!({"fixture": "01_text"})), "end: done\n");
    assert_eq!(output("wait_then_poll", paced()), "end: done\n");
}

#[test]
fn what_goes_wrong_before_a_stream_begins_comes_by_reading_it() {
    let error = json!({"type": "error", "error": {"type": "invalid_request_error", "message": "no"}});
    let text = output("poll_what_fails", json!({"status": 400, "json": error}));
    assert_eq!(text, "events: 0\nend: bad_request\nstatus: 400\n");
}

#[test]
fn a_descriptor_is_readable_only_while_there_may_be_news_and_cancelling_is() {
    let text = output("a_descriptor_is_not_readable_while_there_is_nothing", silent());
    assert_eq!(text, "end: cancelled\n");
}

#[test]
fn a_waker_is_called_once_for_each_time_that_nothing_was_there() {
    assert_eq!(output("hear_of_a_stream", paced()), "waker: ok\nend: done\n");
    assert_eq!(output("hear_of_a_call", json!({"json": message(), "delay_ms": 100})), "end: ok\n");
}

#[test]
fn a_waker_may_free_what_it_is_called_for() {
    let text = output("a_waker_frees_its_call", json!({"json": message(), "delay_ms": 1000}));
    assert_eq!(text, "afterwards: invalid_handle\n");
}

#[test]
fn waiting_in_a_waker_is_refused() {
    let text = output("a_waker_must_not_wait", json!({"json": message(), "delay_ms": 1000}));
    assert_eq!(text, "waiting in a waker: deadlock\n");
}

#[test]
fn no_waker_runs_when_free_has_returned() {
    assert_eq!(output("free_while_wakers_run", json!({"json": message()})), "still here\n");
}

#[test]
fn another_thread_can_cancel_a_call_that_is_waited_for_and_its_connection_closes() {
    let (text, outcome) = watched("cancel_a_call_that_is_waited_for");
    assert_eq!(text, "not yet: again\nwaiting: cancelled\nerror: cancelled\n");
    assert_eq!(outcome, Outcome::ClientClosed);
}

#[test]
fn another_thread_can_cancel_a_stream_before_there_is_an_answer() {
    let (text, outcome) = watched("cancel_a_stream_that_has_not_begun");
    assert_eq!(text, "waiting: cancelled\n");
    assert_eq!(outcome, Outcome::ClientClosed);
}

#[test]
fn a_second_thread_that_waits_for_a_call_is_refused() {
    assert_eq!(output("two_threads_wait_for_one_call", json!({"no_answer": "hang"})), "second: busy\n");
}

#[test]
fn a_forked_child_is_refused_the_call_and_takes_nothing_from_its_parent() {
    if Build::is_watched() {
        // The child leaves its parent's runtime behind on purpose, which is a leak to who watches.
        return;
    }
    let text = output("a_child_is_refused_the_call", json!({"no_answer": "hang"}));
    let expected = "polling: forked\nwaiting: forked\nits error: forked\nmessage: forked\nparent: again\n";
    assert_eq!(text, expected);
}

#[test]
fn tokens_are_counted_and_any_answer_is_handed_out_whole() {
    let bench = Bench::new();
    let answers = [json!({"json": {"input_tokens": 12}}), json!({"json": message()}), json!({"json": {"x": 1}})];
    let answers = answers.map(|answer| serde_json::from_value(answer).unwrap());
    bench.server.add_script("counted", &answers).unwrap();
    let output = run(calls().args(["count_and_send", &bench.url("counted", "count")]));
    let expected = "count: ok\ntokens: 12\nsend: ok\nstatus: 200\ncount again: unexpected_response\n\
                    the answer is not a number of tokens\n";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    let log = bench.server.log("count");
    assert!(log[0].path.ends_with("/v1/messages/count_tokens"), "{}", log[0].path);
    assert_eq!(log[0].body, json!({"model": "test-model", "messages": [{"role": "user", "content": "Hello"}]}));
}

#[test]
fn events_say_which_block_they_are_about_and_what_they_add() {
    let told = |fixture: &str| output("events_say_what_they_add", json!({"fixture": fixture}));
    for fixture in ["01_text", "03_tool_use", "04_thinking", "16_interleaved_indexes"] {
        let (mut text, mut thinking, mut json, mut signature, mut blocks) = (0, 0, 0, 0, 0);
        let path = common::here().join(format!("../tests/streams/{fixture}.sse"));
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let Some(event) = line.strip_prefix("data: ").and_then(|json| serde_json::from_str::<Value>(json).ok())
            else {
                continue;
            };
            let len = |name: &str| event["delta"][name].as_str().map_or(0, str::len);
            if event["type"] == "content_block_stop" {
                blocks = event["index"].as_u64().unwrap() + 1;
            }
            if event["type"] == "content_block_delta" {
                text += len("text");
                thinking += len("thinking");
                json += len("partial_json");
                signature += len("signature");
            }
        }
        let expected =
            format!("{blocks} blocks: text {text}, thinking {thinking}, json {json}, signature {signature}\n");
        assert_eq!(told(fixture), expected, "{fixture}");
    }
}

fn message() -> Value {
    let content = json!([{"type": "text", "text": "Hi"}]);
    json!({"id": "m", "type": "message", "role": "assistant", "content": content, "stop_reason": "end_turn"})
}

/// A stream whose events come one by one.
fn paced() -> Value {
    json!({"fixture": "01_text", "delivery": {"pause_ms": 20}})
}

/// A stream that begins and then says nothing more.
fn silent() -> Value {
    json!({"fixture": "01_text", "delivery": {"hang_at": 991}})
}

fn output(name: &str, answer: Value) -> String {
    let bench = Bench::new();
    bench.script("it", answer);
    let output = run(calls().args([name, &bench.url("it", name)]));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a command that is never answered, and looks at its connection while the program is still alive.
fn watched(name: &str) -> (String, Outcome) {
    let bench = Bench::new();
    bench.script("it", json!({"no_answer": "hang"}));
    let mut child =
        calls().args([name, &bench.url("it", name)]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while bench.server.log(name).is_empty() {
        assert!(Instant::now() < deadline, "{name} has sent nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
    // From here on it may cancel.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"\n").unwrap();
    let log = bench.finished_log(name);
    assert!(child.try_wait().unwrap().is_none(), "{name} has ended before its connection was looked at");
    drop(input);
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    (text, log[0].outcome)
}

fn calls() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    command(PROGRAM.get_or_init(|| program("tests/c/calls.c".as_ref(), Language::C, "gnu11")))
}
