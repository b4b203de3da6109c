//! Text that is the beginning of JSON, as far as it has come.

use jiter::{PartialMode, PythonParse, StringCacheMode};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The value so far: what is not finished is left out, but for strings, which are as long as they have come.
///
/// # Errors
/// `ValueError` when the text cannot be the beginning of JSON.
pub(crate) fn value<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let parser = PythonParse {
        cache_mode: StringCacheMode::Keys,
        partial_mode: PartialMode::TrailingStrings,
        ..PythonParse::default()
    };
    let json = text.as_bytes();
    parser.python_parse(py, json).map_err(|why| PyValueError::new_err(why.description(json)))
}
