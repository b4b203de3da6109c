//! What the tests of the library share.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test program uses a part of it; a test may fail by panicking"
)]

mod compile;
pub(crate) mod probe;
pub(crate) mod table;

use std::{
    env,
    path::PathBuf,
    time::{Duration, Instant},
};

use serde_json::Value;
use tidings_test_server::{LoggedRequest, Options, Outcome, Server};

pub(crate) use compile::{
    Build, Language, archive, command, here, library, linked_folder, program, program_linked, run,
};

/// The server with the scenario table and that of faults, and names of runs that no other test uses.
pub(crate) struct Bench {
    pub(crate) server: Server,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let options = Options { scenarios: Some(scenarios()), faults: Some(faults()), ..Options::default() };
        Self { server: Server::start(options).unwrap() }
    }

    /// The base URL under which `script` is played for `run`.
    pub(crate) fn url(&self, script: &str, run: &str) -> String {
        format!("{}/play/{script}/{run}", self.server.url())
    }

    /// Adds a script of one answer.
    pub(crate) fn script(&self, name: &str, answer: Value) {
        self.server.add_script(name, &[serde_json::from_value(answer).unwrap()]).unwrap();
    }

    /// What the server saw of `run`, once nothing of it is under way.
    pub(crate) fn finished_log(&self, run: &str) -> Vec<LoggedRequest> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.server.log(run);
            let open = log.iter().any(|request| matches!(request.outcome, Outcome::Open | Outcome::Hang));
            if !open || Instant::now() > deadline {
                return log;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The folder of the scenario table.
pub(crate) fn scenarios() -> PathBuf {
    env::var_os("TIDINGS_SCENARIOS").map_or_else(|| here().join("../tests/scenarios"), PathBuf::from)
}

/// The folder of the table of faults.
pub(crate) fn faults() -> PathBuf {
    env::var_os("TIDINGS_FAULTS").map_or_else(|| here().join("../tests/faults"), PathBuf::from)
}
