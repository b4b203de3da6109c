//! The example programs, against the demo model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::path::Path;

use common::{Bench, Language, command, here, program, run};

#[test]
fn create_prints_an_answer() {
    for text in outputs("create", &["How tall is a giraffe?"]) {
        assert!(text.trim().len() > 10, "{text}");
    }
}

#[test]
fn stream_prints_an_answer_and_how_it_ended() {
    for text in outputs("stream", &["How tall is a giraffe?"]) {
        let (answer, last) = text.trim_end().rsplit_once('\n').unwrap();
        assert!(answer.len() > 10, "{text}");
        assert!(last.starts_with("-- stop_reason: end_turn, usage: ") && last.ends_with(" out"), "{last}");
    }
}

#[test]
fn tools_runs_the_tool_and_prints_what_the_model_makes_of_it() {
    for text in outputs("tools", &[]) {
        assert!(text.contains("12 degrees, light rain"), "{text}");
    }
}

#[test]
fn without_a_key_the_examples_say_what_is_missing() {
    let bench = Bench::new();
    for example in both("stream") {
        let output = command(&example).env("ANTHROPIC_BASE_URL", bench.server.url()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let shown = String::from_utf8(output.stderr).unwrap();
        assert!(shown.contains("ANTHROPIC_API_KEY") && shown.trim().lines().count() == 1, "{shown}");
    }
}

/// What an example prints, in C and in C++.
fn outputs(name: &str, arguments: &[&str]) -> [String; 2] {
    let bench = Bench::new();
    both(name).map(|example| {
        let mut command = command(&example);
        command.args(arguments).env("ANTHROPIC_BASE_URL", bench.server.url()).env("ANTHROPIC_API_KEY", "any");
        String::from_utf8(run(&mut command).stdout).unwrap()
    })
}

fn both(name: &str) -> [std::path::PathBuf; 2] {
    let source = |folder: &str, ending: &str| here().join("../examples").join(folder).join(format!("{name}.{ending}"));
    let compiled = |source: &Path, language, standard| program(source, language, standard);
    [compiled(&source("c", "c"), Language::C, "c99"), compiled(&source("cpp", "cpp"), Language::Cpp, "c++17")]
}
