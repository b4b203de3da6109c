//! What the library calls: hooks, a token provider, the log. And the options that say what a client adds and shares.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{path::PathBuf, process::Command, sync::OnceLock};

use common::{Bench, Language, command, program, run};
use serde_json::{Value, json};

#[test]
fn hooks_are_told_of_every_attempt_and_released_once() {
    let text = output(&Bench::new(), "hooks", "retry_after_529");
    let expected = "\
        0 POST /v1/messages test-model 1: 0 - ok, waits: no\n\
        1 POST /v1/messages test-model 1: 529 - ok, waits: no\n\
        2 POST /v1/messages test-model 1: 529 id overloaded, waits: yes\n\
        0 POST /v1/messages test-model 2: 0 - ok, waits: no\n\
        1 POST /v1/messages test-model 2: 200 - ok, waits: no\n\
        call: ok\n\
        before the client is freed: 0 released\n\
        calls: 5, released: 4, secrets: 0\n";
    assert_eq!(without_prefix(&text), expected);
}

#[test]
fn the_hook_of_errors_is_told_which_it_was() {
    let text = output(&Bench::new(), "hooks", "status_400");
    assert!(text.contains("test-model 1: 400 id bad_request, waits: no\n"), "{text}");
    assert!(text.contains("\n3 POST "), "{text}");
}

#[test]
fn what_is_refused_is_released_before_the_function_returns() {
    let text = run(hooks().args(["refused_hooks", "http://127.0.0.1:1"])).stdout;
    let expected = "unknown moment: config\nno hook: null_argument\nno options: null_argument\n\
        no provider: null_argument\nno level: config\nreleased: 5\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn a_hook_that_would_wait_for_its_own_thread_is_told_so() {
    let text = output(&Bench::new(), "wait_in_a_hook", "create_text");
    assert_eq!(text, "create in a hook: deadlock\nstream in a hook: deadlock\ncall: ok\n");
}

#[test]
fn the_hook_of_pressure_is_told_when_the_server_asks_for_quiet() {
    assert_eq!(output(&Bench::new(), "pressure", "retry_after_429"), "call: ok\ntold: yes, released: 1\n");
}

#[test]
fn a_token_is_fetched_once_on_a_thread_of_its_own_and_sent_by_every_call() {
    let bench = answering_bench(3);
    let expected =
        "call: ok\ncall: ok\ncall: ok\nasked: 1, on the caller's thread: 0, released: 0\nprovider released: 1\n";
    assert_eq!(output(&bench, "tokens", "answers"), expected);
    assert_eq!(sent(&bench, "tokens", "authorization"), ["Bearer token-1"; 3]);
}

#[test]
fn a_token_that_has_expired_is_fetched_again() {
    let bench = answering_bench(2);
    let text = output(&bench, "short_tokens", "answers");
    assert!(text.contains("asked: 2,"), "{text}");
    assert_eq!(sent(&bench, "short_tokens", "authorization"), ["Bearer token-1", "Bearer token-2"]);
}

#[test]
fn a_token_that_is_refused_is_fetched_again_at_once() {
    let bench = Bench::new();
    let refused =
        json!({"status": 401, "json": {"type": "error", "error": {"type": "authentication_error", "message": "No."}}});
    let scripts = [refused, message()].map(|answer| serde_json::from_value(answer).unwrap());
    bench.server.add_script("refused", &scripts).unwrap();
    let text = output(&bench, "tokens", "refused");
    assert!(text.starts_with("call: ok\n"), "{text}");
    assert_eq!(sent(&bench, "tokens", "authorization")[..2], ["Bearer token-1", "Bearer token-2"]);
}

#[test]
fn a_provider_that_has_no_token_says_why() {
    let text = output(&Bench::new(), "no_token", "create_text");
    let expected = "call: authentication, attempts 1, the provider of tokens gave none: the vault is shut\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("asked: 1,"), "{text}");
}

#[test]
fn a_provider_that_says_again_is_asked_again() {
    let text = output(&Bench::new(), "no_token_yet", "create_text");
    assert!(text.starts_with("call: ok\nasked: 2,"), "{text}");
}

#[test]
fn a_provider_that_forgets_the_token_fails_the_call() {
    let text = output(&Bench::new(), "forgotten_token", "create_text");
    assert!(
        text.contains("call: authentication, attempts 1, the provider of tokens gave none: it returned TIDINGS_OK"),
        "{text}"
    );
}

#[test]
fn a_provider_that_takes_long_outlives_call_and_client_and_is_released_when_it_returns() {
    let text = output(&Bench::new(), "late_token", "create_text");
    assert!(text.starts_with("call: timeout"), "{text}");
    assert!(text.ends_with("asked: 1, on the caller's thread: 0, released: 0\nprovider released: 1\n"), "{text}");
}

#[test]
fn a_provider_may_make_calls_of_another_client() {
    let bench = answering_bench(2);
    let text = output(&bench, "tokens_by_a_call", "answers");
    assert!(text.starts_with("call: ok\ncall: ok\n"), "{text}");
    assert_eq!(sent(&bench, "tokens_by_a_call", "authorization"), ["Bearer fetched"]);
}

