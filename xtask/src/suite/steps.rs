//! The rows of the test run, in their order.

use anyhow::Result;

use super::bench::Bench;
use crate::process::Tool;
use crate::{api, benchmarks, fuzz, gate, generate, header, miri, node, packages, parity, pressure, python, tree};

/// One row: a name, whether it needs more than Rust's tools, and what it does.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) all_tools: bool,
    pub(crate) run: fn(&Bench<'_>) -> Result<()>,
}

/// Every step. Those that find faults soonest come first.
pub(crate) const STEPS: [Step; 26] = [
    rust_step("fmt", fmt),
    rust_step("clippy", clippy),
    rust_step("header", |bench| header::check(bench.tree)),
    rust_step("build", build),
    rust_step("generated", |bench| generate::check(bench.tree)),
    rust_step("docs", docs),
    full_step("rust", rust),
    full_step("c", c),
    full_step("c-sanitizers", c_sanitizers),
    full_step("c-valgrind", c_valgrind),
    full_step("proxy", proxy),
    rust_step("loom", loom),
    rust_step("xtask", xtask),
    full_step("python", python),
    full_step("parity-python", parity_python),
    full_step("pressure", |bench| prepared(bench, pressure::step)),
    full_step("node", node),
    full_step("parity-node", parity_node),
    full_step("package-python", |bench| prepared(bench, packages::python)),
    full_step("package-node", |bench| prepared(bench, packages::node)),
    full_step("c-docs", |bench| packages::c_docs(bench.tree)),
    full_step("package-c", |bench| prepared(bench, packages::c)),
    full_step("bench-rust", |bench| benchmarks::lint(bench.tree)),
    rust_step("bench-gate", |bench| gate::check(bench.tree)),
    rust_step("fuzz", |bench| fuzz::run(bench.tree)),
    rust_step("miri", |bench| miri::run(bench.tree)),
];

const fn rust_step(name: &'static str, run: fn(&Bench<'_>) -> Result<()>) -> Step {
    Step { name, all_tools: false, run }
}

const fn full_step(name: &'static str, run: fn(&Bench<'_>) -> Result<()>) -> Step {
    Step { name, all_tools: true, run }
}

fn fmt(bench: &Bench<'_>) -> Result<()> {
    bench.tree.cargo().args(["fmt", "--all", "--", "--check"]).run()?;
    // Workspaces of their own, see their manifests.
    for manifest in ["tests/fuzz/Cargo.toml", "tests/bench/rust/Cargo.toml"] {
        bench.tree.cargo().args(["fmt", "--manifest-path", manifest, "--", "--check"]).run()?;
    }
    Ok(())
}

fn clippy(bench: &Bench<'_>) -> Result<()> {
    let arguments = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    bench.tree.cargo().args(arguments).run()
}

fn build(bench: &Bench<'_>) -> Result<()> {
    bench.tree.cargo_product("build").args(["--all-targets"]).run()
}

/// The core's documentation, and its public API against the committed list.
fn docs(bench: &Bench<'_>) -> Result<()> {
    api::document(bench.tree)?;
    api::check(bench.tree)
}

/// The core, the server, the tables, and the documentation's own examples.
fn rust(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    let cargo = bench.tree.cargo_product("test").args(["--exclude", "tidings-c", "--quiet", "--no-fail-fast"]);
    cargo.envs(&bench.variables()).run()
}

/// The library for C and C++: the tables in every way, lives, handles, hooks, the headers, the examples.
fn c(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    c_tests(bench).run()
}

/// The tests of C whose programs can be watched.
const WATCHED: [&str; 8] = ["scenarios", "faults", "lifecycle", "handles", "calls", "freeing", "hooks", "operations"];

/// The same programs with the sanitizers of addresses, leaks and undefined behaviour: as C by gcc, as C++ by clang.
fn c_sanitizers(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    ["gcc", "clang++"].iter().try_for_each(|compiler| watched(bench, compiler, &["resources"]))
}

/// And under valgrind.
fn c_valgrind(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    // The table of resources takes minutes there.
    watched(bench, "valgrind", &[])
}

fn watched(bench: &Bench<'_>, by: &str, besides: &[&str]) -> Result<()> {
    let tests = WATCHED.iter().chain(besides).map(|test| format!("--test={test}"));
    c_tests(bench).args(tests).env("TIDINGS_C", by).run()
}

fn c_tests(bench: &Bench<'_>) -> Tool {
    let cargo = bench.tree.cargo().args(["test", "--package", "tidings-c", "--quiet", "--no-fail-fast"]);
    cargo.envs(&bench.variables())
}

/// The tests that want a real proxy, which they start themselves.
fn proxy(bench: &Bench<'_>) -> Result<()> {
    bench.tree.cargo().args(["test", "--quiet", "--package", "tidings-scenarios", "--", "--ignored", "proxy::"]).run()
}

fn xtask(bench: &Bench<'_>) -> Result<()> {
    bench.tree.cargo().args(["test", "--quiet", "--package", "xtask"]).run()
}

fn loom(bench: &Bench<'_>) -> Result<()> {
    bench.tree.cargo().args(["test", "--quiet", "--package", "tidings-loom"]).run()
}

fn python(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    let tests = bench.tree.path("bindings-python/tests");
    tree::require(&tests, "the Python binding has no tests yet")?;
    let python = python::prepare(bench.tree)?;
    let pytest = Tool::new(python).args(["-m", "pytest", "-q"]).arg(tests);
    pytest.folder(bench.tree.path("bindings-python")).envs(&bench.variables()).run()
}

fn parity_python(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    parity::python(bench.tree, &bench.variables())
}

fn node(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    let package = bench.tree.path("bindings-node");
    tree::require(&package.join("test"), "the Node binding has no tests yet")?;
    node::prepare(bench.tree)?;
    node::npm(&package).arg("test").envs(&bench.variables()).run()
}

fn parity_node(bench: &Bench<'_>) -> Result<()> {
    bench.build()?;
    parity::node(bench.tree, &bench.variables())
}

fn prepared(bench: &Bench<'_>, check: fn(&tree::Tree) -> Result<()>) -> Result<()> {
    bench.build()?;
    check(bench.tree)
}
