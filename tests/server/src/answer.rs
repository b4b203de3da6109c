//! One scripted answer, as it is written in a scenario or sent to `/scripts/{name}`.

use std::{collections::BTreeMap, io, time::Duration};

use base64::Engine as _;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    fixtures,
    plan::{Ending, Schedule},
    raw::{Raw, RawPart},
    reply::{Body, Reply},
};

/// What the server does with one request.
///
/// At most one of `body`, `json`, `fixture`, `sse` and `base64` gives the body; none of them is an empty body.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// HTTP status, 200 when absent.
    pub status: Option<u16>,
    /// Headers, which replace the ones the server would send (`content-type`, `content-length`, ...); null for none.
    pub headers: BTreeMap<String, Option<String>>,
    /// A body as text.
    pub body: Option<String>,
    /// A body as JSON, sent as `application/json`.
    pub json: Option<Value>,
    /// The name of a recorded stream in `tests/streams`, sent as `text/event-stream`.
    pub fixture: Option<String>,
    /// Events, sent as `text/event-stream`.
    pub sse: Option<Vec<SseEvent>>,
    /// A body of any bytes.
    pub base64: Option<String>,
    /// Sends the body this many times over, without holding it all in memory.
    pub repeat: Option<u32>,
    /// How the end of the body is marked: chunked for streams and by length otherwise, when absent.
    pub framing: Option<Framing>,
    /// Milliseconds of silence before the head.
    pub delay_ms: u64,
    /// What happens instead of any answer.
    pub no_answer: Option<NoAnswer>,
    /// In what pieces the body goes out, and where it breaks off.
    pub delivery: Delivery,
    /// Bytes in place of head and body, whatever they are. Of `delivery` only the endings hold then, and they count from
    /// the first byte of the head.
    pub raw: Option<Vec<RawPart>>,
    /// How much of the request is read before it is answered.
    pub reads: Reads,
    /// What becomes of the connection behind a whole answer; it stays open for the next request when absent.
    pub then: Option<Then>,
    /// Milliseconds between the end of the answer and what comes then.
    pub then_after_ms: u64,
}

/// How much of a request is read before it is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// All of it.
    #[default]
    All,
    /// Its head. The body stays in the kernel until that will take no more.
    Head,
}

/// What becomes of a connection behind a whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// It ends in order (FIN); what was not read of the request makes a reset of it, as the kernel has it.
    Close,
    /// It is reset (RST).
    Reset,
    /// The server says no more and reads whatever still comes until the client closes.
    HalfClose,
}

/// One server-sent event of a scripted body.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SseEvent {
    /// The name on the `event:` line; without it the event has no such line.
    pub event: Option<String>,
    /// The data: a string goes out as it is, line by line, anything else as compact JSON.
    pub data: Value,
}

/// How the end of a body is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// `transfer-encoding: chunked`, one chunk a piece.
    Chunked,
    /// `content-length`.
    Length,
    /// The connection's end is the body's end.
    Close,
}

/// What happens instead of any answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoAnswer {
    /// The connection ends in order (FIN).
    Cut,
    /// The connection is reset (RST).
    Reset,
    /// Silence until the client closes.
    Hang,
}

/// In what pieces a body goes out, and where it breaks off. All positions are bytes of the body.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Delivery {
    /// Starts a new piece (its own chunk and its own write) at each of these bytes.
    pub split_at: Vec<u64>,
    /// Makes every byte its own piece.
    pub one_byte: bool,
    /// Milliseconds between two pieces. A stream that names no pieces is cut into its events.
    pub pause_ms: u64,
    /// Pauses at chosen bytes, each of which also starts a piece.
    pub pauses: Vec<Pause>,
    /// Ends the connection in order after this many bytes, in the middle of a chunk that promised more.
    pub cut_at: Option<u64>,
    /// Resets the connection after this many bytes.
    pub reset_at: Option<u64>,
    /// Falls silent after this many bytes until the client closes.
    pub hang_at: Option<u64>,
    /// Stops after this many bytes and ends the framing as if that were all.
    pub end_cleanly_at: Option<u64>,
}

