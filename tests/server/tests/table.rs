//! The table of scenarios in the repository.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::collections::HashSet;

use tidings_test_server::{Mode, Scenario, expected_json, scenarios};

fn table() -> Vec<Scenario> {
    scenarios(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios")).unwrap()
}

#[test]
fn every_row_is_valid() {
    assert!(!table().is_empty());
}

#[test]
fn every_recorded_stream_is_the_first_answer_of_a_row() {
    let manifest = expected_json("manifest").unwrap();
    let table = table();
    let played: HashSet<&str> = table.iter().filter_map(|row| row.script[0].fixture.as_deref()).collect();
    for stream in manifest["streams"].as_array().unwrap() {
        let name = stream["name"].as_str().unwrap();
        assert!(played.contains(name), "{name} is played by no row");
    }
}

#[test]
fn a_row_that_expects_events_asks_for_a_stream() {
    for row in table() {
        assert!(row.expect.events.is_none() || row.call.mode == Mode::Stream, "{}", row.name);
    }
}

#[test]
fn a_message_that_is_expected_whole_is_the_one_that_is_sent() {
    for row in table() {
        if let (Some(message), Some(sent)) = (&row.expect.message, &row.script[row.script.len() - 1].json) {
            assert_eq!(message, sent, "{}", row.name);
        }
    }
}
