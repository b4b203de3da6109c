//! Neither a key nor a prompt is in any error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use common::{
    Bench, Language, command,
    probe::{Outcome, Way},
    program, run,
};
use tidings_test_server::Mode;

const KEY: &str = "sk-hidden-key";
const PROMPT: &str = "my private prompt";

#[test]
fn no_error_shows_the_key_or_the_prompt() {
    let bench = Bench::new();
    let url = |script: &str| format!("base_url={}", bench.url(script, script));
    let failures = [
        ("authentication", vec![url("status_401")]),
        ("bad_request", vec![url("status_400")]),
        ("unexpected_response", vec![url("html_instead_of_a_message")]),
        ("connect", vec!["base_url=http://127.0.0.1:1".to_owned(), "max_retries=0".to_owned()]),
        ("config", vec![url("status_401"), format!("header=x-team:{KEY}\n")]),
        ("config", vec![url("status_401"), format!("auth_token={KEY}")]),
        ("config", vec![url("status_401"), format!("proxy=socks5://user:{KEY}@127.0.0.1:1")]),
        ("config", vec![url("status_401"), format!("ca_bundle={KEY}")]),
        ("config", vec![url("status_401"), format!("client_cert={KEY}")]),
        ("config", vec![format!("base_url=http://user:{KEY}@127.0.0.1:1")]),
    ];
    for (kind, mut options) in failures {
        options.push(format!("api_key={KEY}"));
        for way in [Way::Pull, Way::Cpp] {
            let outcome = way.call(Mode::Create, &options, &request());
            assert_eq!(outcome.end["kind"], kind, "{:?}", outcome.end);
            check(&outcome);
        }
    }
}

#[test]
fn a_request_that_is_not_json_is_not_quoted() {
    for json in [format!("{{\"messages\": \"{PROMPT}\"}}"), format!("\"{PROMPT}\""), PROMPT.to_owned()] {
        let outcome = Way::Pull.call(Mode::Create, &[], &json);
        assert_eq!(outcome.end["kind"], "validation");
        check(&outcome);
    }
}

#[test]
fn no_hook_no_line_of_the_log_and_no_field_of_an_error_shows_the_key_or_the_prompt() {
    let bench = Bench::new();
    let program = program("tests/c/hooks.c".as_ref(), Language::C, "gnu11");
    let mut told = 0;
    for way in ["watched", "watched_token", "watched_cut_token"] {
        for script in
            ["create_text", "status_401", "status_400", "html_instead_of_a_message", "retry_after_529", "nobody"]
        {
            let url = match script {
                "nobody" => "http://127.0.0.1:1".to_owned(),
                _ => bench.url(script, &format!("{way}_{script}")),
            };
            let text = String::from_utf8(run(command(&program).args([way, &url])).stdout).unwrap();
            assert!(!text.contains(KEY) && !text.contains(PROMPT), "{way} {script}: {text}");
            assert!(text.contains("\nend: ") || text.starts_with("end: "), "{text}");
            told += text.lines().filter(|line| line.starts_with("hook ") || line.starts_with("log ")).count();
        }
    }
    assert!(told > 50, "only {told} lines were told of");
}

fn check(outcome: &Outcome) {
    let shown = outcome.end.to_string();
    assert!(!shown.contains(KEY) && !shown.contains(PROMPT), "{shown}");
}

fn request() -> String {
    format!(r#"{{"model":"test-model","max_tokens":5,"messages":[{{"role":"user","content":"{PROMPT}"}}]}}"#)
}
