//! CPU time and memory of the Python and the Node package beside the official ones, and of the C library beside libcurl.

use std::{
    ffi::{OsStr, OsString},
    iter,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Result, ensure};

use crate::process::Tool;
use crate::python::{self, Profile};
use crate::tree::{self, Tree};
use crate::{environment, node, parity};

const LANGUAGES: [&str; 3] = ["python", "node", "c"];
/// The parser of JSON that the client on libcurl reads with: this package has its source.
const YYJSON: &str = "yyjson==4.0.6";
const C_FLAGS: [&str; 4] = ["-std=c99", "-D_DEFAULT_SOURCE", "-O3", "-Wall"];

/// `make speed`: every measurement with both packages of each language, or of those that are named, ours as they are
/// released. `QUICK=1` takes less of everything.
pub(crate) fn run(tree: &Tree, languages: &[&str]) -> Result<ExitCode> {
    for language in languages {
        ensure!(
            LANGUAGES.contains(language),
            "there are no measurements of {language}; of {} there are",
            LANGUAGES.join(", ")
        );
    }
    let is_wanted = |language| languages.is_empty() || languages.contains(&language);
    if is_wanted("python") {
        python(tree)?;
    }
    if is_wanted("node") {
        node(tree)?;
    }
    if is_wanted("c") {
        c(tree)?;
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

fn c(tree: &Tree) -> Result<()> {
    tree.cargo().args(["build", "--release", "-p", "tidings-c"]).run()?;
    let folder = tree.target().join("speed/c");
    tree::create_folder(&folder)?;
    let (sources, library) = (tree.path("tests/speed/c"), folder.join("libtidings.so"));
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
    let tool = Tool::new("python3").arg("-B").arg(sources.join("compare.py")).arg(folder);
    tool.envs(&environment::loopback()).run()
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
        let unpack = Tool::new("tar").arg("-xzf").arg(archive).args(["--strip-components", "2", "--wildcards"]);
        unpack.args(["*/yyjson/yyjson.*"]).arg("-C").arg(&source).run_quietly()?;
    }
    Ok(source)
}
