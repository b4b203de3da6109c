//! An answer: head and body as they came.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::Instant;

use crate::{headers::Shown, rate_limits::RateLimits};

/// The head of an answer. `Debug` shows the values of those headers alone that are known to be harmless.
#[derive(Clone)]
#[non_exhaustive]
pub struct ResponseHead {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The version of HTTP that it came by.
    pub version: http::Version,
    /// All headers.
    pub headers: HeaderMap,
}

impl ResponseHead {
    /// The id to quote to the API's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")?.to_str().ok()
    }

    /// The workspace that the credential belongs to, if the answer names it.
    #[must_use]
    pub fn workspace_id(&self) -> Option<&str> {
        self.headers.get("anthropic-workspace-id")?.to_str().ok()
    }

    /// What the server says about rate limits; empty where it says nothing.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::from_headers(&self.headers)
    }
}

impl fmt::Debug for ResponseHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ResponseHead");
        shown
            .field("status", &self.status)
            .field("version", &self.version)
            .field("headers", &Shown(&self.headers))
            .finish()
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

impl Response {
    /// An answer whose body is still to come.
    pub(crate) fn opening(head: &ResponseHead, attempts: u32, start: Instant) -> Self {
        Self { head: head.clone(), body: Bytes::new(), attempts, elapsed: start.elapsed() }
    }
}

impl fmt::Debug for Response {
    /// Shows how large the body is, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("head", &self.head).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}
