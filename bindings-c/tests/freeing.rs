//! What a program's functions may free: even what they are called for, while the library is busy with it.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use common::{Bench, Language, command, program, run};
use serde_json::json;

#[test]
fn a_waker_that_cancelling_calls_may_free_the_stream() {
    assert_eq!(output("a_waker_frees_the_stream_that_is_cancelled"), "polling: again\nafterwards: invalid_handle\n");
}

#[test]
fn a_waker_that_cancelling_calls_may_free_the_call() {
    assert_eq!(output("a_waker_frees_the_call_that_is_cancelled"), "polling: again\nafterwards: invalid_handle\n");
}

#[test]
fn a_hook_may_free_the_stream_that_its_own_thread_waits_for() {
    assert_eq!(output("a_hook_frees_the_stream_that_is_waited_for"), "afterwards: invalid_handle\n");
}

#[test]
fn a_release_function_may_free_the_options_that_let_go_of_it() {
    assert_eq!(
        output("a_release_frees_the_options_that_are_set"),
        "replaced: invalid_handle\nfailed: invalid_handle\n"
    );
}

fn output(name: &str) -> String {
    let bench = Bench::new();
    bench.script("silent", json!({"no_answer": "hang"}));
    let freeing = program("tests/c/freeing.c".as_ref(), Language::C, "gnu11");
    let output = run(command(&freeing).args([name, &bench.url("silent", name)]));
    String::from_utf8(output.stdout).unwrap()
}
