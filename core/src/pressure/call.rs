//! One call, from its first wait to its end.

use std::collections::BTreeMap;

use super::{Need, buckets::Charge, lane::Ticket};

/// A call: what it needs, and where it is.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) need: Need,
    pub(super) phase: Phase,
    pub(super) waited: f64,
}

/// Where a call is. Times are seconds on the lane's clock.
#[derive(Debug)]
pub(super) enum Phase {
    Idle,
    Waiting { since: f64 },
    Sent(Box<Sent>),
}

/// A call under way.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) at: f64,
    pub(super) in_flight: usize,
    pub(super) is_answered: bool,
    pub(super) charge: Charge,
}

/// The charges of all calls without an answer, each with whether it was sent after `at` (of those sent at once, after `ticket`).
pub(super) fn under_way(
    calls: &mut BTreeMap<Ticket, Call>,
    at: f64,
    ticket: Ticket,
) -> impl Iterator<Item = (bool, &mut Charge)> {
    calls.iter_mut().filter_map(move |(number, call)| match &mut call.phase {
        Phase::Sent(sent) if !sent.is_answered && *number != ticket => {
            let is_after = sent.at > at || (sent.at >= at && *number > ticket);
            Some((is_after, &mut sent.charge))
        }
        _ => None,
    })
}
