//! Whose turn it is to take from the mailbox, where several threads read one stream.

use std::{
    process,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// One thread at a time has the turn. Unlike a lock it can be waited for within a limit, and it is free after a fork.
#[derive(Default)]
pub(crate) struct Turn {
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Default)]
struct State {
    /// The process whose thread has the turn; 0 while it is free.
    holder: u32,
    /// How many wait for it. To tell them is a system call, and nearly always there is none.
    waiting: usize,
}

impl Turn {
    /// Does this work in turn; `None` when the turn did not come within `limit`.
    pub(crate) fn within<R>(&self, limit: Duration, work: impl FnOnce() -> R) -> Option<R> {
        let process = process::id();
        let mut state = self.state();
        if state.holder == process {
            state.waiting += 1;
            let waited = self.free.wait_timeout_while(state, limit, |state| state.holder == process);
            let (back, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            state = back;
            state.waiting -= 1;
            if waited.timed_out() {
                return None;
            }
        }
        state.holder = process;
        drop(state);
        let _end = End(self);
        Some(work())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes the turn on, also when the work panics.
struct End<'a>(&'a Turn);

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.holder = 0;
        let is_awaited = state.waiting > 0;
        drop(state);
        if is_awaited {
            self.0.free.notify_one();
        }
    }
}
