//! `make test`: every check of every language, one row each, and a table at the end.

mod bench;
mod steps;
mod summary;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::doctor;
use crate::tree::Tree;

use self::bench::Bench;
use self::steps::{STEPS, Step};
pub(crate) use self::summary::Skipped;
use self::summary::{Outcome, Row};

/// Runs the named steps, or all of them; a failed step does not keep later ones from running.
///
/// A name also stands for the steps that begin with it: `package` for the three package steps.
pub(crate) fn run(tree: &Tree, names: &[&str]) -> Result<ExitCode> {
    let chosen = choose(names)?;
    if chosen.iter().any(|step| step.all_tools) {
        doctor::require()?;
    }
    let bench = Bench::new(tree);
    let rows: Vec<Row> = chosen.iter().map(|step| row(step, &bench)).collect();
    let note = bench.model_missing().map(|reason| format!("tests against the small model were skipped: {reason}"));
    // Ended before the table is printed, so that nothing can follow the count.
    drop(bench);
    println!("\n{}", summary::table(&rows, note.as_deref()));
    Ok(if rows.iter().any(Row::failed) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn row(step: &Step, bench: &Bench<'_>) -> Row {
    println!("\n== {} ==", step.name);
    let began = Instant::now();
    let result = (step.run)(bench);
    if let Err(error) = &result {
        println!("{error:#}");
    }
    Row { name: step.name, outcome: Outcome::of(&result), took: began.elapsed() }
}

fn choose(names: &[&str]) -> Result<Vec<&'static Step>> {
    let matches = |step: &Step, name: &str| step.name == name || step.name.starts_with(&format!("{name}-"));
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|step| matches(step, name))) {
        let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no step named {unknown}. The steps are: {}", known.join(", "));
    }
    let wanted = |step: &&Step| names.is_empty() || names.iter().any(|name| matches(step, name));
    Ok(STEPS.iter().filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(names: &[&str]) -> Vec<&'static str> {
        choose(names).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn no_name_means_every_step() {
        assert_eq!(chosen(&[]).len(), STEPS.len());
    }

    #[test]
    fn a_name_chooses_its_step() {
        assert_eq!(chosen(&["python"]), ["python"]);
        assert_eq!(chosen(&["header", "fmt"]), ["fmt", "header"]);
    }

    #[test]
    fn the_first_part_of_a_name_chooses_the_group() {
        assert_eq!(chosen(&["package"]), ["package-python", "package-node", "package-c"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = choose(&["fmt", "pythn"]).err().unwrap().to_string();
        assert!(error.contains("pythn") && error.contains("python"), "{error}");
    }
}