#[test]
fn a_provider_that_is_replaced_is_released_at_once() {
    let text = output(&Bench::new(), "replaced_provider", "create_text");
    assert_eq!(text, "released: 1 0\nreleased: 1 1\n");
}

#[test]
fn the_log_says_what_its_level_asks_for_to_whoever_listens_at_the_time_and_nothing_secret() {
    let bench = Bench::new();
    let busy = json!({"status": 529, "headers": {"retry-after-ms": "1"}, "json": {}});
    let script: Vec<_> =
        (0..5).flat_map(|_| [busy.clone(), message()]).map(|answer| serde_json::from_value(answer).unwrap()).collect();
    bench.server.add_script("busy", &script).unwrap();
    let text = output(&bench, "log", "busy");
    let calls: Vec<&str> = text.split("call: ok\n").collect();
    let [silent, first, second, third, nobody, end] = calls[..] else { panic!("{text}") };
    assert_eq!((silent, nobody), ("", ""));
    assert!(first.starts_with("first 3 trying again method=POST path="), "{text}");
    assert!(first.contains(" model=test-model attempt=1 kind=overloaded status=529 "), "{text}");
    assert_eq!(first.lines().count(), 1, "{text}");
    assert_eq!(second.lines().filter(|line| line.starts_with("second 4 sending ")).count(), 2, "{text}");
    assert!(second.lines().any(|line| line.starts_with("second 3 trying again ")), "{text}");
    assert!(third.starts_with("third 4 sending ") && third.ends_with("ended inside: ok\n"), "{text}");
    assert_eq!(third.lines().count(), 2, "{text}");
    assert_eq!(end, "released: 1 1 1, secrets: 0\n");
}

#[test]
fn bodies_are_in_the_log_only_if_client_and_environment_ask_for_them() {
    let bench = Bench::new();
    assert!(output(&bench, "bodies", "create_text").ends_with("prompts: 0, released: 1\n"));
    let url = bench.url("create_text", "asked_twice");
    let text = run(hooks().args(["bodies", &url]).env("TIDINGS_LOG_BODIES", "1")).stdout;
    let text = String::from_utf8(text).unwrap();
    assert!(text.ends_with("prompts: 1, released: 1\n"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("log 5 request body body={")), "{text}");
    assert!(!text.contains("sk-hidden-key"), "{text}");
}

#[test]
fn who_listens_may_change_at_any_time_on_any_thread() {
    let text = output(&answering_bench(5), "many_listeners", "answers");
    assert!(text.ends_with("released once: 400\n"), "{text}");
}

#[test]
fn a_client_adds_what_its_options_say_and_shares_what_it_is_told_to() {
    let bench = answering_bench(2);
    assert_eq!(output(&bench, "options", "answers"), "call: ok\ncall: ok\n");
    let log = bench.finished_log("options");
    assert_eq!(log[0].path, "/v1/messages?beta=a%20b&beta=c");
    assert_eq!(log[0].headers["user-agent"], "my-program/1");
    assert!(!log[0].headers.contains_key("x-team"));
    assert_eq!(log[1].headers["x-api-key"], log[0].headers["x-api-key"]);
    assert_eq!(log[1].connection, log[0].connection);
}

fn message() -> Value {
    json!({"json": {
        "id": "msg_01", "type": "message", "role": "assistant", "model": "m",
        "content": [{"type": "text", "text": "Fine."}], "stop_reason": "end_turn", "stop_sequence": null,
        "usage": {"input_tokens": 1, "output_tokens": 2}
    }})
}

/// A bench with the script `answers`, which has as many messages as are asked for.
fn answering_bench(calls: usize) -> Bench {
    let bench = Bench::new();
    let script: Vec<_> = (0..calls).map(|_| serde_json::from_value(message()).unwrap()).collect();
    bench.server.add_script("answers", &script).unwrap();
    bench
}

/// The values of a header in all requests of a run that have it.
fn sent(bench: &Bench, run: &str, header: &str) -> Vec<String> {
    let log = bench.finished_log(run);
    log.iter().filter_map(|request| request.headers.get(header)).cloned().collect()
}

/// The path of a test begins with that of its script.
fn without_prefix(text: &str) -> String {
    let lines = text.lines().flat_map(|line| {
        let (start, rest) = line.split_once("/play/").unwrap_or((line, ""));
        let path = rest.split_once("/v1/").map(|(_, path)| ["/v1/", path]).unwrap_or_default();
        [start, path[0], path[1], "\n"]
    });
    lines.collect()
}

fn output(bench: &Bench, name: &str, script: &str) -> String {
    let output = run(hooks().args([name, &bench.url(script, name)]));
    String::from_utf8(output.stdout).unwrap()
}

fn hooks() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    command(PROGRAM.get_or_init(|| program("tests/c/hooks.c".as_ref(), Language::C, "gnu11")))
}
