//! tidings.hpp, by gcc and clang, C++17 and C++20, with and without exceptions, and with a sanitizer of addresses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use common::{Bench, command, here, linked_folder, run};
use serde_json::{Value, json};

#[test]
fn every_part_of_the_header_compiles_alone() {
    for part in fs::read_dir(here().join("include/tidings")).unwrap() {
        let name = part.unwrap().file_name().into_string().unwrap();
        let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("alone-{name}.cpp"));
        fs::write(&source, format!("#include <tidings/{name}>\n#include <tidings.hpp>\n")).unwrap();
        compile(&GCC, &source, &["-fsyntax-only"]);
    }
}

#[test]
fn every_function_of_c_is_at_hand_in_cpp() {
    let header = fs::read_to_string(here().join("include/tidings.h")).unwrap();
    let parts = fs::read_dir(here().join("include/tidings")).unwrap();
    let cpp: String = parts.map(|part| fs::read_to_string(part.unwrap().path()).unwrap()).collect();
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').map(ToOwned::to_owned).collect()
    };
    let used = words(&cpp);
    let declared = header.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
    let names = declared.filter_map(|line| words(line.split_once('(')?.0).pop()).filter(|n| n.starts_with("tidings_"));
    let missing: Vec<String> = names.filter(|name| !used.contains(name) && !NOT_IN_CPP.contains(&&**name)).collect();
    assert!(missing.is_empty(), "tidings.hpp does not know {missing:?}");
}

/// What C++ has otherwise: constructors, ranges, classes of its own.
const NOT_IN_CPP: [&str; 7] = [
    "tidings_client_from_env",
    "tidings_error_class_name",
    "tidings_handle_count",
    "tidings_message_from_json",
    "tidings_message_tool_count",
    "tidings_message_tool_index",
    "tidings_version_number",
];

#[test]
fn results_hold_without_exceptions_by_gcc() {
    play(&GCC, "results", &["-std=c++17", "-fno-exceptions", "-fno-rtti"]);
}

#[test]
fn results_hold_without_exceptions_by_clang() {
    play(&CLANG, "results", &["-std=c++20", "-fno-exceptions", "-fno-rtti"]);
}

#[test]
fn results_hold_with_exceptions_and_the_sanitizers() {
    play(&GCC, "results", &["-std=c++20", SANITIZERS]);
}

#[test]
fn exceptions_hold_by_gcc_and_the_sanitizers() {
    play(&GCC, "exceptions", &["-std=c++17", SANITIZERS]);
}

#[test]
fn exceptions_hold_by_clang() {
    play(&CLANG, "exceptions", &["-std=c++20"]);
}

