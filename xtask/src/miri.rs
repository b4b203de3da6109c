//! The core's pure modules, and what crosses threads in `host`, under Miri.

use anyhow::Result;

use crate::process::Tool;
use crate::suite::Skipped;
use crate::tree::Tree;

/// The tests that are worth interpreting: bytes, text and JSON read in place by unsafe code of others, and everything with threads.
/// The rest of the core has no unsafe code anywhere near, or needs sockets, which Miri has not.
const TESTS: [&str; 16] = [
    "fields::",
    "headers::",
    "hint::",
    "host::",
    "partial_json::",
    "request::path",
    "secret::",
    "sse::",
    "stream::accumulate",
    "stream::block",
    "stream::derive",
    "stream::snapshot",
    "stream::tool_input",
    "stream::wire",
    "surrogates::",
    "tolerant::",
];

/// Of the C library: its unsafe code, and what several threads of a program use at once.
const TESTS_OF_C: [&str; 3] = ["bell::", "ffi::", "handle::"];

/// Interprets the tests, where Miri can be had.
pub(crate) fn run(tree: &Tree) -> Result<()> {
    require()?;
    // The clock is asked for, and the runtime's own pipes are made; nothing else of the machine is touched.
    let of = |package: &str| {
        let cargo = tree.cargo();
        let cargo = cargo.env("CARGO_TARGET_DIR", tree.target().join("miri"));
        let cargo = cargo.env("MIRIFLAGS", "-Zmiri-disable-isolation");
        cargo.args(["+nightly", "miri", "test", "--quiet", "--package", package, "--lib", "--"])
    };
    of("tidings").args(TESTS).run()?;
    of("tidings-c").args(TESTS_OF_C).run()
}

/// Miri is a component of a nightly toolchain, which continuous integration tries to get.
fn require() -> Result<()> {
    if Tool::new("cargo").args(["+nightly", "miri", "--version"]).output().is_ok() {
        return Ok(());
    }
    let how = "rustup component add --toolchain nightly miri rust-src";
    Err(Skipped(format!("Miri is not here; `{how}` gets it where there is a nightly toolchain")).into())
}
