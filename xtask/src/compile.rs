//! C and C++ programs, compiled against the library that lies in the target folder.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::Tool;
use crate::tree::{self, Tree};

/// A language that the library has a header for.
#[derive(Clone, Copy)]
pub(crate) enum Language {
    C,
    Cpp,
}

/// Compiles one source file with nothing but the headers and `-ltidings` into a program of this name below `folder`.
pub(crate) fn compile(language: Language, tree: &Tree, source: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    tree::require(source, "the source of the program is not there yet")?;
    let (compiler, standard) = match language {
        Language::C => ("cc", "-std=c11"),
        Language::Cpp => ("c++", "-std=c++17"),
    };
    library(tree, folder)?;
    let program = folder.join(name);
    Tool::new(compiler)
        .args([standard, "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&program)
        .arg(source)
        .arg("-I")
        .arg(tree.path("bindings-c/include"))
        .arg("-L")
        .arg(folder)
        .arg("-ltidings")
        .arg(format!("-Wl,-rpath,{}", folder.display()))
        .run()?;
    Ok(program)
}

/// Gives the built library the names that linkers and loaders look for.
fn library(tree: &Tree, folder: &Path) -> Result<()> {
    let built = tree.library("tidings_c");
    tree::require(&built, "bindings-c must build a cdylib named tidings_c")?;
    tree::create_folder(folder)?;
    for name in ["libtidings.so".to_owned(), format!("libtidings.so.{}", env!("CARGO_PKG_VERSION_MAJOR"))] {
        tree::link(&built, &folder.join(name))?;
    }
    Ok(())
}
