//! An answer as Python holds it: status, headers and body, looked at only where somebody asks.

use pyo3::{prelude::*, types::PyBytes};
use tidings::{Error, ErrorKind, Response, ResponseHead, Sent};

use crate::{
    decode,
    error::{self, Answer},
};

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

    /// The version of HTTP that it came by, such as `HTTP/1.1`.
    #[getter]
    fn http_version(&self) -> String {
        format!("{:?}", self.head().version)
    }

    /// The same answer with this body.
    fn with_body(&self, body: Vec<u8>) -> Self {
        let mut answer = self.0.clone();
        answer.body = body.into();
        Self(answer)
    }

    /// The exception for an answer that is not what the call is for.
    fn misfit<'py>(&self, py: Python<'py>, why: &str) -> Bound<'py, PyAny> {
        let failure = Error::new(ErrorKind::UnexpectedResponse, why).with_sent(Sent::Full);
        error::to_exception(py, &failure, Answer::from(&self.0)).into_value(py).into_bound(py).into_any()
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
    /// Where the results of the batch are that this answer holds.
    ///
    /// # Errors
    /// When it holds none, or one that has no results yet.
    pub(crate) fn results_path(&self, client: &tidings::Client) -> Result<String, Error> {
        let batch = serde_json::from_slice(&self.0.body)
            .map_err(|why| Error::new(ErrorKind::UnexpectedResponse, format!("the answer is no batch: {why}")))?;
        client.batches().results_request(&batch).map(|request| request.target().to_owned())
    }

    fn head(&self) -> &ResponseHead {
        &self.0.head
    }
}
