//! CPU time and memory of the Python and the Node package beside the official ones.

use std::{iter, process::ExitCode};

use anyhow::{Result, ensure};

use crate::process::Tool;
use crate::python::{self, Profile};
use crate::tree::{self, Tree};
use crate::{environment, node, parity};

const LANGUAGES: [&str; 2] = ["python", "node"];

/// `make speed`: every measurement with both packages of each language, or of those that are named, ours as they are
/// released. `QUICK=1` takes less of everything.
pub(crate) fn run(tree: &Tree, languages: &[&str]) -> Result<ExitCode> {
    for language in languages {
        ensure!(
            LANGUAGES.contains(language),
            "there are no measurements of {language}; of {} there are",
            LANGUAGES.join(" and ")
        );
    }
    let is_wanted = |language| languages.is_empty() || languages.contains(&language);
    if is_wanted("python") {
        python(tree)?;
    }
    if is_wanted("node") {
        node(tree)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn python(tree: &Tree) -> Result<()> {
    let python = parity::official_python(tree, &python::wheel(tree, Profile::Release)?)?;
    // The scripts are read where they are: no compiled copies beside them.
    let tool = Tool::new(python).arg("-B").arg(tree.path("tests/speed/measure.py"));
    tool.envs(&environment::loopback()).run()
}

fn node(tree: &Tree) -> Result<()> {
    let packed = node::pack_release(tree)?;
    // Another install would take away what this one has put there.
    let tarballs: Vec<_> = packed.tarballs().iter().map(|path| path.display().to_string()).collect();
    let beside: Vec<_> = iter::once("undici@7").chain(tarballs.iter().map(String::as_str)).collect();
    // A tarball of the same version as the one before would be taken for installed.
    tree::remove(&tree.target().join("speed/node"))?;
    let folder = parity::official_node(tree, "speed/node", &beside)?;
    let tool = Tool::new("node").arg(tree.path("tests/speed/node/measure.mjs")).arg(folder);
    tool.envs(&environment::loopback()).run()
}
