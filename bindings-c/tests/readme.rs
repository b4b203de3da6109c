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

/// The guide's pieces of code compile, so that nobody copies what does not.
#[test]
fn every_piece_of_code_in_the_guides_compiles() {
    let mut pieces = 0;
    for guide in ["README.md", "../docs/c.md", "../README.md"] {
        let text = std::fs::read_to_string(here().join(guide)).unwrap();
        for (language, ending, before) in [("c", "c", C_BEFORE), ("cpp", "cpp", CPP_BEFORE)] {
            for (number, piece) in text.split(&format!("```{language}\n")).skip(1).enumerate() {
                let piece = piece.split("```").next().unwrap();
                let name = guide.replace(['/', '.'], "-");
                let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{number}.{ending}"));
                std::fs::write(&file, whole(piece, before)).unwrap();
                check(&file, piece);
                pieces += 1;
            }
        }
    }
    assert!(pieces > 20, "only {pieces} pieces of code were found");
}

/// A piece as a source file: it is one, or declarations, or statements.
fn whole(piece: &str, before: &str) -> String {
    if piece.starts_with("#include") {
        return piece.to_owned();
    }
    if piece.starts_with("static ") || piece.starts_with("/* Fetches") {
        return format!("{before}{piece}");
    }
    format!("{before}void piece(void);\nvoid piece(void) {{\n{piece}}}\n")
}

/// What the pieces take as there.
const C_BEFORE: &str = "#include <poll.h>\n#include <stdio.h>\n#include <string.h>\n#include <tidings.h>\n#include <unistd.h>\n\
    extern tidings_client *client; extern tidings_client_options *options; extern tidings_request *request;\n\
    extern tidings_stream *stream; extern tidings_call *call; extern tidings_message *message;\n\
    extern tidings_error *err; extern tidings_event event; extern tidings_result result;\n";

const CPP_BEFORE: &str = "#include <iostream>\n#include <tidings.hpp>\n\
    extern tidings::Client client; extern tidings::Request request; extern tidings::Stream stream;\n";

fn check(file: &std::path::Path, piece: &str) {
    let (compiler, standard) =
        if file.extension().is_some_and(|e| e == "c") { ("cc", "c99") } else { ("c++", "c++17") };
    let output = std::process::Command::new(compiler)
        .args([&format!("-std={standard}"), "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror"])
        .args(["-Wno-unused-function", "-fsyntax-only", "-I"])
        .arg(here().join("include"))
        .arg(file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{piece}\n{}", String::from_utf8_lossy(&output.stderr));
}
