//! Where things lie: the sources, and what is built from them.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX, EXE_SUFFIX};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use anyhow::{Context, Result, ensure};

use crate::process::Tool;

/// The work tree and its target folder.
pub(crate) struct Tree {
    root: PathBuf,
    target: PathBuf,
}

impl Tree {
    /// Finds the work tree from what cargo says, honouring `CARGO_TARGET_DIR`.
    pub(crate) fn locate() -> Result<Self> {
        // Asked at run time first: a binary from a shared target folder may have been built in another clone.
        let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = here.parent().context("the xtask crate lies in no workspace")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) if !folder.is_empty() => std::path::absolute(folder)?,
            _ => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// A path inside the work tree.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The target folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A program built in the dev profile.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{EXE_SUFFIX}"))
    }

    /// A shared library built in the dev profile.
    pub(crate) fn library(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{DLL_PREFIX}{name}{DLL_SUFFIX}"))
    }

    /// A shared library built in the release profile.
    pub(crate) fn release_library(&self, name: &str) -> PathBuf {
        self.target.join("release").join(format!("{DLL_PREFIX}{name}{DLL_SUFFIX}"))
    }

    /// Cargo, run at the root of the work tree.
    pub(crate) fn cargo(&self) -> Tool {
        Tool::new("cargo").env("CARGO_TARGET_DIR", &self.target).folder(&self.root)
    }

    /// Cargo at work on the product: the workspace without the crates that are built by runs of their own.
    ///
    /// Cargo gives a shared dependency the features that all crates of one run ask for, and compiles it anew for
    /// a run that asks for others. The Python crate is built by maturin, by itself and so with fewer features:
    /// here it would only be compiled a second time. This program and the model checks would add features that
    /// the product does not have.
    pub(crate) fn cargo_product(&self, command: &str) -> Tool {
        let apart = ["tidings-python", "tidings-loom", "xtask"].map(|package| format!("--exclude={package}"));
        self.cargo().args([command, "--workspace"]).args(apart)
    }

    /// Builds every library and program, so that all later steps find them.
    pub(crate) fn build(&self) -> Result<()> {
        self.cargo_product("build").run()
    }
}

/// Fails with `hint` unless `path` is there.
pub(crate) fn require(path: &Path, hint: &str) -> Result<()> {
    ensure!(path.exists(), "{} is missing: {hint}", path.display());
    Ok(())
}

/// Removes a file or a folder with all in it; fine if there is none.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// Copies a file, naming both ends when that fails.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))
}

/// Makes `link` a symbolic link to `target`, in place of what was there.
pub(crate) fn link(target: &Path, link: &Path) -> Result<()> {
    remove(link)?;
    std::os::unix::fs::symlink(target, link).with_context(|| format!("{} cannot be linked", link.display()))
}

/// Creates a folder and those above it.
pub(crate) fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("the folder {} cannot be created", path.display()))
}
