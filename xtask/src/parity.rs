//! The newest official packages beside ours: what they declare and what they do with the same streams.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::environment::Variables;
use crate::process::Tool;
use crate::python::Profile;
use crate::tree::{self, Tree};
use crate::{node, process, python};

/// Compares the types with those of the official Python package, what both make of the recorded streams, and what comes of
/// the same programs with both.
pub(crate) fn python(tree: &Tree, variables: &Variables) -> Result<()> {
    let python = official_python(tree, &python::wheel(tree, Profile::Dev)?)?;
    for script in ["parity/python.py", "parity/accumulation.py", "parity/structured.py", "dropin/run.py"] {
        let script = tree.path("tests").join(script);
        // The scripts are read where they are: no compiled copies beside them.
        Tool::new(&python).arg("-B").arg(script).envs(variables).run()?;
    }
    Ok(())
}

/// Compares the types with those of the official Node package, compiles what programs for either write, and runs the same
/// programs with both.
pub(crate) fn node(tree: &Tree, variables: &Variables) -> Result<()> {
    node::prepare(tree)?;
    let folder = official_node(tree, "parity/node", &["zod@latest"])?;
    for script in [
        "parity/node.mjs",
        "parity/node_structured.mjs",
        "parity/node_losses.mjs",
        "dropin/node/typed.mjs",
        "dropin/node/run.mjs",
    ] {
        Tool::new("node").arg(tree.path("tests").join(script)).arg(&folder).envs(variables).run()?;
    }
    Ok(())
}

/// A folder below the target folder with the newest official package and others; all are looked for on every run.
pub(crate) fn official_node(tree: &Tree, folder: &str, others: &[&str]) -> Result<PathBuf> {
    let folder = tree.target().join(folder);
    tree::create_folder(&folder)?;
    process::write(&folder.join("package.json"), "{\"private\": true}\n")?;
    let npm =
        node::npm(&folder).args(["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--prefer-online"]);
    npm.arg("@anthropic-ai/sdk@latest").args(others).run_quietly().context(
        "the newest official package `@anthropic-ai/sdk` could not be installed, so nothing was compared with it; \
         the step needs a network, or an npm that is configured for a mirror",
    )?;
    Ok(folder)
}

/// An environment with this wheel and the newest official package, which is looked for on every run.
pub(crate) fn official_python(tree: &Tree, wheel: &Path) -> Result<PathBuf> {
    let folder = tree.target().join("parity/python");
    let mut python = folder.join("bin/python");
    if !python.exists() {
        python = python::bare_environment(&folder)?;
    }
    let official = python::pip(&python).args(["--upgrade", "--upgrade-strategy", "eager", "anthropic"]);
    official.run_quietly().context(
        "the newest official package `anthropic` could not be installed, so nothing was compared with it; \
         the step needs a network, or a pip that is configured for a mirror",
    )?;
    python::pip(&python).args(["--no-index", "--no-deps", "--force-reinstall"]).arg(wheel).run_quietly()?;
    Ok(python)
}
