//! The counting: the program is built, and each of its cases run under callgrind.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::counts::{Case, Counts, Record};
use crate::process::{self, Tool};
use crate::suite::Skipped;
use crate::tree::Tree;

/// What callgrind counts in: the function that runs a case, and all that it calls.
const COUNTED: &str = "--toggle-collect=*harness::measured*";
/// The C library copies large blocks in one way or another by the size of the machine's cache. Here always in the same.
const TUNABLES: &str = "GLIBC_TUNABLES=glibc.cpu.x86_non_temporal_threshold=0x10000000:\
    glibc.cpu.x86_rep_movsb_threshold=0x10000000:glibc.cpu.x86_rep_stosb_threshold=0x10000000";

/// Builds the program and counts every case.
pub(super) fn all(tree: &Tree) -> Result<Record> {
    let valgrind = Tool::new("valgrind").arg("--version").output();
    let valgrind = valgrind.map_err(|_| Skipped("valgrind is not here; `apt-get install valgrind`".to_owned()))?;
    let program = build(tree)?;
    let listed = Tool::new(&program).arg("list").output()?;
    let folder = tempfile::tempdir()?;
    let counted = listed.lines().filter_map(|line| line.split_once('\t')).map(|(name, about)| {
        let counts = count(&program, name, &folder.path().join(name))?;
        Ok(Case { name: name.to_owned(), about: about.to_owned(), counts })
    });
    Ok(Record { machine: machine(&program, valgrind.trim())?, cases: counted.collect::<Result<_>>()? })
}

/// Apart from all else that is built, because the core's private parts are open in it.
fn build(tree: &Tree) -> Result<PathBuf> {
    let folder = tree.target().join("micro");
    let unset = ["CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"].map(|name| (name.to_owned(), None));
    let cargo = tree.cargo().env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", "--cfg=fuzzing").envs(&unset);
    cargo.args(["build", "--quiet", "--profile", "gate", "--package", "tidings-micro"]).run()?;
    Ok(folder.join("gate/tidings-micro"))
}

/// Counts one case; callgrind writes its own file on the way.
fn count(program: &Path, name: &str, file: &Path) -> Result<Counts> {
    // Nothing of this environment: a client reads it, and that is counted.
    let path = std::env::var("PATH").unwrap_or_default();
    let tool = Tool::new("env").arg("-i").arg(format!("PATH={path}")).args([TUNABLES, "valgrind", "--quiet"]);
    let tool = tool.args(["--tool=callgrind", COUNTED]).arg(format!("--callgrind-out-file={}", file.display()));
    let printed = tool.arg(program).args(["count", name]).output()?;
    let (allocations, bytes) = printed.trim().split_once(' ').context("the program did not say what it counted")?;
    let instructions = instructions(&process::read(file)?)?;
    ensure!(instructions > 0, "callgrind saw nothing of {name} that is counted");
    Ok(Counts { instructions, allocations: allocations.parse()?, bytes: bytes.parse()? })
}

/// All that callgrind counted, from its file.
fn instructions(file: &str) -> Result<u64> {
    let total = file.lines().find_map(|line| line.strip_prefix("summary:").or_else(|| line.strip_prefix("totals:")));
    Ok(total.context("callgrind did not say how much it counted")?.trim().parse()?)
}

/// Whatever decides how many instructions the same source takes.
fn machine(program: &Path, valgrind: &str) -> Result<String> {
    let rustc = Tool::new("rustc").arg("-vV").output()?;
    let target = rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not say its target")?;
    let version = rustc.lines().next().unwrap_or_default();
    let library = Tool::new("getconf").arg("GNU_LIBC_VERSION").output().unwrap_or_else(|_| "another libc".to_owned());
    let processor = Tool::new(program).arg("machine").output()?;
    Ok([version, target, processor.trim(), library.trim(), valgrind].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_read_from_the_file_of_callgrind() {
        assert_eq!(instructions("events: Ir\nsummary: 75234\n\nfn=(1)\n0 3\n\ntotals: 75234\n").unwrap(), 75234);
        assert!(instructions("events: Ir\n").is_err());
    }
}
