//! C and C++ programs, compiled against an installed library as a user would.

use std::path::Path;

use anyhow::Result;

use crate::process::Tool;
use crate::tree;

/// A language that the library has a header for.
#[derive(Clone, Copy)]
pub(crate) enum Language {
    C,
    Cpp,
}

/// Compiles one source file with nothing but the headers and `-ltidings` of the prefix.
pub(crate) fn compile(language: Language, source: &Path, prefix: &Path, program: &Path) -> Result<()> {
    tree::require(source, "the source of the program is not there yet")?;
    let (compiler, standard) = match language {
        Language::C => ("cc", "-std=c11"),
        Language::Cpp => ("c++", "-std=c++17"),
    };
    let libraries = prefix.join("lib");
    Tool::new(compiler)
        .args([standard, "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(program)
        .arg(source)
        .arg("-I")
        .arg(prefix.join("include"))
        .arg("-L")
        .arg(&libraries)
        .arg("-ltidings")
        .arg(format!("-Wl,-rpath,{}", libraries.display()))
        .run()
}
