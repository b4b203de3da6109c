//! JSON to Python objects, in one pass and without a tree in between.

use jiter::{PythonParse, StringCacheMode, map_json_error};
use pyo3::prelude::*;

/// Dicts, lists, strings and numbers (integers of any size).
///
/// # Errors
/// `ValueError` when the bytes are not JSON.
pub(crate) fn from_json<'py>(py: Python<'py>, json: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    // Keys repeat from message to message, text does not.
    let parser = PythonParse { cache_mode: StringCacheMode::Keys, ..PythonParse::default() };
    parser.python_parse(py, json).map_err(|error| map_json_error(json, &error))
}

/// Python objects where the bytes are JSON, else their text.
pub(crate) fn from_json_or_text<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    match from_json(py, bytes) {
        Ok(value) => Ok(value),
        Err(_) => Ok(String::from_utf8_lossy(bytes).into_pyobject(py)?.into_any()),
    }
}
