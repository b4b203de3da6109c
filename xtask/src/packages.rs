//! The packages as a user gets them: installed into an empty place outside the tree, and tried there.

mod c;
mod c_docs;
mod library;
mod node;
mod python;

use std::path::Path;

use anyhow::Result;
use tempfile::TempDir;

use crate::environment::{self, Variables};
use crate::model;
use crate::process::{self, Tool};
use crate::service::Service;
use crate::tree::Tree;

pub(crate) use self::c::check as c;
pub(crate) use self::c_docs::check as c_docs;
pub(crate) use self::node::check as node;
pub(crate) use self::python::check as python;

/// An empty folder outside the tree, with a model to talk to. Both go when it is dropped.
struct Place {
    folder: TempDir,
    variables: Variables,
    _server: Service,
}

impl Place {
    fn new(tree: &Tree) -> Result<Self> {
        let server = model::start_scripted(tree, 0)?;
        let mut variables = environment::example(server.url(), model::SCRIPTED);
        // Cargo points it into the target folder, where a program could find what its package lacks.
        variables.push(("LD_LIBRARY_PATH".to_owned(), None));
        Ok(Self { folder: tempfile::tempdir()?, variables, _server: server })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        process::write(&self.path().join(name), text)
    }

    fn run(&self, tool: Tool) -> Result<()> {
        tool.folder(self.path()).envs(&self.variables).run()
    }

    fn run_quietly(&self, tool: Tool) -> Result<()> {
        tool.folder(self.path()).envs(&self.variables).run_quietly()
    }
}
