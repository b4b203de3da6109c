//! The program that the README shows is the first that people copy: it compiles, and it notices a broken answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::process::Output;

use common::{Bench, Language, command, here, program};

#[test]
fn the_program_of_the_readme_prints_an_answer_and_fails_when_it_breaks_off() {
    let readme = std::fs::read_to_string(here().join("README.md")).unwrap();
    let source = readme.split("```c\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a program in C");
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme.c");
    std::fs::write(&file, source).unwrap();
    let example = program(&file, Language::C, "c99");
    let bench = Bench::new();
    let run = |base_url: &str| -> Output {
        command(&example).env("ANTHROPIC_BASE_URL", base_url).env("ANTHROPIC_API_KEY", "any").output().unwrap()
    };

    let whole = run(bench.server.url());
    assert!(whole.status.success() && String::from_utf8(whole.stdout).unwrap().contains("Hello"));

    let cut = serde_json::from_str::<Vec<_>>(r#"[{"fixture": "01_text", "delivery": {"cut_at": 900}}]"#).unwrap();
    bench.server.add_script("readme_cut", &cut).unwrap();
    let broken = run(&format!("{}/play/readme_cut/readme", bench.server.url()));
    assert_eq!(broken.status.code(), Some(1));
    assert!(String::from_utf8(broken.stderr).unwrap().contains("the connection broke"));

    let refused = run("nonsense");
    assert!(String::from_utf8(refused.stderr).unwrap().contains("the base URL is not a URL"));
}
