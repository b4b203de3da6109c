//! For tests: clients whose requests are answered in place, and a listener that keeps what `tracing` says.

use std::{
    fmt::{self, Write as _},
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use http::HeaderMap;
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::{
    error::Error,
    transport::{Body, Outgoing, Progress, RequestHead, Transport},
};

/// Status and body, for the headers of a request.
type Script = Box<dyn Fn(&HeaderMap) -> (u16, &'static str) + Send + Sync>;

/// Answers every request as its script says, and keeps the headers of them all.
pub(crate) struct Scripted {
    script: Script,
    seen: Mutex<Vec<HeaderMap>>,
}

impl Scripted {
    pub(crate) fn new(script: impl Fn(&HeaderMap) -> (u16, &'static str) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { script: Box::new(script), seen: Mutex::default() })
    }

    /// The `authorization` of every request so far.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|headers| headers["authorization"].to_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

impl Transport for Scripted {
    fn send(
        &self,
        head: RequestHead,
        _: Outgoing,
        _: &Progress,
    ) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let headers = head.all_headers();
        let (status, body) = (self.script)(&headers);
        self.seen.lock().unwrap().push(headers);
        let response = http::Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .header("request-id", "req_1")
            .header("set-cookie", "hidden-cookie");
        let response = response.body(Body::new(Once(Some(Bytes::from_static(body.as_bytes()))))).unwrap();
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(response)
        })
    }
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// Keeps every line that `tracing` says on this thread, down to a level.
#[derive(Clone)]
pub(crate) struct Listener {
    level: Level,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    pub(crate) fn new(level: Level) -> Self {
        Self { level, lines: Arc::default() }
    }

    /// The lines of Tidings so far: level, name of a span or message, fields.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn keep(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line(format!("{} {}", metadata.level(), if metadata.is_span() { metadata.name() } else { "" }));
        record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level && metadata.target() == "tidings"
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.keep(span.metadata(), |line| span.record(line));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        self.keep(event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
