//! Loads of real calls on a server with limits: what becomes of them, beside what the official client makes of the same.

mod load;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use self::load::{Bounds, LOADS, Load};
use self::table::Row;
use crate::environment::{self, filled};
use crate::process::Tool;
use crate::python::Profile;
use crate::service::Service;
use crate::tree::Tree;
use crate::{model, parity, python};

/// A client as it is measured: what its package is called, and what it is asked to do.
struct Client {
    name: &'static str,
    package: &'static str,
    max_retries: Option<u32>,
}

const TIDINGS: Client = Client { name: "Tidings", package: "tidings", max_retries: None };

/// As it comes, and with what its users turn to when calls are lost.
const OFFICIAL: [Client; 2] = [
    Client { name: "official", package: "anthropic", max_retries: None },
    Client { name: "official, 10 retries", package: "anthropic", max_retries: Some(10) },
];

/// `make pressure`: every load with every client, and all bounds.
pub(crate) fn run(tree: &Tree) -> Result<ExitCode> {
    tree.build()?;
    measure(tree, &official_python(tree)?, true, &LOADS.map(|load| load.bounds))?;
    Ok(ExitCode::SUCCESS)
}

/// The step of `make test`: only Tidings, unless `FULL=1` asks for the official client too, and only such bounds on
/// time as a busy machine keeps.
pub(crate) fn step(tree: &Tree) -> Result<()> {
    let is_full = filled("FULL").is_some();
    let python = if is_full { official_python(tree)? } else { python::prepare(tree)? };
    measure(tree, &python, is_full, &LOADS.map(|load| load.bounds_on_a_busy_machine()))
}

fn official_python(tree: &Tree) -> Result<PathBuf> {
    parity::official_python(tree, &python::wheel(tree, Profile::Dev)?)
}

fn measure(tree: &Tree, python: &Path, with_official: bool, bounds: &[Bounds]) -> Result<()> {
    let script = tree.path("tests/pressure/load.py");
    let ground = Ground { python: python.to_path_buf(), script, server: model::start_scripted(tree, 0)? };
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (load, bounds) in LOADS.iter().zip(bounds) {
        let ours = ground.row(load, &TIDINGS)?;
        faults.extend(bounds.faults(load, &ours));
        rows.push(ours);
        // One after the other: two clients at once would each measure the other's use of the machine.
        for client in OFFICIAL.iter().filter(|_| with_official) {
            rows.push(ground.row(load, client)?);
        }
    }
    println!("\n{}", table::markdown(&rows));
    if !faults.is_empty() {
        bail!("Tidings does not bear the load as it should:\n{}", faults.join("\n"));
    }
    Ok(())
}

/// Where loads are made: the interpreter, the program, and the server, which ends when this is dropped.
struct Ground {
    python: PathBuf,
    script: PathBuf,
    server: Service,
}

impl Ground {
    fn row(&self, load: &'static Load, client: &Client) -> Result<Row> {
        let limits = load.limits_json();
        let numbers = [("--calls", load.calls), ("--tasks", load.tasks), ("--processes", load.processes)];
        // The program is read where it is: no compiled copies beside it.
        let mut tool = Tool::new(&self.python).arg("-B").arg(&self.script).args(["--client", client.package]);
        tool = tool.args(["--base-url", self.server.url(), "--limits", &limits]);
        for (name, number) in numbers.into_iter().chain(client.max_retries.map(|retries| ("--max-retries", retries))) {
            tool = tool.args([name, &number.to_string()]);
        }
        let printed = tool.envs(&environment::loopback()).output()?;
        let row = Row::read(load, client.name, &printed);
        let row = row.with_context(|| format!("load.py printed what cannot be read: {printed}"))?;
        println!("{}", row.sentence());
        Ok(row)
    }
}
