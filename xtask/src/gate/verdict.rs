//! Old counts beside new ones: what has become worse, and by how much.

use super::counts::{Counts, Record, grouped};

/// How much more may be taken of each, in percent. Two runs differ by less than a twentieth of a percent in instructions, by where
/// memory lies and what the clock says, and in allocations not at all.
const MORE_INSTRUCTIONS: u64 = 5;
const MORE_ALLOCATIONS: u64 = 1;
const MORE_BYTES: u64 = 5;
/// Where the compiler is another one. What is allocated is nearly all ours to say, but the standard library has a word in it.
const MORE_ELSEWHERE: u64 = 5;

/// What came of comparing.
pub(super) struct Verdict {
    /// One line for everything that has become worse, or is on one side only.
    pub(super) problems: Vec<String>,
    /// Why the instructions were not compared, if they were not.
    pub(super) incomparable: Option<String>,
    rows: Vec<[String; 6]>,
}

impl Verdict {
    /// Compares every case of both.
    pub(super) fn of(old: &Record, new: &Record) -> Self {
        let is_comparable = old.machine == new.machine;
        let incomparable = (!is_comparable).then(|| {
            format!(
                "the instructions were not compared, allocations were: the committed counts are of {}, and this is {}",
                old.machine, new.machine
            )
        });
        let mut verdict = Self { problems: Vec::new(), incomparable, rows: Vec::new() };
        for case in &new.cases {
            match old.case(&case.name) {
                Some(known) => verdict.compare(&case.name, known.counts, case.counts, is_comparable),
                None => verdict.problems.push(format!("{} is not among the committed counts", case.name)),
            }
        }
        let gone = old.cases.iter().filter(|case| new.case(&case.name).is_none());
        verdict
            .problems
            .extend(gone.map(|case| format!("{} is among the committed counts and was not counted", case.name)));
        verdict
    }

    fn compare(&mut self, name: &str, old: Counts, new: Counts, is_comparable: bool) {
        let allowed = |percent| if is_comparable { percent } else { MORE_ELSEWHERE };
        let kinds = [
            ("instructions", old.instructions, new.instructions, is_comparable.then_some(MORE_INSTRUCTIONS)),
            ("allocations", old.allocations, new.allocations, Some(allowed(MORE_ALLOCATIONS))),
            ("bytes", old.bytes, new.bytes, Some(allowed(MORE_BYTES))),
        ];
        for (kind, old, new, percent) in kinds {
            let verdict = match percent {
                None => "not compared",
                Some(percent) if exceeds(old, new, percent) => {
                    let more = change(old, new);
                    let (was, is) = (grouped(old), grouped(new));
                    self.problems
                        .push(format!("{name}: {more} {kind}, {was} before and {is} now; {percent} % is the most"));
                    "TOO MUCH"
                }
                // A limit that lies far above what is taken would let it creep back.
                Some(_) if exceeds(new, old, MORE_INSTRUCTIONS) => "better: UPDATE=1",
                Some(_) => "",
            };
            let (name, kind, verdict) = (name.to_owned(), kind.to_owned(), verdict.to_owned());
            self.rows.push([name, kind, grouped(old), grouped(new), change(old, new), verdict]);
        }
    }

