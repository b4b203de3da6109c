//! A call of the core as the threads and event loops of a C program use it.

use std::{
    ffi::{c_int, c_void},
    sync::{Arc, Mutex, MutexGuard, OnceLock, TryLockError},
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use tidings::{
    Error, ErrorKind,
    host::{Call, Taken},
};

use crate::{
    bell::{Bell, WakerCallback},
    boundary::Misuse,
    callback::may_wait,
    error::Failure,
    handle::Lent,
    origin::Origin,
    result::ResultCode,
};

/// How long a reader may be kept waiting.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Patience {
    /// As long as it takes.
    Endless,
    /// Not at all: it only looks.
    None,
    /// Until then.
    Until(Instant),
}

impl Patience {
    /// For a time in milliseconds, as C gives it.
    pub(crate) fn of(milliseconds: u64) -> Self {
        match milliseconds {
            0 => Self::None,
            u64::MAX => Self::Endless,
            _ => Instant::now().checked_add(Duration::from_millis(milliseconds)).map_or(Self::Endless, Self::Until),
        }
    }

    /// Refuses to wait where that would be for ever.
    pub(crate) fn allowed(self) -> Result<Self, Misuse> {
        if !matches!(self, Self::None) {
            may_wait()?;
        }
        Ok(self)
    }

    fn left(self) -> Duration {
        match self {
            Self::Endless => Duration::MAX,
            Self::None => Duration::ZERO,
            Self::Until(deadline) => deadline.saturating_duration_since(Instant::now()),
        }
    }
}

/// What one thread at a time may wait with; a second one is refused, never kept waiting.
pub(crate) fn alone<'a, T>(what: &'a Mutex<T>, refusal: &str) -> Result<MutexGuard<'a, T>, Misuse> {
    match what.try_lock() {
        Ok(free) => Ok(free),
        // A panic cannot leave it half changed, so a poisoned lock is as good as any.
        Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => Err(Misuse::new(ResultCode::BUSY, refusal)),
    }
}

/// A call, whoever waits for it, and whoever wants to hear of it.
#[derive(Debug)]
pub(crate) struct UnderWay {
    call: Call,
    origin: Origin,
    /// What the child of a fork is told. Made in the child.
    forked: OnceLock<Lent<Failure>>,
    bell: Arc<Bell>,
    waker: Waker,
}

impl UnderWay {
    pub(crate) fn new(call: Call) -> Self {
        let bell = Arc::<Bell>::default();
        Self { call, origin: Origin::here(), forked: OnceLock::new(), waker: Waker::from(bell.clone()), bell }
    }

    /// Whether this is the child of a fork. Asked before anything that a thread of the parent may have locked.
    pub(crate) fn is_parents(&self) -> bool {
        self.origin.is_parent()
    }

    /// What this process is told if it is the child of a fork.
    pub(crate) fn forked(&self) -> Option<&Lent<Failure>> {
        let message = "the call began in the parent process and cannot go on after a fork";
        let failure = || Lent::new(Arc::new(Failure::from(&Error::new(ErrorKind::Forked, message))));
        self.is_parents().then(|| self.forked.get_or_init(failure))
    }

    /// Takes everything that is there; where there is nothing in time, whoever listens will hear of what comes.
    pub(crate) fn take(&self, patience: Patience) -> Option<Taken> {
        let waited = match patience.left() {
            Duration::ZERO => None,
            left => self.call.wait(left),
        };
        // Only whoever asked to hear of it has the call go on while no thread waits for it.
        let is_over = matches!(patience, Patience::Until(_)) && !self.bell.is_heard();
        let taken = waited.or_else(|| if is_over { None } else { self.look() });
        if taken.is_some() {
            self.bell.note_news();
        }
        taken
    }

    fn look(&self) -> Option<Taken> {
        loop {
            if let Poll::Ready(taken) = self.call.poll_take(&self.waker) {
                return Some(taken);
            }
            if self.bell.arm() {
                return None;
            }
        }
    }

    /// Cancels from any thread. That is news: whoever listens hears of it.
    pub(crate) fn cancel(&self) {
        if !self.is_parents() {
            self.call.cancel();
        }
    }

    /// Cancels for an owner that goes away: nobody hears of it, and nothing of the program's is called from now on.
    pub(crate) fn abandon(&self) {
        if !self.is_parents() {
            self.bell.listen(None, std::ptr::null_mut());
            self.call.cancel();
        }
    }

    /// A descriptor that is readable while there may be news; -1 where there is none.
    pub(crate) fn fd(&self) -> c_int {
        if self.is_parents() { -1 } else { self.bell.fd() }
    }

    pub(crate) fn listen(&self, waker: WakerCallback, userdata: *mut c_void) {
        if !self.is_parents() {
            self.bell.listen(waker, userdata);
        }
    }

    #[cfg(test)]
    pub(crate) fn call(&self) -> &Call {
        &self.call
    }
}
