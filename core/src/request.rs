//! A request and its answer, as bytes: what the bindings and the raw verbs work with.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::{
    deadline::{self, Timeouts},
    headers::Layer,
};

/// A request to a path of the API, its body already JSON.
#[derive(Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Bytes,
    pub(crate) options: CallOptions,
}

impl Request {
    /// A request with a JSON body.
    #[must_use]
    pub fn post(path: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self { method: Method::POST, path: path.into(), body: body.into(), options: CallOptions::default() }
    }

    /// The same request with options of its own.
    #[must_use]
    pub fn with(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }
}

impl fmt::Debug for Request {
    /// Shows how large the body is, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} bytes)", self.method, self.path, self.body.len())
    }
}

/// Options of one call; whatever is not set is as the client has it. [`Duration::MAX`] as a time limit means none.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(crate) max_retries: Option<u32>,
    pub(crate) head: Option<Duration>,
    pub(crate) idle: Option<Duration>,
    pub(crate) total: Option<Duration>,
    pub(crate) headers: Layer,
}

impl CallOptions {
    /// Options that change nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How often to try again after a failure; 0 for never.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// The longest wait for the head of the answer.
    #[must_use]
    pub fn head_timeout(mut self, limit: Duration) -> Self {
        self.head = Some(limit);
        self
    }

    /// The longest silence in a stream.
    #[must_use]
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle = Some(limit);
        self
    }

    /// The longest time for the whole call, attempts and waits included.
    #[must_use]
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    /// Sets a header of this call, replacing the client's.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push(name, Some(value.into()));
        self
    }

    /// Removes a header that the client sets by default.
    #[must_use]
    pub fn without_header(mut self, name: impl Into<String>) -> Self {
        self.headers.push(name, None);
        self
    }

    /// Selects another version of the API for this call.
    #[must_use]
    pub fn anthropic_version(self, version: impl Into<String>) -> Self {
        self.header("anthropic-version", version)
    }

    pub(crate) fn timeouts(&self, client: Timeouts) -> Timeouts {
        Timeouts {
            connect: client.connect,
            head: self.head.map_or(client.head, deadline::limit),
            idle: self.idle.map_or(client.idle, deadline::limit),
            total: self.total.map_or(client.total, deadline::limit),
        }
    }
}

/// The head of an answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseHead {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
}

impl ResponseHead {
    /// The id to quote to the API's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")?.to_str().ok()
    }
}

/// A whole answer.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response {
    /// Status and headers.
    pub head: ResponseHead,
    /// The body as it came.
    pub body: Bytes,
    /// How many times the request was tried.
    pub attempts: u32,
    /// The time from the call to the answer, waits between attempts included.
    pub elapsed: Duration,
}

impl fmt::Debug for Response {
    /// Shows how large the body is, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("head", &self.head).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}
