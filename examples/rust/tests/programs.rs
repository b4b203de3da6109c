//! Every example runs against the demo model.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::process::{Command, Output};

use tidings_test_server::{Options, Server};

fn run(program: &str, prompt: &str) -> String {
    let server = Server::start(Options::default()).unwrap();
    let Output { status, stdout, stderr } = Command::new(program)
        .arg(prompt)
        .env("ANTHROPIC_BASE_URL", server.url())
        .env("ANTHROPIC_API_KEY", "test-key")
        .output()
        .unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[test]
fn create_prints_the_answer() {
    assert!(run(env!("CARGO_BIN_EXE_create"), "Good morning").contains("Good morning"));
}

#[test]
fn stream_prints_the_answer_and_ends_with_reason_and_usage() {
    let shown = run(env!("CARGO_BIN_EXE_stream"), "Good morning");
    assert!(shown.contains("Good morning"));
    assert!(shown.lines().last().unwrap().starts_with("-- stop_reason: end_turn, usage: 2 in, "), "{shown}");
}

#[test]
fn tools_runs_the_tool_and_prints_what_comes_of_it() {
    let shown = run(env!("CARGO_BIN_EXE_tools"), "Paris");
    assert!(shown.contains("(looking up the weather in Paris)") && shown.contains("22 degrees"), "{shown}");
}
