//! The host's end of a call.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use tokio::task::AbortHandle;

use super::{
    mailbox::Take,
    parker::Parker,
    pump::{CallMailbox, Delivery},
    runtime::{self, Driver, Unattended, Waited},
};
use crate::error::{Error, ErrorKind, Sent};

/// Everything a call has brought since the last look, and how it ended if it has.
pub type Taken = Take<Delivery, Result<(), Error>>;

/// A call under way. Dropping it cancels the request and closes its connection.
///
/// All methods may be called from any thread. One consumer at a time takes; cancelling is open to all.
pub struct Call {
    mailbox: Arc<CallMailbox>,
    task: AbortHandle,
    driver: Driver,
    /// There from when somebody does not wait for it on a thread, until its end has been taken.
    unattended: Mutex<Option<Unattended>>,
    parker: Arc<Parker>,
    process: u32,
}

impl Call {
    pub(super) fn new(mailbox: Arc<CallMailbox>, task: AbortHandle, driver: Driver) -> Self {
        let process = driver.process;
        Self { mailbox, task, driver, unattended: Mutex::default(), parker: Arc::default(), process }
    }

    /// Takes everything that is there; where there is nothing, `waker` is woken once when there is.
    ///
    /// After the end has been taken it stays pending: the host remembers that a call is over.
    pub fn poll_take(&self, waker: &Waker) -> Poll<Taken> {
        if let Some(end) = self.in_child() {
            return Poll::Ready(end);
        }
        let taken = self.look(waker);
        match &taken {
            Poll::Pending => self.leave(),
            Poll::Ready(taken) if taken.end.is_some() => drop(self.unattended().take()),
            Poll::Ready(_) => {}
        }
        taken
    }

    /// Waits on this thread until there is something to take, for at most `limit` ([`Duration::MAX`] for ever); `None` when the time is over.
    ///
    /// Meanwhile the thread may do the work of all calls of the process.
    #[must_use]
    pub fn wait(&self, limit: Duration) -> Option<Taken> {
        if let Some(end) = self.in_child() {
            return Some(end);
        }
        if let Poll::Ready(taken) = self.look(Waker::noop()) {
            return Some(taken);
        }
        if limit.is_zero() {
            return None;
        }
        let deadline = Instant::now().checked_add(limit);
        if runtime::is_here() {
            self.leave();
        } else {
            match self.driver.wait(deadline, |cx| self.mailbox.poll_take(cx)) {
                Waited::Arrived(taken) => {
                    if taken.end.is_some() {
                        drop(self.unattended().take());
                    }
                    return Some(taken);
                }
                Waited::InVain => return None,
                Waited::Closed => self.cancel(),
            }
        }
        let waker = self.parker.waker();
        loop {
            if let Poll::Ready(taken) = self.look(&waker) {
                return Some(taken);
            }
            if !self.parker.park(deadline) {
                return None;
            }
        }
    }

    /// Cancels the call: its connection is closed at once, and what is taken next ends with
    /// [`ErrorKind::Cancelled`] unless it was over already.
    pub fn cancel(&self) {
        if self.process == std::process::id() {
            self.mailbox.close(Err(cancelled()));
            self.end();
        }
    }

    /// Nobody waits for it on a thread from now on.
    fn leave(&self) {
        let mut unattended = self.unattended();
        if unattended.is_none() && !self.task.is_finished() {
            *unattended = self.driver.attend();
        }
    }

    fn unattended(&self) -> MutexGuard<'_, Option<Unattended>> {
        self.unattended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it ends in the child of a fork, where a thread that is not there may hold its locks.
    fn in_child(&self) -> Option<Taken> {
        (self.process != std::process::id()).then(|| Take { items: Vec::new(), end: Some(Err(forked())) })
    }

    fn look(&self, waker: &Waker) -> Poll<Taken> {
        self.mailbox.poll_take(&mut Context::from_waker(waker))
    }

    fn end(&self) {
        if !self.task.is_finished() {
            self.task.abort();
            // Its connection is closed by whoever drives.
            self.driver.hurry();
        }
    }
}

impl fmt::Debug for Call {
    /// Shows nothing of what has arrived.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("running", &!self.task.is_finished()).finish_non_exhaustive()
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // In the child of a fork the runtime is the parent's and must not be touched.
        if self.process == std::process::id() {
            self.mailbox.hang_up();
            self.end();
        }
    }
}

/// How a call ends that its caller did not want any more. What had left of it by then is not known here.
pub(super) fn cancelled() -> Error {
    Error::new(ErrorKind::Cancelled, "the call was cancelled").with_sent(Sent::Partial)
}

/// How a call ends in the child of a fork.
pub(super) fn forked() -> Error {
    Error::new(ErrorKind::Forked, "the call began in the parent process and cannot go on after a fork")
}

/// How a call ends that panicked.
pub(super) fn panicked() -> Error {
    Error::new(ErrorKind::Panic, "a defect inside Tidings ended the call")
}
