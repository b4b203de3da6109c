//! `docs/reliability.md`: the table of faults for readers, written from `tests/faults`.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::difference;
use crate::process;
use crate::tree::{self, Tree};

/// What is said before the tables.
const HEAD: &str = include_str!("reliability/head.md");
const PATH: &str = "docs/reliability.md";

/// The groups of the catalogue, with the last row of each.
const GROUPS: [(&str, u64); 5] = [
    ("Connecting", 12),
    ("Sending and the head of the answer", 33),
    ("Answers with a status", 54),
    ("The body and the stream", 73),
    ("The process around it", 88),
];

/// Writes the document anew.
pub(crate) fn write(tree: &Tree) -> Result<()> {
    process::write(&tree.path(PATH), &document(&entries(&tree.path("tests/faults"))?))
}

/// Fails when the committed document is not what the table gives.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    let path = tree.path(PATH);
    tree::require(&path, "run `make generate` and commit the file")?;
    let text = document(&entries(&tree.path("tests/faults"))?);
    match difference::first(&process::read(&path)?, &text) {
        None => Ok(()),
        Some(difference) => bail!("{PATH} is out of date: {difference}\nRun `make generate` and commit the file."),
    }
}

/// All entries, by row; those of one row stay in the order of their file.
fn entries(folder: &Path) -> Result<Vec<Value>> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let mut files: Vec<_> = std::fs::read_dir(folder).with_context(unreadable)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut entries: Vec<Value> = Vec::new();
    for file in files {
        let read = serde_json::from_str::<Vec<Value>>(&process::read(&file.path())?);
        entries.extend(read.with_context(|| format!("{} is no list of entries", file.path().display()))?);
    }
    entries.sort_by_key(row);
    Ok(entries)
}

fn document(entries: &[Value]) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("## The faults\n\n");
    text.push_str(&summary(entries));
    let mut first = 0;
    for (title, last) in GROUPS {
        let group: Vec<&Value> = entries.iter().filter(|entry| (first..=last).contains(&row(entry))).collect();
        first = last + 1;
        let _ = write!(text, "\n### {title}\n\n{}", table(&group));
    }
    text
}

fn summary(entries: &[Value]) -> String {
    let played = entries.iter().filter(|entry| entry["expect"].is_object()).count();
    let absent = entries.iter().filter(|entry| entry["not_here"].is_string()).count();
    let unlike = |language: &str| entries.iter().filter(|entry| entry["unlike"][language].is_object()).count();
    let shown = entries.len() - played - absent;
    format!(
        "{} faults in 88 rows: {played} are played against a server that misbehaves on purpose, {shown} are shown by scenarios that every\n\
         language runs or by tests of their own, {absent} cannot be shown on one machine and say why. Rust, both clients of Python (the\n\
         blocking one and the one for asyncio), Node (a stream as the stream helper and as raw events) and C (by waiting, with time limits,\n\
         by callback, and by a descriptor or a waker that says when there is something) play all that is played; {} of it comes out\n\
         otherwise in Python, {} in Node and {} in C, and a note says why.\n\
         What the official clients gave was measured with the Python package 2.12.0 and the npm package 1.12.0 against such a server.\n",
        entries.len(),
        unlike("python"),
        unlike("node"),
        unlike("c"),
    )
}

