//! Handles that are freed, wrong, borrowed or made up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{path::PathBuf, sync::OnceLock};

use common::{Bench, Build, Language, command, program, run};

#[test]
fn what_is_used_after_it_was_freed_is_told_by_a_code() {
    let text = output("use_after_free", "create_text");
    let expected = [
        "message in a request: invalid_handle",
        "request: invalid_handle",
        "sending a freed request: invalid_handle",
        "request is not a handle of its type, or was freed",
        "freed error: invalid_handle",
        "freed client: invalid_handle",
        "freed stream: invalid_handle",
        "run: null_argument",
        "waker: invalid_handle",
        "freed call: invalid_handle",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_freed_twice_is_left_alone_the_second_time() {
    assert_eq!(output("free_twice", "create_text"), "still here\n");
}

#[test]
fn a_handle_of_another_type_is_told_and_stays_good() {
    assert_eq!(output("another_type", "create_text"), "exchanged: invalid_handle\nboth are good: ok\n");
}

#[test]
fn a_pointer_that_was_never_a_handle_is_told_and_not_followed() {
    assert_eq!(output("made_up", "create_text"), "wait: invalid_handle\n".repeat(4));
}

#[test]
fn what_is_borrowed_cannot_be_freed_and_ends_with_its_owner() {
    let text = output("free_what_is_borrowed", "stream_01_text");
    assert!(text.starts_with("end: done\ntext: ") && text.len() > "end: done\ntext: \n".len(), "{text}");
}

#[test]
fn threads_get_and_free_handles_at_once() {
    assert_eq!(output("from_many_threads", "create_text"), "still here\n");
}

#[test]
fn the_child_of_a_fork_has_handles_whatever_its_parents_threads_were_doing() {
    if Build::is_watched() {
        eprintln!(
            "skipped: the allocator of the sanitizer does not outlive a fork that another thread allocates beside"
        );
        return;
    }
    assert_eq!(output("in_children", "create_text"), "all ended well\n");
}

fn output(name: &str, script: &str) -> String {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let bench = Bench::new();
    let program = PROGRAM.get_or_init(|| program("tests/c/handles.c".as_ref(), Language::C, "gnu11"));
    let output = run(command(program).args([name, &bench.url(script, name)]));
    String::from_utf8(output.stdout).unwrap()
}
