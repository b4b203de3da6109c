//! CPU time and memory of the Python and the Node package beside the official ones.

use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::process::Tool;
use crate::python::{self, Profile};
use crate::tree::Tree;
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
    let folder = parity::official_node(tree, "speed/node", &["undici@7"])?;
    let ours = node::npm(&folder).args(["install", "--no-save", "--no-package-lock", "--ignore-scripts"]);
    ours.args(packed.tarballs()).run_quietly()?;
    let tool = Tool::new("node").arg(tree.path("tests/speed/node/measure.mjs")).arg(folder);
    tool.envs(&environment::loopback()).run()
}
