//! Operations in any order, from two threads, on answers that come, break off, and do not come.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use common::{Bench, Build, command};
use serde_json::json;

/// How long all sequences may take before one of them counts as hanging.
const PATIENCE: Duration = Duration::from_secs(240);

#[test]
fn two_thousand_sequences_of_operations_keep_what_the_header_promises() {
    let sequences = Build::C.program("tests/c/sequences.c");
    let bench = bench();
    let count = if Build::is_watched() { 300 } else { 2000 };
    std::thread::scope(|scope| {
        for half in 0..2_u32 {
            let (sequences, bench) = (&sequences, &bench);
            scope.spawn(move || play(sequences, bench.server.url(), half * count / 2, count / 2));
        }
    });
}

#[test]
#[ignore = "a step of its own: make test STEP=fuzz"]
fn what_a_fuzzer_makes_up_keeps_what_the_header_promises() {
    let fuzzer = Build::C.fuzzer("tests/c/fuzz_operations.c");
    let bench = bench();
    let mut command = command(&fuzzer);
    command.args(["-max_total_time=8", "-timeout=20", "-max_len=200", "-print_final_stats=1"]);
    let output = command.env("TIDINGS_OPERATIONS_URL", bench.server.url()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    let tail: Vec<&str> = told.lines().rev().take(60).collect();
    assert!(output.status.success(), "{}", tail.into_iter().rev().collect::<Vec<_>>().join("\n"));
    let inputs = told.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    println!("{} inputs", inputs.expect("the fuzzer says how many").trim());
}

fn play(program: &std::path::Path, url: &str, first: u32, count: u32) {
    let mut command = command(program);
    command.args([url, &first.to_string(), &count.to_string()]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |mut pipe: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut text = String::new();
            let _ = pipe.read_to_string(&mut text);
            text
        })
    };
    let (out, complaints) = (read(Box::new(stdout)), read(Box::new(stderr)));
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if began.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let (out, complaints) = (out.join().unwrap(), complaints.join().unwrap());
    let last = out.lines().last().unwrap_or("none");
    assert!(status.is_some(), "sequence {last} hangs, or all are slow\n{complaints}");
    assert!(
        status.is_some_and(|status| status.success()) && complaints.is_empty(),
        "sequence {last}: {status:?}\n{complaints}"
    );
}

/// A server whose scripts are those that operations.c names.
fn bench() -> Bench {
    let bench = Bench::new();
    let text = json!([{"type": "text", "text": "Hi"}]);
    let message = json!({
        "id": "m", "type": "message", "role": "assistant", "model": "m", "content": text, "stop_reason": "end_turn",
        "stop_sequence": null, "usage": {"input_tokens": 1, "output_tokens": 1},
    });
    bench.script("quick", json!({"json": message}));
    bench.script("broken", json!({"status": 500}));
    bench.script("silent", json!({"no_answer": "hang"}));
    bench.script("stream", json!({"fixture": "01_text"}));
    bench.script("cut", json!({"fixture": "15_eof_truncated"}));
    bench
}
