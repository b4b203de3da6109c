//! What became of a load, and the table of all.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::load::Load;

/// One load made by one client.
pub(super) struct Row {
    load: &'static Load,
    client: &'static str,
    pub(super) answered: u32,
    pub(super) lost: u32,
    /// How many were lost to which error, in words.
    pub(super) lost_by_class: String,
    refused: u32,
    /// Seconds from the first call's begin to the last one's end.
    wall: f64,
}

impl Row {
    /// Reads the line that the load program prints.
    pub(super) fn read(load: &'static Load, client: &'static str, line: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(line)?;
        let lost = report["lost"].as_object().context("`lost` is missing")?;
        let server = &report["server"];
        Ok(Self {
            load,
            client,
            answered: number(&report["answered"])?,
            lost: lost.values().map(number).sum::<Result<u32>>()?,
            lost_by_class: by_class(lost),
            refused: number(&server["rate_limited"])? + number(&server["overloaded"])?,
            wall: report["wall"].as_f64().context("`wall` is missing")?,
        })
    }

    pub(super) fn refusals_per_success(&self) -> f64 {
        f64::from(self.refused) / f64::from(self.answered.max(1))
    }

    /// The part of the server's capacity that was used: the least time in which it could have answered as many calls,
    /// over the time that it took.
    pub(super) fn goodput(&self) -> f64 {
        self.load.ideal(self.answered) / self.wall.max(0.001)
    }

    /// One line for who waits for the table.
    pub(super) fn sentence(&self) -> String {
        let Self { load, client, answered, lost_by_class, refused, wall, .. } = self;
        format!("{}, {client}: {answered} answered, {lost_by_class} lost, {refused} refusals, {wall:.1} s", load.name)
    }

    fn line(&self) -> String {
        let (ideal, goodput) = (self.load.ideal(self.load.calls), self.goodput() * 100.0);
        let Self { client, answered, lost_by_class, refused, wall, .. } = self;
        let per_success = self.refusals_per_success();
        format!(
            "| {} | {client} | {answered} | {lost_by_class} | {refused} | {per_success:.2} | {wall:.1} s | {ideal:.1} s | {goodput:.0} % |",
            self.load.name
        )
    }
}

/// All rows as Markdown.
pub(super) fn markdown(rows: &[Row]) -> String {
    let head = "| load | client | answered | lost | refusals | refusals per success | wall | ideal | goodput |\n\
                | --- | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |";
    let mut lines = vec![head.to_owned()];
    lines.extend(rows.iter().map(Row::line));
    let note = "Goodput: the least time in which the server could have answered as many calls, over the time that it took. \
                A client that gives calls up is soon done, so read it beside what was lost.";
    lines.extend([String::new(), note.to_owned()]);
    lines.join("\n")
}

fn number(value: &Value) -> Result<u32> {
    let number = value.as_u64().with_context(|| format!("{value} is not a number"))?;
    Ok(u32::try_from(number)?)
}

fn by_class(lost: &Map<String, Value>) -> String {
    let classes: Vec<String> = lost.iter().map(|(class, count)| format!("{count} {class}")).collect();
    if classes.is_empty() { "0".to_owned() } else { classes.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::super::load::LOADS;
    use super::*;

    const LINE: &str = r#"{"answered": 350, "lost": {"RateLimitError": 49, "TypeError": 1}, "wall": 20.0,
        "server": {"answered": 350, "rate_limited": 34, "overloaded": 1}}"#;

    #[test]
    fn a_row_says_what_was_lost_to_what() {
        let row = Row::read(&LOADS[0], "a client", LINE).unwrap();
        assert_eq!((row.answered, row.lost, row.refused), (350, 50, 35));
        let text = markdown(&[row]);
        let line = "| (i) 300 a minute, headers | a client | 350 | 49 RateLimitError, 1 TypeError | 35 | 0.10 | 20.0 s | 20.0 s | 50 % |";
        assert_eq!(text.lines().nth(2), Some(line));
    }

    #[test]
    fn a_line_of_another_kind_is_an_error() {
        assert!(Row::read(&LOADS[0], "c", "{}").is_err());
        assert!(Row::read(&LOADS[0], "c", "Traceback").is_err());
    }
}
