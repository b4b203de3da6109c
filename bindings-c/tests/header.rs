//! The headers, the names that the library exports, and the versions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{collections::BTreeSet, fs, process::Command};

use common::{Language, archive, command, here, library, program, program_linked, run};

#[test]
fn the_headers_compile_without_a_warning_in_every_standard() {
    for standard in Language::C.standards() {
        program("tests/c/version.c".as_ref(), Language::C, standard);
    }
    for standard in Language::Cpp.standards() {
        program("tests/cpp/probe.cpp".as_ref(), Language::Cpp, standard);
    }
}

#[test]
fn the_library_exports_what_the_header_declares_and_nothing_else() {
    let output = run(Command::new("nm").args(["-D", "--defined-only"]).arg(library()));
    let listed = String::from_utf8(output.stdout).unwrap();
    let exported: BTreeSet<&str> = listed.lines().filter_map(|line| line.split_whitespace().last()).collect();
    assert_eq!(exported, declared(&header()).into_iter().collect());
}

#[test]
fn every_name_of_the_header_carries_the_prefix() {
    let header = header();
    let enumerators =
        header.lines().filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = ")).map(|(n, _)| n);
    let macros = header.lines().filter_map(|line| line.strip_prefix("#define ")?.split(' ').next());
    let names: Vec<&str> = enumerators.chain(macros).collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        assert!(name.starts_with("TIDINGS_"), "{name}");
    }
}

#[test]
fn every_function_has_a_comment_that_tells_of_threads_or_errors() {
    let header = header();
    for name in declared(&header) {
        let before = &header[..header.rfind(&format!("{name}(")).unwrap()];
        let comment = before[before.rfind("/**").unwrap()..].replace("\n * ", " ");
        assert_eq!(comment.matches("*/").count(), 1, "{name} has no comment of its own");
        let told = ["Any thread", "One thread", "Errors", "Never fails", "As tidings_"];
        assert!(told.iter().any(|words| comment.contains(words)), "{name}: {comment}");
    }
}

#[test]
fn the_library_is_found_by_its_versioned_name() {
    let output = run(Command::new("readelf").arg("-d").arg(library()));
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.contains("soname: [libtidings.so.0]"), "{listed}");
}

#[test]
fn a_program_can_be_linked_with_the_static_library() {
    // As `Libs.private` of the pkg-config file has it.
    let system = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"].map(str::to_owned);
    let mut link = vec![archive().display().to_string()];
    link.extend(system);
    let program = program_linked("tests/c/version.c".as_ref(), Language::C, "c99", &link);
    let text = String::from_utf8(run(&mut command(&program)).stdout).unwrap();
    assert!(text.contains(env!("CARGO_PKG_VERSION")), "{text}");
}

#[test]
fn header_and_library_agree_on_the_version() {
    let program = program("tests/c/version.c".as_ref(), Language::C, "c99");
    let text = String::from_utf8(run(&mut command(&program)).stdout).unwrap();
    let [parts, version, number, library_number] = text.lines().collect::<Vec<_>>()[..] else { panic!("{text}") };
    assert_eq!(parts, version);
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    assert_eq!(number, library_number);
    let composed = parts.split('.').fold(0, |number, part| number << 8 | part.parse::<u32>().unwrap());
    assert_eq!(number, composed.to_string());
}

fn header() -> String {
    fs::read_to_string(here().join("include/tidings.h")).unwrap()
}

/// The functions a header declares: names before an opening bracket, outside of comments.
fn declared(header: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in header.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, code)| code)) {
        for code in part.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('(').next()) {
            let name = code.rsplit([' ', '*']).next().unwrap_or_default();
            if name.starts_with("tidings_") && part.contains(&format!("{name}(")) {
                names.push(name);
            }
        }
    }
    names
}
