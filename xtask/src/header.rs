//! The C header: generated from the Rust source, committed, and compared.

mod groups;

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};

use crate::tree::{self, Tree};
use crate::{difference, process};

/// Writes `bindings-c/include/tidings.h` anew.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    tree::create_folder(&tree.path("bindings-c/include"))?;
    process::write(&committed(tree), &generate(tree)?)
}

/// Fails when the committed header is not what the source gives.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let path = committed(tree);
    tree::require(&path, "run `make header` and commit the file")?;
    if let Some(difference) = difference::first(&process::read(&path)?, &generate(tree)?) {
        bail!("bindings-c/include/tidings.h is out of date: {difference}\nRun `make header` and commit the file.");
    }
    Ok(())
}

fn committed(tree: &Tree) -> PathBuf {
    tree.path("bindings-c/include/tidings.h")
}

fn generate(tree: &Tree) -> Result<String> {
    let settings = tree.path("bindings-c/cbindgen.toml");
    tree::require(&settings, "it says how the C header is generated")?;
    let config = cbindgen::Config::from_file(&settings)
        .map_err(|reason| anyhow!("bindings-c/cbindgen.toml cannot be used: {reason}"))?;
    let bindings = cbindgen::Builder::new()
        .with_crate(tree.path("bindings-c"))
        .with_config(config)
        .generate()
        .context("the C header cannot be generated from bindings-c/src")?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    groups::arrange(&String::from_utf8(text)?)
}