/// A pause before the byte `at` of the body.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The byte in front of which the server waits; 0 is between head and body.
    pub at: u64,
    /// Milliseconds.
    pub ms: u64,
}

/// Why an [`Answer`] cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Several sources of one body, or several endings.
    #[error("an answer may have only one of {0}")]
    Several(&'static str),
    /// A fixture that cannot be read.
    #[error("the fixture {name:?} cannot be read: {source}")]
    Fixture {
        /// The name that was asked for.
        name: String,
        /// What went wrong.
        source: io::Error,
    },
    /// A `base64` body that is not base64.
    #[error("the base64 body cannot be decoded: {0}")]
    Base64(#[from] base64::DecodeError),
    /// A raw part that is no pairs of hexadecimal digits.
    #[error("hexadecimal digits come in pairs")]
    Hex,
    /// A script without a single answer, or a raw part without a single byte.
    #[error("a script needs at least one answer, and a raw part at least one byte")]
    Empty,
}

/// A script, checked and ready to be played.
pub(crate) fn prepare_script(script: &[Answer]) -> Result<Vec<Reply>, AnswerError> {
    if script.is_empty() {
        return Err(AnswerError::Empty);
    }
    script.iter().map(prepare).collect()
}

fn prepare(answer: &Answer) -> Result<Reply, AnswerError> {
    let (bytes, content_type) = body(answer)?;
    let is_stream = content_type == Some(EVENT_STREAM);
    let mut headers: Vec<(String, String)> = Vec::new();
    if let Some(value) = content_type {
        headers.push(("content-type".into(), value.into()));
    }
    for (name, value) in &answer.headers {
        let name = name.to_ascii_lowercase();
        headers.retain(|(known, _)| *known != name);
        headers.extend(value.clone().map(|value| (name, value)));
    }
    Ok(Reply {
        status: answer.status.unwrap_or(200),
        headers,
        schedule: schedule(&answer.delivery, &bytes, is_stream)?,
        body: Body::new(bytes, u64::from(answer.repeat.unwrap_or(1))),
        framing: answer.framing.unwrap_or(if is_stream { Framing::Chunked } else { Framing::Length }),
        delay: Duration::from_millis(answer.delay_ms),
        no_answer: answer.no_answer,
        raw: answer.raw.as_deref().map(Raw::prepare).transpose()?,
        reads: answer.reads,
        then: answer.then,
        then_after: Duration::from_millis(answer.then_after_ms),
    })
}

const EVENT_STREAM: &str = "text/event-stream; charset=utf-8";

/// The body's bytes and the content type that goes with where they came from.
fn body(answer: &Answer) -> Result<(Bytes, Option<&'static str>), AnswerError> {
    let mut found = Vec::new();
    if let Some(text) = &answer.body {
        found.push((Bytes::from(text.clone()), Some("text/plain; charset=utf-8")));
    }
    if let Some(json) = &answer.json {
        found.push((Bytes::from(json.to_string()), Some("application/json")));
    }
    if let Some(name) = &answer.fixture {
        let read = fixtures::stream_bytes(name);
        let bytes = read.map_err(|source| AnswerError::Fixture { name: name.clone(), source })?;
        found.push((bytes.into(), Some(EVENT_STREAM)));
    }
    if let Some(events) = &answer.sse {
        let text: String = events.iter().map(encode_event).collect();
        found.push((text.into(), Some(EVENT_STREAM)));
    }
    if let Some(text) = &answer.base64 {
        let bytes = base64::engine::general_purpose::STANDARD.decode(text)?;
        found.push((bytes.into(), Some("application/octet-stream")));
    }
    if found.len() > 1 {
        return Err(AnswerError::Several("body, json, fixture, sse and base64"));
    }
    Ok(found.pop().unwrap_or((Bytes::new(), None)))
}

/// One event as it travels, with the blank line that ends it.
pub(crate) fn encode_event(event: &SseEvent) -> String {
    let mut text = String::new();
    if let Some(name) = &event.event {
        text.extend(["event: ", name, "\n"]);
    }
    let data = match &event.data {
        Value::String(raw) => raw.clone(),
        json => json.to_string(),
    };
    for line in data.split('\n') {
        text.extend(["data: ", line, "\n"]);
    }
    text.push('\n');
    text
}

fn schedule(delivery: &Delivery, bytes: &[u8], is_stream: bool) -> Result<Schedule, AnswerError> {
    let mut splits = delivery.split_at.clone();
    if is_stream && delivery.pause_ms > 0 && splits.is_empty() && !delivery.one_byte {
        splits = event_ends(bytes);
    }
    let pauses = delivery.pauses.iter().map(|p| (p.at, Duration::from_millis(p.ms)));
    Ok(Schedule::new(
        splits,
        pauses.collect(),
        delivery.one_byte,
        Duration::from_millis(delivery.pause_ms),
        ending(delivery)?,
    ))
}

fn ending(delivery: &Delivery) -> Result<Ending, AnswerError> {
    let mut found: Vec<Ending> = [
        delivery.cut_at.map(Ending::Cut),
        delivery.reset_at.map(Ending::Reset),
        delivery.hang_at.map(Ending::Hang),
        delivery.end_cleanly_at.map(Ending::Clean),
    ]
    .into_iter()
    .flatten()
    .collect();
    if found.len() > 1 {
        return Err(AnswerError::Several("cut_at, reset_at, hang_at and end_cleanly_at"));
    }
    Ok(found.pop().unwrap_or(Ending::Whole))
}

/// The positions just behind each blank line, whatever the stream's line ends are.
fn event_ends(bytes: &[u8]) -> Vec<u64> {
    let mut ends = Vec::new();
    let (mut at, mut line_is_empty) = (0, false);
    while at < bytes.len() {
        let width = if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
        let is_line_end = matches!(bytes[at], b'\r' | b'\n');
        at += width;
        if is_line_end && line_is_empty {
            ends.push(at as u64);
        }
        line_is_empty = is_line_end;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(json: &str) -> Answer {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let error = serde_json::from_str::<Answer>(r#"{"staus": 200}"#).unwrap_err();
        assert!(error.to_string().contains("staus"), "{error}");
        assert!(serde_json::from_str::<Answer>(r#"{"delivery": {"cut": 3}}"#).is_err());
    }

    #[test]
    fn two_bodies_or_two_endings_are_refused() {
        assert!(matches!(prepare(&answer(r#"{"body": "a", "json": 1}"#)), Err(AnswerError::Several(_))));
        let twice = answer(r#"{"body": "abc", "delivery": {"cut_at": 1, "hang_at": 2}}"#);
        assert!(matches!(prepare(&twice), Err(AnswerError::Several(_))));
    }

    #[test]
    fn an_unknown_fixture_and_an_empty_script_are_refused() {
        assert!(matches!(prepare(&answer(r#"{"fixture": "99_none"}"#)), Err(AnswerError::Fixture { .. })));
        assert!(matches!(prepare_script(&[]), Err(AnswerError::Empty)));
    }

    #[test]
    fn a_stream_is_chunked_and_other_bodies_have_a_length() {
        let stream = prepare(&answer(r#"{"fixture": "01_text"}"#)).unwrap();
        assert_eq!(stream.framing, Framing::Chunked);
        assert_eq!(stream.body.len(), 1456);
        assert_eq!(prepare(&answer(r#"{"json": {}}"#)).unwrap().framing, Framing::Length);
    }

    #[test]
    fn a_scripted_header_replaces_the_usual_one_in_any_case() {
        let reply = prepare(&answer(r#"{"body": "x", "headers": {"Content-Type": "text/html"}}"#)).unwrap();
        assert_eq!(reply.headers, [("content-type".to_owned(), "text/html".to_owned())]);
    }

    #[test]
    fn event_data_of_several_lines_becomes_several_data_lines() {
        let event = SseEvent { event: None, data: Value::from("a\nb") };
        assert_eq!(encode_event(&event), "data: a\ndata: b\n\n");
    }

    #[test]
    fn events_end_behind_their_blank_line_for_every_kind_of_line_end() {
        assert_eq!(event_ends(b"a\n\nb\n\n"), [3, 6]);
        assert_eq!(event_ends(b"a\r\n\r\nb\r\n\r\n"), [5, 10]);
        assert_eq!(event_ends(b"a\r\rb\r\r"), [3, 6]);
    }
}
