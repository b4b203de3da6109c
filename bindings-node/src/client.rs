//! The client as the addon holds it.

use std::sync::Arc;

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use tidings::{
    Client, Request,
    host::{self, Mode},
};

use crate::{bridge::Line, call::NativeCall, options::CallOptions, record::ErrorRecord};

/// A client: a pool of connections and the options of every call.
#[napi]
pub struct NativeClient {
    client: Client,
    line: Arc<Line>,
}

impl NativeClient {
    pub(crate) fn new(client: Client, line: Arc<Line>) -> Self {
        Self { client, line }
    }
}

#[napi]
impl NativeClient {
    /// Where requests go.
    #[napi(getter, js_name = "baseURL")]
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.client.base_url()
    }

    /// How often a failed call is tried again.
    #[napi(getter)]
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.client.max_retries()
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
        let started = options
            .build()
            .and_then(|options| host::start(&self.client, Request::post(path, body).with(options), mode));
        match started {
            Ok(call) => Either::A(NativeCall::new(id, call, self.line.clone())),
            Err(error) => Either::B(ErrorRecord::from(&error)),
        }
    }
}
