//! How waiting tasks of an event loop are woken: one bell a loop, and a list of the calls that have something.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    task::{Wake, Waker},
    time::Duration,
};

use pyo3::prelude::*;

#[cfg(not(unix))]
use self::no_descriptor::Descriptor;
#[cfg(unix)]
use self::unix::Descriptor;

/// The bell of one event loop. It rings when a call that was armed with it has something.
///
/// A loop hears it in one of two ways: it watches the descriptor, or a thread of its own waits for it. Ringing happens on
/// the runtime's thread and never enters Python.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Bell(Arc<Shared>);

#[derive(Default)]
struct Shared {
    descriptor: Descriptor,
    rung: Mutex<Rung>,
    /// For the thread that waits.
    changed: Condvar,
}

#[derive(Default)]
struct Rung {
    /// The tokens of the calls that have rung since the last look.
    tokens: Vec<u64>,
    /// How many threads wait. To wake none costs a system call too.
    waiting: usize,
    ended: bool,
}

#[pymethods]
impl Bell {
    #[new]
    fn new() -> Self {
        Self(Arc::default())
    }

    /// The descriptor to watch for reading, made when it is first asked for; `NotImplementedError` where there are none
    /// that a loop could watch, `OSError` when the process has none left.
    fn fileno(&self) -> PyResult<i32> {
        self.0.descriptor.number()
    }

    /// The tokens of the calls that have rung; the descriptor is quiet again afterwards.
    fn answer(&self) -> Vec<u64> {
        // Quiet first: a call that rings after the list is taken finds it empty and rings anew.
        self.0.descriptor.quieten();
        std::mem::take(&mut self.0.rung().tokens)
    }

    /// Waits for a ring, `limit` seconds at most, and gives the tokens of the calls that have rung; `None` once the bell
    /// has ended. Other threads of Python run meanwhile.
    fn wait(&self, py: Python<'_>, limit: f64) -> Option<Vec<u64>> {
        let limit = Duration::try_from_secs_f64(limit).unwrap_or(Duration::MAX);
        py.detach(|| self.0.wait(limit))
    }

    /// The loop is over: whoever waits for the bell waits no longer.
    fn end(&self) {
        self.0.rung().ended = true;
        self.0.changed.notify_all();
    }
}

impl Bell {
    /// A waker that rings this bell in the name of `token`.
    pub(crate) fn waker(&self, token: u64) -> Waker {
        Waker::from(Arc::new(Rope { bell: self.0.clone(), token }))
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn share(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Shared {
    fn rung(&self) -> MutexGuard<'_, Rung> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, limit: Duration) -> Option<Vec<u64>> {
        let mut rung = self.rung();
        rung.waiting += 1;
        let quiet = |rung: &mut Rung| rung.tokens.is_empty() && !rung.ended;
        let waited = self.changed.wait_timeout_while(rung, limit, quiet);
        let mut rung = waited.unwrap_or_else(PoisonError::into_inner).0;
        rung.waiting -= 1;
        (!rung.ended).then(|| std::mem::take(&mut rung.tokens))
    }

    fn ring(&self, token: u64) {
        let mut rung = self.rung();
        let first = rung.tokens.is_empty();
        rung.tokens.push(token);
        let heard = rung.waiting > 0;
        drop(rung);
        if first {
            self.descriptor.wake();
        }
        if first && heard {
            self.changed.notify_one();
        }
    }
}

/// What a call pulls.
struct Rope {
    bell: Arc<Shared>,
    token: u64,
}

impl Wake for Rope {
    fn wake(self: Arc<Self>) {
        self.bell.ring(self.token);
    }
}

#[cfg(unix)]
mod unix {
    use std::{
        os::fd::{AsFd as _, AsRawFd as _},
        sync::{Arc, OnceLock},
    };

    use pyo3::PyResult;
    use tidings::host::WakeFd;

    /// A descriptor, once somebody has asked for it.
    #[derive(Default)]
    pub(super) struct Descriptor(OnceLock<Arc<WakeFd>>);

    impl Descriptor {
        pub(super) fn number(&self) -> PyResult<i32> {
            let fd = if let Some(fd) = self.0.get() {
                fd
            } else {
                let fresh = WakeFd::new()?;
                self.0.get_or_init(|| fresh)
            };
            Ok(fd.as_fd().as_raw_fd())
        }

        pub(super) fn wake(&self) {
            if let Some(fd) = self.0.get() {
                std::task::Wake::wake_by_ref(fd);
            }
        }

        pub(super) fn quieten(&self) {
            if let Some(fd) = self.0.get() {
                fd.drain();
            }
        }
    }
}

#[cfg(not(unix))]
mod no_descriptor {
    use pyo3::{PyResult, exceptions::PyNotImplementedError};

    /// No descriptor: loops of Windows watch sockets or, by default, nothing at all.
    #[derive(Default)]
    pub(super) struct Descriptor;

    impl Descriptor {
        #[expect(clippy::unused_self, reason = "as on Unix")]
        pub(super) fn number(&self) -> PyResult<i32> {
            Err(PyNotImplementedError::new_err("no event loop of this platform can watch a descriptor of ours"))
        }

        #[expect(clippy::unused_self, reason = "as on Unix")]
        pub(super) fn wake(&self) {}

        #[expect(clippy::unused_self, reason = "as on Unix")]
        pub(super) fn quieten(&self) {}
    }
}
