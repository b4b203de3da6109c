//! Virtual environments, and the wheel of the Python binding.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{self, Tool};
use crate::tree::{self, Tree};

/// Whether pip also installs what the named packages ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dependencies {
    Installed,
    LeftOut,
}

/// How the wheel is compiled.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// For tests: it shares what `cargo build` has compiled.
    Dev,
    /// As it is released; takes minutes.
    Release,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

/// Makes the virtual environment that tests and examples use, with this tree's wheel in it.
pub(crate) fn prepare(tree: &Tree) -> Result<PathBuf> {
    let wheel = wheel(tree, Profile::Dev)?;
    let python = developer_environment(tree)?;
    // No package index: the wheel has no dependency, and a test must not quietly fetch another one.
    pip(&python).args(["--no-index", "--no-deps", "--force-reinstall"]).arg(wheel).run_quietly()?;
    Ok(python)
}

/// Builds the wheel.
pub(crate) fn wheel(tree: &Tree, profile: Profile) -> Result<PathBuf> {
    let manifest = tree.path("bindings-python/Cargo.toml");
    tree::require(&tree.path("bindings-python/pyproject.toml"), "the Python binding is not complete")?;
    let python = developer_environment(tree)?;
    let wheels = tree.target().join("wheels");
    tree::remove(&wheels)?;
    Tool::new(python.with_file_name("maturin"))
        .args(["build", "--quiet", "--profile", profile.name(), "--auditwheel", "skip", "--manifest-path"])
        .arg(manifest)
        .arg("--interpreter")
        .arg(&python)
        .arg("--out")
        .arg(&wheels)
        .env("CARGO_TARGET_DIR", tree.target())
        .folder(tree.path(""))
        .run_quietly()?;
    only_file(&wheels)
}

/// Makes a virtual environment, or makes it anew when the requirements have changed, and returns its Python.
pub(crate) fn environment(folder: &Path, requirements: &Path, dependencies: Dependencies) -> Result<PathBuf> {
    let (python, stamp) = (python_of(folder), folder.join("requirements.installed"));
    let wanted = process::read(requirements)?;
    if python.exists() && process::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("setting up {}", folder.display());
    bare_environment(folder)?;
    let mut install = pip(&python);
    if dependencies == Dependencies::LeftOut {
        install = install.arg("--no-deps");
    }
    install.arg("--requirement").arg(requirements).run_quietly()?;
    process::write(&stamp, &wanted)?;
    Ok(python)
}

/// Makes an empty virtual environment, emptying one that is there, and returns its Python.
pub(crate) fn bare_environment(folder: &Path) -> Result<PathBuf> {
    Tool::new("python3").args(["-m", "venv", "--clear"]).arg(folder).run_quietly()?;
    Ok(python_of(folder))
}

/// `pip install` in the environment of `python`; it gives up early where there is no network.
pub(crate) fn pip(python: &Path) -> Tool {
    Tool::new(python)
        .args(["-m", "pip", "install", "--quiet", "--retries", "2"])
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .env("PIP_ROOT_USER_ACTION", "ignore")
}

fn developer_environment(tree: &Tree) -> Result<PathBuf> {
    let requirements = tree.path("bindings-python/requirements-dev.txt");
    tree::require(&requirements, "it pins the tools that build and test the Python binding")?;
    environment(&tree.target().join("venv"), &requirements, Dependencies::Installed)
}

fn python_of(folder: &Path) -> PathBuf {
    folder.join("bin/python")
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let missing = || format!("maturin left no wheel in {}", folder.display());
    let mut entries = std::fs::read_dir(folder).with_context(missing)?;
    Ok(entries.next().with_context(missing)??.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wheel_is_the_file_that_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(only_file(folder.path()).unwrap_err().to_string().contains("no wheel"));
        let wheel = folder.path().join("tidings-0.1.0.whl");
        std::fs::write(&wheel, "").unwrap();
        assert_eq!(only_file(folder.path()).unwrap(), wheel);
    }

    #[test]
    fn an_environment_whose_requirements_are_installed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let requirements = folder.path().join("requirements.txt");
        let python = python_of(folder.path());
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        for (path, text) in [
            (&requirements, "pytest==1"),
            (&python, "not a program"),
            (&folder.path().join("requirements.installed"), "pytest==1"),
        ] {
            std::fs::write(path, text).unwrap();
        }
        assert_eq!(environment(folder.path(), &requirements, Dependencies::Installed).unwrap(), python);
        assert_eq!(process::read(&python).unwrap(), "not a program");
    }
}
