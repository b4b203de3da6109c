//! The tools that the workspace needs, and what this machine has of them.

use std::fmt;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::process::Tool;

/// A version, as far as it is compared: major and minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

/// One tool that is needed.
struct Need {
    name: &'static str,
    probe: &'static [&'static str],
    least: Option<Version>,
    remedy: &'static str,
}

/// What a machine has of a tool.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Found(Option<Version>),
    TooOld(Version),
    Missing,
}

const NEEDS: [Need; 8] = [
    Need {
        name: "cargo",
        probe: &["cargo", "--version"],
        least: Some(Version(1, 88)),
        remedy: "rustup, from the Rust project's site (Debian's own cargo may be too old)",
    },
    Need { name: "cc", probe: &["cc", "--version"], least: None, remedy: "apt-get install gcc libc6-dev" },
    Need { name: "c++", probe: &["c++", "--version"], least: None, remedy: "apt-get install g++" },
    Need {
        name: "python3",
        probe: &["python3", "--version"],
        least: Some(Version(3, 10)),
        remedy: "apt-get install python3",
    },
    Need {
        name: "python3 venv",
        probe: &["python3", "-c", "import ensurepip, venv"],
        least: None,
        remedy: "apt-get install python3-venv",
    },
    Need { name: "node", probe: &["node", "--version"], least: Some(Version(18, 0)), remedy: "apt-get install nodejs" },
    Need { name: "npm", probe: &["npm", "--version"], least: None, remedy: "apt-get install npm" },
    Need { name: "make", probe: &["make", "--version"], least: None, remedy: "apt-get install make" },
];

/// What some of the tests of the C library need besides. A step that lacks one says so.
const NEEDED_BY_TESTS: [Need; 7] = [
    Need {
        name: "clang",
        probe: &["clang++", "--version"],
        least: None,
        remedy: "apt-get install clang libclang-rt-dev",
    },
    Need {
        name: "cmake",
        probe: &["cmake", "--version"],
        least: Some(Version(3, 19)),
        remedy: "apt-get install cmake",
    },
    Need { name: "pkg-config", probe: &["pkg-config", "--version"], least: None, remedy: "apt-get install pkg-config" },
    Need {
        name: "openssl",
        probe: &["pkg-config", "--modversion", "openssl"],
        least: None,
        remedy: "apt-get install libssl-dev (cargo-c is built with it)",
    },
    Need { name: "valgrind", probe: &["valgrind", "--version"], least: None, remedy: "apt-get install valgrind" },
    Need { name: "doxygen", probe: &["doxygen", "--version"], least: None, remedy: "apt-get install doxygen" },
    Need {
        name: "libcurl",
        probe: &["pkg-config", "--modversion", "libcurl", "jansson", "libcjson"],
        least: None,
        remedy: "apt-get install libcurl4-openssl-dev libjansson-dev libcjson-dev",
    },
];

