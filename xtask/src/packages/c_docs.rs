//! The reference of the C and C++ headers as web pages, which Doxygen makes of their comments.

use anyhow::{Context, Result};

use crate::process::Tool;
use crate::tree::{self, Tree};

/// Makes the pages in `target/c-docs`. Whatever Doxygen complains of is a failure.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let pages = tree.target().join("c-docs");
    tree::remove(&pages)?;
    tree::create_folder(&pages)?;
    let settings = tree.path("bindings-c/Doxyfile");
    tree::require(&settings, "it says how the reference of the C headers is made")?;
    let doxygen = Tool::new("doxygen").arg(settings).folder(tree.path("bindings-c")).env("TIDINGS_C_DOCS", &pages);
    doxygen.run_quietly().context("the reference of the C headers cannot be made")?;
    tree::require(&pages.join("html/index.html"), "Doxygen wrote no pages")
}
