//! The example programs, against the demo model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Output,
};

use common::{Bench, Language, command, here, program, run};
use serde_json::json;

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
fn callbacks_shows_the_answer_up_to_its_first_sentence() {
    let [c, cpp] = outputs("callbacks", &["How tall is a giraffe?"]);
    let (sentence, last) = c.trim_end().rsplit_once('\n').unwrap();
    assert!(sentence.ends_with('.') && last.starts_with("-- stopped after "), "{c}");
    assert!(cpp.starts_with(sentence) && cpp.contains(" pieces, "), "{cpp}");
}

#[test]
fn epoll_reads_a_hundred_whole_answers_in_one_thread_and_makes_none() {
    let shown = output("epoll.c", &["100"]);
    let (answers, last) = shown.trim_end().rsplit_once('\n').unwrap();
    let numbers: BTreeSet<usize> = answers
        .lines()
        .map(|line| {
            let (number, answer) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
            // The model repeats the question, so an answer that is mixed with another one is seen.
            assert!(answer.contains(&format!("number {number}?")), "{line}");
            number.parse().unwrap()
        })
        .collect();
    assert_eq!(numbers.len(), 100);
    // The thread of main, and the one of the library that serves the network.
    assert_eq!(last, "-- 100 of 100 answers whole, read by one thread; threads of the process: 2");
}

#[test]
fn image_sends_the_file_in_front_of_the_question() {
    let bench = Bench::new();
    bench.script(
        "seen",
        json!({"json": {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
            "content": [{"type": "text", "text": "A dot."}], "usage": {"input_tokens": 1, "output_tokens": 1},
        }}),
    );
    let image = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dot.png");
    std::fs::write(&image, b"\x89PNG\r\n\x1a\n and so on").unwrap();
    let example = compiled("image.c");
    let mut asked = command(&example);
    asked.arg(&image).arg("What is it?").env("ANTHROPIC_API_KEY", "any");
    let output = run(asked.env("ANTHROPIC_BASE_URL", bench.url("seen", "image")));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "A dot.\n");
    let content = &bench.finished_log("image")[0].body["messages"][0]["content"];
    assert_eq!(content[0]["source"]["media_type"], "image/png", "{content}");
    assert_eq!(content[1]["text"], "What is it?", "{content}");

    let missing = command(&example).arg("no-such-file.png").env("ANTHROPIC_API_KEY", "any").output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(!missing.stderr.is_empty());
}

#[test]
fn errors_tells_what_to_do_and_keeps_what_had_arrived() {
    let bench = Bench::new();
    bench.script("cut", json!({"fixture": "01_text", "delivery": {"end_cleanly_at": 900}}));
    for example in ["errors.c", "errors.cpp"].map(compiled) {
        let play = |base_url: &str, key: &str| -> Output {
            command(&example).env("ANTHROPIC_BASE_URL", base_url).env("ANTHROPIC_API_KEY", key).output().unwrap()
        };
        let whole = play(bench.server.url(), "any");
        assert!(whole.status.success() && whole.stdout.len() > 10);

        let cut = play(&bench.url("cut", "errors"), "any");
        let (told, kept) = (text(&cut.stderr), text(&cut.stdout));
        assert_eq!(cut.status.code(), Some(1));
        assert!(told.contains("stream_truncated") && told.contains("may have run"), "{told}");
        assert!(kept.contains("[broken off]"), "{kept}");

        let refused = play("nonsense", "any");
        assert!(text(&refused.stderr).contains("config"), "{}", text(&refused.stderr));
    }
}

#[test]
fn threads_share_a_client_and_one_call_is_cancelled() {
    let shown = output("threads.c", &["How tall is a giraffe?"]);
    for number in 0..8 {
        assert!(shown.contains(&format!("thread {number}: ")), "{shown}");
    }
    assert!(shown.contains("the last call: cancelled") || shown.contains("the last call: ok"), "{shown}");
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

#[test]
fn every_example_is_played_here() {
    let tests = include_str!("examples.rs");
    for folder in ["c", "cpp"] {
        for file in std::fs::read_dir(here().join("../examples").join(folder)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let stem = name.split('.').next().unwrap();
            let is_played = tests.contains(&format!("(\"{stem}\"")) || tests.contains(&format!("\"{name}\""));
            assert!(is_played, "{name} is played by no test");
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What an example prints, in C and in C++.
fn outputs(name: &str, arguments: &[&str]) -> [String; 2] {
    both_names(name).map(|source| output(&source, arguments))
}

/// What one example prints.
fn output(source: &str, arguments: &[&str]) -> String {
    let bench = Bench::new();
    let mut command = command(&compiled(source));
    command.args(arguments).env("ANTHROPIC_BASE_URL", bench.server.url()).env("ANTHROPIC_API_KEY", "any");
    String::from_utf8(run(&mut command).stdout).unwrap()
}

fn both(name: &str) -> [PathBuf; 2] {
    both_names(name).map(|source| compiled(&source))
}

fn both_names(name: &str) -> [String; 2] {
    [format!("{name}.c"), format!("{name}.cpp")]
}

fn compiled(source: &str) -> PathBuf {
    let (folder, language, standard) = match source.rsplit_once('.') {
        Some((_, "c")) => ("c", Language::C, "c99"),
        _ => ("cpp", Language::Cpp, "c++17"),
    };
    program(&here().join("../examples").join(folder).join(source), language, standard)
}
