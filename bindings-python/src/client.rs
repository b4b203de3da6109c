//! The native client: options in, calls out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::{PyTraverseError, PyVisit, prelude::*, types::PyList};
use tidings::{ClientBuilder, Error, ErrorKind, Request, host};

use crate::{
    call::Call,
    desk::Desk,
    ending,
    error::{self, Answer},
    facade::Facade,
    options::{Limits, Network, RetryRules, with},
    pressure,
    reply::Reply,
    request::{self, Asked, Header, Mode, Value},
    told, whole,
};

/// A client of the core.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct Client {
    /// Held for an instant only.
    state: Mutex<State>,
}

/// What a client is, until its options are changed.
struct State {
    /// Empty once it is closed.
    core: Option<tidings::Client>,
    base_url: String,
    max_retries: u32,
    /// The Python half's own, for calls that somebody watches.
    watcher: Option<Py<PyAny>>,
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (*, api_key, auth_token, api_key_header, base_url, anthropic_version, limits, retries,
                        pressure, max_in_flight, network, validation, stream_long_calls, default_headers, default_query,
                        lender, lends, desk, told, watcher))]
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
        default_query: Vec<(String, Value)>,
        lender: Option<&Self>,
        lends: (bool, bool, bool),
        desk: Option<&Desk>,
        told: Vec<String>,
        watcher: Option<Py<PyAny>>,
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
        builder = with(builder, desk.map(|desk| desk.0.clone()), ClientBuilder::credentials);
        builder = host::tell(builder, &told::moments(told));
        for (name, value) in default_query {
            builder = builder.default_query(&name, value);
        }
        if let Some(lender) = lender.and_then(|lender| lender.state().core.clone()) {
            builder = borrowing(builder, &lender, lends);
        }
        let client = builder.build().map_err(|failure| raised(&failure))?;
        let (base_url, max_retries) = (client.base_url().to_owned(), client.max_retries());
        Ok(Self { state: Mutex::new(State { core: Some(client), base_url, max_retries, watcher }) })
    }

    #[getter]
    fn base_url(&self) -> String {
        self.state().base_url.clone()
    }

    #[getter]
    fn max_retries(&self) -> u32 {
        self.state().max_retries
    }

    #[getter]
    fn is_closed(&self) -> bool {
        self.state().core.is_none()
    }

    /// What watches the calls of this client; `None` where nobody does.
    #[getter]
    fn watcher(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.state().watcher.as_ref().map(|watcher| watcher.clone_ref(py))
    }

    /// What is known of the pressure on the server, a dict for each credential and model that was used.
    #[getter]
    fn pressure<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let core = self.state().core.clone();
        pressure::to_list(py, &core.map(|core| core.pressure()).unwrap_or_default())
    }

    /// No new calls from here on, and idle connections are closed; calls under way go on.
    fn close(&self, py: Python<'_>) {
        // Taken with the GIL, so that no fork can come while this thread holds the lock.
        let core = self.state().core.take();
        py.detach(|| drop(core));
    }

    /// Takes the place of this client, unless it is closed: calls that begin from here on go by the options of `other`.
    fn take_over(&self, py: Python<'_>, other: &Self) {
        let new = other.state().share(py);
        py.detach(|| {
            let mut state = self.state();
            let old = state.core.is_some().then(|| std::mem::replace(&mut *state, new));
            drop(state);
            drop(old);
        });
    }

    /// Where the results of a batch are, which is the answer given: always within the origin of the base URL.
    fn results_path(&self, py: Python<'_>, batch: &Reply) -> PyResult<String> {
        let client = self.running(py)?;
        batch.results_path(&client).map_err(|failure| error::to_exception(py, &failure, Answer::of_head(&batch.0)))
    }

    /// The whole URL of a request for this path.
    fn url(&self, py: Python<'_>, path: &str, query: Vec<(String, Value)>) -> PyResult<String> {
        let request = request::with_query(py, Request::get(path), query)?;
        let url = self.running(py)?.url(&request);
        url.map_err(|failure| error::to_exception(py, &failure, Answer::default()))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Whoever holds it just now is another thread, so there is no garbage to be found here.
        self.state.try_lock().map_or(Ok(()), |state| visit.call(&state.watcher))
    }

    fn __clear__(&self) {
        let watcher = self.state().watcher.take();
        drop(watcher);
    }

    /// Starts a call. Returns at once; what goes wrong on the way comes by the call.
    fn start(&self, py: Python<'_>, asked: Asked<'_>, mode: Mode) -> PyResult<Call> {
        let core = self.running(py)?;
        match host::start_waiting(&core, asked.into_core(py, mode)?, mode.of_host()) {
            Ok(call) => Ok(Call::new(call)),
            Err(failure) => Err(ending::exception(py, &failure, Answer::default())?),
        }
    }

    /// Makes a call whose answer comes whole, and blocks until it is there, watching for signals.
    fn run(&self, py: Python<'_>, asked: Asked<'_>, mode: Mode) -> PyResult<Reply> {
        let core = self.running(py)?;
        let request = asked.into_core(py, mode)?;
        match whole::run(py, &core, request)? {
            Ok(response) => Ok(Reply(response)),
            Err(failure) => Err(ending::exception(py, &failure, Answer::default())?),
        }
    }
}

impl State {
    fn share(&self, py: Python<'_>) -> Self {
        Self {
            core: self.core.clone(),
            base_url: self.base_url.clone(),
            max_retries: self.max_retries,
            watcher: self.watcher.as_ref().map(|watcher| watcher.clone_ref(py)),
        }
    }
}

impl Client {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running(&self, py: Python<'_>) -> PyResult<tidings::Client> {
        self.state().core.clone().ok_or_else(|| {
            let failure = Error::new(ErrorKind::Closed, "the client has been closed");
            error::to_exception(py, &failure, Answer::default())
        })
    }
}

/// What a client has in common with the one it was made from: its connections, its credential, its pressure.
fn borrowing(builder: ClientBuilder, lender: &tidings::Client, lends: (bool, bool, bool)) -> ClientBuilder {
    let (connections, credential, pressure) = lends;
    let builder = if connections { builder.connections_of(lender) } else { builder };
    let builder = if credential { builder.credential_of(lender) } else { builder };
    if pressure { builder.pressure_of(lender) } else { builder }
}
