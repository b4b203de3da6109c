//! The client as the addon holds it.

use std::sync::{Arc, Mutex};

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use tidings::{
    Client, Error, ErrorKind, Request,
    host::{self, Mode},
};

use crate::{
    bridge::{Line, lock},
    call::NativeCall,
    options::CallOptions,
    pressure::PressureRecord,
    record::ErrorRecord,
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

    /// Starts a call: `body` is the request's JSON. It is over after its end was taken, `cancel`, or garbage collection.
    #[napi]
    pub fn start(
        &self,
        id: u32,
        path: String,
        body: String,
        stream: bool,
        options: CallOptions,
    ) -> Either<NativeCall, ErrorRecord> {
        let mode = if stream { Mode::Stream } else { Mode::Whole };
        let started = self.open().and_then(|client| {
            let request = Request::post(path, body).with(options.build()?);
            host::start(&client, request, mode)
        });
        match started {
            Ok(call) => Either::A(NativeCall::new(id, call, self.line.clone())),
            Err(error) => Either::B(ErrorRecord::from(&error)),
        }
    }
}

impl NativeClient {
    fn open(&self) -> Result<Client, Error> {
        lock(&self.client).clone().ok_or_else(|| Error::new(ErrorKind::Closed, "the client has been closed"))
    }
}
