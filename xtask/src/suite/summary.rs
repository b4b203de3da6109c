//! The table at the end of a test run, and its last line.

use std::time::Duration;

/// What became of one step.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) failure: Option<String>,
    pub(crate) took: Duration,
}

impl Row {
    /// Whether the step passed.
    pub(crate) fn passed(&self) -> bool {
        self.failure.is_none()
    }
}

/// One line for each step and the note, then the count in the form that continuous integration reads.
pub(crate) fn table(rows: &[Row], note: Option<&str>) -> String {
    let passed = rows.iter().filter(|row| row.passed()).count();
    let mut lines = vec![format!("{:<16}{:<8}{:>8}", "step", "result", "seconds")];
    lines.extend(rows.iter().map(line));
    lines.extend(note.map(str::to_owned));
    lines.push(String::new());
    lines.push(format!("{passed} passed, {} failed", rows.len() - passed));
    lines.join("\n")
}

fn line(row: &Row) -> String {
    let seconds = row.took.as_secs_f64();
    match &row.failure {
        None => format!("{:<16}{:<8}{seconds:>8.1}", row.name, "passed"),
        Some(reason) => {
            let reason = reason.lines().next().unwrap_or_default();
            format!("{:<16}{:<8}{seconds:>8.1}  {reason}", row.name, "FAILED")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, failure: Option<&str>) -> Row {
        Row { name, failure: failure.map(str::to_owned), took: Duration::from_millis(1250) }
    }

    #[test]
    fn the_last_line_is_the_count() {
        let rows = [row("fmt", None), row("rust", Some("`cargo test` failed\nand more"))];
        let text = table(&rows, Some("a note"));
        assert_eq!(text.lines().last(), Some("1 passed, 1 failed"));
    }

    #[test]
    fn a_failed_step_shows_the_first_line_of_its_reason() {
        let text = table(&[row("rust", Some("`cargo test` failed\nand more"))], None);
        let line = text.lines().nth(1).unwrap();
        assert_eq!(line, "rust            FAILED       1.2  `cargo test` failed");
    }
}