/// Prints the tables; fails if something of the first is missing.
pub(crate) fn report() -> ExitCode {
    let findings: Vec<State> = NEEDS.iter().map(look).collect();
    println!("{}", table(&NEEDS, &findings));
    let others: Vec<State> = NEEDED_BY_TESTS.iter().map(look).collect();
    println!("\nby some tests only\n{}", table(&NEEDED_BY_TESTS, &others));
    if problems(&NEEDS, &findings).is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Fails with one line for each tool that is missing or too old.
pub(crate) fn require() -> Result<()> {
    let findings: Vec<State> = NEEDS.iter().map(look).collect();
    let problems = problems(&NEEDS, &findings);
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(())
}

fn look(need: &Need) -> State {
    let Some((program, arguments)) = need.probe.split_first() else { return State::Missing };
    match Tool::new(program).args(arguments).output() {
        Ok(printed) => judge(need.least, parse_version(&printed)),
        Err(_) => State::Missing,
    }
}

fn judge(least: Option<Version>, found: Option<Version>) -> State {
    match (least, found) {
        (Some(least), Some(found)) if found < least => State::TooOld(found),
        (_, found) => State::Found(found),
    }
}

/// The first number with a dot in it: `v20.1.2`, `cargo 1.88.0 (abc)`, `cc (Debian 12.2.0-14) 12.2.0`.
fn parse_version(printed: &str) -> Option<Version> {
    printed.lines().next()?.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|number| {
        let mut parts = number.split('.');
        Some(Version(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}

fn problems(needs: &[Need], findings: &[State]) -> Vec<String> {
    needs.iter().zip(findings).filter_map(|(need, state)| problem(need, state)).collect()
}

fn problem(need: &Need, state: &State) -> Option<String> {
    let name = need.name;
    match (state, need.least) {
        (State::Found(_), _) => None,
        (State::TooOld(found), Some(least)) => {
            Some(format!("{name} {found} is too old: {least} or newer is needed. Get it: {}", need.remedy))
        }
        _ => Some(format!("{name} is missing. Get it: {}", need.remedy)),
    }
}

fn table(needs: &[Need], findings: &[State]) -> String {
    let mut lines = vec![format!("{:<14}{:<12}{:<12}{}", "tool", "found", "needed", "to get it")];
    for (need, state) in needs.iter().zip(findings) {
        let least = need.least.map_or_else(|| "any".to_owned(), |least| format!("{least}+"));
        let remedy = if matches!(state, State::Found(_)) { "" } else { need.remedy };
        lines.push(format!("{:<14}{:<12}{:<12}{}", need.name, state.to_string(), least, remedy));
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(Some(version)) | Self::TooOld(version) => version.fmt(f),
            Self::Found(None) => f.write_str("yes"),
            Self::Missing => f.write_str("missing"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(least: Option<Version>) -> Need {
        Need { name: "node", probe: &["node", "--version"], least, remedy: "apt-get install nodejs" }
    }

    #[test]
    fn versions_are_found_in_what_real_tools_print() {
        let printed = [
            ("cargo 1.95.0 (f2d3ce0bd 2026-03-21)", Version(1, 95)),
            ("v20.20.2\n", Version(20, 20)),
            ("Python 3.11.7", Version(3, 11)),
            ("cc (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022", Version(12, 2)),
            ("GNU Make 4.3", Version(4, 3)),
            ("11.19.1", Version(11, 19)),
        ];
        for (line, version) in printed {
            assert_eq!(parse_version(line), Some(version), "{line}");
        }
    }

    #[test]
    fn text_without_a_version_gives_none() {
        for line in ["", "no number", "release 7", "a.b"] {
            assert_eq!(parse_version(line), None, "{line}");
        }
    }

    #[test]
    fn minor_versions_compare_as_numbers() {
        assert_eq!(judge(Some(Version(3, 10)), Some(Version(3, 9))), State::TooOld(Version(3, 9)));
        assert_eq!(judge(Some(Version(3, 10)), Some(Version(3, 11))), State::Found(Some(Version(3, 11))));
    }

    #[test]
    fn a_missing_tool_is_one_line_that_says_how_to_get_it() {
        let lines = problems(&[need(None)], &[State::Missing]);
        assert_eq!(lines, ["node is missing. Get it: apt-get install nodejs"]);
    }

    #[test]
    fn an_old_tool_is_one_line_with_both_versions() {
        let lines = problems(&[need(Some(Version(18, 0)))], &[State::TooOld(Version(16, 4))]);
        assert_eq!(lines, ["node 16.4 is too old: 18.0 or newer is needed. Get it: apt-get install nodejs"]);
    }

    #[test]
    fn the_table_gives_a_remedy_only_where_it_is_needed() {
        let text = table(&[need(None), need(None)], &[State::Found(Some(Version(20, 1))), State::Missing]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[1], "node          20.1        any");
        assert!(lines[2].ends_with("apt-get install nodejs"), "{}", lines[2]);
    }
}
