//! What the steps of one run share: the built programs, the model and the environment.

use std::cell::OnceCell;

use anyhow::{Result, anyhow};

use crate::environment::{self, Variables, set};
use crate::model;
use crate::service::Service;
use crate::tree::Tree;

/// The shared ground of one test run. The model starts with the first step that asks for it.
pub(crate) struct Bench<'a> {
    pub(crate) tree: &'a Tree,
    built: OnceCell<Result<(), String>>,
    model: OnceCell<Result<Service, String>>,
}

impl<'a> Bench<'a> {
    /// A bench with nothing built and nothing started.
    pub(crate) fn new(tree: &'a Tree) -> Self {
        Self { tree, built: OnceCell::new(), model: OnceCell::new() }
    }

    /// Builds every library and program, once a run.
    pub(crate) fn build(&self) -> Result<()> {
        let built = self.built.get_or_init(|| self.tree.build().map_err(|error| format!("{error:#}")));
        built.clone().map_err(|reason| anyhow!(reason))
    }

    /// The environment of every language's tests; starts the model.
    pub(crate) fn variables(&self) -> Variables {
        let mut variables = environment::loopback();
        variables.push(set("TIDINGS_TEST_SERVER", self.tree.program("tidings-test-server")));
        variables.push(set("TIDINGS_SCENARIOS", self.tree.path("tests/scenarios")));
        variables.push(set("TIDINGS_FAULTS", self.tree.path("tests/faults")));
        variables.push(set("TIDINGS_RESOURCES", self.tree.path("tests/resources")));
        variables.push(set("TIDINGS_STREAMS", self.tree.path("tests/streams")));
        variables.extend(self.model_variables());
        variables
    }

    /// Why a step that asked for the model had to do without.
    pub(crate) fn model_missing(&self) -> Option<&str> {
        self.model.get()?.as_ref().err().map(|reason| reason.lines().next().unwrap_or(reason))
    }

    fn model_variables(&self) -> Variables {
        match self.model.get_or_init(|| start_model(self.tree)) {
            Ok(service) => vec![
                set("TIDINGS_MODEL_URL", service.url()),
                set("TIDINGS_MODEL", model::REAL),
                ("TIDINGS_MODEL_SKIPPED".to_owned(), None),
            ],
            Err(reason) => vec![
                ("TIDINGS_MODEL_URL".to_owned(), None),
                ("TIDINGS_MODEL".to_owned(), None),
                set("TIDINGS_MODEL_SKIPPED", reason),
            ],
        }
    }
}

fn start_model(tree: &Tree) -> Result<Service, String> {
    let started = model::start_real(tree).map_err(|error| format!("{error:#}"));
    match &started {
        Ok(service) => println!("the small model answers on {}", service.url()),
        Err(reason) => println!("tests against the small model are skipped: {reason}"),
    }
    started
}
