//! A failure of the core becomes a Python exception: fields cross, classes are Python's.

use std::{error::Error as _, io, iter};

use pyo3::{prelude::*, types::PyDict};
use tidings::{Error, Sent};

use crate::{decode, facade::Facade};

/// The exception for `error`; should making it fail, that failure.
pub(crate) fn to_exception(py: Python<'_>, error: &Error) -> PyErr {
    make(py, error).unwrap_or_else(|failure| failure)
}

fn make(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let make_error = Facade::get(py)?.make_error.bind(py);
    let made = make_error.call1((error.kind().number(), fields(py, error)?, causes(error)))?;
    Ok(PyErr::from_value(made))
}

/// Everything an exception carries, by the name of its attribute.
fn fields<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyDict>> {
    let json = |bytes: Option<&bytes::Bytes>| bytes.map(|b| decode::from_json_or_text(py, b)).transpose();
    let details = error.details().map(|details| details.to_string().into());
    let fields = PyDict::new(py);
    fields.set_item("kind", error.kind().name())?;
    fields.set_item("text", error.to_string())?;
    fields.set_item("message", error.message())?;
    fields.set_item("status_code", error.status())?;
    fields.set_item("type", error.error_type())?;
    fields.set_item("details", json(details.as_ref())?)?;
    fields.set_item("request_id", error.request_id())?;
    fields.set_item("body", json(error.body())?)?;
    fields.set_item("partial_message", json(error.partial_message())?)?;
    fields.set_item("attempts", error.attempts())?;
    fields.set_item("elapsed", error.elapsed().as_secs_f64())?;
    fields.set_item("sent", sent(error.sent()))?;
    fields.set_item("may_have_run", error.may_have_run())?;
    fields.set_item("is_retryable", error.is_retryable())?;
    fields.set_item("retry_after", error.retry_after().map(|wait| wait.as_secs_f64()))?;
    Ok(fields)
}

const fn sent(sent: Sent) -> &'static str {
    match sent {
        Sent::None => "none",
        Sent::Partial => "partial",
        Sent::Full => "full",
    }
}

/// The chain of causes, outermost first: what each says, and the system's error number where there is one.
fn causes(error: &Error) -> Vec<(String, Option<i32>)> {
    let chain = iter::successors(error.source(), |&cause| cause.source());
    chain.map(|cause| (cause.to_string(), cause.downcast_ref().and_then(io::Error::raw_os_error))).collect()
}
