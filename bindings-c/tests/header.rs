//! The headers, the names that the library exports, and the versions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write,
    process::{Command, Stdio},
};

use common::{Language, archive, command, here, library, program, program_linked, run};

#[test]
fn the_c_header_compiles_alone_in_every_standard_under_every_compiler() {
    // Twice, as happens when two headers of a program include it.
    let source = "#include <tidings.h>\n#include <tidings.h>\nextern int nothing;\n";
    for compiler in compilers() {
        for (language, standards) in [("c", C_STANDARDS), ("c++", CPP_STANDARDS)] {
            for standard in standards {
                compile(compiler, language, standard, source);
            }
        }
    }
}

#[test]
fn the_cpp_header_compiles_alone_in_every_standard_under_every_compiler() {
    let source = "#include <tidings.hpp>\n#include <tidings.hpp>\nextern int nothing;\n";
    for compiler in compilers() {
        for standard in CPP_STANDARDS {
            compile(compiler, "c++", standard, source);
        }
    }
}

#[test]
fn the_examples_in_the_header_compile() {
    let examples = examples(&header());
    assert!(!examples.is_empty());
    for example in examples {
        let whole = if example.contains("int main(") {
            example
        } else {
            format!(
                "#include <stdio.h>\n#include <tidings.h>\nvoid example(void);\nvoid example(void) {{\n{example}}}\n"
            )
        };
        for compiler in compilers() {
            compile(compiler, "c", "c99", &whole);
            compile(compiler, "c++", "c++17", &whole);
        }
    }
}

#[test]
fn a_program_in_every_standard_finds_the_library() {
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
    assert_same(listed.lines().filter_map(|line| line.split_whitespace().last()), &header());
}

#[test]
fn the_static_library_holds_what_the_header_declares() {
    let output = run(Command::new("nm").args(["--defined-only", "--extern-only", "--quiet"]).arg(archive()));
    let listed = String::from_utf8(output.stdout).unwrap();
    // The names of its object files stand alone on their lines.
    let names = listed.lines().filter_map(|line| line.split_once(' ')?.1.rsplit(' ').next());
    assert_same(names.filter(|name| name.to_lowercase().starts_with("tidings_")), &header());
}

#[test]
fn no_number_of_an_enumeration_ever_changes() {
    let header = header();
    let found: Vec<String> = enumerators(&header).map(|(name, number)| format!("{name} {number}")).collect();
    let table = include_str!("numbers.txt");
    let committed: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let changed: Vec<_> = committed.iter().filter(|line| !found.iter().any(|found| found == *line)).collect();
    assert!(changed.is_empty(), "programs are compiled with these numbers, which the header has no more: {changed:?}");
    let new: Vec<_> = found.iter().filter(|found| !committed.contains(&found.as_str())).collect();
    assert!(new.is_empty(), "these numbers are new: add them to tests/numbers.txt, for ever: {new:?}");
}

#[test]
fn every_name_of_the_header_carries_the_prefix() {
    let header = header();
    let macros = header.lines().filter_map(|line| line.strip_prefix("#define ")?.split(' ').next());
    let names: Vec<&str> = enumerators(&header).map(|(name, _)| name).chain(macros).collect();
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

const C_STANDARDS: &[&str] = &["c99", "c11", "c17"];
const CPP_STANDARDS: &[&str] = &["c++17", "c++20"];

/// The compilers of C that there are; clang may be missing on a machine that is not the one that decides.
fn compilers() -> Vec<&'static str> {
    let (found, missing): (Vec<_>, Vec<_>) = ["gcc", "clang"].into_iter().partition(|name| {
        Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    });
    let decides = env::var("CI").is_ok_and(|value| value == "true");
    assert!(missing.is_empty() || !decides, "{missing:?} must be there where CI=true");
    for name in &missing {
        eprintln!("NOT TRIED: {name} is not installed, so nothing is known of the headers with it");
    }
    assert!(!found.is_empty(), "there is no compiler of C");
    found
}

/// Compiles a source, which must bring no warning. Both compilers speak C++ too, if they are told so.
fn compile(compiler: &str, language: &str, standard: &str, source: &str) {
    let mut child = Command::new(compiler)
        .args(["-x", language, &format!("-std={standard}"), "-fsyntax-only"])
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-"])
        .arg("-I")
        .arg(here().join("include"))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{compiler} cannot be started: {e}"));
    child.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{compiler} -x {language} -std={standard}: {shown}\n{source}");
}

/// What stands between `@code` and `@endcode` in comments.
fn examples(header: &str) -> Vec<String> {
    let blocks = header.split("@code{.c}\n").skip(1).map(|rest| rest.split_once("@endcode").unwrap().0);
    let plain = |line: &str| line.trim_start().trim_start_matches('*').to_owned() + "\n";
    blocks.map(|block| block.lines().map(plain).collect()).collect()
}

/// The names and numbers of all enumerations.
fn enumerators(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header.lines().filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "))
}

fn header() -> String {
    fs::read_to_string(here().join("include/tidings.h")).unwrap()
}

/// Both ways: nothing is missing in the library, nothing in the header.
fn assert_same<'a>(exported: impl Iterator<Item = &'a str>, header: &'a str) {
    let (exported, declared): (BTreeSet<_>, BTreeSet<_>) = (exported.collect(), declared(header).into_iter().collect());
    let differing: Vec<_> = exported.symmetric_difference(&declared).collect();
    assert!(differing.is_empty() && declared.len() > 40, "only in one of library and header: {differing:?}");
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
