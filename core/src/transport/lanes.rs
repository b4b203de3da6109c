//! How many calls of a client there may be at once, and over which of its pools they go.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many calls share one connection of HTTP/2, before another one is opened. Most servers allow as many streams.
const STREAMS: usize = 100;
/// The most connections of HTTP/2 to one server.
const MAX_LANES: usize = 64;

/// Several pools, each of which has one connection of HTTP/2 to a server, or many of HTTP/1.1.
pub(super) struct Lanes<C> {
    lanes: Vec<(C, Arc<AtomicUsize>)>,
    slots: Arc<Semaphore>,
}

/// A call's place among those of the client, and on its lane.
pub(super) struct Place {
    calls: Arc<AtomicUsize>,
    _slot: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.calls.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<C: Clone> Lanes<C> {
    /// Room for `calls` at once, over pools that `new` makes.
    pub(super) fn new(calls: usize, new: impl FnMut() -> C) -> Self {
        let count = calls.div_ceil(STREAMS).clamp(1, MAX_LANES);
        let lanes = std::iter::repeat_with(new).map(|pool| (pool, Arc::default())).take(count).collect();
        Self { lanes, slots: Arc::new(Semaphore::new(calls)) }
    }

    /// Waits for a place. Gives the first pool that has one, so that connections are used again, or the one with the fewest
    /// calls; `None` when there is no pool at all, which does not happen.
    pub(super) async fn take(&self) -> Option<(C, Place)> {
        // Nearly always there is one, and to be able to wait costs more than all else here.
        let slot = match self.slots.clone().try_acquire_owned() {
            Ok(slot) => slot,
            Err(_) => Box::pin(self.slots.clone().acquire_owned()).await.ok()?,
        };
        let load = |(_, calls): &&(C, Arc<AtomicUsize>)| calls.load(Ordering::Relaxed);
        let free = self.lanes.iter().find(|lane| load(lane) < STREAMS);
        let (pool, calls) = free.or_else(|| self.lanes.iter().min_by_key(load))?;
        calls.fetch_add(1, Ordering::Relaxed);
        Some((pool.clone(), Place { calls: calls.clone(), _slot: slot }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn calls_fill_one_pool_before_they_go_to_the_next_and_come_back_to_the_first() {
        let mut number = 0;
        let lanes = Lanes::new(STREAMS * 2, || {
            number += 1;
            number
        });
        let mut places = Vec::new();
        for call in 0..STREAMS * 2 {
            let (pool, place) = lanes.take().await.unwrap();
            assert_eq!(pool, if call < STREAMS { 1 } else { 2 });
            places.push(place);
        }
        places.remove(0);
        let (pool, _place) = lanes.take().await.unwrap();
        assert_eq!(pool, 1);
    }
}
