//! The Python package as a user gets it: the wheel on every interpreter of this machine, and the source distribution.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::Place;
use crate::environment;
use crate::process::Tool;
use crate::python::{self, Dependencies};
use crate::tree::{self, Tree};

/// The minor versions of Python 3 that are looked for: from the oldest that the wheel is for to some that are yet to come.
const MINORS: std::ops::RangeInclusive<u32> = 10..=19;

/// What an interpreter is asked; one without a GIL has no stable ABI, so that the wheel is not for it.
const PROBE: &str = "import sys, sysconfig; \
                     print(sys.implementation.name, '%d.%d.%d' % sys.version_info[:3], sysconfig.get_config_var('Py_GIL_DISABLED') or 0)";

/// Audits the wheel, tries it on every interpreter that is found, and does the same with a wheel built from the sdist.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let requirements = tree.path("bindings-python/requirements-package.txt");
    let tools = python::environment(&tree.target().join("venv-package"), &requirements, Dependencies::Installed)?;
    let place = Place::new(tree)?;
    place.write("smoke.py", include_str!("../../snippets/smoke.py"))?;

    let wheel = python::wheel(tree, python::Profile::Dev)?;
    audit(&tools, &wheel, &place.path().join("unpacked"))?;
    let interpreters = interpreters();
    ensure!(!interpreters.is_empty(), "no CPython from 3.{} on was found to try the wheel on", MINORS.start());
    for (minor, (interpreter, version)) in &interpreters {
        try_on(&tools, interpreter, &wheel, &place, &format!("venv-3.{minor}"))
            .with_context(|| format!("the wheel on CPython {version} ({})", interpreter.display()))?;
    }
    let versions: Vec<&str> = interpreters.values().map(|(_, version)| version.as_str()).collect();
    println!("the wheel works on CPython {}", versions.join(", "));

    let built = wheel_of_sources(tree, &tools, place.path())?;
    try_on(&tools, Path::new("python3"), &built, &place, "venv-sources").context("the wheel built from the sdist")?;
    println!("the source distribution builds and works");
    Ok(())
}

/// Whether the wheel keeps to the stable ABI, and shows nothing but the entry that Python looks for.
fn audit(tools: &Path, wheel: &Path, folder: &Path) -> Result<()> {
    Tool::new(tools.with_file_name("abi3audit")).args(["--strict", "--summary"]).arg(wheel).run_quietly()?;
    Tool::new(tools).args(["-m", "zipfile", "-e"]).arg(wheel).arg(folder).run_quietly()?;
    let library = folder.join("tidings/_native.abi3.so");
    let listing = Tool::new("nm").arg(if cfg!(target_os = "macos") { "-gU" } else { "-D" });
    let listing = if cfg!(target_os = "macos") { listing } else { listing.arg("--defined-only") };
    let symbols = exported(&listing.arg(&library).output()?);
    ensure!(symbols == ["PyInit__native"], "the native module shows more than its entry: {}", symbols.join(", "));
    Ok(())
}

/// The names in what `nm` prints. On macOS each has an underscore in front.
fn exported(listing: &str) -> Vec<String> {
    let names = listing.lines().filter_map(|line| line.split_whitespace().nth(2));
    let strip = |name: &str| if cfg!(target_os = "macos") { name.trim_start_matches('_') } else { name }.to_owned();
    names.map(strip).collect()
}

/// Installs a wheel into an environment with nothing else in it, and streams one answer.
fn try_on(tools: &Path, interpreter: &Path, wheel: &Path, place: &Place, name: &str) -> Result<()> {
    let folder = place.path().join(name);
    // Pip comes from elsewhere: an interpreter may lack what it needs to install one.
    Tool::new(interpreter).args(["-m", "venv", "--without-pip"]).arg(&folder).run_quietly()?;
    let python = folder.join("bin/python");
    let pip = Tool::new(tools).args(["-m", "pip", "--python"]).arg(&python).env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    pip.args(["install", "--quiet", "--no-index", "--no-deps"]).arg(wheel).run_quietly()?;
    let quiet = format!("-Wignore:{}", environment::DEVELOPMENT_BUILD);
    place.run(Tool::new(python).args(["-I", &quiet, "smoke.py"]))
}

