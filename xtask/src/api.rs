//! The core's documentation, which must have no warnings, and its public API as a committed list.
//!
//! rustdoc describes a crate in JSON only where unstable options are allowed. They are allowed for that one run of it and not for
//! cargo: build scripts look at the variable that does so, and would all run again.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use public_api::Builder;

use crate::tree::{self, Tree};
use crate::{difference, process, process::Tool};

const LISTING: &str = "core/public-api.txt";
/// Set where this program is to stand in for rustdoc.
const AS_RUSTDOC: &str = "TIDINGS_AS_RUSTDOC";

/// Writes the list anew.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    process::write(&tree.path(LISTING), &listing(tree)?)
}

/// Fails when the committed list is not what the core has. Another Rust may describe the same API otherwise: then nothing is compared,
/// and that is said.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let path = tree.path(LISTING);
    tree::require(&path, "run `make generate` and commit the file")?;
    let committed = process::read(&path)?;
    let release = release()?;
    if !committed.starts_with(&first_line(&release)) {
        println!("{LISTING} was not compared: it was written by another Rust than {release}");
        return Ok(());
    }
    if let Some(difference) = difference::first(&committed, &listing(tree)?) {
        bail!("{LISTING} is out of date: {difference}\nRun `make generate` and commit the file.");
    }
    Ok(())
}

/// Fails when the core's documentation has warnings, such as a link that leads nowhere.
pub(crate) fn document(tree: &Tree) -> Result<()> {
    let flags = "--deny=warnings --deny=missing_docs";
    tree.cargo().args(["doc", "--quiet", "--package=tidings", "--no-deps"]).env("RUSTDOCFLAGS", flags).run()
}

/// Runs rustdoc in this program's place, if it was started for that.
pub(crate) fn as_rustdoc() -> Option<ExitCode> {
    let rustdoc = std::env::var_os(AS_RUSTDOC)?;
    let status = Command::new(rustdoc).args(std::env::args_os().skip(1)).env("RUSTC_BOOTSTRAP", "1").status();
    Some(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn listing(tree: &Tree) -> Result<String> {
    let rustdoc = std::env::var_os("RUSTDOC").unwrap_or_else(|| OsString::from("rustdoc"));
    let options = ["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"];
    let cargo = tree.cargo().args(["rustdoc", "--quiet", "--package=tidings", "--lib"]).args(options);
    cargo.env(AS_RUSTDOC, rustdoc).env("RUSTDOC", std::env::current_exe()?).run_quietly()?;
    let api = Builder::from_rustdoc_json(tree.target().join("doc/tidings.json"))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .context("the description that this Rust gives of the core cannot be read")?;
    let items: Vec<String> = api.items().map(ToString::to_string).collect();
    Ok(format!("{}\n{}\n", first_line(&release()?), items.join("\n")))
}

fn first_line(release: &str) -> String {
    format!("# The public API of the core, as Rust {release} describes it. Written by `make generate`.")
}

/// The minor release of the Rust in use, such as `1.95`.
fn release() -> Result<String> {
    let version = Tool::new("rustc").arg("--version").output()?;
    let number = version.split_whitespace().nth(1).context("rustc does not say its version")?;
    Ok(number.split('.').take(2).collect::<Vec<_>>().join("."))
}
