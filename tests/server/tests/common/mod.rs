//! A small HTTP client over a plain socket: it shows every byte and never repairs anything.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by test programs, each of which uses its own part; a failure here is a failed test"
)]

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;
use tidings_test_server::{Options, Server};

/// Long enough for a busy machine, short enough to end a test that hangs.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Client {
    stream: TcpStream,
}

/// An answer as it came, with its body out of its chunks.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    /// As it was sent, in lower case.
    pub head: String,
    pub body: Vec<u8>,
    /// True when the framing said that the body is whole.
    pub whole: bool,
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

pub fn server() -> Server {
    Server::start(Options::default()).unwrap()
}

/// A server that plays `script` as `/play/it/RUN`.
pub fn playing(script: &str) -> Server {
    let server = server();
    let answers: Vec<tidings_test_server::Answer> = serde_json::from_str(script).unwrap();
    server.add_script("it", &answers).unwrap();
    server
}

impl Client {
    pub fn connect(server: &Server) -> Self {
        let stream = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { stream }
    }

    pub fn write(&mut self, bytes: &str) {
        self.stream.write_all(bytes.as_bytes()).unwrap();
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) {
        let length = body.len();
        self.write(&format!("{method} {path} HTTP/1.1\r\nhost: h\r\ncontent-length: {length}\r\n{headers}\r\n{body}"));
    }

    pub fn ask(&mut self, method: &str, path: &str, body: &str) -> Response {
        self.send(method, path, "x-api-key: k\r\n", body);
        self.response()
    }

    /// Reads one answer; a reset counts as the end of the bytes.
    pub fn response(&mut self) -> Response {
        let head = String::from_utf8(self.until(b"\r\n\r\n")).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        let (body, whole) = if head.contains("transfer-encoding: chunked") {
            self.chunks()
        } else if let Some(length) = length {
            self.exactly(length.parse().unwrap())
        } else if status == 204 {
            (Vec::new(), true)
        } else {
            (self.rest(), true)
        };
        Response { status, head, body, whole }
    }

    /// Everything until the end of the connection.
    pub fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = self.stream.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..length]);
        }
        bytes
    }

    /// What the next read says: bytes, the orderly end, or an error.
    pub fn read(&mut self) -> std::io::Result<usize> {
        self.stream.read(&mut [0; 1])
    }

    fn chunks(&mut self) -> (Vec<u8>, bool) {
        let mut body = Vec::new();
        loop {
            let line = String::from_utf8(self.until(b"\r\n")).unwrap();
            let Ok(size) = usize::from_str_radix(line.trim(), 16) else {
                return (body, false);
            };
            let (bytes, whole) = self.exactly(size);
            body.extend(bytes);
            if !whole || self.exactly(2).0 != b"\r\n" {
                return (body, false);
            }
            if size == 0 {
                return (body, true);
            }
        }
    }

    fn exactly(&mut self, length: usize) -> (Vec<u8>, bool) {
        let mut bytes = Vec::new();
        // What came before an error is still there, and the length tells.
        let _ = (&self.stream).take(length as u64).read_to_end(&mut bytes);
        let whole = bytes.len() == length;
        (bytes, whole)
    }

    fn until(&mut self, mark: &[u8]) -> Vec<u8> {
        let (mut bytes, mut byte) = (Vec::new(), [0; 1]);
        while !bytes.ends_with(mark) && self.stream.read(&mut byte).is_ok_and(|length| length == 1) {
            bytes.push(byte[0]);
        }
        bytes
    }
}

/// The log of a run, as the server gives it out over HTTP.
pub fn log(server: &Server, run: &str, query: &str) -> Vec<Value> {
    let answer = Client::connect(server).ask("GET", &format!("/log/{run}{query}"), "");
    answer.json()["requests"].as_array().unwrap().clone()
}
