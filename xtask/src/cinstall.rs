//! `cargo cinstall`: the C library below a prefix, as its users install it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::Tool;
use crate::tree::{self, Tree};

/// What is built where the machine has no cargo-c, or an older one. It wants Rust 1.95.
const VERSION: &str = "0.10.24";

/// What makes a build of the `dev` profile as cheap as can be.
const CHEAPLY: [(&str, &str); 3] = [
    ("CARGO_PROFILE_DEV_DEBUG", "0"),
    ("CARGO_PROFILE_DEV_INCREMENTAL", "false"),
    ("CARGO_PROFILE_DEV_OPT_LEVEL", "0"),
];

/// Installs the library, built in this profile, below a folder of the target folder, and gives that.
///
/// The folder is always the same: cargo-c compiles every dependency anew for another one.
pub(crate) fn install(tree: &Tree, profile: &str) -> Result<PathBuf> {
    let prefix = tree.target().join("cinstall").join(profile);
    tree::remove(&prefix)?;
    let cargo = cheaply(program(tree)?).args(["cinstall", "--locked", "--package", "tidings-c"]);
    let cargo = cargo.args(["--profile", profile, "--libdir", "lib", "--prefix"]).arg(&prefix);
    cargo.env("CARGO_TARGET_DIR", tree.target()).folder(tree.path("")).run_quietly()?;
    Ok(prefix)
}

/// The machine's own cargo-c, or the one below the target folder, which is built there first.
fn program(tree: &Tree) -> Result<Tool> {
    if Tool::new("cargo-cinstall").args(["cinstall", "--version"]).output().is_ok_and(|line| is_new_enough(&line)) {
        return Ok(Tool::new("cargo-cinstall"));
    }
    let root = tree.target().join("cargo-c");
    let installed = root.join("bin/cargo-cinstall");
    if !installed.exists() {
        build(&root)?;
    }
    Ok(Tool::new(installed))
}

fn build(root: &Path) -> Result<()> {
    println!("building cargo-c {VERSION}, once for this target folder ...");
    let folder = root.join("build");
    let cargo = cheaply(Tool::new("cargo")).args(["install", "--quiet", "--locked", "--profile", "dev"]);
    let cargo = cargo.args(["--bin", "cargo-cinstall", "--root"]).arg(root).arg(format!("cargo-c@{VERSION}"));
    cargo.env("CARGO_TARGET_DIR", &folder).run()?;
    tree::remove(&folder)
}

fn cheaply(cargo: Tool) -> Tool {
    CHEAPLY.iter().fold(cargo, |cargo, (name, value)| cargo.env(name, value))
}

/// From what `cargo-cinstall cinstall --version` prints: `cargo-c 0.10.24+cargo-0.98.0`.
fn is_new_enough(line: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> { text.split('.').map_while(|number| number.parse().ok()).collect() };
    let version = line.split_whitespace().last().and_then(|word| word.split('+').next()).unwrap_or_default();
    numbers(version) >= numbers(VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_cargo_c_is_not_used() {
        assert!(is_new_enough("cargo-c 0.10.24+cargo-0.98.0\n"));
        assert!(is_new_enough("cargo-c 0.11.0+cargo-1.0.0"));
        for old in ["cargo-c 0.9.14", "cargo-c 0.10.16+cargo-0.91.0", "cargo-c 0.10.9+cargo-0.84.0", "", "nothing"] {
            assert!(!is_new_enough(old), "{old}");
        }
    }
}
