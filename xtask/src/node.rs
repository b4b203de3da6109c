//! The Node package: its developer tools, its addon and its compiled TypeScript.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process::{self, Tool};
use crate::tree::{self, Tree};

/// Installs the developer tools, puts the built addon in place and compiles the TypeScript.
pub(crate) fn prepare(tree: &Tree) -> Result<()> {
    let package = tree.path("bindings-node");
    tree::require(&package.join("package.json"), "the Node binding is not complete")?;
    install_tools(tree)?;
    place_addon(tree, &package)?;
    npm(&package).args(["run", "build"]).run_quietly()
}

/// Lets the examples write `import ... from 'tidings'`, as a user's program would.
pub(crate) fn link_for_examples(tree: &Tree) -> Result<()> {
    let modules = tree.path("examples/node/node_modules");
    tree::create_folder(&modules)?;
    let link = modules.join("tidings");
    tree::remove(&link)?;
    std::os::unix::fs::symlink("../../../bindings-node", &link)
        .with_context(|| format!("{} cannot be linked", link.display()))
}

/// npm, quiet about everything but errors.
pub(crate) fn npm(folder: &Path) -> Tool {
    Tool::new("npm")
        .folder(folder)
        .env("npm_config_loglevel", "error")
        .env("npm_config_audit", "false")
        .env("npm_config_fund", "false")
        .env("npm_config_update_notifier", "false")
}

/// Installs the developer tools that the lock file pins, where they are not there yet.
pub(crate) fn install_tools(tree: &Tree) -> Result<()> {
    let package = tree.path("bindings-node");
    let lock = package.join("package-lock.json");
    tree::require(&lock, "run `npm install` in bindings-node and commit the lock file")?;
    let (wanted, stamp) = (process::read(&lock)?, package.join("node_modules/.lock-installed"));
    if process::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("setting up {}", package.join("node_modules").display());
    // No install scripts: nothing that a dependency brings runs here before a person has looked at it.
    npm(&package).args(["ci", "--ignore-scripts"]).run_quietly()?;
    tree::create_folder(&package.join("node_modules"))?;
    process::write(&stamp, &wanted)
}

fn place_addon(tree: &Tree, package: &Path) -> Result<()> {
    let (built, addon) = (tree.library("tidings_node"), package.join("tidings.node"));
    tree::require(&built, "bindings-node must build a cdylib named tidings_node")?;
    // Removed first: writing into a file that a running Node has mapped would crash it.
    tree::remove(&addon)?;
    tree::copy(&built, &addon)
}
