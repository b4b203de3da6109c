//! How far a request has come, told by the transport to whoever watches the time.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use tokio::time::Instant;

use crate::error::Sent;

/// Where a request is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Phase {
    /// It waits for one of the client's connections to be free.
    #[default]
    Waiting,
    /// A connection, or a stream of one, is looked for or opened; nothing of the request has left.
    Connecting,
    /// The connection is there, over HTTP/2 the stream too; the body is being handed over.
    Sending,
    /// All of it has been handed over.
    Sent,
}

/// A moment on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Moment {
    pub(crate) phase: Phase,
    /// Bytes of the body that have been handed over.
    pub(crate) bytes: u64,
    /// Whether the next piece of the body is waited for, which is the caller's to give.
    pub(crate) is_reading: bool,
}

/// The transport's side; clones tell the same story. Looked at from outside: steps wake nobody, since whoever has a limit in
/// mind is woken by that.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    moment: Moment,
    /// When the moment began; `None` before anything leaves, which has no limit.
    since: Option<Instant>,
    /// Interim answers (1xx) that have come. They are no progress.
    interim: u32,
    watcher: Option<Waker>,
}

impl Progress {
    pub(crate) fn now(&self) -> Moment {
        self.lock().moment
    }

    /// The moment, and when it began, if something has left.
    pub(crate) fn since(&self) -> (Moment, Option<Instant>) {
        let state = self.lock();
        (state.moment, state.since)
    }

    /// Ready once more interim answers than `most` have come.
    pub(crate) fn poll_too_many_interim(&self, most: u32, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.interim > most {
            return Poll::Ready(());
        }
        if !state.watcher.as_ref().is_some_and(|watcher| watcher.will_wake(cx.waker())) {
            state.watcher = Some(cx.waker().clone());
        }
        Poll::Pending
    }

    /// What a failure at this moment says about how much has left.
    pub(crate) fn sent(&self) -> Sent {
        match self.now().phase {
            Phase::Waiting | Phase::Connecting => Sent::None,
            Phase::Sending => Sent::Partial,
            Phase::Sent => Sent::Full,
        }
    }

    /// Begins anew, for another attempt.
    pub(crate) fn restart(&self) {
        *self.lock() = State::default();
    }

    /// Never goes back: what has begun to leave has left.
    pub(crate) fn reach(&self, phase: Phase) {
        self.change(|moment| moment.phase = moment.phase.max(phase));
    }

    /// A piece of the body, perhaps its last.
    pub(crate) fn handed_over(&self, bytes: usize, is_last: bool) {
        let phase = if is_last { Phase::Sent } else { Phase::Sending };
        self.change(|moment| {
            moment.bytes += bytes as u64;
            moment.is_reading = false;
            moment.phase = moment.phase.max(phase);
        });
    }

    /// The body has nothing to hand over yet.
    pub(crate) fn reading(&self) {
        self.change(|moment| {
            moment.is_reading = true;
            moment.phase = moment.phase.max(Phase::Sending);
        });
    }

    pub(crate) fn interim_answer(&self) {
        let mut state = self.lock();
        state.interim += 1;
        let watcher = state.watcher.take();
        drop(state);
        if let Some(watcher) = watcher {
            watcher.wake();
        }
    }

    /// How many interim answers have come.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn interim(&self) -> u32 {
        self.lock().interim
    }

    fn change(&self, change: impl FnOnce(&mut Moment)) {
        let mut state = self.lock();
        let before = state.moment;
        change(&mut state.moment);
        if state.moment != before && state.moment.phase >= Phase::Sending {
            state.since = Some(Instant::now());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
