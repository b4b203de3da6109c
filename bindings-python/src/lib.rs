//! The native half of the Python package: it translates values and wakes the interpreter; everything else is the core's.
//!
//! The Python half (`python/tidings`) holds the classes that users see. `facade.rs` is the only place that reaches into it.

mod bell;
mod call;
mod client;
mod decode;
mod desk;
mod encode;
mod ending;
mod error;
mod escape;
mod event;
mod facade;
mod ffi;
mod following;
mod growth;
mod inbox;
mod lane;
mod lazy;
mod options;
mod pages;
mod partial;
mod partial_file;
mod plan;
mod pressure;
mod reply;
mod request;
mod seed;
mod short;
mod told;
mod turn;
mod whole;

use std::sync::atomic::{AtomicI64, Ordering};

use pyo3::{exceptions::PyImportError, prelude::*};

/// The module `tidings._native`. Private: it may change with every release.
#[pymodule(gil_used = false)]
mod _native {
    use super::{PyResult, Python, pyfunction};

    #[pymodule_export]
    use super::bell::Bell;
    #[pymodule_export]
    use super::call::Call;
    #[pymodule_export]
    use super::client::Client;
    #[pymodule_export]
    use super::desk::{Desk, Ticket};
    #[pymodule_export]
    use super::lane::Lane;
    #[pymodule_export]
    use super::lazy::{Field, Lazy};
    #[pymodule_export]
    use super::pages::Pager;
    #[pymodule_export]
    use super::partial_file::PartialFile;
    #[pymodule_export]
    use super::reply::Reply;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// Whether this was built for development: with checks, and slower.
    #[pymodule_export]
    const DEVELOPMENT: bool = cfg!(debug_assertions);

    #[pymodule_export]
    const WHOLE: u8 = super::request::Mode::WHOLE;
    #[pymodule_export]
    const ANY: u8 = super::request::Mode::ANY;
    #[pymodule_export]
    const RAW: u8 = super::request::Mode::RAW;
    #[pymodule_export]
    const STREAM: u8 = super::request::Mode::STREAM;
    #[pymodule_export]
    const BYTES: u8 = super::request::Mode::BYTES;

    /// The path whose `{name}` places are filled with these values, each percent-encoded as one segment.
    #[pyfunction]
    #[expect(clippy::needless_pass_by_value, reason = "what comes from Python comes by value")]
    fn path(py: Python<'_>, template: &str, parameters: Vec<(String, String)>) -> PyResult<String> {
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        tidings::Request::path(template, &parameters)
            .map_err(|failure| super::error::to_exception(py, &failure, super::error::Answer::default()))
    }

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> PyResult<()> {
        super::claim(module.py())
    }

    /// JSON bytes of a request body.
    #[pyfunction]
    fn encode(py: Python<'_>, value: &pyo3::Bound<'_, pyo3::PyAny>) -> PyResult<pyo3::Py<pyo3::types::PyBytes>> {
        Ok(pyo3::types::PyBytes::new(py, &super::encode::to_json(value)?).unbind())
    }

    /// An object of a class of answers, which takes the dict over as its fields.
    #[pyfunction]
    fn build<'py>(
        class: &pyo3::Bound<'py, pyo3::types::PyType>,
        fields: &pyo3::Bound<'py, pyo3::types::PyDict>,
    ) -> PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
        super::plan::build(class, fields)
    }

    /// The value that the beginning of a JSON text has so far.
    #[pyfunction]
    fn decode_partial<'py>(py: Python<'py>, text: &str) -> PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
        super::partial::value(py, text)
    }

    /// An exception of every kind of error and of every known code, with the names of its class and of that class's base.
    #[pyfunction]
    fn errors(py: Python<'_>) -> Vec<(&'static str, &'static str, pyo3::PyErr)> {
        super::error::samples(py)
    }

    /// Ends every call under way and stops the runtime's threads, waiting at most `limit` seconds for them.
    #[pyfunction]
    fn shutdown(py: Python<'_>, limit: f64) {
        super::ending::shutdown(py, limit);
    }
}

/// Makes the module this interpreter's, for ever: its classes, and what `facade.rs` has looked up, are there once a process
/// and belong to one interpreter. An `ImportError` in any other.
fn claim(py: Python<'_>) -> PyResult<()> {
    const NOBODY: i64 = -1;
    static OWNER: AtomicI64 = AtomicI64::new(NOBODY);
    let us = ffi::interpreter(py);
    match OWNER.compare_exchange(NOBODY, us, Ordering::Relaxed, Ordering::Relaxed) {
        Err(owner) if owner != us => Err(PyImportError::new_err(
            "tidings can be used by one interpreter of a process, and another one has imported it before: \
             sub-interpreters are not supported beside it",
        )),
        _ => Ok(()),
    }
}
