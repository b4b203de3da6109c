//! The only file with `unsafe`: what pyo3 has no safe function for.

use pyo3::{Python, ffi};

/// The number of the interpreter that this thread is in; no other of this process ever has the same.
pub(crate) fn interpreter(_attached: Python<'_>) -> i64 {
    // SAFETY: an attached thread has a current interpreter, and both functions only read.
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) }
}
