//! A failure of the core becomes a Python exception: fields cross, classes are Python's.

use std::{error::Error as StdError, io, iter, sync::Arc};

use pyo3::{
    exceptions::{PyException, PyOSError},
    intern,
    prelude::*,
    types::PyDict,
};
use tidings::{Error, ErrorCode, ErrorKind, Response, ResponseHead, Sent};

use crate::{decode, desk::Raised, facade::Facade};

/// What is known of the answer besides what an error says itself.
#[derive(Clone, Copy, Default)]
pub(crate) struct Answer<'a> {
    pub(crate) head: Option<&'a ResponseHead>,
    pub(crate) body: Option<&'a [u8]>,
    pub(crate) attempts: u32,
}

impl<'a> Answer<'a> {
    /// Of an answer whose body is no part of it yet.
    pub(crate) fn of_head(response: &'a Response) -> Self {
        Self { head: Some(&response.head), body: None, attempts: response.attempts }
    }
}

impl<'a> From<&'a Response> for Answer<'a> {
    fn from(response: &'a Response) -> Self {
        Self { head: Some(&response.head), body: Some(&response.body), attempts: response.attempts }
    }
}

/// The exception for `error`; should making it fail, that failure.
pub(crate) fn to_exception(py: Python<'_>, error: &Error, known: Answer<'_>) -> PyErr {
    make(py, error, known).unwrap_or_else(|failure| failure)
}

fn make(py: Python<'_>, error: &Error, known: Answer<'_>) -> PyResult<PyErr> {
    let made = Facade::get(py)?.error(py, error.class_name(), &error.to_string())?;
    made.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>()?.update(fields(py, error, known)?.as_mapping())?;
    let made = PyErr::from_value(made);
    made.set_cause(py, cause(py, error));
    Ok(made)
}

/// One exception of every kind and of every known code, with the names of its class and of that class's base.
pub(crate) fn samples(py: Python<'_>) -> Vec<(&'static str, &'static str, PyErr)> {
    let of = |base, error: Error| (error.class_name(), base, to_exception(py, &error, Answer::default()));
    let kinds = ErrorKind::ALL.iter().map(|kind| of(kind.parent_class(), Error::new(*kind, "words")));
    let codes = ErrorCode::ALL.iter().map(|code| of(code.kind().class_name(), code.to_error("words")));
    kinds.chain(codes).collect()
}

/// Everything an exception carries, by the name of its attribute.
fn fields<'py>(py: Python<'py>, error: &Error, known: Answer<'_>) -> PyResult<Bound<'py, PyDict>> {
    let json = |bytes: Option<&[u8]>| bytes.map(|bytes| decode::json_or_text(py, bytes)).transpose();
    let details = error.details().map(ToString::to_string);
    let fields = PyDict::new(py);
    fields.set_item("kind", error.kind().name())?;
    fields.set_item("reason", error.reason().map(tidings::Reason::name))?;
    fields.set_item("message", error.message())?;
    fields.set_item("status_code", error.status().or(known.head.map(|head| head.status)))?;
    fields.set_item("type", error.error_type())?;
    fields.set_item("error_code", error.error_code())?;
    fields.set_item("api_message", error.api_message())?;
    fields.set_item("workspace_id", error.workspace_id())?;
    fields.set_item("details", json(details.as_ref().map(String::as_bytes))?)?;
    fields.set_item("request_id", error.request_id().or(known.head.and_then(ResponseHead::request_id)))?;
    fields.set_item("headers", headers(py, error, known)?)?;
    let body = error.body().map(|body| &**body).or(known.body);
    fields.set_item("body", json(body)?)?;
    fields.set_item("raw_body", body)?;
    fields.set_item("partial_message", json(error.partial_message().map(|message| &**message))?)?;
    fields.set_item("attempts", error.attempts().max(known.attempts))?;
    fields.set_item("elapsed", error.elapsed().as_secs_f64())?;
    fields.set_item("sent", sent(error.sent()))?;
    fields.set_item("may_have_run", error.may_have_run())?;
    fields.set_item("is_retryable", error.is_retryable())?;
    fields.set_item("retry_after", error.retry_after().map(|wait| wait.as_secs_f64()))?;
    Ok(fields)
}

/// The headers of the answer by their names in lower case; cookies, which may be credentials, are left out.
fn headers<'py>(py: Python<'py>, error: &Error, known: Answer<'_>) -> PyResult<Option<Bound<'py, PyDict>>> {
    let Some(headers) = error.headers().or(known.head.map(|head| &head.headers)) else { return Ok(None) };
    let dict = PyDict::new(py);
    for name in headers.keys().filter(|name| name.as_str() != "set-cookie") {
        let values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        dict.set_item(name.as_str(), values.collect::<Vec<_>>().join(", "))?;
    }
    Ok(Some(dict))
}

const fn sent(sent: Sent) -> &'static str {
    match sent {
        Sent::None => "none",
        Sent::Partial => "partial",
        Sent::Full => "full",
    }
}

/// The chain of causes, the innermost last. A system error is the `OSError` it stands for.
fn cause(py: Python<'_>, error: &Error) -> Option<PyErr> {
    let chain: Vec<_> = iter::successors(error.source(), |&cause| cause.source()).collect();
    chain.into_iter().rev().fold(None, |inner, cause| {
        // What a provider of tokens has raised comes back as it was.
        let shared = cause.downcast_ref::<Arc<dyn StdError + Send + Sync>>();
        if let Some(raised) = shared.and_then(|cause| cause.downcast_ref::<Raised>()) {
            return Some(raised.error.clone_ref(py));
        }
        let outer = match cause.downcast_ref().and_then(io::Error::raw_os_error) {
            Some(number) => PyOSError::new_err((number, cause.to_string())),
            None => PyException::new_err(cause.to_string()),
        };
        outer.set_cause(py, inner);
        Some(outer)
    })
}
