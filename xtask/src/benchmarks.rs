//! The measurements of all languages: what they need is built and installed here, and `tests/bench` does the rest.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Result, ensure};

use crate::process::Tool;
use crate::python::{self, Profile};
use crate::tree::{self, Tree};
use crate::{environment, node, parity};

const LANGUAGES: [&str; 4] = ["python", "node", "rust", "c"];
/// What Python programs do the same work with, beside the official package.
const PYTHON_PEERS: [&str; 3] = ["httpx", "aiohttp", "pycurl"];
const NODE_PEERS: [&str; 1] = ["undici@7"];
/// The parser of JSON that the client on libcurl reads with: this package has its source.
const YYJSON: &str = "yyjson==4.0.6";
const C_FLAGS: [&str; 4] = ["-std=c99", "-D_DEFAULT_SOURCE", "-O3", "-Wall"];

/// `make bench`: all languages, and the report in `docs/benchmarks.md`. `QUICK=1` takes less of everything, and writes its report
/// into the target folder.
pub(crate) fn report(tree: &Tree) -> Result<ExitCode> {
    let is_quick = environment::filled("QUICK").is_some_and(|value| value.trim() != "0");
    let folder = if is_quick { tree.target().join("bench/report") } else { tree.path("docs") };
    tree::create_folder(&folder)?;
    measure(tree, &LANGUAGES, &["--report".into(), folder.into()])
}

/// `make speed`: the tables of all languages, or of those that are named.
pub(crate) fn tables(tree: &Tree, languages: &[&str]) -> Result<ExitCode> {
    for language in languages {
        ensure!(
            LANGUAGES.contains(language),
            "there are no measurements of {language}; of {} there are",
            LANGUAGES.join(", ")
        );
    }
    measure(tree, if languages.is_empty() { &LANGUAGES } else { languages }, &[])
}

fn measure(tree: &Tree, languages: &[&str], options: &[OsString]) -> Result<ExitCode> {
    // The script is read where it is: no compiled copies beside it.
    let mut tool = Tool::new("python3").arg("-B").arg(tree.path("tests/bench/bench.py")).args(options);
    for language in languages {
        let built = match *language {
            "python" => python(tree)?,
            "node" => node(tree)?,
            "rust" => rust(tree)?,
            _ => c(tree)?,
        };
        for (what, place) in built {
            tool = tool.arg(format!("--{what}")).arg(place);
        }
    }
    tool.envs(&environment::loopback()).run()?;
    Ok(ExitCode::SUCCESS)
}

/// What was built, by the names that `bench.py` has for it.
type Built = Vec<(&'static str, PathBuf)>;

fn python(tree: &Tree) -> Result<Built> {
    let wheel = python::wheel(tree, Profile::Release)?;
    let python = parity::official_python(tree, &wheel)?;
    python::pip(&python).arg("--upgrade").args(PYTHON_PEERS).run_quietly()?;
    Ok(vec![("python", python), ("wheel", wheel)])
}

fn node(tree: &Tree) -> Result<Built> {
    let packed = node::pack_release(tree)?;
    // Another install would take away what this one has put there.
    let tarballs: Vec<_> = packed.tarballs().iter().map(|path| path.display().to_string()).collect();
    let beside: Vec<_> = NODE_PEERS.into_iter().chain(tarballs.iter().map(String::as_str)).collect();
    // A tarball of the same version as the one before would be taken for installed.
    tree::remove(&tree.target().join("bench/node"))?;
    let folder = parity::official_node(tree, "bench/node", &beside)?;
    Ok(vec![("node", folder), ("addon", tree.release_library("tidings_node"))])
}

fn rust(tree: &Tree) -> Result<Built> {
    programs(tree, "build").arg("--release").run()?;
    Ok(vec![("rust", tree.target().join("bench/release"))])
}

/// Lints the programs in Rust. Nothing else of the test run compiles them, or would notice that their lock file is behind.
pub(crate) fn lint(tree: &Tree) -> Result<()> {
    programs(tree, "clippy").args(["--quiet", "--all-targets", "--", "-D", "warnings"]).run()
}

/// Cargo with the programs in Rust, which are a workspace of their own, see its manifest.
fn programs(tree: &Tree, command: &str) -> Tool {
    let cargo = tree.cargo().env("CARGO_TARGET_DIR", tree.target().join("bench"));
    cargo.args([command, "--locked", "--manifest-path"]).arg(tree.path("tests/bench/rust/Cargo.toml"))
}

fn c(tree: &Tree) -> Result<Built> {
    tree.cargo().args(["build", "--release", "-p", "tidings-c"]).run()?;
    let folder = tree.target().join("bench/c");
    tree::create_folder(&folder)?;
    let (sources, library) = (tree.path("tests/bench/c"), folder.join("libtidings.so"));
    for name in [library.clone(), folder.join("libtidings.so.0")] {
        tree::remove(&name)?;
        tree::copy(&tree.release_library("tidings_c"), &name)?;
    }
    let yyjson = yyjson(&folder)?;
    let compile = |name: &str, others: &[&OsStr]| {
        let tool = Tool::new("cc").args(C_FLAGS).arg(sources.join("program.c"));
        let tool = tool.arg(sources.join(format!("{name}_client.c"))).args(others).arg("-o").arg(folder.join(name));
        tool.run()
    };
    let origin = OsString::from(format!("-Wl,-rpath,{}", folder.display()));
    let headers = tree.path("bindings-c/include");
    compile("bare", &[])?;
    compile("tidings", &["-I".as_ref(), headers.as_ref(), library.as_ref(), &origin])?;
    compile("curl", &["-I".as_ref(), yyjson.as_ref(), yyjson.join("yyjson.c").as_ref(), "-lcurl".as_ref()])?;
    Ok(vec![("c", folder)])
}

/// The source of the parser, unpacked; the folder it lies in.
fn yyjson(folder: &Path) -> Result<PathBuf> {
    let source = folder.join("yyjson");
    if !source.join("yyjson.c").exists() {
        let download =
            Tool::new("python3").args(["-m", "pip", "download", "--no-deps", "--no-binary", ":all:", YYJSON]);
        download.arg("--dest").arg(folder).run_quietly()?;
        tree::create_folder(&source)?;
        let archive = folder.join(format!("{}.tar.gz", YYJSON.replace("==", "-")));
        let unpack = Tool::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&source);
        unpack.args(["--strip-components", "2", "--wildcards"]).arg("*/yyjson/yyjson.*").run_quietly()?;
    }
    Ok(source)
}
