//! What lies in an installed prefix of the C library, and what can be read off the libraries.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process::{self, Tool};
use crate::tree;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const MAJOR: &str = env!("CARGO_PKG_VERSION_MAJOR");

/// The newest symbol version of glibc that the library may need, see `docs/c-install.md`.
const GLIBC: [u32; 2] = [2, 34];

/// The most that each library may weigh, in thousands of bytes: the profile, the shared and the static one. `docs/c-install.md` states what they do.
const SIZES: [(&str, u64, u64); 2] = [("release", 7_000, 26_000), ("small", 5_000, 22_000)];

/// An installed library.
pub(super) struct Library {
    prefix: PathBuf,
}

impl Library {
    pub(super) fn at(prefix: &Path) -> Self {
        Self { prefix: prefix.to_path_buf() }
    }

    fn shared(&self) -> PathBuf {
        self.prefix.join(format!("lib/libtidings.so.{VERSION}"))
    }

    fn archive(&self) -> PathBuf {
        self.prefix.join("lib/libtidings.a")
    }

    fn pkg_config(&self) -> PathBuf {
        self.prefix.join("lib/pkgconfig/tidings.pc")
    }

    pub(super) fn has_every_file(&self) -> Result<()> {
        let packaged = ["tidings-config.cmake", "tidings-config-version.cmake"];
        let files = ["include/tidings.h", "include/tidings.hpp"].map(|name| self.prefix.join(name));
        let files = files.into_iter().chain(packaged.map(|name| self.prefix.join("share/cmake/tidings").join(name)));
        for file in files.chain([self.shared(), self.archive(), self.pkg_config()]) {
            tree::require(&file, "`cargo cinstall` has not installed it")?;
        }
        for link in ["libtidings.so".to_owned(), format!("libtidings.so.{MAJOR}")] {
            let at = self.prefix.join("lib").join(&link);
            let leads = at.canonicalize().with_context(|| format!("{link} leads nowhere"))?;
            ensure!(leads == self.shared().canonicalize()?, "{link} leads to {}", leads.display());
        }
        Ok(())
    }

    /// That the header and the library name the same functions is tested beside the binding.
    pub(super) fn shows_only_its_own_names(&self) -> Result<()> {
        let listing = Tool::new("nm").args(["-D", "--defined-only"]).arg(self.shared()).output()?;
        let names: Vec<&str> = listing.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
        let others: Vec<&&str> = names.iter().filter(|name| !name.starts_with("tidings_")).collect();
        ensure!(
            !names.is_empty() && others.is_empty(),
            "the shared library shows {others:?} among {} names",
            names.len()
        );
        Ok(())
    }

    pub(super) fn bears_its_name(&self) -> Result<()> {
        let wanted = format!("Library soname: [libtidings.so.{MAJOR}]");
        let section = Tool::new("readelf").arg("-d").arg(self.shared()).output()?;
        ensure!(section.contains(&wanted), "the shared library does not have this: {wanted}");
        Ok(())
    }

    /// Compares `Libs.private` with what the compiler says that any static library of Rust needs.
    pub(super) fn names_what_a_static_link_needs(&self) -> Result<()> {
        let text = process::read(&self.pkg_config())?;
        let given = text
            .lines()
            .find_map(|line| line.strip_prefix("Libs.private:"))
            .context("tidings.pc has no Libs.private")?;
        let folder = tempfile::tempdir()?;
        let source = folder.path().join("empty.rs");
        process::write(&source, "")?;
        let rustc = Tool::new("rustc").args(["--crate-type=staticlib", "--print=native-static-libs", "-o"]);
        let said = rustc.arg(folder.path().join("empty.a")).arg(source).complaints()?;
        let wanted = said
            .lines()
            .find_map(|line| line.split("native-static-libs:").nth(1))
            .context("rustc names no libraries")?;
        ensure!(given.trim() == wanted.trim(), "Libs.private of tidings.pc is `{given}`, and rustc wants `{wanted}`");
        Ok(())
    }

    pub(super) fn is_no_larger_than_stated(&self, profile: &str) -> Result<()> {
        let row = SIZES.iter().find(|row| row.0 == profile).context("no size is stated for it")?;
        for (path, most) in [(self.shared(), row.1), (self.archive(), row.2)] {
            let size = std::fs::metadata(&path)?.len() / 1000;
            println!("{profile}: {} has {size} kB", path.display());
            ensure!(size <= most, "{} has {size} kB in the profile {profile}, more than {most}", path.display());
        }
        Ok(())
    }

    pub(super) fn needs_no_newer_glibc_than_stated(&self) -> Result<()> {
        let symbols = Tool::new("objdump").arg("-T").arg(self.shared()).output()?;
        let needed = newest_glibc(&symbols).context("the shared library needs no glibc at all")?;
        println!("glibc: {}", needed.iter().map(u32::to_string).collect::<Vec<_>>().join("."));
        ensure!(
            needed.as_slice() <= GLIBC.as_slice(),
            "the shared library needs glibc {needed:?}, and {GLIBC:?} is stated"
        );
        Ok(())
    }
}

fn newest_glibc(symbols: &str) -> Option<Vec<u32>> {
    let version = |text: &str| text.split('.').map_while(|number| number.parse().ok()).collect::<Vec<u32>>();
    let words = symbols.split(|c: char| c.is_whitespace() || c == '(' || c == ')');
    words.filter_map(|word| word.strip_prefix("GLIBC_")).map(version).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_glibc_compare_as_numbers() {
        let symbols = "0 DF *UND* 0 (GLIBC_2.9) a\n0 DF *UND* 0 (GLIBC_2.34) b\n0 DF *UND* 0 GLIBC_2.2.5 c\n0 g DF .text tidings_version";
        assert_eq!(newest_glibc(symbols), Some(vec![2, 34]));
        assert_eq!(newest_glibc("0 g DF .text tidings_version"), None);
    }
}