/// Builds a wheel from the source distribution as pip does, without a network.
fn wheel_of_sources(tree: &Tree, tools: &Path, place: &Path) -> Result<PathBuf> {
    let folder = tree.target().join("sdist");
    tree::remove(&folder)?;
    let manifest = tree.path("bindings-python/Cargo.toml");
    let pack = Tool::new(tools.with_file_name("maturin")).args(["sdist", "--manifest-path"]).arg(manifest);
    pack.arg("--out").arg(&folder).run_quietly()?;
    // Unpacked here, as pip does it in a folder of its own: in the same folder each time the build finds what it has
    // compiled before. The times in the archive never change, which would have cargo find it where it should not.
    Tool::new("tar").arg("-xmzf").arg(only_entry(&folder)?).arg("-C").arg(&folder).run_quietly()?;
    let sources = only_folder(&folder)?;
    let wheels = place.join("wheels");
    Tool::new(tools)
        .args(["-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir"])
        .arg(&wheels)
        .arg(sources)
        .env("PATH", path_with(tools)?)
        .env("MATURIN_PEP517_ARGS", "--profile dev")
        // Its own: crates of two workspaces that lie in the same places are one and the same to cargo.
        .env("CARGO_TARGET_DIR", tree.target().join("sdist-target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .run_quietly()?;
    only_entry(&wheels)
}

/// The path of programs with those of this environment first, among them the one that pip's build starts.
fn path_with(tools: &Path) -> Result<OsString> {
    let given = std::env::var_os("PATH").unwrap_or_default();
    let first = tools.parent().map(Path::to_path_buf);
    Ok(std::env::join_paths(first.into_iter().chain(std::env::split_paths(&given)))?)
}

/// One interpreter for each minor version, and what its version is: from the path, and from where pyenv keeps its own.
fn interpreters() -> BTreeMap<u32, (PathBuf, String)> {
    let on_path = MINORS.map(|minor| PathBuf::from(format!("python3.{minor}")));
    let mut found = BTreeMap::new();
    for candidate in [PathBuf::from("python3")].into_iter().chain(on_path).chain(kept_by_pyenv()) {
        if let Some((minor, version)) = Tool::new(&candidate).args(["-c", PROBE]).output().ok().and_then(|a| usable(&a))
        {
            found.entry(minor).or_insert((candidate, version));
        }
    }
    found
}

fn kept_by_pyenv() -> Vec<PathBuf> {
    let home = environment::filled("PYENV_ROOT").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(environment::filled("HOME")?).join(".pyenv")));
    let versions = home.and_then(|home| std::fs::read_dir(home.join("versions")).ok());
    versions.into_iter().flatten().flatten().map(|entry| entry.path().join("bin/python")).collect()
}

/// The minor version and the version that an interpreter has answered with, if the wheel is for it.
fn usable(answer: &str) -> Option<(u32, String)> {
    let mut words = answer.split_whitespace();
    let (implementation, version, without_gil) = (words.next()?, words.next()?, words.next()?);
    let (major, rest) = version.split_once('.')?;
    let minor = rest.split('.').next()?.parse().ok()?;
    let fits = implementation == "cpython" && major == "3" && MINORS.contains(&minor) && without_gil == "0";
    fits.then(|| (minor, version.to_owned()))
}

fn only_entry(folder: &Path) -> Result<PathBuf> {
    entry(folder, Path::is_file)
}

fn only_folder(folder: &Path) -> Result<PathBuf> {
    entry(folder, Path::is_dir)
}

fn entry(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<PathBuf> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let found = entries.flatten().map(|entry| entry.path()).find(|path| wanted(path));
    found.with_context(|| format!("what was built is not in {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interpreter_is_usable_when_the_wheel_is_for_it() {
        assert_eq!(usable("cpython 3.10.13 0\n"), Some((10, "3.10.13".to_owned())));
        for other in ["cpython 3.9.18 0", "cpython 2.7.18 0", "pypy 3.11.13 0", "cpython 3.14.0 1", "", "cpython 3"] {
            assert_eq!(usable(other), None, "{other}");
        }
    }

    #[test]
    #[cfg(not(target_os = "macos"))]
    fn the_names_that_a_library_shows_are_the_last_words() {
        assert_eq!(exported("0000000000001000 T PyInit__native\n                 U malloc\n"), ["PyInit__native"]);
    }
}
