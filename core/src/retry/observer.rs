//! One call as it is watched: every moment goes to the program's hooks and to `tracing`, with the same facts.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use http::{HeaderMap, Method};
use tokio::time::Instant;
use tracing::{Level, Span};

use crate::{
    error::Error,
    headers::Shown,
    hooks::{AttemptRecord, Hooks, Moment},
    request::{Demand, Request},
};

/// What is told of a request: nothing of it that may be secret.
#[derive(Debug, Clone)]
pub(super) struct About {
    method: Method,
    /// Without a query.
    path: String,
    model: Option<String>,
}

impl About {
    pub(super) fn of(request: &Request) -> Self {
        let place = request.path.split(['?', '#']).next().unwrap_or_default();
        // Of a whole URL the path alone: everything in front of it is known.
        let path = place.split_once("://").map_or(place, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        let model = Some(Demand::of_body(request).model.into_owned()).filter(|model| !model.is_empty());
        Self { method: request.method.clone(), path: path.to_owned(), model }
    }
}

/// A call that somebody watches.
pub(super) struct Observer {
    hooks: Hooks,
    about: About,
    start: Instant,
    /// When the attempt under way began, in microseconds after the call.
    began: AtomicU64,
}

impl Observer {
    /// `None` where nobody watches: then nothing is put together. The call begins now.
    pub(super) fn new(hooks: &Hooks, about: impl FnOnce() -> About) -> Option<Box<Self>> {
        let is_watched = !hooks.is_empty() || tracing::enabled!(target: "tidings", Level::INFO);
        is_watched.then(|| {
            let (hooks, about) = (hooks.clone(), about());
            Box::new(Self { hooks, about, start: Instant::now(), began: AtomicU64::new(0) })
        })
    }

    /// What the whole call, all its attempts and waits, happens in.
    pub(super) fn span(&self) -> Span {
        let About { method, path, model } = &self.about;
        tracing::info_span!(target: "tidings", "tidings.call", %method, path, model)
    }

    /// An attempt begins, perhaps with a wait for a token.
    pub(super) fn begin(&self) {
        let micros = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.began.store(micros, Ordering::Relaxed);
    }

    /// The request leaves.
    pub(super) fn request(&self, attempt: u32, headers: &HeaderMap) {
        let About { method, path, model } = &self.about;
        tracing::debug!(target: "tidings", %method, path, model, attempt, headers = ?Shown(headers), "sending");
        self.hooks.call(Moment::Request, || self.record(attempt));
    }

    /// The head of an answer is there.
    pub(super) fn response(&self, attempt: u32, status: u16, headers: &HeaderMap) {
        let About { method, path, model } = &self.about;
        let request_id = headers.get("request-id").and_then(|id| id.to_str().ok());
        let (took, shown) = (self.took(), Shown(headers));
        tracing::debug!(
            target: "tidings", %method, path, model, attempt, status, request_id, ?took, headers = ?shown, "answered"
        );
        let request_id = request_id.map(str::to_owned);
        self.hooks.call(Moment::Response, || AttemptRecord {
            status: Some(status),
            request_id,
            ..self.record(attempt)
        });
    }

    /// An attempt failed; another will be made after `delay`.
    pub(super) fn retry(&self, error: &Error, delay: Duration) {
        let About { method, path, model } = &self.about;
        let (attempt, kind) = (error.attempts(), error.kind().name());
        let (status, request_id, took) = (error.status(), error.request_id(), self.took());
        tracing::info!(
            target: "tidings", %method, path, model, attempt, kind, status, request_id, ?took, ?delay, "trying again"
        );
        self.hooks.call(Moment::Retry, || AttemptRecord { delay: Some(delay), ..self.failure(error) });
    }

    /// The call failed.
    pub(super) fn error(&self, error: &Error) {
        let About { method, path, model } = &self.about;
        let (attempt, kind) = (error.attempts(), error.kind().name());
        let (status, request_id, elapsed) = (error.status(), error.request_id(), self.start.elapsed());
        tracing::debug!(
            target: "tidings", %method, path, model, attempt, kind, status, request_id, ?elapsed, "failed"
        );
        self.hooks.call(Moment::Error, || self.failure(error));
    }

    fn failure(&self, error: &Error) -> AttemptRecord {
        AttemptRecord {
            status: error.status(),
            request_id: error.request_id().map(str::to_owned),
            kind: Some(error.kind()),
            ..self.record(error.attempts())
        }
    }

    fn record(&self, attempt: u32) -> AttemptRecord {
        let About { method, path, model } = self.about.clone();
        let (took, elapsed) = (self.took(), self.start.elapsed());
        AttemptRecord { method, path, model, attempt, took, elapsed, ..AttemptRecord::default() }
    }

    fn took(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_micros(self.began.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_put_together_where_nobody_watches() {
        assert!(Observer::new(&Hooks::default(), || panic!("nobody watches")).is_none());
    }

    #[test]
    fn what_is_told_of_a_request_is_path_and_model_and_nothing_that_may_be_secret() {
        let told = |request: Request| {
            let about = About::of(&request);
            format!("{} {} {:?}", about.method, about.path, about.model)
        };
        assert_eq!(told(Request::messages(r#"{"model":"m-1"}"#)), r#"POST /v1/messages Some("m-1")"#);
        assert_eq!(told(Request::get("/v1/files?key=SECRET#x")), "GET /v1/files None");
        assert_eq!(told(Request::get("https://user:SECRET@host/v1/r?x")), "GET /v1/r None");
        assert_eq!(told(Request::get("https://SECRET")), "GET / None");
    }
}
