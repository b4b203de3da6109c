//! Every row of the table of resource calls, from C: waited for in one function, and begun and taken up later.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod common;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
    thread,
};

use serde_json::{Value, json};
use tidings_test_server::{
    LoggedRequest, Options, Outcome, ResourceError, ResourceExpect, ResourceRow, Server, resource_rows,
};

use common::{Language, command, here, program, run};

/// What C does not have, by the name of the row, and why.
const ELSEWHERE: [(&str, &str); 4] = [
    (
        "files_download_too_large",
        "a body is held up to the bound of every answer, and larger ones are written to a file",
    ),
    ("files_upload_reader", "a file comes from memory or from its path, and so can be sent again"),
    ("files_upload_reader_not_retried", "a file comes from memory or from its path, and so can be sent again"),
    ("raw_web_page", "a raw answer is given as it came; it has no object then"),
];

/// The same where the whole answer is waited for in memory; written to a file it is as the row says.
const WRITTEN_ONLY: (&str, &str) =
    ("files_download_cut", "a whole answer that breaks off has given nothing to anybody, and is asked for again");

#[test]
fn the_table_is_there_and_every_exception_is_a_row_of_it() {
    let rows = rows();
    assert!(rows.len() > 60, "{} rows", rows.len());
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert!(ELSEWHERE.iter().chain([&WRITTEN_ONLY]).all(|(name, _)| names.contains(name)));
}

#[test]
fn every_row_that_is_waited_for_ends_as_it_says() {
    play_all("wait", Language::C, "c99");
}

#[test]
fn every_row_that_is_started_and_taken_up_later_ends_as_it_says() {
    play_all("start", Language::C, "c11");
}

fn rows() -> Vec<ResourceRow> {
    resource_rows(table()).unwrap()
}

fn table() -> PathBuf {
    here().join("../tests/resources")
}

fn play_all(way: &str, language: Language, standard: &'static str) {
    let server = Server::start(Options { resources: Some(table()), ..Options::default() }).unwrap();
    let program = program("tests/c/resources.c".as_ref(), language, standard);
    let rows = rows();
    let written_only = (way == "wait").then_some(WRITTEN_ONLY);
    let is_played = |row: &&ResourceRow| !ELSEWHERE.iter().chain(&written_only).any(|(name, _)| *name == row.name);
    let played: Vec<_> = rows.iter().filter(is_played).collect();
    thread::scope(|scope| {
        for some in played.chunks(played.len().div_ceil(4)) {
            let (server, program) = (&server, &program);
            scope.spawn(move || some.iter().for_each(|row| play(server, program, way, row)));
        }
    });
}

fn play(server: &Server, program: &Path, way: &str, row: &ResourceRow) {
    let (name, folder) = (&row.name, folder(way, row));
    fs::create_dir_all(&folder).unwrap();
    let run_name = format!("{way}_{name}");
    let base_url = format!("{}/play/{name}/{run_name}", server.url());
    let output = run(command(program).args([way, &row.call.method, &base_url]).args(arguments(row, &folder)));
    let (values, end) = outcome(&output.stdout, name);
    match &row.expect {
        // Of a list that broke off, what broke it is the last of the values.
        ResourceExpect::Error(expected) => {
            let broke = values.last().filter(|_| end == json!({}));
            check_error(expected, broke.unwrap_or(&end), name);
        }
        ResourceExpect::Result(expected) => {
            assert_eq!(end.get("error"), None, "{name}: {end}");
            let expected: Value = serde_json::from_str(&expected.to_string().replace("{base_url}", &base_url)).unwrap();
            assert_eq!(found(row, way, values, &folder), expected, "{name}");
            if let Some(attempts) = end.get("attempts") {
                assert_eq!(*attempts, json!(row.sent.len()), "{name}: attempts");
            }
        }
    }
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| name == "a.txt" || name == "goal"), "{name} leaves {names:?}");
    assert!(matches!(row.expect, ResourceExpect::Result(_)) || !folder.join("goal").exists(), "{name}");
    fs::remove_dir_all(folder).unwrap();
    check_log(row, &finished_log(server, &run_name));
}

fn check_log(row: &ResourceRow, log: &[LoggedRequest]) {
    let name = &row.name;
    assert_eq!(log.len(), row.sent.len(), "{name}: requests {log:#?}");
    for (sent, request) in row.sent.iter().zip(log) {
        assert_eq!((&request.method, &request.path), (&sent.method, &sent.path), "{name}");
        for (header, value) in &sent.headers {
            assert_eq!(request.headers.get(header), value.as_ref(), "{name}: header {header}");
        }
        if let Some(body) = &sent.body {
            assert_eq!(&request.body, body, "{name}: body");
        }
    }
}

