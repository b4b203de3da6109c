//! The table of faults, through C in every way, and through C++.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{path::Path, process::Command};

use common::{
    Build, command, faults,
    probe::{Probe, Way},
    table::{play_faults, played_in_c},
};

#[test]
fn every_fault_ends_as_its_row_says_in_c_in_every_way_and_shows_no_secret() {
    let probe = Probe::start(probe(&Build::C.program("tests/c/probe.c")));
    play_faults(probe, &played_in_c(&faults()), |row| Way::of_c(row.call.mode));
}

#[test]
fn every_fault_ends_as_its_row_says_in_cpp_and_shows_no_secret() {
    let probe = Probe::start(probe(&Build::CPP.program("tests/cpp/probe.cpp")));
    let mut entries = played_in_c(&faults());
    // What C leaves of a text with NUL inside, C++ refuses at once.
    entries.retain(|entry| !entry.unlike.contains_key("c"));
    play_faults(probe, &entries, |_| &[Way::Cpp]);
}

#[test]
fn every_entry_is_played_or_says_why_it_cannot_be_in_c() {
    let table = tidings_test_server::faults(faults()).unwrap();
    let played = played_in_c(&faults()).len();
    let left_out = table.iter().filter_map(|entry| entry.unlike.get("c")).filter(|unlike| unlike.expect.is_none());
    assert_eq!(played + left_out.count(), table.iter().filter(|entry| entry.expect.is_some()).count());
    assert!(played > 105, "{played} entries are played");
}

/// Valgrind takes what the assembly of ring decrypts for uninitialised; all else it watches here as well.
fn probe(program: &Path) -> Command {
    let mut command = command(program);
    command.env("VALGRIND_OPTS", "--undef-value-errors=no");
    command
}