    /// A line for each number: old, new, change.
    pub(super) fn table(&self) -> String {
        let head = ["case", "of", "old", "new", "change", ""].map(str::to_owned);
        let lines = std::iter::once(&head).chain(&self.rows).map(|[name, kind, old, new, change, verdict]| {
            let line = format!("{name:<24}{kind:<14}{old:>14}{new:>14}{change:>10}  {verdict}");
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Whether `new` is more than so many percent above `old`.
fn exceeds(old: u64, new: u64, percent: u64) -> bool {
    u128::from(new) * 100 > u128::from(old) * u128::from(100 + percent)
}

/// The change in percent.
fn change(old: u64, new: u64) -> String {
    if old == new {
        return "=".to_owned();
    }
    if old == 0 {
        return format!("+{new}");
    }
    let hundredths = (i128::from(new) - i128::from(old)) * 10_000 / i128::from(old);
    let sign = if new > old { '+' } else { '-' };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02} %", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::super::counts::Case;
    use super::*;

    fn record(machine: &str, cases: &[(&str, u64, u64, u64)]) -> Record {
        let cases = cases.iter().map(|(name, instructions, allocations, bytes)| Case {
            name: (*name).to_owned(),
            about: String::new(),
            counts: Counts { instructions: *instructions, allocations: *allocations, bytes: *bytes },
        });
        Record { machine: machine.to_owned(), cases: cases.collect() }
    }

    fn problems(old: (u64, u64, u64), new: (u64, u64, u64)) -> Vec<String> {
        let of = |(instructions, allocations, bytes)| record("here", &[("x", instructions, allocations, bytes)]);
        Verdict::of(&of(old), &of(new)).problems
    }

    #[test]
    fn six_percent_more_instructions_fail_and_four_pass() {
        assert_eq!(problems((1_000_000, 10, 100), (1_040_000, 10, 100)), [""; 0]);
        assert_eq!(
            problems((1_000_000, 10, 100), (1_060_000, 10, 100)),
            ["x: +6.00 % instructions, 1,000,000 before and 1,060,000 now; 5 % is the most"]
        );
        assert_eq!(problems((1_000_000, 10, 100), (1_050_000, 10, 100)), [""; 0]);
        assert_eq!(problems((1_000_000, 10, 100), (1_050_001, 10, 100)).len(), 1);
    }

    #[test]
    fn one_allocation_more_fails_unless_there_are_very_many() {
        assert_eq!(problems((5, 0, 0), (5, 1, 0)), ["x: +1 allocations, 0 before and 1 now; 1 % is the most"]);
        assert_eq!(problems((5, 60, 100), (5, 61, 100)).len(), 1);
        assert_eq!(problems((5, 5_000, 100), (5, 5_001, 100)), [""; 0]);
        assert_eq!(problems((5, 5_000, 100), (5, 10_000, 100)).len(), 1);
    }

    #[test]
    fn six_percent_more_bytes_fail() {
        assert_eq!(problems((5, 5, 1_000), (5, 5, 1_040)), [""; 0]);
        assert_eq!(problems((5, 5, 1_000), (5, 5, 1_060)).len(), 1);
    }

    #[test]
    fn less_of_everything_passes_and_asks_for_new_counts() {
        let verdict = Verdict::of(&record("here", &[("x", 100, 10, 50)]), &record("here", &[("x", 90, 10, 49)]));
        assert!(verdict.problems.is_empty() && verdict.incomparable.is_none());
        let table = verdict.table();
        assert!(table.contains("-10.00 %  better: UPDATE=1\n") && table.contains("         =\n"), "{table}");
        assert!(table.ends_with("-2.00 %"), "{table}");
    }

    #[test]
    fn a_case_on_one_side_only_is_a_problem() {
        let verdict = Verdict::of(&record("here", &[("old", 1, 1, 1)]), &record("here", &[("new", 1, 1, 1)]));
        assert_eq!(verdict.problems.len(), 2);
        assert!(verdict.problems[0].contains("new") && verdict.problems[1].contains("old"));
    }

    #[test]
    fn with_another_compiler_only_allocations_are_compared_and_that_is_said() {
        let old = record("rustc 1", &[("x", 100, 100, 100)]);
        let verdict = Verdict::of(&old, &record("rustc 2", &[("x", 900, 104, 104)]));
        assert!(verdict.problems.is_empty());
        assert!(verdict.table().contains("not compared"), "{}", verdict.table());
        let reason = verdict.incomparable.unwrap();
        assert!(reason.contains("rustc 1") && reason.contains("rustc 2"), "{reason}");
        assert_eq!(Verdict::of(&old, &record("rustc 2", &[("x", 1, 106, 100)])).problems.len(), 1);
    }
}
