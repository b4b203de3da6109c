//! Set-up, demo, tests and generated files of the Tidings workspace, behind one command: `cargo xtask`.

#![expect(clippy::print_stdout, reason = "a command-line program speaks on standard output")]

mod api;
mod benchmarks;
mod cinstall;
mod compile;
mod demo;
mod difference;
mod doctor;
mod environment;
mod fuzz;
mod gate;
mod generate;
mod header;
mod miri;
mod model;
mod node;
mod packages;
mod parity;
mod pressure;
mod process;
mod python;
mod reliability;
mod service;
mod suite;
mod tree;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::tree::Tree;

const USAGE: &str = "\
cargo xtask doctor              the tools that are needed, and what this machine has
cargo xtask demo                one streamed answer in each language (MODEL=scripted, LIVE=1, PROMPT=...)
cargo xtask test [STEP]...      all tests, or only the named steps
cargo xtask pressure            loads of real calls on a server with limits, beside the official client
cargo xtask bench               all measurements beside everything that is compared with; writes docs/benchmarks.md (QUICK=1)
cargo xtask speed [python] [node] [rust] [c]
                                the tables of these measurements for some languages, and no report (QUICK=1)
cargo xtask bench-gate          what parts of the core take, counted and compared with tests/micro/counts.txt (UPDATE=1 writes it)
cargo xtask check               formatting, lints and the generated files
cargo xtask generate [--check]  write the schema and the Python and TypeScript types from core/src/types, or compare them
cargo xtask reliability [--check]
                                write docs/reliability.md from tests/faults, or compare it; part of generate
cargo xtask header [--check]    write bindings-c/include/tidings.h, or compare it
cargo xtask c-docs              the reference of the C and C++ headers as web pages, into target/c-docs
cargo xtask pack-node           the tarballs of the Node package, with the addon as it is released, into target/npm
cargo xtask clean               remove everything that was built";

fn main() -> ExitCode {
    if let Some(code) = api::as_rustdoc() {
        return code;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match Tree::locate().and_then(|tree| dispatch(&tree, &words)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(tree: &Tree, words: &[&str]) -> Result<ExitCode> {
    match words {
        ["demo"] => return demo::run(tree),
        ["test", steps @ ..] => return suite::run(tree, steps),
        ["check"] => return suite::run(tree, &["fmt", "clippy", "header", "generated", "docs"]),
        ["pressure"] => return pressure::run(tree),
        ["bench"] => return benchmarks::report(tree),
        ["speed", languages @ ..] => return benchmarks::tables(tree, languages),
        ["bench-gate"] => return gate::run(tree),
        ["doctor"] => return Ok(doctor::report()),
        ["generate"] => {
            generate::write(tree)?;
            api::write(tree)?;
        }
        ["generate", "--check"] => generate::check(tree)?,
        ["reliability"] => reliability::write(tree)?,
        ["reliability", "--check"] => reliability::check(tree)?,
        ["c-docs"] => packages::c_docs(tree)?,
        ["header"] => header::write(tree)?,
        ["header", "--check"] => header::check(tree)?,
        ["pack-node"] => drop(node::pack_release(tree)?),
        ["clean"] => clean(tree)?,
        [] | ["help" | "--help" | "-h"] => println!("{USAGE}"),
        _ => bail!("`cargo xtask {}` is not a command. These are:\n{USAGE}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

fn clean(tree: &Tree) -> Result<()> {
    let built = [
        tree.path("bindings-node/node_modules"),
        tree.path("bindings-node/dist"),
        tree.path("bindings-node/tidings.node"),
        tree.path("examples/node/node_modules"),
        tree.target().to_path_buf(),
    ];
    for path in built {
        tree::remove(&path)?;
    }
    Ok(())
}
