//! One scripted server for all tests of this program.

use std::{
    path::Path,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use serde_json::Value;
use tidings::{Client, ClientBuilder, MessageParams};
use tidings_test_server::{Answer, LoggedRequest, Options, Server};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let options = Options { scenarios: Some(table()), resources: Some(resource_table()), ..Options::default() };
    Server::start(options).unwrap()
});
static RUNS: AtomicU32 = AtomicU32::new(0);

/// The limit for opening a connection where it is not what is tried: a machine that builds meanwhile may take its time.
pub(crate) const BUSY: Duration = Duration::from_secs(55);

/// Plays all rows at once; every one that fails has said why.
pub(crate) async fn every_row(rows: impl Iterator<Item = (String, impl Future<Output = ()> + Send + 'static)>) {
    let tasks: Vec<_> = rows.map(|(name, row)| (name, tokio::spawn(row))).collect();
    let mut failed = Vec::new();
    for (name, task) in tasks {
        if task.await.is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "rows that failed, each with its reason above: {failed:?}");
}

/// Where the scenario table is.
pub(crate) fn table() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios")
}

/// Where the table of resource calls is.
pub(crate) fn resource_table() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../resources")
}

/// One run of one scenario: a base URL of its own, and what the server saw there.
pub(crate) struct Run {
    name: String,
    id: String,
}

impl Run {
    pub(crate) fn of(scenario: &str) -> Self {
        let id = format!("run{}", RUNS.fetch_add(1, Ordering::Relaxed));
        Self { name: scenario.to_owned(), id }
    }

    /// A scenario that only this test knows.
    pub(crate) fn script(answers: Value) -> Self {
        Self::answers(&serde_json::from_value::<Vec<_>>(answers).unwrap())
    }

    /// The same from answers that are read already.
    pub(crate) fn answers(answers: &[Answer]) -> Self {
        let run = Self::of("");
        let name = format!("script_{}", run.id);
        SERVER.add_script(&name, answers).unwrap();
        Self { name, ..run }
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().connect_timeout(BUSY).base_url(self.url())
    }

    /// The base URL of the run.
    pub(crate) fn url(&self) -> String {
        format!("{}{}", server_url(), self.path())
    }

    /// Where the run is on the server.
    pub(crate) fn path(&self) -> String {
        format!("/play/{}/{}", self.name, self.id)
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().api_key("test-key").build().unwrap()
    }

    /// What the server saw, once nothing is going on any more.
    pub(crate) async fn log(&self) -> Vec<LoggedRequest> {
        SERVER.finished_log(&self.id, Duration::from_secs(10)).await
    }

    /// What the server has seen so far.
    pub(crate) fn log_now(&self) -> Vec<LoggedRequest> {
        SERVER.log(&self.id)
    }
}

/// The one server.
#[allow(dead_code, reason = "only one of the two test programs makes places with it")]
pub(crate) fn the_server() -> &'static Server {
    &SERVER
}

/// The address of the server, with its scheme and without a path.
pub(crate) fn server_url() -> &'static str {
    SERVER.url()
}

/// A client of the demo model.
pub(crate) fn demo() -> Client {
    Client::builder().base_url(server_url()).api_key("test-key").build().unwrap()
}

/// A request that any model can answer.
pub(crate) fn hello() -> MessageParams {
    MessageParams::new("test-model", 64).user("Hello")
}
