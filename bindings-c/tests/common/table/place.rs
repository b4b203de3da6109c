//! A place of the table of faults: made for one call by the server, and ended with it.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde::Deserialize as _;
use serde_json::Value;
use tidings_test_server::{Call, Expect, Secrets, Server, WarmUp};

use super::check::check_sent;
use crate::common::probe::{Outcome, arguments, warm_up};

pub(crate) struct Place {
    address: String,
    id: String,
    pub(crate) call: Call,
    pub(crate) expect: Expect,
    base_url: String,
    ca_bundle: Option<String>,
    prompt_bytes: usize,
    before: Option<WarmUp>,
}

impl Place {
    pub(crate) fn make(server: &Server, name: &str) -> Self {
        let address = server.url().trim_start_matches("http://").to_owned();
        let mut told = ask(&address, "POST", &format!("/faults/{name}?language=c"));
        let client = told["client"].as_object_mut().expect("a client");
        let base_url = text(&client.remove("base_url").unwrap());
        let ca_bundle = client.remove("ca_bundle").as_ref().map(text);
        let call = serde_json::json!({
            "mode": told["mode"], "client": told["client"], "options": told["options"], "request": told["request"],
        });
        Self {
            id: text(&told["id"]),
            call: Call::deserialize(call).unwrap(),
            expect: Expect::deserialize(&told["expect"]).unwrap(),
            base_url,
            ca_bundle,
            prompt_bytes: usize::try_from(told["prompt_bytes"].as_u64().unwrap()).unwrap(),
            before: Option::deserialize(&told["warm_up"]).unwrap(),
            address,
        }
    }

    /// The options of the call, as a probe takes them.
    pub(crate) fn options(&self) -> Vec<String> {
        let mut options = arguments(&self.call, &self.base_url);
        options.extend(self.ca_bundle.as_ref().map(|authority| format!("ca_bundle={authority}")));
        options.extend(warm_up(self.before));
        options
    }

    /// The request, with the long prompt that some entries have.
    pub(crate) fn request(&self) -> String {
        let mut request = self.call.request();
        if let Value::String(prompt) = &mut request["messages"][0]["content"] {
            prompt.push_str(&"x".repeat(self.prompt_bytes));
        }
        request.to_string()
    }

    /// Compares what was seen at the place.
    pub(crate) fn check_log(&self, name: &str) {
        let Expect { requests, connections, sent, at_most_taken, .. } = &self.expect;
        if requests.is_none() && connections.is_none() && sent.is_none() && at_most_taken.is_none() {
            // A request that the server does not read to its end stays open for as long as one waits.
            return;
        }
        let log = ask(&self.address, "GET", &format!("/faults/{}/log?wait_ms=20000", self.id));
        let seen = log["requests"].as_array().unwrap();
        if let Some(expected) = requests {
            assert_eq!(seen.len(), *expected, "{name}: requests");
        }
        if let Some(connections) = connections {
            assert_eq!(log["connections"], *connections, "{name}: connections");
        }
        if let (Some(sent), Some(last)) = (sent, seen.last()) {
            check_sent(sent, last, name);
        }
        if let Some(most) = at_most_taken {
            assert!(log["taken"].as_u64().unwrap() <= *most, "{name}: {} bytes were taken", log["taken"]);
        }
    }
}

/// Looks for the key, the prompt and the password in all that a call gave.
pub(crate) fn check_secrets(outcome: &Outcome, name: &str) {
    let secrets = Secrets::of_the_table();
    let shown = outcome.end.to_string();
    let seen = shown.char_indices().take(2000).map(|(_, c)| c).collect::<String>();
    assert!(!secrets.are_in(&shown), "{name}: a secret is in {seen}");
    assert!(!outcome.events.iter().any(|event| secrets.are_in(&event.to_string())), "{name}: a secret is in an event");
}

impl Drop for Place {
    fn drop(&mut self) {
        ask(&self.address, "DELETE", &format!("/faults/{}", self.id));
    }
}

fn text(json: &Value) -> String {
    json.as_str().expect("a text").to_owned()
}

/// One request to the server that makes places, and the JSON of its answer.
fn ask(address: &str, method: &str, path: &str) -> Value {
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(connection, "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let head = loop {
        if let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        read_more(&mut connection, &mut answer);
    };
    let lines = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
    assert!(lines.starts_with("http/1.1 2"), "{method} {path}: {}", String::from_utf8_lossy(&answer));
    let length = lines.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    while answer.len() < head + length {
        read_more(&mut connection, &mut answer);
    }
    if length == 0 { Value::Null } else { serde_json::from_slice(&answer[head..]).unwrap() }
}

fn read_more(connection: &mut TcpStream, bytes: &mut Vec<u8>) {
    let mut buffer = [0; 8192];
    let length = loop {
        match connection.read(&mut buffer) {
            // A socket with a limit is not read on by the system when its process was stopped for a while.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => break read.unwrap(),
        }
    };
    assert!(length > 0, "the server hung up");
    bytes.extend_from_slice(&buffer[..length]);
}
