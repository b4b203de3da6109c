//! Every row of the table.

use tidings_test_server::Scenario;

use crate::{
    outcome::{check_sent, client, play},
    server::{Run, every_row, table},
};

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_ends_as_its_row_says() {
    let rows = tidings_test_server::scenarios(table()).unwrap();
    assert!(rows.len() > 100, "{} rows", rows.len());
    every_row(rows.into_iter().map(|row| (row.name.clone(), check(row)))).await;
}

async fn check(row: Scenario) {
    let run = Run::of(&row.name);
    let outcome = play(&row.call, &client(&row.call.client, run.builder()).build().unwrap()).await;
    outcome.check(&row.expect, &row.name);
    let log = run.log().await;
    if let Some(requests) = row.expect.requests {
        assert_eq!(log.len(), requests, "{}: requests", row.name);
    }
    if let Some(sent) = &row.expect.sent {
        check_sent(sent, log.last().expect("a request"), &row.name);
    }
}

#[test]
fn the_table_knows_every_kind_of_error() {
    let mut known = tidings_test_server::ERROR_KINDS.to_vec();
    let mut kinds: Vec<_> = tidings::ErrorKind::ALL.iter().map(|kind| kind.name()).collect();
    known.sort_unstable();
    kinds.sort_unstable();
    assert_eq!(known, kinds);
}
