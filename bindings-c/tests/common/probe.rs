//! Running a probe: a process that makes the calls it is told to, and says what came of each.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use serde_json::Value;
use tidings_test_server::{Call, Mode, Timeout, WarmUp};

use super::{Build, command};

/// No row takes longer, however busy the machine is: whoever is not done by then hangs.
const PATIENCE: Duration = Duration::from_secs(100);

/// One of the ways through the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Functions that wait until something is there.
    Pull,
    /// Functions that wait only so long, called again and again.
    Limit,
    /// A stream that calls back.
    Callback,
    /// Functions that never wait, and a descriptor that says when they have something.
    Poll,
    /// The same with a callback that says so.
    Waker,
    /// The layer for C++.
    Cpp,
}

impl Way {
    /// Those of C that make a call of this kind.
    pub(crate) fn of_c(mode: Mode) -> &'static [Self] {
        match mode {
            Mode::Create => &[Self::Pull, Self::Limit, Self::Poll, Self::Waker],
            Mode::Stream => &[Self::Pull, Self::Limit, Self::Callback, Self::Poll, Self::Waker],
        }
    }

    /// Makes one call with these options, in a process of its own.
    pub(crate) fn call(self, mode: Mode, options: &[String], request: &str) -> Outcome {
        let probe = match self {
            Self::Cpp => Probe::start(command(&Build::CPP.program("tests/cpp/probe.cpp"))),
            _ => Probe::start(command(&Build::C.program("tests/c/probe.c"))),
        };
        let outcome = probe.call(self, mode, options, request);
        probe.finish();
        outcome
    }

    fn word(self, mode: Mode) -> &'static str {
        match (mode, self) {
            (Mode::Create, Self::Pull | Self::Callback | Self::Cpp) => "create",
            (Mode::Create, Self::Limit) => "start",
            (Mode::Create, Self::Poll) => "start_poll",
            (Mode::Create, Self::Waker) => "start_waker",
            (Mode::Stream, Self::Pull | Self::Cpp) => "pull",
            (Mode::Stream, Self::Limit) => "limit",
            (Mode::Stream, Self::Callback) => "callback",
            (Mode::Stream, Self::Poll) => "poll",
            (Mode::Stream, Self::Waker) => "waker",
        }
    }
}

/// What a probe wrote of a call: the events, and the message or error at the end.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) events: Vec<Value>,
    pub(crate) end: Value,
}

impl Outcome {
    fn parse(written: &[u8]) -> Self {
        // A body that is shown byte for byte need not be text.
        let written = String::from_utf8_lossy(written);
        let documents = written.split('\x1e').filter(|document| !document.is_empty());
        let mut documents: Vec<Value> = documents.map(document).collect();
        let end = documents.pop().expect("a probe writes how the call ended");
        Self { events: documents, end }
    }

    /// The texts of all events.
    pub(crate) fn streamed_text(&self) -> String {
        self.events.iter().filter_map(|event| event["text"].as_str()).collect()
    }
}

/// A document; one with a message that is too much for our own reader, too deep or of numbers too large, without it.
fn document(json: &str) -> Value {
    let read = serde_json::from_str(json);
    read.unwrap_or_else(|error| {
        let cut = json.find(",\"message\":{").unwrap_or_else(|| panic!("{error}: {json}"));
        serde_json::from_str(&format!("{}}}", &json[..cut])).unwrap_or_else(|_| panic!("{error}: {json}"))
    })
}

/// A probe that runs. Several threads may make calls by it at once.
pub(crate) struct Probe {
    child: Child,
    commands: Mutex<ChildStdin>,
    waiting: Arc<Mutex<Waiting>>,
    next: AtomicU64,
    is_stuck: AtomicBool,
    answers: JoinHandle<()>,
    complaints: JoinHandle<String>,
}

/// Those who wait for an answer, by the number of their call.
type Waiting = HashMap<u64, Sender<Vec<u8>>>;

impl Probe {
    pub(crate) fn start(mut command: Command) -> Self {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
        let waiting = Arc::new(Mutex::new(Waiting::new()));
        let (stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        Self {
            commands: Mutex::new(child.stdin.take().unwrap()),
            child,
            waiting: Arc::clone(&waiting),
            next: AtomicU64::new(0),
            is_stuck: AtomicBool::new(false),
            answers: std::thread::spawn(move || hand_out(BufReader::new(stdout), &waiting)),
            complaints: std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let _ = stderr.read_to_end(&mut bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            }),
        }
    }

    /// Makes a call and waits for what comes of it.
    pub(crate) fn call(&self, way: Way, mode: Mode, options: &[String], request: &str) -> Outcome {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut fields = format!("{number}\x1f{}\x1f{request}", way.word(mode));
        for option in options {
            let _ = write!(fields, "\x1f{option}");
        }
        fields.push('\x1e');
        let answer = self.send(number, fields.as_bytes());
        match answer.recv_timeout(PATIENCE) {
            Ok(answer) => Outcome::parse(&answer),
            Err(RecvTimeoutError::Disconnected) => panic!("the probe has ended before call {number}"),
            Err(RecvTimeoutError::Timeout) => {
                self.is_stuck.store(true, Ordering::Relaxed);
                panic!("still not done after {PATIENCE:?}")
            }
        }
    }

    /// Lets it end, which it must do without a complaint.
    pub(crate) fn finish(self) {
        let Self { mut child, commands, answers, complaints, is_stuck, .. } = self;
        drop(commands);
        if is_stuck.into_inner() {
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        answers.join().unwrap();
        let complaints = complaints.join().unwrap();
        assert!(status.success() && complaints.is_empty(), "the probe: {status}\n{complaints}");
    }

    fn send(&self, number: u64, fields: &[u8]) -> Receiver<Vec<u8>> {
        let (sender, receiver) = channel();
        self.waiting.lock().unwrap().insert(number, sender);
        // Whoever writes to a probe that has ended learns it from the answer that does not come.
        if self.commands.lock().unwrap().write_all(fields).is_err() {
            self.waiting.lock().unwrap().clear();
        }
        receiver
    }
}

/// Gives every answer to the one who waits for it, until the probe ends.
fn hand_out(mut stdout: impl std::io::BufRead, waiting: &Mutex<Waiting>) {
    loop {
        let mut answer = Vec::new();
        if stdout.read_until(b'\x1d', &mut answer).is_err() || answer.pop() != Some(b'\x1d') {
            waiting.lock().unwrap().clear();
            return;
        }
        let cut = answer.iter().position(|byte| *byte == 0x1f).expect("an answer begins with its number");
        let number = std::str::from_utf8(&answer[..cut]).unwrap().parse().unwrap();
        if let Some(sender) = waiting.lock().unwrap().remove(&number) {
            let _ = sender.send(answer.split_off(cut + 1));
        }
    }
}

/// The options of a row, as a probe takes them.
pub(crate) fn arguments(call: &Call, url: &str) -> Vec<String> {
    let (client, call) = (&call.client, &call.options);
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

/// The calls that come before the one that counts.
pub(crate) fn warm_up(before: Option<WarmUp>) -> Option<String> {
    before.map(|WarmUp { calls, pause_ms }| format!("warm_up={calls}:{pause_ms}"))
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
