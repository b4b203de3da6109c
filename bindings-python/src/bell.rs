//! How waiting asyncio tasks are woken: one file descriptor an event loop, and a list of the calls that have something.

use std::{
    os::fd::{AsFd as _, AsRawFd as _},
    sync::{Arc, Mutex, PoisonError},
    task::{Wake, Waker},
};

use pyo3::prelude::*;
use tidings::host::WakeFd;

/// The bell of one event loop. Its descriptor becomes readable when a call that was armed with it has something.
///
/// Ringing happens on the runtime's thread and never enters Python.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Bell(Arc<Shared>);

struct Shared {
    fd: Arc<WakeFd>,
    /// The tokens of the calls that have rung since the last look.
    rung: Mutex<Vec<u64>>,
}

#[pymethods]
impl Bell {
    #[new]
    fn new() -> PyResult<Self> {
        Ok(Self(Arc::new(Shared { fd: WakeFd::new()?, rung: Mutex::default() })))
    }

    /// The descriptor to watch for reading.
    fn fileno(&self) -> i32 {
        self.0.fd.as_fd().as_raw_fd()
    }

    /// The tokens of the calls that have rung; the descriptor is quiet again afterwards.
    fn answer(&self) -> Vec<u64> {
        // Quiet first: a call that rings after the list is taken finds it empty and rings anew.
        self.0.fd.drain();
        std::mem::take(&mut *self.0.rung.lock().unwrap_or_else(PoisonError::into_inner))
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

/// What a call pulls.
struct Rope {
    bell: Arc<Shared>,
    token: u64,
}

impl Wake for Rope {
    fn wake(self: Arc<Self>) {
        let mut rung = self.bell.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let first = rung.is_empty();
        rung.push(self.token);
        drop(rung);
        if first {
            self.bell.fd.clone().wake();
        }
    }
}
