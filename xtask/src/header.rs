//! The C header: generated from the Rust source, committed, and compared.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};

use crate::process;
use crate::tree::{self, Tree};

/// Writes `bindings-c/include/tidings.h` anew.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    tree::create_folder(&tree.path("bindings-c/include"))?;
    process::write(&committed(tree), &generate(tree)?)
}

/// Fails when the committed header is not what the source gives.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let path = committed(tree);
    tree::require(&path, "run `make header` and commit the file")?;
    if let Some(difference) = first_difference(&process::read(&path)?, &generate(tree)?) {
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
    Ok(String::from_utf8(text)?)
}

/// The first line that differs, with its number and both texts.
fn first_difference(committed: &str, generated: &str) -> Option<String> {
    let (mut old, mut new) = (committed.lines(), generated.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (old.next(), new.next()) {
            (None, None) => return (committed != generated).then(|| "its line ends differ".to_owned()),
            (old, new) if old == new => {}
            (old, new) => return Some(format!("line {number} is {}, the source gives {}", quoted(old), quoted(new))),
        }
    }
}

fn quoted(line: Option<&str>) -> String {
    line.map_or_else(|| "absent".to_owned(), |text| format!("`{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_headers_have_no_difference() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
    }

    #[test]
    fn a_changed_line_is_shown_with_its_number() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n").unwrap(), "line 2 is `b`, the source gives `c`");
    }

    #[test]
    fn a_line_only_one_side_has_is_a_difference() {
        assert_eq!(first_difference("a\n", "a\nb\n").unwrap(), "line 2 is absent, the source gives `b`");
        assert_eq!(first_difference("a\nb\n", "a\n").unwrap(), "line 2 is `b`, the source gives absent");
    }

    #[test]
    fn a_missing_last_line_end_is_a_difference() {
        assert!(first_difference("a\nb", "a\nb\n").is_some());
    }
}
