//! CPU time and memory of the Python package beside the official one.

use std::process::ExitCode;

use anyhow::Result;

use crate::environment;
use crate::parity;
use crate::process::Tool;
use crate::python::{self, Profile};
use crate::tree::Tree;

/// `make speed`: every measurement with both packages, ours as it is released. `QUICK=1` takes less of everything.
pub(crate) fn run(tree: &Tree) -> Result<ExitCode> {
    let python = parity::official_python(tree, &python::wheel(tree, Profile::Release)?)?;
    // The scripts are read where they are: no compiled copies beside them.
    let tool = Tool::new(python).arg("-B").arg(tree.path("tests/speed/measure.py"));
    tool.envs(&environment::loopback()).run()?;
    Ok(ExitCode::SUCCESS)
}
