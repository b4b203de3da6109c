//! `make bench-gate`: what the core's micro-benchmarks take, counted and held against the committed counts.

mod counts;
mod measure;
mod verdict;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::suite::Skipped;
use crate::tree::Tree;
use crate::{environment, process, tree};

use self::counts::Record;
use self::verdict::Verdict;

const COUNTS: &str = "tests/micro/counts.txt";
const DOCUMENT: &str = "docs/micro-benchmarks.md";
/// What the table in the document stands between.
const MARKS: (&str, &str) = ("<!-- counts -->\n", "<!-- end of counts -->\n");

/// Counts and compares; `UPDATE=1` writes the counts instead. What this machine cannot compare is told and is no failure.
pub(crate) fn run(tree: &Tree) -> Result<ExitCode> {
    let result = if environment::filled("UPDATE").is_some() { update(tree) } else { check(tree) };
    match result {
        Err(error) if error.is::<Skipped>() => println!("{error}"),
        other => other?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Counts, and fails where something takes more than the committed counts say.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let path = tree.path(COUNTS);
    tree::require(&path, "run `make bench-gate UPDATE=1` and commit the file")?;
    let old = Record::parse(&process::read(&path)?)?;
    let new = measure::all(tree)?;
    let verdict = Verdict::of(&old, &new);
    println!("{}", verdict.table());
    if !verdict.problems.is_empty() {
        bail!("{}\nIf it is worth that: `make bench-gate UPDATE=1`, and commit {COUNTS}.", verdict.problems.join("\n"));
    }
    if let Some(reason) = verdict.incomparable {
        return Err(Skipped(reason).into());
    }
    Ok(())
}

fn update(tree: &Tree) -> Result<()> {
    let new = measure::all(tree)?;
    let path = tree.path(COUNTS);
    if path.exists() {
        println!("{}", Verdict::of(&Record::parse(&process::read(&path)?)?, &new).table());
    }
    process::write(&path, &new.to_string())?;
    let document = tree.path(DOCUMENT);
    process::write(&document, &with_table(&process::read(&document)?, &new)?)?;
    println!("{COUNTS} and {DOCUMENT} are written.");
    Ok(())
}

/// The document with the table of these counts in place of the one it has.
fn with_table(document: &str, record: &Record) -> Result<String> {
    let parts = document.split_once(MARKS.0).and_then(|(head, rest)| Some((head, rest.split_once(MARKS.1)?.1)));
    let Some((head, tail)) = parts else { bail!("{DOCUMENT} has lost the marks of its table") };
    Ok(format!("{head}{}{}{}{tail}", MARKS.0, record.markdown(), MARKS.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_shows_the_committed_counts() {
        let tree = Tree::locate().unwrap();
        let record = Record::parse(&process::read(&tree.path(COUNTS)).unwrap()).unwrap();
        let document = process::read(&tree.path(DOCUMENT)).unwrap();
        assert_eq!(with_table(&document, &record).unwrap(), document, "run `make bench-gate UPDATE=1`");
    }

    #[test]
    fn a_document_without_the_marks_is_refused() {
        let record = Record { machine: String::new(), cases: Vec::new() };
        assert!(with_table("nothing", &record).is_err());
        assert!(with_table(&format!("{}{}", MARKS.1, MARKS.0), &record).is_err());
    }
}
