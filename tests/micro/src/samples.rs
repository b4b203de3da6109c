//! What the cases work on: texts, answers and their chunks, the same in every run.

use std::fmt::Write as _;

use bytes::{Bytes, BytesMut};
use serde_json::json;
use tidings::EventKind;

/// The words of all texts. They hold what JSON escapes and what is not ASCII, as an answer does now and then.
const WORDS: [&str; 8] =
    [" The quick brown fox", " jumps over", " the lazy dog.", " caf\u{e9}", " 1,024", " \"quoted\"", "\n\n", " of"];
/// How often the words with escapes come: once in so many.
const RARE: usize = 20;

/// A streamed answer, and what it says.
pub(crate) struct Answer {
    pub(crate) events: Vec<(EventKind, String)>,
    /// The text, or the input of the tool.
    pub(crate) said: String,
}

/// A text of so many pieces, as a model writes them.
pub(crate) fn pieces(count: usize) -> impl Iterator<Item = &'static str> {
    (0..count).map(|place| if place % RARE == 0 { WORDS[5 + place / RARE % 2] } else { WORDS[place % 5] })
}

/// A text of about so many bytes.
pub(crate) fn text(length: usize) -> String {
    let mut text = String::with_capacity(length + 32);
    for piece in pieces(usize::MAX) {
        if text.len() >= length {
            break;
        }
        text.push_str(piece);
    }
    text
}

/// JSON of about so many bytes, as the input of a tool may be.
pub(crate) fn tool_input(length: usize) -> String {
    let mut input = "{\"rows\": [0".to_owned();
    let mut number = 0;
    while input.len() < length {
        number += 1;
        let _ =
            write!(input, ", {{\"name\": \"row \\\"{number}\\\"\", \"size\": {number}.25, \"tags\": [true, null]}}");
    }
    input + "]}"
}

/// An answer that is a text in so many deltas.
pub(crate) fn text_answer(deltas: usize) -> Answer {
    let block = json!({"type": "text", "text": ""});
    let pieces = pieces(deltas).map(|piece| (piece, json!({"type": "text_delta", "text": piece})));
    answer(&block, pieces)
}

/// An answer that is the input of a tool, in pieces of so many bytes.
pub(crate) fn tool_answer(input: &str, piece: usize) -> Answer {
    let block = json!({"type": "tool_use", "id": "toolu_01", "name": "store", "input": {}});
    let delta = |piece: &str| json!({"type": "input_json_delta", "partial_json": piece});
    answer(&block, fragments(input, piece).map(|piece| (piece, delta(piece))))
}

/// A text in pieces of so many bytes; it must be ASCII.
pub(crate) fn fragments(text: &str, size: usize) -> impl Iterator<Item = &str> {
    let cuts = (0..text.len()).step_by(size);
    cuts.filter_map(move |start| text.get(start..text.len().min(start + size)))
}

fn answer<'a>(block: &serde_json::Value, deltas: impl Iterator<Item = (&'a str, serde_json::Value)>) -> Answer {
    let message = json!({"id": "msg_01", "type": "message", "role": "assistant", "model": "claude-opus-4-6", "content": [],
        "stop_reason": null, "stop_sequence": null, "usage": {"input_tokens": 25, "output_tokens": 1}});
    let mut events = vec![
        (EventKind::MessageStart, json!({"type": "message_start", "message": message}).to_string()),
        (
            EventKind::ContentBlockStart,
            json!({"type": "content_block_start", "index": 0, "content_block": block}).to_string(),
        ),
    ];
    let mut said = String::new();
    for (piece, delta) in deltas {
        said.push_str(piece);
        let event = json!({"type": "content_block_delta", "index": 0, "delta": delta});
        events.push((EventKind::ContentBlockDelta, event.to_string()));
    }
    let end = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": null},
        "usage": {"output_tokens": 5000}});
    events.push((EventKind::ContentBlockStop, json!({"type": "content_block_stop", "index": 0}).to_string()));
    events.push((EventKind::MessageDelta, end.to_string()));
    events.push((EventKind::MessageStop, json!({"type": "message_stop"}).to_string()));
    Answer { events, said }
}

impl Answer {
    /// How many bytes of JSON its events hold.
    pub(crate) fn size(&self) -> usize {
        self.events.iter().map(|(_, json)| json.len()).sum()
    }

    /// As it is received where every event comes alone.
    pub(crate) fn one_by_one(&self) -> Vec<Bytes> {
        let frames = self.events.iter().map(|(kind, json)| format!("event: {}\ndata: {json}\n\n", kind.name()));
        frames.map(Bytes::from).collect()
    }

    /// As it is received in chunks of so many bytes.
    pub(crate) fn chunks(&self, size: usize) -> Vec<Bytes> {
        let whole = self.one_by_one().iter().fold(BytesMut::new(), |mut whole, frame| {
            whole.extend_from_slice(frame);
            whole
        });
        // Each in memory of its own, as reads of a socket are.
        whole.chunks(size).map(Bytes::copy_from_slice).collect()
    }
}

/// A whole answer with a text of about so many bytes, as JSON.
pub(crate) fn whole_answer(length: usize) -> (Bytes, String) {
    let text = text(length);
    let message = json!({"id": "msg_01", "type": "message", "role": "assistant", "model": "claude-opus-4-6",
        "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": null,
        "usage": {"input_tokens": 25, "output_tokens": 12}});
    (message.to_string().into(), text)
}
