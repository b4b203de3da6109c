//! Playing the rows of a table by one probe, many at once.

mod check;
mod place;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use tidings_test_server::{Fault, Scenario, faults};

use super::{
    Bench, Build,
    probe::{Probe, Way, arguments},
};
pub(crate) use check::check_outcome;
use check::check_sent;
use place::{Place, check_secrets};

/// How many rows are played at once. Most of them wait most of the time.
const AT_ONCE: usize = 48;

/// A row, and the way that its call is made.
pub(crate) struct Play<'a, R> {
    pub(crate) row: &'a R,
    pub(crate) way: Way,
}

/// Every scenario in the ways that `ways` has for it.
pub(crate) fn play_scenarios(probe: Probe, rows: &[Scenario], ways: fn(&Scenario) -> &'static [Way]) {
    let bench = Bench::new();
    let failed = every(rows, ways, |row| &row.name, |play| play_scenario(&bench, &probe, play));
    probe.finish();
    assert!(failed.is_empty(), "rows that do not hold, each with its reason above: {failed:?}");
}

/// Every entry of the table of faults in the ways that `ways` has for it.
pub(crate) fn play_faults(probe: Probe, rows: &[Fault], ways: fn(&Fault) -> &'static [Way]) {
    let bench = Bench::new();
    let failed = every(rows, ways, |row| &row.name, |play| play_fault(&bench, &probe, play));
    probe.finish();
    assert!(failed.is_empty(), "rows that do not hold, each with its reason above: {failed:?}");
}

/// The entries of the table of faults that C can play.
pub(crate) fn played_in_c(table: &Path) -> Vec<Fault> {
    let mut entries = faults(table).unwrap();
    entries
        .retain(|entry| entry.expect.is_some() && entry.unlike.get("c").is_none_or(|unlike| unlike.expect.is_some()));
    entries
}

/// Plays all, some at a time, and names those that do not hold.
fn every<R: Sync>(
    rows: &[R],
    ways: fn(&R) -> &'static [Way],
    name: fn(&R) -> &String,
    play: impl Fn(&Play<'_, R>) + Sync,
) -> Vec<String> {
    let mut plays: Vec<Play<'_, R>> =
        rows.iter().flat_map(|row| ways(row).iter().map(move |way| Play { row, way: *way })).collect();
    let at_once = if Build::is_under_valgrind() { AT_ONCE / 4 } else { AT_ONCE };
    if Build::is_under_valgrind() {
        // Each row by one of its ways, in turn: everything is played, in a time that can be waited for.
        for (number, row) in rows.iter().enumerate() {
            let chosen = ways(row)[number % ways(row).len()];
            plays.retain(|play| !std::ptr::eq(play.row, row) || play.way == chosen);
        }
    }
    assert!(plays.len() > 30, "there is little to be played");
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = Vec::new();
        while let Some(one) = plays.get(next.fetch_add(1, Ordering::Relaxed)) {
            if catch_unwind(AssertUnwindSafe(|| play(one))).is_err() {
                failed.push(format!("{} by {:?}", name(one.row), one.way));
            }
        }
        failed
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

fn play_scenario(bench: &Bench, probe: &Probe, Play { row, way }: &Play<'_, Scenario>) {
    let run = format!("{way:?}-{}", row.name);
    let options = arguments(&row.call, &bench.url(&row.name, &run));
    let outcome = probe.call(*way, row.call.mode, &options, &row.call.request().to_string());
    let name = format!("{} by {way:?}", row.name);
    check_outcome(&outcome, &row.expect, row.call.mode, &name);
    let log = bench.finished_log(&run);
    if let Some(requests) = row.expect.requests {
        assert_eq!(log.len(), requests, "{name}: requests");
    }
    if let Some(sent) = &row.expect.sent {
        let last = serde_json::to_value(log.last().expect("a request")).unwrap();
        check_sent(sent, &last, &name);
    }
}

fn play_fault(bench: &Bench, probe: &Probe, Play { row, way }: &Play<'_, Fault>) {
    let place = Place::make(&bench.server, &row.name);
    let outcome = probe.call(*way, place.call.mode, &place.options(), &place.request());
    let name = format!("{} by {way:?}", row.name);
    check_outcome(&outcome, &place.expect, place.call.mode, &name);
    place.check_log(&name);
    check_secrets(&outcome, &name);
}
