//! JSON to Python objects, in one pass and without a tree in between.

use jiter::{JsonError, PythonParse, StringCacheMode};
use pyo3::{prelude::*, types::PyDict};
use tidings::{Error, ErrorKind, Sent};

use crate::error::{self, Answer};

/// The objects of an answer that the core took for JSON: dicts, lists, strings and numbers (integers of any size).
///
/// # Errors
/// An exception of the kind `unexpected_response` when it cannot be read all the same, such as one nested too deeply.
pub(crate) fn answer<'py>(py: Python<'py>, json: &[u8], known: Answer<'_>) -> PyResult<Bound<'py, PyAny>> {
    parse(py, json).map_err(|why| refusal(py, ErrorKind::UnexpectedResponse, "the answer", json, &why, known))
}

/// The fields of an event.
///
/// # Errors
/// An exception of the kind `stream_malformed` when it cannot be read.
pub(crate) fn event<'py>(py: Python<'py>, json: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let known = Answer::default();
    parse(py, json).map_err(|why| refusal(py, ErrorKind::StreamMalformed, "an event of the stream", json, &why, known))
}

/// The fields of a JSON object.
///
/// # Errors
/// Why it is none.
pub(crate) fn object<'py>(py: Python<'py>, json: &[u8]) -> Result<Bound<'py, PyAny>, String> {
    let value = parse(py, json).map_err(|why| why.description(json))?;
    if value.is_instance_of::<PyDict>() { Ok(value) } else { Err("it is no JSON object".to_owned()) }
}

/// Python objects where the bytes are JSON, else their text.
pub(crate) fn json_or_text<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    match parse(py, bytes) {
        Ok(value) => Ok(value),
        Err(_) => Ok(String::from_utf8_lossy(bytes).into_pyobject(py)?.into_any()),
    }
}

fn parse<'py>(py: Python<'py>, json: &[u8]) -> Result<Bound<'py, PyAny>, JsonError> {
    // Keys repeat from message to message, text does not.
    let parser = PythonParse { cache_mode: StringCacheMode::Keys, ..PythonParse::default() };
    parser.python_parse(py, json)
}

fn refusal(py: Python<'_>, kind: ErrorKind, what: &str, json: &[u8], why: &JsonError, known: Answer<'_>) -> PyErr {
    let message = format!("{what} cannot be read: {}", why.description(json));
    let failure = Error::new(kind, message).with_sent(Sent::Full);
    error::to_exception(py, &failure, Answer { body: Some(json), ..known })
}