#[test]
fn the_loop_of_tools_holds_with_exceptions_and_sends_what_the_tools_gave() {
    let bench = play(&GCC, "tools", &["-std=c++17", SANITIZERS]).unwrap();
    let log = bench.finished_log("tools");
    let body = |index: usize| &log[index].body;
    let turns = body(1)["messages"].clone();
    assert_eq!(turns[1]["role"], "assistant", "{turns}");
    let result = |id: &str, content: &str| json!({"type": "tool_result", "tool_use_id": id, "content": content});
    let failed = |id: &str, content: &str| json!({"type": "tool_result", "tool_use_id": id, "content": content, "is_error": true});
    let given = [
        result("t1", r#"rain for {"city":"Oslo"}"#),
        failed("t2", "out of order"),
        failed("t3", "there is no tool named unknown"),
    ];
    assert_eq!(turns[2], json!({"role": "user", "content": given}));
    let roles: Vec<Value> = body(2)["messages"].as_array().unwrap().iter().map(|turn| turn["role"].clone()).collect();
    assert_eq!(roles, ["user", "assistant", "user", "assistant", "user"]);
    assert_eq!(body(2)["tools"].as_array().unwrap().len(), 2);
}

#[test]
fn the_loop_of_tools_holds_without_exceptions() {
    play(&CLANG, "tools", &["-std=c++17", "-fno-exceptions", "-fno-rtti"]);
}

#[test]
fn calls_under_way_hold_with_exceptions_and_the_sanitizers() {
    play(&GCC, "calls", &["-std=c++20", SANITIZERS]);
}

#[test]
fn calls_under_way_hold_without_exceptions() {
    play(&CLANG, "calls", &["-std=c++17", "-fno-exceptions", "-fno-rtti"]);
}

#[test]
fn hooks_tokens_and_the_log_hold_with_exceptions_and_the_sanitizers() {
    let bench = play(&GCC, "hooks", &["-std=c++17", SANITIZERS]).unwrap();
    let sent = |run: &str| bench.finished_log(run).into_iter().map(|request| request.headers["authorization"].clone());
    assert_eq!(sent("token").collect::<Vec<_>>(), ["Bearer fetched"]);
    assert_eq!(sent("none").count(), 0);
}

#[test]
fn hooks_tokens_and_the_log_hold_without_exceptions() {
    play(&CLANG, "hooks", &["-std=c++17", "-fno-exceptions", "-fno-rtti"]);
}

#[test]
fn the_endpoints_hold_with_exceptions_and_the_sanitizers() {
    let bench = play(&GCC, "resources", &["-std=c++20", SANITIZERS]).unwrap();
    let seen = |run: &str| bench.finished_log(run);
    let rich = seen("rich");
    assert_eq!(rich.len(), 2);
    assert_eq!(rich[0].body, rich[1].body, "a copy is the same request");
    let body = &rich[0].body;
    let types = |turn: usize| -> Vec<&str> {
        let blocks = body["messages"][turn]["content"].as_array().unwrap();
        blocks.iter().map(|block| block["type"].as_str().unwrap()).collect()
    };
    assert_eq!((types(0), types(2)), (vec!["image", "document", "text"], vec!["image", "text"]), "{body}");
    assert_eq!(body["thinking"]["budget_tokens"], 1024);
    assert!(rich[0].path.ends_with("?beta=true"), "{}", rich[0].path);
    let told = |name: &str| rich[0].headers[name].as_str();
    assert_eq!((told("anthropic-beta"), told("x-extra")), ("one-2026-01-01", "1"));
    let called = |request: &tidings_test_server::LoggedRequest| {
        let path = request.path.split_once("/v1/").unwrap().1;
        format!("{} {path}", request.method)
    };
    assert_eq!(
        seen("endpoints").iter().map(called).collect::<Vec<_>>(),
        [
            "POST messages/batches",
            "GET messages/batches/b1",
            "POST messages/batches/b1/cancel",
            "GET models/m1",
            "POST files",
            "DELETE files/f1",
        ]
    );
}

#[test]
fn the_endpoints_hold_without_exceptions() {
    play(&CLANG, "resources", &["-std=c++17", "-fno-exceptions", "-fno-rtti"]);
}

const SANITIZERS: &str = "-fsanitize=address,undefined";

/// A compiler that this machine may not have.
struct Compiler {
    name: &'static str,
    variable: &'static str,
}

const GCC: Compiler = Compiler { name: "g++", variable: "TIDINGS_GXX" };
const CLANG: Compiler = Compiler { name: "clang++", variable: "TIDINGS_CLANGXX" };

impl Compiler {
    fn command(&self) -> String {
        env::var(self.variable).unwrap_or_else(|_| self.name.to_owned())
    }

    /// Whether it is there. Where it must be, in CI, it is a failure if not.
    fn is_there(&self) -> bool {
        let is_there = Command::new(self.command()).arg("--version").output().is_ok_and(|told| told.status.success());
        assert!(is_there || env::var_os("CI").is_none(), "{} is missing", self.command());
        is_there
    }
}

/// Compiles a program and plays all of its parts.
fn play(compiler: &Compiler, program: &str, flags: &[&str]) -> Option<Bench> {
    if !compiler.is_there() {
        eprintln!("NOT TESTED: {} is missing, so {program} was not compiled by it", compiler.command());
        return None;
    }
    let built = build(compiler, program, flags);
    let bench = bench();
    let listed = String::from_utf8(run(command(&built).arg("--list")).stdout).unwrap();
    assert!(listed.lines().count() > 2, "{program} has no parts");
    for part in listed.lines() {
        // Sanitizers end a program at the first error, and a leak is one.
        run(command("timeout".as_ref())
            .arg("100")
            .arg(&built)
            .args([part, bench.server.url()])
            .env("UBSAN_OPTIONS", "halt_on_error=1"));
    }
    Some(bench)
}

fn build(compiler: &Compiler, program: &str, flags: &[&str]) -> PathBuf {
    let source = here().join(format!("tests/cpp/{program}.cpp"));
    let folder = linked_folder();
    let built = folder.join(format!("{program}-{}-{}", compiler.name, flags.concat().replace(['=', ','], "-")));
    let library = format!("-L{}", folder.display());
    let found_at = format!("-Wl,-rpath,{}", folder.display());
    let output = built.to_str().unwrap();
    let linked = ["-g", "-pthread", "-o", output, &library, &found_at, "-ltidings"];
    compile(compiler, &source, &[flags, &linked].concat());
    if flags.contains(&SANITIZERS) {
        let symbols = run(Command::new("nm").arg(&built)).stdout;
        assert!(String::from_utf8_lossy(&symbols).contains("__asan_init"), "AddressSanitizer is not in {program}");
    }
    built
}

/// Compiles one source file without a warning. The libraries among the arguments stand behind it, as linkers want.
fn compile(compiler: &Compiler, source: &Path, arguments: &[&str]) {
    let output = Command::new(compiler.command())
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-I"])
        .arg(here().join("include"))
        .arg(source)
        .args(arguments)
        .output()
        .unwrap_or_else(|e| panic!("{} cannot be started: {e}", compiler.command()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The server, with what the programs ask for.
fn bench() -> Bench {
    let bench = Bench::new();
    bench.script(
        "message",
        json!({"json": message(&json!([{"type": "text", "text": "Fine, thank you."}]), "end_turn")}),
    );
    let called = |id: &str, name: &str| json!({"type": "tool_use", "id": id, "name": name, "input": {"city": "Oslo"}});
    let calls = json!([called("t1", "weather"), called("t2", "broken"), called("t3", "unknown")]);
    let fine = message(&json!([{"type": "text", "text": "Fine, thank you."}]), "end_turn");
    let script = json!([{"json": message(&calls, "tool_use")}, {"json": fine}]);
    bench.server.add_script("tools", &serde_json::from_value::<Vec<_>>(script).unwrap()).unwrap();
    bench.script("message", json!({"json": fine}));
    bench.script("whole", json!({"fixture": "01_text"}));
    bench.script("cut", json!({"fixture": "01_text", "delivery": {"end_cleanly_at": 900}}));
    let object = json!({"id": "obj_1", "counts": {"done": 2}, "ready": true, "list": [1, 2, 3]});
    bench.script("object", json!({"json": object, "headers": {"x-told": "yes", "request-id": "req_1"}}));
    let page = |ids: &[&str], more: bool| {
        let models: Vec<Value> = ids.iter().map(|id| json!({"type": "model", "id": id})).collect();
        json!({"json": {"data": models, "has_more": more, "first_id": ids[0], "last_id": ids[ids.len() - 1]}})
    };
    let pages = json!([page(&["m1", "m2"], true), page(&["m3"], false)]);
    bench.server.add_script("pages", &serde_json::from_value::<Vec<_>>(pages).unwrap()).unwrap();
    bench.script("slow", json!({"fixture": "01_text", "delivery": {"pause_ms": 5}}));
    bench.script("never", json!({"no_answer": "hang"}));
    bench.script("count", json!({"json": {"input_tokens": 17}}));
    bench.script("silent", json!({"fixture": "01_text", "delivery": {"hang_at": 900}}));
    let refusal = json!({"type": "error", "error": {"type": "invalid_request_error", "message": "No."}});
    bench.script(
        "refused",
        json!({"status": 400, "json": refusal, "headers": {"x-told": "yes", "request-id": "req_1"}}),
    );
    bench
}

fn message(content: &Value, stop_reason: &str) -> Value {
    json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "test-model", "content": content,
        "stop_reason": stop_reason, "stop_sequence": null, "usage": {"input_tokens": 3, "output_tokens": 4},
    })
}
