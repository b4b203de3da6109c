//! Streams a message of the demo model word by word.

use std::time::Duration;

use serde_json::{Value, json};

use super::model::words;
use crate::{
    answer::{Framing, SseEvent, encode_event},
    plan::{Ending, Schedule},
    reply::Reply,
};

/// Characters in one piece of a tool's input.
const FRAGMENT: usize = 8;

/// The answer that streams `message`, with a pause of `word_delay` in front of every delta.
pub(super) fn stream(message: &Value, word_delay: Duration) -> Reply {
    let mut body = String::new();
    let (mut splits, mut pauses) = (Vec::new(), Vec::new());
    for data in events(message) {
        splits.push(body.len() as u64);
        if data["type"] == "content_block_delta" && !word_delay.is_zero() {
            pauses.push((body.len() as u64, word_delay));
        }
        let event = data["type"].as_str().map(ToOwned::to_owned);
        body.push_str(&encode_event(&SseEvent { event, data }));
    }
    let mut reply = Reply::new(200, "text/event-stream; charset=utf-8", body);
    reply.framing = Framing::Chunked;
    reply.schedule = Schedule::new(splits, pauses, false, Duration::ZERO, Ending::Whole);
    reply
}

fn events(message: &Value) -> Vec<Value> {
    let mut events = vec![start(message)];
    let blocks = message["content"].as_array().map_or(&[][..], Vec::as_slice);
    for (index, block) in blocks.iter().enumerate() {
        let (empty, deltas) = match block["type"].as_str() {
            Some("tool_use") => tool_block(block),
            _ => text_block(block),
        };
        events.push(json!({"type": "content_block_start", "index": index, "content_block": empty}));
        if index == 0 {
            events.push(json!({"type": "ping"}));
        }
        for delta in deltas {
            events.push(json!({"type": "content_block_delta", "index": index, "delta": delta}));
        }
        events.push(json!({"type": "content_block_stop", "index": index}));
    }
    let usage = &message["usage"];
    events.push(json!({
        "type": "message_delta",
        "delta": {"stop_reason": message["stop_reason"], "stop_sequence": message["stop_sequence"], "stop_details": null},
        "usage": {"input_tokens": usage["input_tokens"], "output_tokens": usage["output_tokens"]},
    }));
    events.push(json!({"type": "message_stop"}));
    events
}

/// The message as it is before a word has been said.
fn start(message: &Value) -> Value {
    let mut message = message.clone();
    message["content"] = json!([]);
    message["stop_reason"] = Value::Null;
    message["stop_sequence"] = Value::Null;
    message["usage"]["output_tokens"] = json!(1);
    json!({"type": "message_start", "message": message})
}

fn text_block(block: &Value) -> (Value, Vec<Value>) {
    let text = block["text"].as_str().unwrap_or_default();
    let deltas = words(text).into_iter().map(|word| json!({"type": "text_delta", "text": word}));
    (json!({"type": "text", "text": ""}), deltas.collect())
}

fn tool_block(block: &Value) -> (Value, Vec<Value>) {
    let input: Vec<char> = block["input"].to_string().chars().collect();
    let fragments = input.chunks(FRAGMENT).map(|piece| piece.iter().collect::<String>());
    // The API begins with an empty piece, which has tripped up clients before.
    let deltas = std::iter::once(String::new())
        .chain(fragments)
        .map(|piece| json!({"type": "input_json_delta", "partial_json": piece}));
    let mut empty = block.clone();
    empty["input"] = json!({});
    (empty, deltas.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_put_together_are_the_message() {
        let message = json!({
            "content": [{"type": "text", "text": "Ask a tool."}, {"type": "tool_use", "id": "t", "name": "n", "input": {"key": "été"}}],
            "stop_reason": "tool_use", "stop_sequence": null, "usage": {"input_tokens": 2, "output_tokens": 9},
        });
        let (mut text, mut input) = (String::new(), String::new());
        let events = events(&message);
        for delta in events.iter().map(|event| &event["delta"]) {
            text.push_str(delta["text"].as_str().unwrap_or_default());
            input.push_str(delta["partial_json"].as_str().unwrap_or_default());
        }
        assert_eq!(text, "Ask a tool.");
        assert_eq!(input, r#"{"key":"été"}"#);
        assert_eq!(events.first().unwrap()["type"], "message_start");
        assert_eq!(events.last().unwrap()["type"], "message_stop");
    }
}
