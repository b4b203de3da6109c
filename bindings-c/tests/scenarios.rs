//! The scenario table, through C in every way, and through C++.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use common::{
    Build, command,
    probe::{Probe, Way},
    scenarios,
    table::play_scenarios,
};
use tidings_test_server::Scenario;

#[test]
fn every_row_of_the_table_holds_for_c_in_every_way() {
    let probe = Probe::start(command(&Build::C.program("tests/c/probe.c")));
    play_scenarios(probe, &rows(), |row| Way::of_c(row.call.mode));
}

#[test]
fn every_row_of_the_table_holds_for_cpp() {
    let probe = Probe::start(command(&Build::CPP.program("tests/cpp/probe.cpp")));
    play_scenarios(probe, &rows(), |_| &[Way::Cpp]);
}

fn rows() -> Vec<Scenario> {
    tidings_test_server::scenarios(scenarios()).unwrap()
}
