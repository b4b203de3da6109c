//! What the server saw: one log for each run.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::Notify;

use crate::{multipart, request::Request};

/// One request of a run, and what became of its answer.
#[derive(Clone, Debug, Serialize)]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// Path and query behind `/play/{name}/{run}`.
    pub path: String,
    /// Header values by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body: JSON where it is JSON, `{"parts": [...]}` where it is a form, a string otherwise.
    pub body: Value,
    /// The number of the connection, counted over the whole server from 1.
    pub connection: u64,
    /// How the answer ended, or that it has not.
    pub outcome: Outcome,
    /// Bytes of the body given to the socket, framing not counted.
    pub bytes_sent: u64,
    /// When the request had arrived, in milliseconds since the server started.
    pub at_ms: u64,
    /// When the answer ended, in milliseconds since the server started; absent while it has not.
    pub ended_ms: Option<u64>,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The answer is under way.
    Open,
    /// The whole answer was sent.
    Complete,
    /// The client closed the connection before it had the whole answer.
    ClientClosed,
    /// The server ended the connection early, as the script said.
    Cut,
    /// The server reset the connection, as the script said.
    Reset,
    /// The server has fallen silent, as the script said, and the client is still there.
    Hang,
}

/// The logs of all runs.
pub(crate) struct Runs {
    started: Instant,
    logs: Mutex<HashMap<String, Vec<LoggedRequest>>>,
    ended: Notify,
}

impl Runs {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), logs: Mutex::default(), ended: Notify::new() }
    }

    /// Adds a request to a run and says which one of the run it is, counted from 0.
    pub(crate) fn begin(self: &Arc<Self>, run: &str, path: &str, request: &Request, connection: u64) -> Entry {
        let logged = LoggedRequest {
            method: request.method.clone(),
            path: path.to_owned(),
            headers: request.headers.clone(),
            ..self.open(body(request), connection)
        };
        self.add(run, logged)
    }

    /// Adds a request to a run of which only the body was read.
    pub(crate) fn begin_bare(self: &Arc<Self>, run: &str, body: &[u8], connection: u64) -> Entry {
        self.add(run, self.open(json_or_text(body), connection))
    }

    fn open(&self, body: Value, connection: u64) -> LoggedRequest {
        LoggedRequest {
            method: String::new(),
            path: String::new(),
            headers: BTreeMap::new(),
            body,
            connection,
            outcome: Outcome::Open,
            bytes_sent: 0,
            at_ms: self.now_ms(),
            ended_ms: None,
        }
    }

    fn add(self: &Arc<Self>, run: &str, logged: LoggedRequest) -> Entry {
        let mut logs = self.lock();
        let log = logs.entry(run.to_owned()).or_default();
        log.push(logged);
        Entry { runs: Arc::clone(self), run: run.to_owned(), index: log.len() - 1 }
    }

    /// How many requests a run has seen.
    pub(crate) fn count(&self, run: &str) -> usize {
        self.lock().get(run).map_or(0, Vec::len)
    }

    pub(crate) fn log(&self, run: &str) -> Vec<LoggedRequest> {
        self.lock().get(run).cloned().unwrap_or_default()
    }

    /// The log of a run, as soon as none of its requests is open or `wait` is over.
    pub(crate) async fn finished_log(&self, run: &str, wait: Duration) -> Vec<LoggedRequest> {
        let all_ended = async {
            loop {
                // Made before the look, so that an end between look and wait is not missed.
                let next_end = self.ended.notified();
                if self.log(run).iter().all(|request| request.ended_ms.is_some()) {
                    return;
                }
                next_end.await;
            }
        };
        // Too late is an answer as well: the log then shows what is still open.
        let _ = tokio::time::timeout(wait, all_ended).await;
        self.log(run)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<LoggedRequest>>> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one request in the log of its run.
pub(crate) struct Entry {
    runs: Arc<Runs>,
    run: String,
    index: usize,
}

impl Entry {
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    pub(crate) fn sent(&self, bytes: u64) {
        self.change(|request| request.bytes_sent = bytes);
    }

    /// Notes that the server is silent from now on; the request stays open.
    pub(crate) fn hangs(&self) {
        self.change(|request| request.outcome = Outcome::Hang);
    }

    pub(crate) fn end(&self, outcome: Outcome) {
        let now = self.runs.now_ms();
        self.change(|request| {
            request.outcome = outcome;
            request.ended_ms = Some(now);
        });
        self.runs.ended.notify_waiters();
    }

    fn change(&self, edit: impl FnOnce(&mut LoggedRequest)) {
        if let Some(request) = self.runs.lock().get_mut(&self.run).and_then(|log| log.get_mut(self.index)) {
            edit(request);
        }
    }
}

fn body(request: &Request) -> Value {
    let content_type = request.headers.get("content-type").map(String::as_str).unwrap_or_default();
    multipart::parts(content_type, &request.body).unwrap_or_else(|| json_or_text(&request.body))
}

fn json_or_text(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into())
}
