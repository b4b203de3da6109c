//! One scheduler for all calls of a client: who may send, and when.
//!
//! A [`lane`] is the pure state machine of one key, the [`board`] holds the lanes and the cap over them; here is the shell that
//! asks the clock, locks and wakes.

mod bar;
mod board;
mod bucket;
mod buckets;
mod budget;
mod call;
mod entry;
mod estimate;
mod flow;
mod gate;
mod key;
mod lane;
mod limiter;
#[cfg(any(test, fuzzing))]
#[allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test, which is public to the fuzzer alone")]
mod model;
mod number;
#[cfg(test)]
mod order_tests;
mod pacer;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod simulation;
mod state;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Waker,
    time::Duration,
};

use tokio::time::Instant;

#[cfg(fuzzing)]
pub use self::model::{Step, check_pressure};
pub use self::state::{PressureBucket, PressureState};
pub(crate) use self::{
    bar::Barred,
    entry::Entry,
    key::{Key, Need, Refusal},
    state::PressureOptions,
};
use self::{
    board::Board,
    lane::{Lane, Ticket},
};
use crate::random;

/// Orders the calls of one client in one process.
pub(crate) struct Scheduler {
    start: Instant,
    options: PressureOptions,
    shared: Mutex<Shared>,
}

struct Shared {
    board: Board,
    random: fastrand::Rng,
    wakers: BTreeMap<Ticket, Waker>,
}

/// So much later than the first of a queue the others look too, in seconds: the first may be a future that nobody polls.
const BEHIND: f64 = 1.0;

/// What a call is told that asks whether it may go.
enum Answer {
    Go,
    /// Not before this time on the scheduler's clock; then it looks again.
    Look(f64),
    /// It will be woken.
    Wait,
}

impl Scheduler {
    /// A scheduler that knows nothing yet.
    pub(crate) fn new(options: PressureOptions) -> Self {
        let board = Board::new(options.enabled, options.max_in_flight);
        let shared = Shared { board, random: random::generator(), wakers: BTreeMap::new() };
        Self { start: Instant::now(), options, shared: Mutex::new(shared) }
    }

    /// Takes a place at the end of the queue of `key`. Never blocks.
    pub(crate) fn enter(self: &Arc<Self>, key: Key, need: Need) -> Entry {
        let mut shared = self.lock();
        let ticket = shared.board.enter(self.now(), &key, need);
        drop(shared);
        Entry::new(self.clone(), key, ticket)
    }

    /// The state of every key that has been used lately.
    pub(crate) fn state(&self) -> Vec<PressureState> {
        let shared = self.lock();
        shared.board.state(self.now())
    }

    /// Lets a call go at once, where nobody waits and nothing holds it back; `false` changes nothing, and it has to
    /// [`ask`](Self::ask).
    fn pass(&self, key: &Key, ticket: Ticket) -> bool {
        let mut shared = self.lock();
        let may = shared.board.pass(self.now(), key, ticket);
        if may {
            self.tell(shared, key, Vec::new());
        }
        may
    }

    /// Does something with a lane, lets go and wakes whoever may send after it, and tells those who watch.
    fn act<T>(&self, key: &Key, act: impl FnOnce(&mut Lane, f64, &mut fastrand::Rng) -> T) -> Option<T> {
        self.act_in(self.lock(), key, act)
    }

    /// The call is over; its waker goes with it.
    fn leave(&self, key: &Key, ticket: Ticket) {
        let mut shared = self.lock();
        // Kept until the lock is let go of: dropping a waker may run code of the program.
        let _waker = shared.wakers.remove(&ticket);
        self.act_in(shared, key, |lane, now, _| lane.leave(now, ticket));
    }

    fn act_in<T>(
        &self,
        mut shared: MutexGuard<'_, Shared>,
        key: &Key,
        act: impl FnOnce(&mut Lane, f64, &mut fastrand::Rng) -> T,
    ) -> Option<T> {
        // Asked under the lock, so that no lane sees times out of order.
        let now = self.now();
        let Shared { board, random, wakers } = &mut *shared;
        let (done, is_waited_in) = board.with(key, |lane| (act(lane, now, random), lane.head().is_some()))?;
        let mut woken = Vec::new();
        // Under a cap those of other lanes may go too.
        if is_waited_in || board.is_capped() {
            woken.extend(board.pump(now, key).iter().filter_map(|ticket| wakers.remove(ticket)));
            // There may be another time to wait for. Under a cap that is full nobody waits for a time.
            if !board.is_full() {
                woken.extend(board.heads(key).filter_map(|ticket| wakers.remove(&ticket)));
            }
        }
        self.tell(shared, key, woken);
        Some(done)
    }

    /// Puts a call into the queue, if it is not there, and lets go whoever may.
    fn ask(&self, key: &Key, ticket: Ticket, waker: &Waker) -> Answer {
        let mut shared = self.lock();
        let now = self.now();
        let Shared { board, wakers, .. } = &mut *shared;
        if board.with(key, |lane| lane.want(now, ticket)).is_none() {
            return Answer::Go;
        }
        let granted = board.pump(now, key);
        let is_sent = board.with(key, |lane| lane.is_sent(ticket)).unwrap_or(true);
        // Kept until the lock is let go of: dropping a waker may run code of the program.
        let (answer, _replaced) = if is_sent {
            (Answer::Go, wakers.remove(&ticket))
        } else {
            let replaced = wakers.insert(ticket, waker.clone());
            let again = board.head(now, key).map(|(head, again)| if head == ticket { again } else { again + BEHIND });
            (again.filter(|again| again.is_finite()).map_or(Answer::Wait, Answer::Look), replaced)
        };
        let mut woken: Vec<_> = granted.iter().filter_map(|ticket| wakers.remove(ticket)).collect();
        if !granted.is_empty() {
            woken.extend(board.heads(key).filter(|head| *head != ticket).filter_map(|head| wakers.remove(&head)));
        }
        self.tell(shared, key, woken);
        answer
    }

    /// Wakes calls, and tells who watches what is new of a key; the lock is let go of before.
    fn tell(&self, mut shared: MutexGuard<'_, Shared>, key: &Key, woken: Vec<Waker>) {
        let hook = self.options.on_change.as_ref();
        let news = hook.and_then(|hook| Some((hook, shared.board.with(key, |lane| lane.news(self.now()))??)));
        drop(shared);
        for waker in woken {
            waker.wake();
        }
        let told = news.map(|(hook, state)| catch_unwind(AssertUnwindSafe(|| hook(&state))));
        if told.is_some_and(|told| told.is_err()) {
            tracing::error!(target: "tidings", "a hook on pressure panicked; the call goes on");
        }
    }

    fn now(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// A time on the scheduler's clock, at most an hour away: by then it is looked at again. A little later than asked, so that
    /// no rounding ends a wait before its time, to begin it again at once.
    fn instant(&self, at: f64) -> Instant {
        const LONGEST: f64 = 3600.0;
        const ROUNDING: Duration = Duration::from_micros(1);
        Instant::now() + Duration::from_secs_f64((at - self.now()).clamp(0.0, LONGEST)) + ROUNDING
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduler").field("options", &self.options).finish_non_exhaustive()
    }
}
