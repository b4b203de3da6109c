//! A few seconds of every fuzz target.
//!
//! The targets need no nightly toolchain and no cargo-fuzz here: the marks that libFuzzer steers by are a pass of the compiler, and the
//! product has no unsafe code of its own that a sanitizer would watch. `cargo fuzz` runs the same targets, see `CONTRIBUTING.md`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::Tool;
use crate::tree::{self, Tree};

/// How long each target runs. All together stay under a minute.
const SECONDS: u32 = 4;
/// What makes the compiler mark branches and comparisons, as cargo-fuzz asks for it.
const MARKS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Builds every target and runs each for a few seconds from its seeds; a finding is a failure and stays as a file.
pub(crate) fn run(tree: &Tree) -> Result<()> {
    let names = names(tree)?;
    let programs = build(tree)?;
    for name in &names {
        println!("{name}: {}", fuzz(tree, name, &programs.join(name))?);
    }
    c_operations(tree)
}

/// The target that is a program in C: operations on the library in any order, under the sanitizers of addresses and leaks.
fn c_operations(tree: &Tree) -> Result<()> {
    println!("c_operations:");
    let cargo = tree.cargo().args(["test", "--quiet", "--package", "tidings-c", "--test", "operations"]);
    cargo.args(["--", "--ignored"]).env("TIDINGS_C", "clang").run()
}

/// The targets are the files in their folder.
fn names(tree: &Tree) -> Result<Vec<String>> {
    let folder = tree.path("tests/fuzz/targets");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// Builds the targets, and gives the folder where they lie.
///
/// The machine is named as the target, so that build scripts and macros are built without the marks.
fn build(tree: &Tree) -> Result<PathBuf> {
    let machine = machine()?;
    let target = tree.target().join("fuzz");
    let cargo = tree.cargo().env("CARGO_TARGET_DIR", &target).env("RUSTFLAGS", MARKS.join(" "));
    let manifest = tree.path("tests/fuzz/Cargo.toml");
    cargo
        .args(["build", "--quiet", "--locked", "--bins", "--target", &machine, "--manifest-path"])
        .arg(manifest)
        .run()?;
    Ok(target.join(machine).join("debug"))
}

fn machine() -> Result<String> {
    let printed = Tool::new("rustc").arg("-vV").output()?;
    match printed.lines().find_map(|line| line.strip_prefix("host: ")) {
        Some(machine) => Ok(machine.to_owned()),
        None => bail!("`rustc -vV` does not say which machine this is"),
    }
}

/// Runs one target, and says how many inputs it was given.
fn fuzz(tree: &Tree, name: &str, program: &std::path::Path) -> Result<String> {
    let found = tree.path("tests/fuzz/artifacts").join(name);
    tree::create_folder(&found)?;
    // What is new is of no use to the next run, which begins with the seeds again.
    let corpus = tempfile::tempdir()?;
    let dictionary = tree.path("tests/fuzz/dictionaries").join(name);
    let own_seeds = tree.path("tests/fuzz/seeds").join(name);
    let recorded = ["tests/streams", "tests/model/samples"].map(|folder| tree.path(folder));
    let mut tool = Tool::new(program)
        .args([format!("-max_total_time={SECONDS}"), "-timeout=20".to_owned(), "-print_final_stats=1".to_owned()])
        .arg(format!("-artifact_prefix={}/", found.display()));
    if dictionary.exists() {
        tool = tool.arg(format!("-dict={}", dictionary.display()));
    }
    tool = tool.arg(corpus.path());
    if own_seeds.exists() {
        tool = tool.arg(own_seeds);
    }
    if name == "stream" {
        tool = tool.args(recorded);
    }
    let printed = tool.complaints().with_context(|| format!("the fuzz target {name} found something"))?;
    let executions = printed.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    Ok(format!("{} inputs", executions.unwrap_or("an unknown number of").trim()))
}
