//! The vectors of the event-stream standard, each in every way of cutting it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::path::Path;

use bytes::Bytes;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tidings::sse::{Decoder, Frame};

#[derive(Deserialize)]
struct Table {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    input: Vec<Piece>,
    split_at: Vec<Vec<usize>>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Piece {
    hex: String,
    times: usize,
}

#[derive(Deserialize)]
struct Expect {
    events: Vec<Event>,
    retry_ms: Vec<String>,
    last_event_id: String,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    data: Option<String>,
    data_len_utf8: Option<usize>,
    data_sha256: Option<String>,
}

#[test]
fn every_vector_gives_its_events_however_it_is_cut() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/sse/vectors.json");
    let table: Table = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(table.vectors.len(), 78);
    for vector in &table.vectors {
        let bytes = vector.bytes();
        vector.check(&bytes, &[], "whole");
        for cuts in &vector.split_at {
            vector.check(&bytes, cuts, "at a listed cut");
        }
        if bytes.len() <= 512 {
            (0..=bytes.len()).for_each(|at| vector.check(&bytes, &[at], "at one cut"));
        }
        vector.check(&bytes, &(1..bytes.len()).collect::<Vec<_>>(), "byte by byte");
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..3 {
            let mut cuts: Vec<_> = (0..10).map(|_| random.usize(0..=bytes.len())).collect();
            cuts.sort_unstable();
            vector.check(&bytes, &cuts, "at random cuts");
        }
    }
}

impl Vector {
    fn bytes(&self) -> Bytes {
        self.input.iter().flat_map(|piece| unhex(&piece.hex).repeat(piece.times)).collect()
    }

    fn check(&self, bytes: &Bytes, cuts: &[usize], how: &str) {
        let (mut decoder, mut frames, mut from) = (Decoder::default(), Vec::new(), 0);
        for &to in cuts.iter().chain([&bytes.len()]) {
            decoder.feed(&bytes.slice(from..to), &mut frames).unwrap();
            from = to;
        }
        let context = format!("{} {how}", self.name);
        assert_eq!(frames.len(), self.expect.events.len(), "{context}");
        for (frame, event) in frames.iter().zip(&self.expect.events) {
            event.check(frame, &context);
        }
        assert_eq!(decoder.last_event_id(), self.expect.last_event_id.as_bytes(), "{context}");
        let retry = self.expect.retry_ms.last().map(|digits| digits.parse().unwrap_or(u64::MAX));
        assert_eq!(decoder.retry(), retry, "{context}");
    }
}

impl Event {
    fn check(&self, frame: &Frame, context: &str) {
        let kind = if frame.event.is_empty() { b"message" } else { &frame.event[..] };
        assert_eq!(kind, self.kind.as_bytes(), "{context}");
        assert_eq!(frame.id, self.id.as_bytes(), "{context}");
        if let Some(data) = &self.data {
            assert_eq!(frame.data, data.as_bytes(), "{context}");
        } else {
            assert_eq!(Some(frame.data.len()), self.data_len_utf8, "{context}");
            let expected = self.data_sha256.as_deref().map(unhex);
            assert_eq!(Some(Sha256::digest(&frame.data).to_vec()), expected, "{context}");
        }
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}
