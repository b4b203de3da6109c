//! The native client: options in, calls out.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pyo3::{exceptions::PyValueError, prelude::*};
use tidings::{CallOptions, ClientBuilder, Error, ErrorKind, Request, host};

use crate::{
    call::Call,
    encode,
    error::{self, Answer},
    facade::Facade,
};

/// A header and its value; without a value the header is removed.
type Header = (String, Option<String>);

/// The attributes of a `tidings.Timeout`, in seconds: `None` is not said, infinity is no limit.
#[derive(Clone, Copy, FromPyObject)]
struct Limits {
    connect: Option<f64>,
    head: Option<f64>,
    idle: Option<f64>,
    total: Option<f64>,
}

/// A client of the core.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Client {
    /// Empty once it is closed. Held for an instant only.
    core: Mutex<Option<tidings::Client>>,
    base_url: String,
    max_retries: u32,
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (*, api_key, auth_token, api_key_header, base_url, anthropic_version, limits, max_retries,
                        max_retry_after, validation, stream_long_calls, default_headers))]
    #[expect(clippy::too_many_arguments, reason = "one argument for each option; Python names them all")]
    fn new(
        py: Python<'_>,
        api_key: Option<String>,
        auth_token: Option<String>,
        api_key_header: Option<String>,
        base_url: Option<String>,
        anthropic_version: Option<String>,
        limits: Limits,
        max_retries: Option<u32>,
        max_retry_after: Option<f64>,
        validation: Option<bool>,
        stream_long_calls: Option<bool>,
        default_headers: Vec<Header>,
    ) -> PyResult<Self> {
        // Now, as imports are not safe in threads that the end of the interpreter may overtake.
        Facade::get(py)?;
        let mut builder = tidings::Client::builder().user_agent(concat!("tidings-python/", env!("CARGO_PKG_VERSION")));
        builder = with(builder, api_key, ClientBuilder::api_key);
        builder = with(builder, auth_token, ClientBuilder::auth_token);
        builder = with(builder, api_key_header, ClientBuilder::api_key_header);
        builder = with(builder, base_url, ClientBuilder::base_url);
        builder = with(builder, anthropic_version, ClientBuilder::anthropic_version);
        builder = with(builder, max_retries, ClientBuilder::max_retries);
        builder = with(builder, seconds("max_retry_after", max_retry_after)?, ClientBuilder::max_retry_after);
        builder = with(builder, validation, ClientBuilder::validation);
        builder = with(builder, stream_long_calls, ClientBuilder::stream_long_calls);
        builder = with(builder, seconds("timeout.connect", limits.connect)?, ClientBuilder::connect_timeout);
        builder = with(builder, seconds("timeout.head", limits.head)?, ClientBuilder::head_timeout);
        builder = with(builder, seconds("timeout.idle", limits.idle)?, ClientBuilder::idle_timeout);
        builder = with(builder, seconds("timeout.total", limits.total)?, ClientBuilder::total_timeout);
        for (name, value) in default_headers {
            builder = match value {
                Some(value) => builder.default_header(name, value),
                None => builder.without_default_header(name),
            };
        }
        let client = builder.build().map_err(|failure| error::to_exception(py, &failure, Answer::default()))?;
        let (base_url, max_retries) = (client.base_url().to_owned(), client.max_retries());
        Ok(Self { core: Mutex::new(Some(client)), base_url, max_retries })
    }

    #[getter]
    fn base_url(&self) -> &str {
        &self.base_url
    }

    #[getter]
    fn max_retries(&self) -> u32 {
        self.max_retries
    }

    #[getter]
    fn is_closed(&self) -> bool {
        self.core().is_none()
    }

    /// No new calls from here on, and idle connections are closed; calls under way go on.
    fn close(&self, py: Python<'_>) {
        py.detach(|| {
            let core = self.core().take();
            drop(core);
        });
    }

    /// Starts a call. Returns at once; what goes wrong on the way comes by the call.
    #[pyo3(signature = (path, body, *, stream, headers, limits, max_retries, validation, stream_long_calls))]
    #[expect(clippy::too_many_arguments, reason = "one argument for each option; Python names them all")]
    fn start(
        &self,
        py: Python<'_>,
        path: &str,
        body: &Bound<'_, PyAny>,
        stream: bool,
        headers: Vec<Header>,
        limits: Limits,
        max_retries: Option<u32>,
        validation: Option<bool>,
        stream_long_calls: Option<bool>,
    ) -> PyResult<Call> {
        let Some(core) = self.core().clone() else {
            let failure = Error::new(ErrorKind::Closed, "the client has been closed");
            return Err(error::to_exception(py, &failure, Answer::default()));
        };
        let mut options = options(headers, &limits)?;
        options = with(options, max_retries, CallOptions::max_retries);
        options = with(options, validation, CallOptions::validation);
        options = with(options, stream_long_calls, CallOptions::stream_long_calls);
        let request = Request::post(path, encode::to_json(body)?).with(options);
        let mode = if stream { host::Mode::Stream } else { host::Mode::Whole };
        host::start(&core, request, mode)
            .map(Call::new)
            .map_err(|failure| error::to_exception(py, &failure, Answer::default()))
    }
}

impl Client {
    fn core(&self) -> MutexGuard<'_, Option<tidings::Client>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn options(headers: Vec<Header>, limits: &Limits) -> PyResult<CallOptions> {
    if limits.connect.is_some() {
        let message = "timeout.connect belongs to the client: connections are shared by all its calls";
        return Err(PyValueError::new_err(message));
    }
    let mut options = CallOptions::new();
    options = with(options, seconds("timeout.head", limits.head)?, CallOptions::head_timeout);
    options = with(options, seconds("timeout.idle", limits.idle)?, CallOptions::idle_timeout);
    options = with(options, seconds("timeout.total", limits.total)?, CallOptions::total_timeout);
    for (name, value) in headers {
        options = match value {
            Some(value) => options.header(name, value),
            None => options.without_header(name),
        };
    }
    Ok(options)
}

/// Applies an option that was given.
fn with<B, T>(builder: B, value: Option<T>, set: impl FnOnce(B, T) -> B) -> B {
    match value {
        Some(value) => set(builder, value),
        None => builder,
    }
}

fn seconds(name: &str, seconds: Option<f64>) -> PyResult<Option<Duration>> {
    let Some(seconds) = seconds else { return Ok(None) };
    if seconds.is_nan() || seconds < 0.0 {
        return Err(PyValueError::new_err(format!("{name} must be a number of seconds, not {seconds}")));
    }
    Ok(Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)))
}
