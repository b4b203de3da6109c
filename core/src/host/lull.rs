//! The lull: a short rest of the thread that drives, where so many events trickle in that it would be woken for each.
//!
//! To be woken costs a thread more than to read an event, and the host's thread is woken after it. So while many streams are
//! open and bring thousands of events a second, one here and one there, the thread rests a moment after it has delivered
//! some; what comes meanwhile it reads in one turn, and wakes the host for all of it once. An event then arrives up to half a
//! millisecond later. Below that rate nothing rests, and a host is woken at once.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::Waker,
    time::{Duration, Instant},
};

/// How long it is; the system adds some 60 µs of its own.
const REST: Duration = Duration::from_micros(500);
/// How many streams have to be open. A few that are read as fast as they come are not what it is for.
const STREAMS: usize = 64;
/// From how many deliveries a second on: fewer than one in a rest, and there is nothing to put together.
const RATE: f64 = 2_500.0;
/// How long deliveries are counted before their rate is known.
const SPAN: Duration = Duration::from_millis(20);
/// How many hosts may wait for the end of a turn: one that goes on and on would keep them waiting.
const WAITING: usize = 64;

#[derive(Default)]
pub(super) struct Lull(Mutex<State>);

#[derive(Default)]
struct State {
    streams: usize,
    pace: Pace,
    /// Hosts that have something, to be woken when this turn is over.
    hosts: Vec<Waker>,
    /// Something was delivered in this turn.
    delivered: bool,
}

/// How fast deliveries follow each other.
#[derive(Debug, Default)]
struct Pace {
    count: u32,
    since: Option<Instant>,
    fast: bool,
}

impl Lull {
    /// A stream is open, for as long as what this gives lives.
    pub(super) fn stream(&self) -> Flowing<'_> {
        self.state().streams += 1;
        Flowing(self)
    }

    /// The turn is over and the thread would wait: wakes the hosts, then rests if it is worth it.
    pub(super) fn between_turns(&self) {
        if self.end_turn(Instant::now) {
            std::thread::sleep(REST);
        }
    }

    /// Wakes the hosts, and says whether to rest. Asks for the time only where something was delivered.
    fn end_turn(&self, now: impl FnOnce() -> Instant) -> bool {
        let mut state = self.state();
        if !std::mem::take(&mut state.delivered) {
            return false;
        }
        state.pace.look(now());
        let rests = state.rests();
        drop(state);
        self.wake_hosts();
        rests
    }

    /// Wakes the hosts that wait for the end of this turn: it is over, or the thread leaves.
    pub(super) fn wake_hosts(&self) {
        let hosts = std::mem::take(&mut self.state().hosts);
        hosts.into_iter().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under the lock can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rests(&self) -> bool {
        self.streams >= STREAMS && self.pace.fast
    }
}

impl Pace {
    fn look(&mut self, now: Instant) {
        let since = *self.since.get_or_insert(now);
        let passed = now.saturating_duration_since(since);
        if passed >= SPAN {
            self.fast = f64::from(self.count) >= RATE * passed.as_secs_f64();
            (self.count, self.since) = (0, Some(now));
        }
    }
}

/// A stream that is open.
pub(super) struct Flowing<'a>(&'a Lull);

impl Flowing<'_> {
    /// Counts a delivery, whose host is to be woken: now, or together with others at the end of the turn.
    pub(super) fn delivered(&self, host: Option<Waker>) {
        let mut state = self.0.state();
        state.delivered = true;
        state.pace.count += 1;
        if !state.rests() {
            drop(state);
            return host.into_iter().for_each(Waker::wake);
        }
        state.hosts.extend(host);
        if state.hosts.len() >= WAITING {
            drop(state);
            self.0.wake_hosts();
        }
    }
}

impl Drop for Flowing<'_> {
    fn drop(&mut self) {
        self.0.state().streams -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        task::Wake,
    };

    use super::*;

    /// A host that counts how often it is woken.
    #[derive(Default)]
    struct Host(AtomicUsize);

    impl Host {
        fn woken(&self) -> usize {
            self.0.load(Ordering::Relaxed)
        }
    }

    impl Wake for Host {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A lull, and the time there.
    struct World {
        lull: Lull,
        now: Instant,
    }

    impl World {
        fn new() -> Self {
            Self { lull: Lull::default(), now: Instant::now() }
        }

        /// A thousand turns, this long after each other, that deliver to a host once each; how many of them end in a rest.
        fn rests(&mut self, apart: Duration) -> usize {
            let (stream, host) = (self.lull.stream(), Arc::new(Host::default()));
            let mut rests = 0;
            for _ in 0..1_000 {
                self.now += apart;
                stream.delivered(Some(host.clone().into()));
                rests += usize::from(self.lull.end_turn(|| self.now));
            }
            assert_eq!(host.woken(), 1_000, "once in every turn, whether it ends in a rest or not");
            rests
        }

        fn open(&self, streams: usize) {
            (0..streams).for_each(|_| std::mem::forget(self.lull.stream()));
        }

        fn close(&self, streams: usize) {
            (0..streams).for_each(|_| drop(Flowing(&self.lull)));
        }
    }

    const FAST: Duration = Duration::from_micros(250);
    const SLOW: Duration = Duration::from_micros(500);

    #[test]
    fn many_streams_that_bring_thousands_of_events_a_second_make_it_rest() {
        let mut world = World::new();
        world.open(STREAMS);
        let rests = world.rests(FAST);
        assert!((900..1_000).contains(&rests), "all but the first, of which the rate is not known: {rests}");
    }

    #[test]
    fn few_streams_or_slow_ones_do_not() {
        let mut world = World::new();
        world.open(STREAMS);
        assert_eq!(world.rests(SLOW), 0);
        world.close(STREAMS);
        assert_eq!(world.rests(FAST), 0, "one stream, read as fast as it comes");
    }

    #[test]
    fn it_rests_no_more_when_they_slow_down_and_never_where_nothing_was_delivered() {
        let mut world = World::new();
        world.open(STREAMS);
        assert!(world.rests(FAST) > 0);
        assert!(!world.lull.end_turn(|| unreachable!("nobody asks for the time")));
        assert!(world.rests(SLOW) < 100);
    }

    #[test]
    fn hosts_are_woken_at_once_below_the_rate_and_at_the_end_of_the_turn_above_it() {
        let mut world = World::new();
        world.open(STREAMS);
        let host = Arc::new(Host::default());
        world.lull.stream().delivered(Some(host.clone().into()));
        assert_eq!(host.woken(), 1);
        world.rests(FAST);
        world.lull.stream().delivered(Some(host.clone().into()));
        world.lull.stream().delivered(Some(host.clone().into()));
        assert_eq!(host.woken(), 1);
        world.lull.wake_hosts();
        assert_eq!(host.woken(), 3);
    }

    #[test]
    fn a_turn_without_an_end_keeps_no_host_waiting() {
        let mut world = World::new();
        world.open(STREAMS);
        world.rests(FAST);
        let host = Arc::new(Host::default());
        for _ in 0..WAITING {
            world.lull.stream().delivered(Some(host.clone().into()));
        }
        assert_eq!(host.woken(), WAITING);
    }
}
