//! The Node package as a user gets it: packed, judged, and installed from its tarballs on every runtime that can be had.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::Place;
use crate::node::{self, Packed};
use crate::process::Tool;
use crate::tree::{self, Tree};

/// What is tried. The programs in TypeScript are compiled beside their sources.
const PROGRAMS: [(&str, &str); 8] = [
    ("checks.mjs", include_str!("../../snippets/node/checks.mjs")),
    ("checks.d.mts", include_str!("../../snippets/node/checks.d.mts")),
    ("smoke.mjs", include_str!("../../snippets/node/smoke.mjs")),
    ("smoke.cjs", include_str!("../../snippets/node/smoke.cjs")),
    ("endings.mjs", include_str!("../../snippets/node/endings.mjs")),
    ("typed.mts", include_str!("../../snippets/node/typed.mts")),
    ("typed.cts", include_str!("../../snippets/node/typed.cts")),
    ("without_addon.mjs", include_str!("../../snippets/node/without_addon.mjs")),
];

/// Packs the package with the addon of the dev profile, and tries what comes of it.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    node::prepare(tree)?;
    let tools = Tools { folder: node::package_tools(tree)? };
    let packed = node::pack(tree, &tree.library("tidings_node"))?;
    tools.judge(&packed)?;

    let place = Place::new(tree)?;
    for (name, text) in PROGRAMS {
        place.write(name, text)?;
    }
    install(&place, &["--offline"], &packed.tarballs())?;
    tools.compile(&place)?;
    for runtime in tools.runtimes()? {
        runtime.run_all(&place)?;
    }
    // What there is of the platform goes when only the main package stays.
    install(&place, &["--offline", "--omit=optional"], &packed.tarballs()[..1])?;
    place.run(Tool::new("node").arg("without_addon.mjs"))
}

/// Installs tarballs, and nothing else, into the place.
fn install(place: &Place, options: &[&str], tarballs: &[PathBuf]) -> Result<()> {
    tree::remove(&place.path().join("node_modules"))?;
    tree::remove(&place.path().join("package-lock.json"))?;
    place.write("package.json", "{\"private\": true}\n")?;
    node::npm(place.path()).args(["install", "--ignore-scripts"]).args(options).args(tarballs).run_quietly()
}

/// What the package is tried with: see `bindings-node/npm/tools`.
struct Tools {
    folder: PathBuf,
}

impl Tools {
    fn module(&self, path: &str) -> PathBuf {
        self.folder.join("node_modules").join(path)
    }

    /// Asks two programs that know what is often wrong with packages.
    fn judge(&self, packed: &Packed) -> Result<()> {
        for folder in packed.folders() {
            let publint = Tool::new("node").arg(self.module("publint/src/cli.js")).arg(folder);
            publint.args(["--strict", "--pack", "false"]).run_quietly()?;
        }
        let main = &packed.tarballs()[0];
        let judge = Tool::new("node").arg(self.module("@arethetypeswrong/cli/dist/index.js")).arg(main);
        // `new (require('tidings'))()` is for programs in JavaScript; those in TypeScript write `.default`, as they must for
        // the official package.
        judge.args(["--no-color", "--no-emoji", "--ignore-rules", "missing-export-equals"]).run_quietly()
    }

    /// Compiles the typed programs, the package's declarations included, with today's compiler and the oldest that will do.
    fn compile(&self, place: &Place) -> Result<()> {
        let types = place.path().join("node_modules/@types");
        tree::create_folder(&types)?;
        tree::link(&self.module("@types/node"), &types.join("node"))?;
        let compiler = |package: &str| {
            let options =
                ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
            let compiler =
                Tool::new("node").arg(self.module(package).join("bin/tsc")).args(options).folder(place.path());
            compiler.args(["--target", "es2022", "--lib", "es2022", "--types", "node"])
        };
        let both = ["typed.mts", "typed.cts"];
        for package in ["typescript-oldest", "typescript"] {
            compiler(package).args(["--module", "nodenext"]).args(both).run_quietly()?;
            let bundler = ["--module", "esnext", "--moduleResolution", "bundler", "--noEmit", "typed.mts"];
            compiler(package).args(bundler).run_quietly()?;
        }
        // Long the default, and still what many projects say; today's compiler has given it up.
        let node10 =
            ["--module", "commonjs", "--moduleResolution", "node", "--esModuleInterop", "--noEmit", "typed.cts"];
        compiler("typescript-oldest").args(node10).run_quietly()
    }

    /// The Node of this machine, and every other runtime that there is for it.
    fn runtimes(&self) -> Result<Vec<Runtime>> {
        let mut found = vec![Runtime { program: "node".into(), arguments: &[], typed: false }];
        for (name, path, arguments, typed) in OTHERS {
            let program = self.module(path);
            if program.exists() {
                found.push(Runtime { program, arguments, typed });
                continue;
            }
            // npm leaves out in silence what is not for this machine, and also what it could not fetch.
            let had = cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"));
            ensure!(!had, "{name} is missing: remove {} and run this again, with a network", self.folder.display());
            println!("{name} is not tried: it is not known where to get it for this machine");
        }
        Ok(found)
    }
}

/// What the other runtimes are called, where they lie among the tools, how they run a file, and whether it may be TypeScript.
const OTHERS: [(&str, &str, &[&str], bool); 4] = [
    ("the oldest Node", "node-oldest/bin/node", &[], false),
    ("the newest Node", "node-newest/bin/node", &[], true),
    ("Bun", "bun/bin/bun", &["run"], true),
    ("Deno", "deno/deno", &["run", "--quiet", "--allow-all", "--node-modules-dir=manual"], true),
];

/// A program that runs JavaScript.
struct Runtime {
    program: PathBuf,
    arguments: &'static [&'static str],
    typed: bool,
}

impl Runtime {
    fn run_all(&self, place: &Place) -> Result<()> {
        let typed = if self.typed { &["typed.mts"][..] } else { &[] };
        for file in ["smoke.mjs", "smoke.cjs", "endings.mjs", "typed.mjs", "typed.cjs"].iter().chain(typed) {
            self.run(place, file).with_context(|| format!("{file} on {}", self.program.display()))?;
        }
        Ok(())
    }

    fn run(&self, place: &Place, file: &str) -> Result<()> {
        // Deno keeps what it has compiled.
        let program = Tool::new(&self.program).env("DENO_DIR", place.path().join("deno"));
        place.run(program.env("DENO_NO_UPDATE_CHECK", "1").args(self.arguments).arg(file))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::process;

    #[test]
    fn the_package_has_the_version_of_the_workspace() {
        let manifest =
            process::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings-node/package.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    }
}
