//! The native client: options in, calls out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::{prelude::*, types::PyList};
use tidings::{CallOptions, ClientBuilder, Error, ErrorKind, Request, host};

use crate::{
    call::Call,
    encode,
    error::{self, Answer},
    facade::Facade,
    options::{Limits, Network, RetryRules, with},
    pressure,
};

/// A header and its value; without a value the header is removed.
type Header = (String, Option<String>);

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
    #[pyo3(signature = (*, api_key, auth_token, api_key_header, base_url, anthropic_version, limits, retries,
                        pressure, max_in_flight, network, validation, stream_long_calls, default_headers))]
    #[expect(clippy::too_many_arguments, reason = "one argument for each option; Python names them all")]
    fn new(
        py: Python<'_>,
        api_key: Option<String>,
        auth_token: Option<String>,
        api_key_header: Option<String>,
        base_url: Option<String>,
        anthropic_version: Option<String>,
        limits: Limits,
        retries: RetryRules,
        pressure: Option<bool>,
        max_in_flight: Option<usize>,
        network: Network,
        validation: Option<bool>,
        stream_long_calls: Option<bool>,
        default_headers: Vec<Header>,
    ) -> PyResult<Self> {
        // Now, as imports are not safe in threads that the end of the interpreter may overtake.
        Facade::get(py)?;
        let raised = |failure: &Error| error::to_exception(py, failure, Answer::default());
        let mut builder = tidings::Client::builder().user_agent(concat!("tidings-python/", env!("CARGO_PKG_VERSION")));
        builder = with(builder, api_key, ClientBuilder::api_key);
        builder = with(builder, auth_token, ClientBuilder::auth_token);
        builder = with(builder, api_key_header, ClientBuilder::api_key_header);
        builder = with(builder, base_url, ClientBuilder::base_url);
        builder = with(builder, anthropic_version, ClientBuilder::anthropic_version);
        builder = with(builder, pressure, ClientBuilder::pressure);
        builder = with(builder, max_in_flight, ClientBuilder::max_in_flight);
        builder = with(builder, validation, ClientBuilder::validation);
        builder = with(builder, stream_long_calls, ClientBuilder::stream_long_calls);
        builder =
            network.of_client(retries.of_client(limits.of_client(builder)?)?).map_err(|failure| raised(&failure))?;
        for (name, value) in default_headers {
            builder = match value {
                Some(value) => builder.default_header(name, value),
                None => builder.without_default_header(name),
            };
        }
        let client = builder.build().map_err(|failure| raised(&failure))?;
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

    /// What is known of the pressure on the server, a dict for each credential and model that was used.
    #[getter]
    fn pressure<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let core = self.core().clone();
        pressure::to_list(py, &core.map(|core| core.pressure()).unwrap_or_default())
    }

    /// No new calls from here on, and idle connections are closed; calls under way go on.
    fn close(&self, py: Python<'_>) {
        py.detach(|| {
            let core = self.core().take();
            drop(core);
        });
    }

    /// Starts a call. Returns at once; what goes wrong on the way comes by the call.
    #[pyo3(signature = (path, body, *, stream, headers, limits, retries, validation, stream_long_calls))]
    #[expect(clippy::too_many_arguments, reason = "one argument for each option; Python names them all")]
    fn start(
        &self,
        py: Python<'_>,
        path: &str,
        body: &Bound<'_, PyAny>,
        stream: bool,
        headers: Vec<Header>,
        limits: Limits,
        retries: RetryRules,
        validation: Option<bool>,
        stream_long_calls: Option<bool>,
    ) -> PyResult<Call> {
        let Some(core) = self.core().clone() else {
            let failure = Error::new(ErrorKind::Closed, "the client has been closed");
            return Err(error::to_exception(py, &failure, Answer::default()));
        };
        let mut options = retries.of_call(limits.of_call(headers_of(headers))?)?;
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

fn headers_of(headers: Vec<Header>) -> CallOptions {
    headers.into_iter().fold(CallOptions::new(), |options, (name, value)| match value {
        Some(value) => options.header(name, value),
        None => options.without_header(name),
    })
}
