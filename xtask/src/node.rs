//! The Node package: its developer tools, its addon and its compiled TypeScript.

use std::path::{Path, PathBuf};

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
    tree::link(Path::new("../../../bindings-node"), &modules.join("tidings"))
}

/// The tarballs that are published, and the folders that they were made of.
pub(crate) struct Packed {
    folder: PathBuf,
    names: Vec<String>,
}

impl Packed {
    /// The tarballs, that of the main package first.
    pub(crate) fn tarballs(&self) -> Vec<PathBuf> {
        self.names.iter().map(|name| self.folder.join(format!("{name}.tgz"))).collect()
    }

    /// What is in them.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.names.iter().map(|name| self.folder.join(name)).collect()
    }
}

/// Packs the prepared package, and the package of this platform with the addon at `addon`.
pub(crate) fn pack(tree: &Tree, addon: &Path) -> Result<Packed> {
    let folder = tree.target().join("npm");
    let script = tree.path("bindings-node/scripts/pack.mjs");
    let printed = Tool::new("node").arg(script).arg(&folder).arg(addon).output()?;
    print!("{printed}");
    // A line ends with the path of a tarball, which has the name of its folder.
    let names = printed.lines().filter_map(|line| Some(line.rsplit('/').next()?.strip_suffix(".tgz")?.to_owned()));
    Ok(Packed { names: names.collect(), folder })
}

/// Packs what is published, with an addon as it is released; takes minutes.
pub(crate) fn pack_release(tree: &Tree) -> Result<Packed> {
    tree.cargo().args(["build", "--release", "--package", "tidings-node"]).run()?;
    install_tools(tree)?;
    npm(&tree.path("bindings-node")).args(["run", "build"]).run_quietly()?;
    pack(tree, &tree.release_library("tidings_node"))
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
    install_locked(&package, "run `npm install` in bindings-node and commit the lock file")
}

/// Installs runtimes, compilers and judges of packages into the target folder, and returns where they are.
pub(crate) fn package_tools(tree: &Tree) -> Result<PathBuf> {
    let (source, folder) = (tree.path("bindings-node/npm/tools"), tree.target().join("node-package-tools"));
    tree::create_folder(&folder)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        tree::copy(&source.join(file), &folder.join(file))?;
    }
    install_locked(
        &folder,
        "run `npm install --package-lock-only` in bindings-node/npm/tools and commit the lock file",
    )
    .context(
        "what the packed package is tried with could not be installed: once, it needs a network or a mirror for npm",
    )?;
    Ok(folder)
}

/// Installs what a folder's lock file pins, unless that has been done.
fn install_locked(folder: &Path, hint: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    tree::require(&lock, hint)?;
    let (wanted, stamp) = (process::read(&lock)?, folder.join("node_modules/.lock-installed"));
    if process::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("setting up {}", folder.join("node_modules").display());
    // No install scripts: nothing that a dependency brings runs here before a person has looked at it.
    npm(folder).args(["ci", "--ignore-scripts"]).run_quietly()?;
    tree::create_folder(&folder.join("node_modules"))?;
    process::write(&stamp, &wanted)
}

fn place_addon(tree: &Tree, package: &Path) -> Result<()> {
    let (built, addon) = (tree.library("tidings_node"), package.join("tidings.node"));
    tree::require(&built, "bindings-node must build a cdylib named tidings_node")?;
    // Removed first: writing into a file that a running Node has mapped would crash it.
    tree::remove(&addon)?;
    tree::copy(&built, &addon)
}
