//! The committed counts: a text file with one line for each case, made to be read in a diff.

use std::fmt::{self, Write as _};

use anyhow::{Context, Result};

/// What the file begins with.
const HEAD: &str = "# What the micro-benchmarks of the core take. `make bench-gate UPDATE=1` writes it; docs/micro-benchmarks.md says how it is counted.";
/// What the line begins with that says where it was counted.
const MACHINE: &str = "counted with ";

/// What all cases take, and where that was counted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Compiler, target and whatever else decides how many instructions something takes.
    pub(super) machine: String,
    pub(super) cases: Vec<Case>,
}

/// What one case takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) counts: Counts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) instructions: u64,
    pub(super) allocations: u64,
    /// Bytes that were allocated.
    pub(super) bytes: u64,
}

impl Record {
    /// Reads the file.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let machine = lines.next().and_then(|line| line.strip_prefix(MACHINE));
        let machine = machine.with_context(|| format!("the counts do not say `{MACHINE}`"))?.to_owned();
        let cases = lines.map(|line| Case::parse(line).with_context(|| format!("`{line}` is no line of counts")));
        Ok(Self { machine, cases: cases.collect::<Result<_>>()? })
    }

    /// The case of this name.
    pub(super) fn case(&self, name: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.name == name)
    }

    /// The same as a table for readers.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("Counted with {}.\n\n", self.machine);
        text.push_str(
            "| case | what it does | instructions | allocations | bytes |\n| --- | --- | --: | --: | --: |\n",
        );
        for Case { name, about, counts } in &self.cases {
            let numbers = [counts.instructions, counts.allocations, counts.bytes].map(grouped).join(" | ");
            let _ = writeln!(text, "| `{name}` | {about} | {numbers} |");
        }
        text
    }
}

impl Case {
    fn parse(line: &str) -> Option<Self> {
        let (numbers, about) = line.split_once('#')?;
        let mut words = numbers.split_whitespace();
        let name = words.next()?.to_owned();
        let mut number = || words.next()?.parse().ok();
        let counts = Counts { instructions: number()?, allocations: number()?, bytes: number()? };
        words.next().is_none().then(|| Self { name, about: about.trim().to_owned(), counts })
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\n{MACHINE}{}\n", self.machine)?;
        writeln!(f, "# {:<22} {:>12} {:>12} {:>12}", "name", "instructions", "allocations", "bytes")?;
        for Case { name, about, counts: Counts { instructions, allocations, bytes } } in &self.cases {
            writeln!(f, "{name:<24} {instructions:>12} {allocations:>12} {bytes:>12}  # {about}")?;
        }
        Ok(())
    }
}

/// A number with a comma after every three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let case = |name: &str, instructions| Case {
            name: name.to_owned(),
            about: "some, of 5 KB".to_owned(),
            counts: Counts { instructions, allocations: 0, bytes: 12 },
        };
        Record { machine: "rustc 1.0.0, here".to_owned(), cases: vec![case("one", 7), case("two", 1_234_567_890)] }
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(Record::parse(&record().to_string()).unwrap(), record());
    }

    #[test]
    fn a_line_that_is_not_as_it_should_be_is_named() {
        let text = record().to_string();
        for (old, new, named) in
            [("         0 ", "         x ", "one"), (" 12  #", " 12 13  #", "one"), (MACHINE, "", MACHINE)]
        {
            let error = format!("{:#}", Record::parse(&text.replacen(old, new, 1)).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn numbers_are_shown_in_groups() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert!(record().markdown().contains("| `two` | some, of 5 KB | 1,234,567,890 | 0 | 12 |\n"));
    }
}