fn finished_log(server: &Server, run: &str) -> Vec<LoggedRequest> {
    loop {
        let log = server.log(run);
        if !log.iter().any(|request| matches!(request.outcome, Outcome::Open)) {
            return log;
        }
        thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Where the files of a row are.
fn folder(way: &str, row: &ResourceRow) -> PathBuf {
    static HERE: OnceLock<PathBuf> = OnceLock::new();
    let here = HERE.get_or_init(|| std::env::temp_dir().join(format!("tidings-c-resources-{}", std::process::id())));
    here.join(way).join(&row.name)
}

/// The values that were written, and how it ended. A line that cannot be read is a value.
fn outcome(written: &[u8], name: &str) -> (Vec<Value>, Value) {
    let documents = written.split(|byte| *byte == 0x1e).filter(|document| !document.is_empty());
    let mut documents: Vec<Value> = documents
        .map(|json| serde_json::from_slice(json).unwrap_or_else(|e| panic!("{name}: {e}: {json:?}")))
        .collect();
    let end = documents.pop().unwrap_or_else(|| panic!("{name}: nothing was written"));
    (documents, end)
}

/// What a row says must come, put together of what was written.
fn found(row: &ResourceRow, way: &str, mut values: Vec<Value>, folder: &Path) -> Value {
    let method = row.call.method.as_str();
    if method == "files.download" {
        let bytes = if way == "start" {
            fs::read(folder.join("goal")).unwrap()
        } else {
            let hex = values[0]["hex"].as_str().unwrap();
            (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
        };
        return String::from_utf8_lossy(&bytes).into();
    }
    if method == "batches.results" || method.rsplit('.').next() == Some("all") {
        for value in values.iter_mut().filter(|value| value.get("code_of_error").is_some()) {
            *value = json!({"error": value["error"], "raw": value["raw"]});
        }
        return values.into();
    }
    assert_eq!(values.len(), 1, "{}", row.name);
    values.remove(0)
}

fn check_error(expected: &ResourceError, error: &Value, name: &str) {
    assert_eq!(error["error"], expected.kind, "{name}: {error}");
    assert_eq!(error["code"], error["code_of_error"], "{name}");
    if let Some(part) = &expected.contains {
        assert!(error["description"].as_str().unwrap().contains(part), "{name}: {error} lacks {part:?}");
    }
    if let Some(attempts) = expected.attempts {
        assert_eq!(error["attempts"], attempts, "{name}: attempts");
    }
    if let Some(text) = &expected.partial_text {
        assert_eq!(error["partial_text"], *text, "{name}: partial text");
    }
}

/// The call of a row as arguments of the program.
fn arguments(row: &ResourceRow, folder: &Path) -> Vec<String> {
    let (call, method) = (&row.call, row.call.method.as_str());
    let mut all = Vec::new();
    let mut add = |name: &str, value: &str| all.push(format!("{name}={value}"));
    if let Some(retries) = call.client.max_retries {
        add("max_retries", &retries.to_string());
    }
    if let Some(yes) = call.stream_long_calls {
        add("stream_long_calls", &yes.to_string());
    }
    for (name, value) in &call.options.extra_headers {
        add("header", &format!("{name}={value}"));
    }
    add("goal", folder.join("goal").to_str().unwrap());
    if method.starts_with("messages.") {
        add("json", &json!(call.args).to_string());
        return all;
    }
    for (name, value) in &call.args {
        match (name.as_str(), value) {
            ("message_batch_id" | "file_id" | "model_id", id) => add("id", id.as_str().unwrap()),
            ("requests", items) => items.as_array().unwrap().iter().for_each(|item| {
                add("custom_id", item["custom_id"].as_str().unwrap());
                add("params", &item["params"].to_string());
            }),
            ("path", target) => add("target", target.as_str().unwrap()),
            ("body", body) => add("body", &body.to_string()),
            ("query", query) => query.as_object().unwrap().iter().for_each(|(name, value)| {
                parameter(&mut add, name, value);
            }),
            ("from", from) => match from.as_str() {
                Some("path") => {
                    let path = folder.join("a.txt");
                    fs::write(&path, call.args["content"].as_str().unwrap()).unwrap();
                    add("path", path.to_str().unwrap());
                }
                Some("nowhere") => add("path", "/no/such/file"),
                _ => {}
            },
            ("filename" | "content" | "media_type", text) => add(name, text.as_str().unwrap()),
            ("expires_in_seconds" | "length", number) => add(name, &number.to_string()),
            _ => parameter(&mut add, name, value),
        }
    }
    all
}

fn parameter(add: &mut impl FnMut(&str, &str), name: &str, value: &Value) {
    match value {
        Value::Null => add("unset", name),
        Value::Array(items) if items.is_empty() => add("unset", &format!("{name}[]")),
        Value::Array(items) => {
            for item in items {
                add("query", &format!("{name}[]={}", item.as_str().unwrap()));
            }
        }
        Value::String(text) => add("query", &format!("{name}={text}")),
        other => add("query", &format!("{name}={other}")),
    }
}
