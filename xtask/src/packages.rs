//! The packages as a user gets them: installed into an empty place outside the tree, and tried there.

mod node;
mod python;

use std::path::Path;

use anyhow::Result;
use tempfile::TempDir;

use crate::compile::{self, Language};
use crate::environment::{self, Variables};
use crate::install;
use crate::model;
use crate::process::{self, Tool};
use crate::service::Service;
use crate::tree::Tree;

pub(crate) use self::node::check as node;
pub(crate) use self::python::check as python;

/// Installs the C library below a prefix and streams one answer from a C and a C++ program linked with it.
pub(crate) fn c(tree: &Tree) -> Result<()> {
    let place = Place::new(tree)?;
    let prefix = place.path().join("prefix");
    install::install(tree, &prefix)?;
    let sources = [
        (Language::C, "smoke.c", include_str!("../snippets/smoke.c")),
        (Language::Cpp, "smoke.cpp", include_str!("../snippets/smoke.cpp")),
    ];
    for (language, name, text) in sources {
        place.write(name, text)?;
        let program = place.path().join(format!("{name}.out"));
        compile::compile(language, &place.path().join(name), &prefix, &program)?;
        place.run(Tool::new(program))?;
    }
    Ok(())
}

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
}
