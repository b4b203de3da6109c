//! Running a probe: one call, and what came of it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
};

use serde_json::Value;
use tidings_test_server::{Mode, Scenario, Timeout};

use super::{Language, command, program};

/// One of the ways through the library.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    Pull,
    Callback,
    Cpp,
}

/// What a probe wrote: the events, and the message or error at the end.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) events: Vec<Value>,
    pub(crate) end: Value,
}

impl Way {
    /// Makes a call with these options.
    pub(crate) fn call(self, mode: Mode, options: &[String], request: &str) -> Outcome {
        let how = match (mode, self) {
            (Mode::Create, _) => "create",
            (Mode::Stream, Self::Callback) => "callback",
            (Mode::Stream, _) => "pull",
        };
        let mut child = command(self.program())
            .arg(how)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let shown = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{how} {options:?}: {}\n{shown}", output.status);
        Outcome::parse(&output.stdout)
    }

    fn program(self) -> &'static Path {
        static C: OnceLock<PathBuf> = OnceLock::new();
        static CPP: OnceLock<PathBuf> = OnceLock::new();
        match self {
            Self::Pull | Self::Callback => C.get_or_init(|| program("tests/c/probe.c".as_ref(), Language::C, "c99")),
            Self::Cpp => CPP.get_or_init(|| program("tests/cpp/probe.cpp".as_ref(), Language::Cpp, "c++17")),
        }
    }
}

impl Outcome {
    fn parse(written: &[u8]) -> Self {
        let documents = written.split(|byte| *byte == 0x1e).filter(|document| !document.is_empty());
        let mut documents: Vec<Value> = documents
            .map(|json| {
                serde_json::from_slice(json).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(json)))
            })
            .collect();
        let end = documents.pop().expect("a probe writes how the call ended");
        Self { events: documents, end }
    }

    /// The texts of all events.
    pub(crate) fn streamed_text(&self) -> String {
        self.events.iter().filter_map(|event| event["text"].as_str()).collect()
    }
}

/// The options of a row, as arguments of a probe.
pub(crate) fn arguments(row: &Scenario, url: &str) -> Vec<String> {
    let (client, call) = (&row.call.client, &row.call.options);
    let mut arguments = vec![format!("base_url={url}")];
    let mut add = |name: &str, value: Option<String>| arguments.extend(value.map(|value| format!("{name}={value}")));
    let key = client.api_key.clone().or_else(|| client.auth_token.is_none().then(|| "test-key".to_owned()));
    add("api_key", key);
    add("auth_token", client.auth_token.clone());
    add("api_key_header", client.api_key_header.clone());
    add("max_retries", client.max_retries.map(|n| n.to_string()));
    add("anthropic_version", client.anthropic_version.clone());
    for (name, value) in &client.default_headers {
        add("header", Some(format!("{name}:{value}")));
    }
    for (name, limit) in limits(client.timeout) {
        add(name, limit);
    }
    add("validation", switch(client.validation));
    add("stream_long_calls", switch(client.stream_long_calls));
    add("max_retry_after", milliseconds(client.max_retry_after));
    add("throttle_patience", milliseconds(client.throttle_patience));
    add("retry_ambiguous", switch(client.retry_ambiguous));
    add("retry_on_timeout", switch(client.retry_on_timeout));
    add("pressure", switch(client.pressure));
    add("max_in_flight", client.max_in_flight.map(|n| n.to_string()));
    add("max_connections", client.max_connections.map(|n| n.to_string()));
    add("proxy", client.proxy.clone());
    add("trust_env", switch(client.trust_env));
    add("http2", switch(client.http2));
    add("local_address", client.local_address.map(|address| address.to_string()));
    add("call.max_retries", call.max_retries.map(|n| n.to_string()));
    for (name, value) in &call.extra_headers {
        add("call.header", Some(format!("{name}:{value}")));
    }
    for (name, limit) in limits(call.timeout) {
        add(&format!("call.{name}"), limit);
    }
    add("call.validation", switch(call.validation));
    add("call.stream_long_calls", switch(call.stream_long_calls));
    add("call.max_retry_after", milliseconds(call.max_retry_after));
    add("call.throttle_patience", milliseconds(call.throttle_patience));
    add("call.retry_ambiguous", switch(call.retry_ambiguous));
    add("call.retry_on_timeout", switch(call.retry_on_timeout));
    arguments
}

/// A switch as the number that it is in C.
fn switch(on: Option<bool>) -> Option<String> {
    on.map(|on| u8::from(on).to_string())
}

fn limits(timeout: Option<Timeout>) -> [(&'static str, Option<String>); 5] {
    let Timeout { connect, write, head, idle, total } = timeout.unwrap_or_default();
    [("connect", connect), ("write", write), ("head", head), ("idle", idle), ("total", total)]
        .map(|(name, seconds)| (name, milliseconds(seconds)))
}

fn milliseconds(seconds: Option<f64>) -> Option<String> {
    seconds.map(|seconds| format!("{:.0}", seconds * 1000.0))
}
