//! All lanes of a client, and the cap over them. Pure: clock and chance are passed in.

use std::collections::BTreeMap;

use super::{
    Key, Need, PressureState,
    lane::{Lane, Offer, Ticket},
};

/// So many keys are remembered; beyond, those not used for longest go.
const MOST_LANES: usize = 256;

/// Which calls may go now, over all keys. All times are seconds since a beginning that the owner chooses.
#[derive(Debug)]
pub(super) struct Board {
    enabled: bool,
    max_in_flight: usize,
    lanes: BTreeMap<Key, Lane>,
    next_ticket: Ticket,
    served: u64,
}

impl Board {
    pub(super) fn new(enabled: bool, max_in_flight: Option<usize>) -> Self {
        let max_in_flight = max_in_flight.map_or(usize::MAX, |most| most.max(1));
        Self { enabled, max_in_flight, lanes: BTreeMap::new(), next_ticket: 0, served: 0 }
    }

    /// A place at the end of the queue of `key`.
    pub(super) fn enter(&mut self, now: f64, key: &Key, need: Need) -> Ticket {
        if !self.lanes.contains_key(key) {
            self.forget_some();
            // Its turn comes after those who waited before it was there.
            let mut lane = Lane::new(key.clone());
            lane.served = self.served.saturating_sub(1);
            self.lanes.insert(key.clone(), lane);
        }
        self.next_ticket += 1;
        if let Some(lane) = self.lanes.get_mut(key) {
            lane.used_at = now;
            lane.enter(self.next_ticket, need);
        }
        self.next_ticket
    }

    /// Does something with the lane of a key, and gives what that gives; `None` if there is no such lane.
    pub(super) fn with<T>(&mut self, key: &Key, act: impl FnOnce(&mut Lane) -> T) -> Option<T> {
        self.lanes.get_mut(key).map(act)
    }

    /// Lets a call go that finds nobody waiting and nothing in its way; `false` changes nothing. Under a cap over all lanes
    /// each has to wait for its turn.
    pub(super) fn pass(&mut self, now: f64, key: &Key, ticket: Ticket) -> bool {
        let (enabled, is_capped) = (self.enabled, self.is_capped());
        !is_capped && self.lanes.get_mut(key).is_some_and(|lane| lane.pass(now, ticket, enabled))
    }

    /// Lets go whoever may, after something has changed for `key`. Gives their tickets, in order.
    pub(super) fn pump(&mut self, now: f64, key: &Key) -> Vec<Ticket> {
        let mut granted = Vec::new();
        if !self.is_capped() {
            let enabled = self.enabled;
            let Some(lane) = self.lanes.get_mut(key) else { return granted };
            while let Offer::Granted(ticket) = lane.offer(now, enabled) {
                granted.push(ticket);
            }
            return granted;
        }
        let mut free = self.max_in_flight.saturating_sub(self.lanes.values().map(Lane::in_flight).sum());
        while free > 0 {
            let Some(ticket) = self.next_in_turn(now) else { break };
            granted.push(ticket);
            free -= 1;
        }
        granted
    }

    /// The first of a key's queue, and when it is worth asking again for it (infinity: after the next change only).
    pub(super) fn head(&mut self, now: f64, key: &Key) -> Option<(Ticket, f64)> {
        let enabled = self.enabled;
        let is_full = self.is_full();
        let lane = self.lanes.get_mut(key)?;
        let head = lane.head()?;
        let again = if is_full || !enabled { f64::INFINITY } else { lane.held(now) };
        Some((head, again))
    }

    /// Whether there is a limit over all lanes.
    pub(super) fn is_capped(&self) -> bool {
        self.max_in_flight != usize::MAX
    }

    /// Whether no more calls may be under way, whatever their lanes say.
    pub(super) fn is_full(&self) -> bool {
        self.is_capped() && self.lanes.values().map(Lane::in_flight).sum::<usize>() >= self.max_in_flight
    }

    /// The heads of the queues that a change of `key` may concern: with a cap over all lanes, all of them.
    pub(super) fn heads(&self, key: &Key) -> impl Iterator<Item = Ticket> {
        let is_capped = self.is_capped();
        self.lanes.values().filter(move |lane| is_capped || lane.key() == key).filter_map(Lane::head)
    }

    /// The state of every lane.
    pub(super) fn state(&self, now: f64) -> Vec<PressureState> {
        self.lanes.values().map(|lane| lane.state(now)).collect()
    }

    /// One call of the lane that has waited longest for its turn.
    fn next_in_turn(&mut self, now: f64) -> Option<Ticket> {
        let mut lanes: Vec<_> = self.lanes.values_mut().filter(|lane| lane.head().is_some()).collect();
        lanes.sort_by_key(|lane| lane.served);
        for lane in lanes {
            if let Offer::Granted(ticket) = lane.offer(now, self.enabled) {
                // In steps of two, so that a new lane fits between the last that was served and those before it.
                self.served += 2;
                lane.served = self.served;
                return Some(ticket);
            }
        }
        None
    }

    fn forget_some(&mut self) {
        if self.lanes.len() < MOST_LANES {
            return;
        }
        let idle = self.lanes.iter().filter(|(_, lane)| lane.is_idle());
        let oldest = idle.min_by(|(_, a), (_, b)| a.used_at.total_cmp(&b.used_at)).map(|(key, _)| key.clone());
        if let Some(key) = oldest {
            self.lanes.remove(&key);
        }
    }
}
