//! One call as it is watched: every moment goes to the hooks and to `tracing`, with the same facts.

use std::time::Duration;

use http::{HeaderMap, Method};
use tokio::time::Instant;
use tracing::{Level, Span};

use super::{AttemptRecord, Hooks, Moment};
use crate::{error::Error, headers::Shown};

/// What is told of a call.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) method: Method,
    /// Without a query.
    pub(crate) path: String,
    pub(crate) model: Option<String>,
}

/// A call that somebody watches.
pub(crate) struct Observer {
    hooks: Hooks,
    about: About,
    start: Instant,
}

impl Observer {
    /// `None` where nobody watches: then nothing is put together. The call begins now.
    pub(crate) fn new(hooks: &Hooks, about: impl FnOnce() -> About) -> Option<Box<Self>> {
        let is_watched = !hooks.is_empty() || tracing::enabled!(target: "tidings", Level::INFO);
        is_watched.then(|| Box::new(Self { hooks: hooks.clone(), about: about(), start: Instant::now() }))
    }

    /// What the whole call, all its attempts and waits, happens in.
    pub(crate) fn span(&self) -> Span {
        let About { method, path, model } = &self.about;
        tracing::info_span!(target: "tidings", "tidings.call", %method, path, model)
    }

    /// An attempt begins.
    pub(crate) fn request(&self, attempt: u32, headers: &HeaderMap) {
        let About { method, path, model } = &self.about;
        tracing::debug!(target: "tidings", %method, path, model, attempt, headers = ?Shown(headers), "sending");
        self.hooks.call(Moment::Request, || self.record(attempt, Duration::ZERO));
    }

    /// The head of an answer is there, `took` after the attempt began.
    pub(crate) fn response(&self, attempt: u32, status: u16, headers: &HeaderMap, took: Duration) {
        let About { method, path, model } = &self.about;
        let request_id = headers.get("request-id").and_then(|id| id.to_str().ok());
        let shown = Shown(headers);
        tracing::debug!(target: "tidings", %method, path, model, attempt, status, request_id, ?took, headers = ?shown, "answered");
        self.hooks.call(Moment::Response, || AttemptRecord {
            status: Some(status),
            request_id: request_id.map(str::to_owned),
            ..self.record(attempt, took)
        });
    }

    /// An attempt failed after `took`; another will be made after `delay`.
    pub(crate) fn retry(&self, attempt: u32, error: &Error, took: Duration, delay: Duration) {
        let About { method, path, model } = &self.about;
        let (kind, status, request_id) = (error.kind().name(), error.status(), error.request_id());
        tracing::info!(target: "tidings", %method, path, model, attempt, kind, status, request_id, ?took, ?delay, "trying again");
        self.hooks
            .call(Moment::Retry, || AttemptRecord { delay: Some(delay), ..self.failure(attempt, error, took) });
    }

    /// The call failed with an attempt that took this long.
    pub(crate) fn error(&self, attempt: u32, error: &Error, took: Duration) {
        let About { method, path, model } = &self.about;
        let (kind, status, request_id) = (error.kind().name(), error.status(), error.request_id());
        let elapsed = self.start.elapsed();
        tracing::debug!(target: "tidings", %method, path, model, attempt, kind, status, request_id, ?took, ?elapsed, "failed");
        self.hooks.call(Moment::Error, || self.failure(attempt, error, took));
    }

    fn failure(&self, attempt: u32, error: &Error, took: Duration) -> AttemptRecord {
        AttemptRecord {
            status: error.status(),
            request_id: error.request_id().map(str::to_owned),
            kind: Some(error.kind()),
            ..self.record(attempt, took)
        }
    }

    fn record(&self, attempt: u32, took: Duration) -> AttemptRecord {
        let About { method, path, model } = self.about.clone();
        let elapsed = self.start.elapsed();
        AttemptRecord { method, path, model, attempt, took, elapsed, ..AttemptRecord::default() }
    }
}
