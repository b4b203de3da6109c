//! The table at the end of a test run, and its last line.

use std::fmt;
use std::time::Duration;

use anyhow::Result;

/// What became of one step.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

/// How a step ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    /// It was not run, and neither passed nor failed.
    Skipped(String),
    Failed(String),
}

/// The error of a step that this machine cannot run, with the reason.
#[derive(Debug)]
pub(crate) struct Skipped(pub(crate) String);

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not run: {}", self.0)
    }
}

impl std::error::Error for Skipped {}

impl Outcome {
    /// What the result of a step comes to.
    pub(crate) fn of(result: &Result<()>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(error) if error.is::<Skipped>() => Self::Skipped(error.to_string()),
            Err(error) => Self::Failed(format!("{error:#}")),
        }
    }
}

impl Row {
    /// Whether the step failed.
    pub(crate) fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

/// One line for each step and the note, what the failed ones said, then the count in the form that continuous
/// integration reads.
pub(crate) fn table(rows: &[Row], note: Option<&str>) -> String {
    let passed = rows.iter().filter(|row| row.outcome == Outcome::Passed).count();
    let failed = rows.iter().filter(|row| row.failed()).count();
    let mut lines = vec![format!("{:<16}{:<8}{:>8}", "step", "result", "seconds")];
    lines.extend(rows.iter().map(line));
    lines.extend(note.map(str::to_owned));
    lines.extend(rows.iter().filter_map(said));
    lines.push(String::new());
    lines.push(format!("{passed} passed, {failed} failed"));
    lines.join("\n")
}

fn line(row: &Row) -> String {
    let seconds = row.took.as_secs_f64();
    let (word, reason) = match &row.outcome {
        Outcome::Passed => return format!("{:<16}{:<8}{seconds:>8.1}", row.name, "passed"),
        Outcome::Skipped(reason) => ("skipped", reason),
        Outcome::Failed(reason) => ("FAILED", reason),
    };
    format!("{:<16}{word:<8}{seconds:>8.1}  {}", row.name, reason.lines().next().unwrap_or_default())
}

/// What a failed step said besides the line in the table.
fn said(row: &Row) -> Option<String> {
    let Outcome::Failed(reason) = &row.outcome else { return None };
    let (_, more) = reason.split_once('\n')?;
    Some(format!("\n{}:\n{more}", row.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, failure: Option<&str>) -> Row {
        let outcome = failure.map_or(Outcome::Passed, |reason| Outcome::Failed(reason.to_owned()));
        Row { name, outcome, took: Duration::from_millis(1250) }
    }

    #[test]
    fn a_step_that_cannot_run_here_is_neither_passed_nor_failed_and_says_why() {
        let result = Err(Skipped("there is no nightly toolchain".to_owned()).into());
        let skipped = Row { name: "miri", outcome: Outcome::of(&result), took: Duration::ZERO };
        let text = table(&[row("fmt", None), skipped], None);
        assert!(text.contains("miri            skipped      0.0  not run: there is no nightly toolchain"), "{text}");
        assert_eq!(text.lines().last(), Some("1 passed, 0 failed"));
    }

    #[test]
    fn the_last_line_is_the_count() {
        let rows = [row("fmt", None), row("rust", Some("`cargo test` failed\nand more"))];
        let text = table(&rows, Some("a note"));
        assert_eq!(text.lines().last(), Some("1 passed, 1 failed"));
    }

    #[test]
    fn what_a_failed_step_said_stands_under_the_table() {
        let text = table(&[row("rust", Some("`cargo test` failed\nFAILED one")), row("fmt", None)], None);
        assert!(text.ends_with("\n\nrust:\nFAILED one\n\n1 passed, 1 failed"), "{text}");
    }

    #[test]
    fn a_failed_step_shows_the_first_line_of_its_reason() {
        let text = table(&[row("rust", Some("`cargo test` failed\nand more"))], None);
        let line = text.lines().nth(1).unwrap();
        assert_eq!(line, "rust            FAILED       1.2  `cargo test` failed");
    }
}
