//! An answer as Python holds it: status, headers and body, looked at only where somebody asks.

use pyo3::{prelude::*, types::PyBytes};
use tidings::{Response, ResponseHead};

use crate::{decode, error::Answer};

/// The answer to a call; of a stream, as it was when its head had arrived, without a body.
#[pyclass(frozen, name = "Answer", module = "tidings._native")]
pub(crate) struct Reply(pub(crate) Response);

#[pymethods]
impl Reply {
    /// The HTTP status.
    #[getter]
    fn status(&self) -> u16 {
        self.head().status
    }

    /// Names in lower case and values, repeated where the answer repeats them.
    #[getter]
    fn headers(&self) -> Vec<(&str, String)> {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        self.head().headers.iter().map(|(name, value)| (name.as_str(), text(value.as_bytes()))).collect()
    }

    /// The id to quote to the API's support.
    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.head().request_id()
    }

    /// The workspace that the credential belongs to.
    #[getter]
    fn workspace_id(&self) -> Option<&str> {
        self.head().workspace_id()
    }

    /// How many times the request was tried.
    #[getter]
    fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Seconds from the call to the answer, or to its head, waits between attempts included.
    #[getter]
    fn elapsed(&self) -> f64 {
        self.0.elapsed.as_secs_f64()
    }

    /// The body as it came; empty for a stream.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.body)
    }

    /// The body as Python objects; `None` for one without content.
    fn json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        if self.0.body.is_empty() {
            return Ok(py.None().into_bound(py));
        }
        decode::answer(py, &self.0.body, Answer::from(&self.0))
    }

    fn __repr__(&self) -> String {
        format!("<Answer {}, {} bytes>", self.status(), self.0.body.len())
    }
}

impl Reply {
    fn head(&self) -> &ResponseHead {
        &self.0.head
    }
}
