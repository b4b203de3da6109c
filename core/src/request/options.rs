//! Options of one call.

use std::time::Duration;

use crate::{
    deadline::{self, Timeouts},
    headers::Layer,
    policy::PolicyOptions,
};

/// Options of one call; whatever is not set is as the client has it. [`Duration::MAX`] as a time limit means none.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(crate) retries: PolicyOptions,
    pub(crate) head: Option<Duration>,
    pub(crate) idle: Option<Duration>,
    pub(crate) total: Option<Duration>,
    pub(crate) headers: Layer,
    pub(crate) stream_long_calls: Option<bool>,
    pub(crate) validation: Option<bool>,
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
        self.retries.max_retries = Some(retries);
        self
    }

    /// The longest wait that the server may ask for.
    #[must_use]
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.retries.max_retry_after = Some(limit);
        self
    }

    /// The longest time spent waiting on refusals in all; see
    /// [`ClientBuilder::throttle_patience`](crate::ClientBuilder::throttle_patience).
    #[must_use]
    pub fn throttle_patience(mut self, limit: Duration) -> Self {
        self.retries.throttle_patience = Some(limit);
        self
    }

    /// Whether this request is tried again though it may have run; see
    /// [`ClientBuilder::retry_ambiguous`](crate::ClientBuilder::retry_ambiguous).
    #[must_use]
    pub fn retry_ambiguous(mut self, yes: bool) -> Self {
        self.retries.retry_ambiguous = Some(yes);
        self
    }

    /// Whether this request is tried again though it was sent whole and has probably run; see
    /// [`ClientBuilder::retry_on_timeout`](crate::ClientBuilder::retry_on_timeout).
    #[must_use]
    pub fn retry_on_timeout(mut self, yes: bool) -> Self {
        self.retries.retry_on_timeout = Some(yes);
        self
    }

    /// The longest wait for the head of the answer.
    #[must_use]
    pub fn head_timeout(mut self, limit: Duration) -> Self {
        self.head = Some(limit);
        self
    }

    /// The longest silence in an answer.
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

    /// Whether a whole message that would take long to write is fetched as a stream; see
    /// [`ClientBuilder::stream_long_calls`](crate::ClientBuilder::stream_long_calls).
    #[must_use]
    pub fn stream_long_calls(mut self, yes: bool) -> Self {
        self.stream_long_calls = Some(yes);
        self
    }

    /// Whether the body is looked over before it is sent; see
    /// [`ClientBuilder::validation`](crate::ClientBuilder::validation).
    #[must_use]
    pub fn validation(mut self, yes: bool) -> Self {
        self.validation = Some(yes);
        self
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
