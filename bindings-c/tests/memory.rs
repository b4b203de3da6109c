//! No leak and no faulty access, as valgrind sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use common::{Bench, Language, command, program};
use serde_json::json;
use tidings_test_server::Call;

/// What must not happen under valgrind. The trust store of TLS is kept for ever on purpose, and Rust's hash tables are
/// held by pointers to their middle, which valgrind calls possibly lost.
const CHECKS: [&str; 5] = [
    "--quiet",
    "--leak-check=full",
    "--show-leak-kinds=definite,indirect",
    "--errors-for-leak-kinds=definite,indirect",
    "--error-exitcode=99",
];

#[test]
fn no_call_leaks_or_touches_what_it_must_not() {
    if !valgrind_is_there() {
        return;
    }
    let bench = Bench::new();
    let probe = program("tests/c/probe.c".as_ref(), Language::C, "c11");
    let rows = [
        ("create", "create_tool_use_keeps_unknown_parts"),
        ("create", "status_400"),
        ("create", "html_instead_of_a_message"),
        ("pull", "stream_09_unknown"),
        ("pull", "stream_ended_early"),
        ("pull", "stream_19_error_not_json"),
        ("callback", "stream_03_tool_use"),
        ("callback", "stream_05_error_overloaded"),
    ];
    all(&rows, |(how, row)| {
        let mut command = checked(&probe);
        command.args([how, "api_key=test-key", &format!("base_url={}", bench.url(row, row))]);
        check(command, &Call::default_request().to_string(), row);
    });
}

#[test]
fn no_early_end_leaks_or_touches_what_it_must_not() {
    if !valgrind_is_there() {
        return;
    }
    let bench = Bench::new();
    bench.script("silent", json!({"fixture": "01_text", "delivery": {"hang_at": 991}}));
    let lifecycle = program("tests/c/lifecycle.c".as_ref(), Language::C, "gnu11");
    let lives = [
        ("free_early", "silent"),
        ("free_in_the_callback", "silent"),
        ("free_in_the_callback_when_all_is_there", "stream_01_text"),
        ("cancel_from_a_thread", "silent"),
        ("read_from_two_threads", "silent"),
        ("read_to_the_end_and_on", "stream_01_text"),
        ("stop_and_read_on", "stream_01_text"),
        ("misuse", "create_text"),
        ("misuse_of_options", "create_text"),
        ("look_at_the_pressure", "create_text"),
        ("build_a_request", "create_text"),
    ];
    all(&lives, |(name, script)| {
        let mut command = checked(&lifecycle);
        command.args([name, &bench.url(script, name)]);
        check(command, "", name);
    });
}

#[test]
fn the_cpp_layer_frees_everything_once() {
    if !valgrind_is_there() {
        return;
    }
    let bench = Bench::new();
    let probe = program("tests/cpp/probe.cpp".as_ref(), Language::Cpp, "c++17");
    let rows = [("create", "create_text"), ("pull", "stream_03_tool_use"), ("pull", "stream_ended_early")];
    all(&rows, |(how, row)| {
        let mut command = checked(&probe);
        command.args([how, "api_key=test-key", &format!("base_url={}", bench.url(row, row))]);
        check(command, &Call::default_request().to_string(), row);
    });
}

fn valgrind_is_there() -> bool {
    let there = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !there {
        eprintln!("skipped: valgrind is not installed (on Debian: apt-get install valgrind)");
    }
    there
}

/// Valgrind is slow, so two at a time.
fn all<T: Copy + Sync>(cases: &[T], check: impl Fn(T) + Sync) {
    let (first, second) = cases.split_at(cases.len() / 2);
    thread::scope(|scope| {
        scope.spawn(|| first.iter().copied().for_each(&check));
        second.iter().copied().for_each(&check);
    });
}

fn checked(program: &Path) -> Command {
    let mut command = command(&PathBuf::from("valgrind"));
    command.args(CHECKS).arg(program);
    command
}

fn check(mut command: Command, input: &str, name: &str) {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success() && !output.stdout.is_empty(),
        "{name}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
