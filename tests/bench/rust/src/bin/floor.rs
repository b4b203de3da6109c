//! The floor: a socket and the bytes. It sends what was put together before, finds where the answer ends and where its frames
//! do, and reads nothing of them but, where it is shown, the text.

use std::{
    cell::RefCell,
    collections::HashMap,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use memchr::{memchr, memmem};
use serde_json::{Value, json};
use tidings_bench::{Answer, Ask, KEY, MAX_TOKENS, MODEL, Peer};
use tokio::io::AsyncWriteExt;

const ROOM: usize = 128 << 10;
const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

struct Floor {
    address: SocketAddr,
    path: String,
    line: RefCell<TcpStream>,
    room: RefCell<Vec<u8>>,
    requests: RefCell<HashMap<(usize, bool), Vec<u8>>>,
}

impl Peer for Floor {
    const READS: bool = false;

    fn new(url: &str) -> Self {
        let (host, path) = url.trim_start_matches("http://").split_once('/').expect("a path");
        let address = host.parse().expect("an address");
        let line = TcpStream::connect(address).expect("a connection");
        line.set_nodelay(true).expect("an option of the socket");
        let (line, room) = (RefCell::new(line), RefCell::new(vec![0; ROOM]));
        Self { address, path: path.to_owned(), line, room, requests: RefCell::default() }
    }

    async fn create(&self, ask: &Ask) -> Answer {
        let (mut line, mut room) = (self.line.borrow_mut(), self.room.borrow_mut());
        self.with_request(ask, false, |request| line.write_all(request).expect("a request sent"));
        let (mut have, mut whole) = (0, None);
        while whole.is_none_or(|whole| have < whole) {
            have += read(&mut line, &mut room[have..]);
            if whole.is_none() {
                whole = length(&room[..have]);
            }
        }
        Answer::default()
    }

    async fn stream(&self, _: impl FnMut(&str)) -> Answer {
        let (mut line, mut room, mut frames) = (self.line.borrow_mut(), self.room.borrow_mut(), Frames::default());
        self.with_request(&Ask::Small, true, |request| line.write_all(request).expect("a request sent"));
        while !frames.are_over {
            let got = read(&mut line, &mut room);
            frames.take(&room[..got]);
        }
        Answer { events: frames.count, ..Answer::default() }
    }

    async fn beside_others(&self, mut seen: impl FnMut(&str)) -> Answer {
        let mut line = tokio::net::TcpStream::connect(self.address).await.expect("a connection");
        line.set_nodelay(true).expect("an option of the socket");
        let request = self.with_request(&Ask::Small, true, <[u8]>::to_vec);
        line.write_all(&request).await.expect("a request sent");
        drop(request);
        let mut frames = Frames::default();
        while !frames.are_over {
            // One room for all: nothing is kept of what was read.
            line.readable().await.expect("a socket");
            let mut room = self.room.borrow_mut();
            match line.try_read(&mut room) {
                Ok(0) => panic!("the connection is over"),
                Ok(got) => {
                    frames.take(&room[..got]);
                    texts(&room[..got], &mut seen);
                }
                Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock),
            }
        }
        Answer { events: frames.count, ..Answer::default() }
    }

    async fn tool(&self) -> Value {
        unimplemented!("the floor reads no JSON")
    }
}

impl Floor {
    fn with_request<T>(&self, ask: &Ask, streams: bool, send: impl FnOnce(&[u8]) -> T) -> T {
        let mut requests = self.requests.borrow_mut();
        let kind = match ask {
            Ask::Small => 0,
            Ask::Long(_) => 1,
            Ask::Images(_) => 2,
        };
        send(requests.entry((kind, streams)).or_insert_with(|| request(&self.path, ask, streams)))
    }
}

/// Where the frames of a stream end, across reads.
#[derive(Default)]
struct Frames {
    count: usize,
    /// The last byte was the end of a line.
    newline: bool,
    tail: Vec<u8>,
    are_over: bool,
}

impl Frames {
    /// A frame ends with an empty line, and the stream with the chunk of no length.
    fn take(&mut self, bytes: &[u8]) {
        self.count += usize::from(self.newline && bytes[0] == b'\n');
        let mut at = 0;
        while let Some(found) = memchr(b'\n', &bytes[at..]) {
            at += found + 1;
            self.count += usize::from(bytes.get(at) == Some(&b'\n'));
        }
        self.newline = bytes.last() == Some(&b'\n');
        if bytes.len() >= LAST_CHUNK.len() {
            self.tail.clear();
        }
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(LAST_CHUNK.len())..]);
        self.are_over = self.tail.ends_with(LAST_CHUNK);
    }
}

/// Shows the text of every delta that begins here. Those of paced streams come whole.
fn texts(bytes: &[u8], seen: &mut impl FnMut(&str)) {
    const MARK: &[u8] = b"\"text_delta\",\"text\":\"";
    for at in memmem::find_iter(bytes, MARK) {
        let text = &bytes[at + MARK.len()..];
        let end = memchr(b'"', text).expect("a whole text");
        seen(str::from_utf8(&text[..end]).expect("UTF-8"));
    }
}

fn read(line: &mut TcpStream, room: &mut [u8]) -> usize {
    let got = line.read(room).expect("bytes");
    assert!(got > 0, "the connection is over");
    got
}

/// How long an answer is, head and all, once its head is there.
fn length(bytes: &[u8]) -> Option<usize> {
    let end = memmem::find(bytes, b"\r\n\r\n")? + 4;
    let mark = b"content-length: ";
    let at = memmem::find(bytes, mark).expect("a length") + mark.len();
    let digits = &bytes[at..at + memchr(b'\r', &bytes[at..])?];
    Some(end + str::from_utf8(digits).expect("digits").parse::<usize>().expect("a number"))
}

fn request(path: &str, ask: &Ask, streams: bool) -> Vec<u8> {
    let messages = match ask {
        Ask::Small => json!([{"role": "user", "content": Ask::QUESTION}]),
        Ask::Long(turns) => turns
            .iter()
            .map(|turn| {
                let role = if turn.is_user { "user" } else { "assistant" };
                json!({"role": role, "content": [{"type": "text", "text": turn.text}]})
            })
            .collect(),
        Ask::Images(images) => {
            let source = |data: &String| json!({"type": "base64", "media_type": "image/png", "data": data});
            let image = |data: &String| json!({"type": "image", "source": source(data)});
            json!([{"role": "user", "content": images.iter().map(image).collect::<Vec<_>>()}])
        }
    };
    let body = json!({"model": MODEL, "max_tokens": MAX_TOKENS, "messages": messages, "stream": streams}).to_string();
    let head = format!("POST /{path}/v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {KEY}\r\n");
    format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn main() {
    tidings_bench::run::<Floor>();
}
