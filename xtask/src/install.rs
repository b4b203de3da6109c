//! The C library laid out below a prefix, as a package would lay it.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::tree::{self, Tree};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const MAJOR: &str = env!("CARGO_PKG_VERSION_MAJOR");

/// Builds the C library and installs it.
pub(crate) fn build_and_install(tree: &Tree, prefix: &Path) -> Result<()> {
    tree.build()?;
    let prefix = std::path::absolute(prefix)?;
    install(tree, &prefix)?;
    println!("installed below {}", prefix.display());
    Ok(())
}

/// Installs what is already built below an absolute prefix, replacing what an earlier run put there.
pub(crate) fn install(tree: &Tree, prefix: &Path) -> Result<()> {
    headers(tree, &prefix.join("include"))?;
    libraries(tree, &prefix.join("lib"))?;
    let folder = prefix.join("lib/pkgconfig");
    tree::create_folder(&folder)?;
    process::write(&folder.join("tidings.pc"), &pkg_config(prefix))
}

fn headers(tree: &Tree, folder: &Path) -> Result<()> {
    let source = tree.path("bindings-c/include");
    let parts = folder.join("tidings");
    tree::create_folder(&parts)?;
    for name in ["tidings.h", "tidings.hpp"] {
        tree::require(&source.join(name), "the C binding is not complete")?;
        tree::copy(&source.join(name), &folder.join(name))?;
    }
    for part in std::fs::read_dir(source.join("tidings"))? {
        let part = part?;
        tree::copy(&part.path(), &parts.join(part.file_name()))?;
    }
    Ok(())
}

fn libraries(tree: &Tree, folder: &Path) -> Result<()> {
    tree::create_folder(folder)?;
    let (shared, archive) = (tree.library("tidings_c"), tree.archive("tidings_c"));
    tree::require(&shared, "bindings-c must build a cdylib named tidings_c")?;
    tree::require(&archive, "bindings-c must build a staticlib named tidings_c")?;
    let real = format!("libtidings.so.{VERSION}");
    let soname = format!("libtidings.so.{MAJOR}");
    for name in [&real, &soname, "libtidings.so", "libtidings.a"] {
        tree::remove(&folder.join(name))?;
    }
    tree::copy(&shared, &folder.join(&real))?;
    tree::copy(&archive, &folder.join("libtidings.a"))?;
    link(&real, &folder.join(&soname))?;
    link(&soname, &folder.join("libtidings.so"))
}

fn link(target: &str, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(target, at).with_context(|| format!("{} cannot be linked", at.display()))
}

/// The text of `tidings.pc`. `Libs.private` is what a static link needs besides.
fn pkg_config(prefix: &Path) -> String {
    format!(
        "prefix={}\n\
         libdir=${{prefix}}/lib\n\
         includedir=${{prefix}}/include\n\
         \n\
         Name: tidings\n\
         Description: A client for the Claude Messages API\n\
         Version: {VERSION}\n\
         Cflags: -I${{includedir}}\n\
         Libs: -L${{libdir}} -ltidings\n\
         Libs.private: -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc\n",
        prefix.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pkg_config_file_names_the_prefix_once_and_the_version() {
        let text = pkg_config(Path::new("/opt/here"));
        assert_eq!(text.matches("/opt/here").count(), 1);
        assert!(text.lines().any(|line| line == format!("Version: {VERSION}")), "{text}");
        assert!(text.lines().any(|line| line == "Libs: -L${libdir} -ltidings"), "{text}");
    }

    #[test]
    fn links_can_be_made_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("libtidings.so");
        link("first", &at).unwrap();
        tree::remove(&at).unwrap();
        link("second", &at).unwrap();
        assert_eq!(std::fs::read_link(&at).unwrap(), Path::new("second"));
    }
}
