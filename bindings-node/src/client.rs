//! The client as the addon holds it.

use std::sync::{Arc, Mutex};

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use tidings::{Client, Error, ErrorKind, Request, host};

use crate::{
    bridge::{Line, lock},
    call::State,
    pressure::PressureRecord,
    record::ErrorRecord,
    request::{self, Body, Mode, More, Parameter},
};

/// A client: a pool of connections and the options of every call.
#[napi]
pub struct NativeClient {
    /// `None` once it is closed.
    client: Mutex<Option<Client>>,
    line: Arc<Line>,
    base_url: String,
    max_retries: u32,
}

impl NativeClient {
    pub(crate) fn new(client: Client, line: Arc<Line>) -> Self {
        let (base_url, max_retries) = (client.base_url().to_owned(), client.max_retries());
        Self { client: Mutex::new(Some(client)), line, base_url, max_retries }
    }
}

#[napi]
impl NativeClient {
    /// Where requests go.
    #[napi(getter, js_name = "baseURL")]
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// How often a failed call is tried again.
    #[napi(getter)]
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.max_retries
    }

    /// What is known of the pressure on the server, for each credential and model that was used.
    #[napi(getter)]
    #[must_use]
    pub fn pressure(&self) -> Vec<PressureRecord> {
        let client = lock(&self.client).clone();
        client.map(|client| client.pressure().iter().map(PressureRecord::from).collect()).unwrap_or_default()
    }

    /// Closes the idle connections and starts no more calls; those under way go on.
    #[napi]
    pub fn close(&self) {
        let client = lock(&self.client).take();
        drop(client);
    }

    /// The whole URL of a request for this path, or the record of what is wrong with it.
    #[napi]
    pub fn url(&self, path: String, query: Vec<Parameter>) -> Either<String, ErrorRecord> {
        or_record(self.open().and_then(|client| client.url(&request::with_query(Request::get(path), query)?)))
    }

    /// Where the results of the batch are whose JSON this is: always within the origin of the base URL.
    #[napi]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands strings over by value")]
    pub fn results_path(&self, batch: String) -> Either<String, ErrorRecord> {
        or_record(self.open().and_then(|client| {
            let batch = serde_json::from_str(&batch)
                .map_err(|why| Error::new(ErrorKind::UnexpectedResponse, format!("the answer is no batch: {why}")))?;
            client.batches().results_request(&batch).map(|request| request.target().to_owned())
        }))
    }

    /// Starts a call, which the bridge then knows by `id`. Gives the record of what is wrong, if something is.
    #[napi]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands strings over by value")]
    pub fn start(
        &self,
        id: u32,
        method: String,
        path: String,
        body: Option<Body>,
        mode: u32,
        rest: Option<More>,
    ) -> Option<ErrorRecord> {
        let mode = Mode::numbered(mode);
        let started = self
            .open()
            .and_then(|client| host::start(&client, request::build(&method, path, body, mode, rest)?, mode.of_host()));
        match started {
            Ok(call) => {
                self.line.enter(State::new(id, call, mode == Mode::Raw, &self.line));
                None
            }
            Err(error) => Some(ErrorRecord::from(&error)),
        }
    }
}

impl NativeClient {
    /// What another client may have in common with this one; `None` once it is closed.
    pub(crate) fn lend(&self) -> Option<Client> {
        lock(&self.client).clone()
    }

    fn open(&self) -> Result<Client, Error> {
        self.lend().ok_or_else(|| Error::new(ErrorKind::Closed, "the client has been closed"))
    }
}

fn or_record<T>(result: Result<T, Error>) -> Either<T, ErrorRecord> {
    match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(ErrorRecord::from(&error)),
    }
}
