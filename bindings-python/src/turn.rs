//! Whose turn it is to take from the mailbox, where several threads read one stream.

use std::{
    process,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// One thread at a time has the turn. Unlike a lock it can be waited for within a limit, and it is free after a fork.
#[derive(Default)]
pub(crate) struct Turn {
    /// The process whose thread has the turn; 0 while it is free.
    holder: Mutex<u32>,
    free: Condvar,
}

impl Turn {
    /// Does this work in turn; `None` when the turn did not come within `limit`.
    pub(crate) fn within<R>(&self, limit: Duration, work: impl FnOnce() -> R) -> Option<R> {
        let process = process::id();
        let waited = self.free.wait_timeout_while(self.holder(), limit, |holder| *holder == process);
        let (mut holder, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return None;
        }
        *holder = process;
        drop(holder);
        let _end = End(self);
        Some(work())
    }

    fn holder(&self) -> MutexGuard<'_, u32> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes the turn on, also when the work panics.
struct End<'a>(&'a Turn);

impl Drop for End<'_> {
    fn drop(&mut self) {
        *self.0.holder() = 0;
        self.0.free.notify_one();
    }
}
