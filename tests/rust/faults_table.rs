//! Every entry of the table is played, and nothing that it shows holds the key or the prompt.

use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
    time::Duration,
};

use tidings::{CallOptions, Client, Error, Request};
use tidings_test_server::{Call, Expect, FAULT_ROWS, Fault, GroundLog, KEY, faults, scenarios};

use crate::{
    faults_places::{builder, ground},
    faults_witness as witness,
    outcome::{Outcome, check_sent, client, play},
    server::{every_row, table},
};

/// No entry takes longer, however busy the machine is: whoever is not done by then hangs.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_ends_as_its_row_says_and_shows_no_secret() {
    witness::begin();
    let rows: Vec<_> = entries().into_iter().filter(|row| row.expect.is_some()).collect();
    assert!(rows.len() > 80, "{} entries", rows.len());
    every_row(rows.into_iter().map(|row| (row.name.clone(), within(row)))).await;
    witness::nothing_leaked();
    witness::everybody_was_heard();
}

#[test]
fn every_row_of_the_catalogue_is_there() {
    let there: BTreeSet<_> = entries().iter().map(|entry| entry.row).collect();
    let missing: Vec<_> = (1..=FAULT_ROWS).filter(|row| !there.contains(row)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_an_entry_says_is_shown_elsewhere_is_there() {
    let known: HashSet<_> = scenarios(table()).unwrap().into_iter().map(|scenario| scenario.name).collect();
    for entry in entries() {
        for scenario in &entry.scenarios {
            assert!(known.contains(scenario), "{}: there is no scenario {scenario}", entry.name);
        }
        for shown in &entry.elsewhere {
            let path = root().join(&shown.file);
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(text.contains(&shown.test), "{}: {} has no test {}", entry.name, shown.file, shown.test);
        }
    }
}

fn entries() -> Vec<Fault> {
    faults(root().join("tests/faults")).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

async fn within(row: Fault) {
    let name = row.name.clone();
    assert!(tokio::time::timeout(PATIENCE, check(row)).await.is_ok(), "{name}: still not done after {PATIENCE:?}");
}

async fn check(mut row: Fault) {
    row.call.request = Some(row.request());
    let ground = ground(&row.place, &row.script).await;
    let builder = witness::watch(client(&row.call.client, builder(&ground)));
    witness::look(&row.name, &format!("{builder:?}"));
    let outcome = match builder.build() {
        Err(error) => Outcome { events: Vec::new(), text: String::new(), result: Err(error), shown: String::new() },
        Ok(client) => {
            witness::look(&row.name, &shown(&client, &row.call));
            warm_up(&row, &client).await;
            let outcome = play(&row.call, &client).await;
            witness::look_at_client(&row.name, &client);
            outcome
        }
    };
    look_at(&outcome, &row.name);
    let expect = row.expect.as_ref().expect("only entries that expect something are played");
    outcome.check(expect, &row.name);
    check_log(expect, &ground.log(), &row.name);
}

fn check_log(expect: &Expect, log: &GroundLog, name: &str) {
    if let Some(requests) = expect.requests {
        assert_eq!(log.requests.len(), requests, "{name}: requests");
    }
    if let Some(connections) = expect.connections {
        assert_eq!(log.connections, connections, "{name}: connections");
    }
    if let (Some(sent), Some(last)) = (&expect.sent, log.requests.last()) {
        check_sent(sent, last, name);
    }
    if let Some(most) = expect.at_most_taken {
        assert!(log.taken <= most, "{name}: {} bytes were taken", log.taken);
    }
}

async fn warm_up(row: &Fault, client: &Client) {
    let Some(before) = row.warm_up else { return };
    for _ in 0..before.calls {
        let outcome = play(&Call { request: row.call.request.clone(), ..Call::default() }, client).await;
        outcome.result.unwrap_or_else(|error| panic!("{}: before the call that counts: {error}", row.name));
    }
    tokio::time::sleep(Duration::from_millis(before.pause_ms)).await;
}

/// Everything that has a face, before anything has happened.
fn shown(client: &Client, call: &Call) -> String {
    let request = Request::post("/v1/messages", call.request().to_string());
    let options = CallOptions::new().header("authorization", KEY).header("x-api-key", KEY);
    format!("{client:?} {client:#?} {request:?} {request:#?} {options:?} {:?}", client.messages())
}

fn look_at(outcome: &Outcome, name: &str) {
    witness::look(name, &outcome.shown);
    if let Err(error) = &outcome.result {
        witness::look(name, &every_form(error));
    }
}

/// An error and all that caused it, in every form that it has.
pub(crate) fn every_form(error: &Error) -> String {
    let mut text = format!("{:?} {:?}", error.headers(), error.details());
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        text = format!("{text} {error} {error:#} {error:?} {error:#?}");
        cause = error.source();
    }
    text
}