fn table(group: &[&Value]) -> String {
    let mut text = "| row | what is sent | what Tidings gives | what the official clients gave | tested |\n".to_owned();
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for entry in group {
        let cells = [
            row(entry).to_string(),
            said(&entry["fault"]).to_owned(),
            format!("{}{}", said(&entry["gives"]), checked(&entry["expect"])),
            official(&entry["official"]),
            tested(entry),
        ];
        let _ = writeln!(text, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    let notes: String = group.iter().flat_map(|entry| notes(entry)).collect();
    if !notes.is_empty() {
        text.push('\n');
        text.push_str(&notes);
    }
    text
}

/// What departs from the expected, and which language departs from the others.
fn notes(entry: &Value) -> Vec<String> {
    let row = row(entry);
    let mut lines: Vec<_> = entry["note"].as_str().map(|note| format!("- Row {row}: {note}\n")).into_iter().collect();
    for (language, unlike) in entry["unlike"].as_object().into_iter().flatten() {
        let (language, because) = (language_name(language), said(&unlike["because"]));
        lines.push(format!("- Row {row}, {language}{}: {because}\n", checked(&unlike["expect"])));
    }
    lines
}

fn language_name(key: &str) -> &str {
    match key {
        "python" => "Python",
        "node" => "Node",
        "c" => "C",
        other => other,
    }
}

/// What a test compares, in short.
fn checked(expect: &Value) -> String {
    let error = &expect["error"];
    let Some(kind) = error["kind"].as_str() else { return String::new() };
    let reason = error["reason"].as_str().map_or_else(String::new, |reason| format!(" / `{reason}`"));
    let attempts = match error["attempts"].as_u64() {
        None => String::new(),
        Some(1) => ", 1 attempt".to_owned(),
        Some(attempts) => format!(", {attempts} attempts"),
    };
    format!(" (`{kind}`{reason}{attempts})")
}

fn official(said: &Value) -> String {
    let parts = [("both", "both"), ("python", "Python"), ("typescript", "TypeScript")];
    let parts = parts.iter().filter_map(|(key, name)| Some(format!("{name}: {}", said[*key].as_str()?)));
    parts.collect::<Vec<_>>().join("; ")
}

fn tested(entry: &Value) -> String {
    let mut parts = Vec::new();
    if entry["expect"].is_object() {
        parts.push(format!("played: `{}`", said(&entry["name"])));
    }
    let names = |list: &Value, key: Option<&str>| {
        let names = list.as_array().into_iter().flatten().map(|name| key.map_or(name, |key| &name[key]));
        names.map(|name| format!("`{}`", said(name))).collect::<Vec<_>>()
    };
    let scenarios = names(&entry["scenarios"], None);
    if !scenarios.is_empty() {
        parts.push(format!("scenarios: {}", scenarios.join(", ")));
    }
    parts.extend(names(&entry["elsewhere"], Some("test")));
    if let Some(reason) = entry["not_here"].as_str() {
        parts.push(format!("no: {reason}"));
    }
    parts.join("; ")
}

fn row(entry: &Value) -> u64 {
    entry["row"].as_u64().unwrap_or_default()
}

fn said(text: &Value) -> &str {
    text.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_shows_what_is_checked_and_where() {
        let entry = json!({
            "row": 1, "name": "refused", "fault": "a|b", "gives": "an error", "official": {"both": "3 tries"},
            "expect": {"error": {"kind": "connect", "reason": "refused", "attempts": 2}}, "note": "Odd.",
        });
        let text = table(&[&entry]);
        assert!(
            text.contains(
                "| 1 | a\\|b | an error (`connect` / `refused`, 2 attempts) | both: 3 tries | played: `refused` |\n"
            ),
            "{text}"
        );
        assert!(text.ends_with("\n- Row 1: Odd.\n"), "{text}");
    }

    #[test]
    fn a_language_that_departs_from_the_others_says_why() {
        let expect = json!({"error": {"kind": "connect", "attempts": 1}});
        let entry = json!({"row": 3, "note": "Odd.", "unlike": {"python": {"because": "So it is.", "expect": expect}}});
        assert_eq!(notes(&entry), ["- Row 3: Odd.\n", "- Row 3, Python (`connect`, 1 attempt): So it is.\n"]);
    }

    #[test]
    fn what_is_not_played_says_where_it_is_shown_or_why_not() {
        let shown = json!({"scenarios": ["a", "b"], "elsewhere": [{"file": "f", "test": "t"}]});
        assert_eq!(tested(&shown), "scenarios: `a`, `b`; `t`");
        assert_eq!(tested(&json!({"not_here": "because"})), "no: because");
    }
}
