//! The end of the interpreter.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use pyo3::prelude::*;
use tidings::{Error, ErrorKind, host};

use crate::{
    error::{self, Answer},
    facade::Facade,
};

static ENDING: AtomicBool = AtomicBool::new(false);

/// Ends every call under way and stops the runtime's threads, waiting at most `limit` seconds for them.
pub(crate) fn shutdown(py: Python<'_>, limit: f64) {
    ENDING.store(true, Ordering::Relaxed);
    py.detach(|| host::shutdown(Duration::try_from_secs_f64(limit).unwrap_or_default()));
}

/// The exception for a call that failed.
///
/// The interpreter ends all threads but its own without a word. One that was told of it first, its call cancelled, would have
/// time to write a traceback that nobody can do anything about; so it stays here for ever.
pub(crate) fn exception(py: Python<'_>, failure: &Error, known: Answer<'_>) -> PyResult<PyErr> {
    let cancelled = failure.kind() == ErrorKind::Cancelled && ENDING.load(Ordering::Relaxed);
    if cancelled && !Facade::get(py)?.hears_signals(py) {
        py.detach(|| {
            loop {
                thread::park();
            }
        });
    }
    Ok(error::to_exception(py, failure, known))
}
