//! The fold: events in, the message so far out.

use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use super::{block::Block, wire::WireEvent};
use crate::types::EventKind;

/// The most blocks of one message.
const MAX_BLOCKS: usize = 10_000;
/// The most bytes of events that one message is made from.
const MAX_SIZE: usize = 256 << 20;

/// Folds the events of one stream into its message.
///
/// Deltas go to the block of their `index`. Unknown events, deltas and fields change nothing and lose nothing. A tool's
/// input is the JSON its pieces make; if the answer was cut off inside it, the values that were finished; if it is not
/// JSON at all, the raw text as a string.
#[derive(Default)]
pub struct Accumulator {
    message: Option<Map<String, Value>>,
    blocks: Vec<Block>,
    /// Bytes of all events so far.
    size: usize,
    /// A `message_delta` has given a stop reason.
    reasoned: bool,
    /// `message_stop` has come.
    stopped: bool,
}

/// Why an event could not be folded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("a {0} event without its `{1}`")]
    Missing(&'static str, &'static str),
    #[error("a {0} event before message_start")]
    Early(&'static str),
    #[error("a second message_start")]
    Restart,
    #[error("a {0} event for block {1}, which was never started")]
    NoBlock(&'static str, u64),
    #[error("block {0} started where {1} was next")]
    OutOfTurn(u64, usize),
    #[error("more than {1} {0} in one message")]
    TooLong(&'static str, usize),
    #[error("JSON that is not as expected: {0}")]
    Json(#[from] serde_json::Error),
}

impl Accumulator {
    /// Whether the message is complete: `message_stop` came, or a `message_delta` with a stop reason.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stopped || self.reasoned
    }

    /// Whether `message_stop` came, after which nothing more is to be expected.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The message so far as JSON; `None` before `message_start`.
    #[must_use]
    pub fn message_json(&self) -> Option<Bytes> {
        self.message.as_ref()?;
        serde_json::to_vec(self).ok().map(Bytes::from)
    }

    /// Folds one event; says whether it added text. `json` is the event whole, for the kinds that keep fields nobody knows.
    pub(super) fn fold(&mut self, kind: EventKind, event: &WireEvent<'_>, json: &[u8]) -> Result<bool, Fault> {
        self.size += json.len();
        if self.size > MAX_SIZE {
            return Err(Fault::TooLong("bytes of events", MAX_SIZE));
        }
        match kind {
            EventKind::MessageStart => self.start(event),
            EventKind::ContentBlockStart => self.start_block(event),
            EventKind::ContentBlockDelta => return self.grow(event),
            EventKind::MessageDelta => self.change(json),
            EventKind::MessageStop => {
                self.begun(kind)?;
                self.stopped = true;
                Ok(())
            }
            EventKind::ContentBlockStop => self.block(kind, event.index).map(drop),
            EventKind::Unknown => Ok(()),
        }
        .map(|()| false)
    }

    fn start(&mut self, event: &WireEvent<'_>) -> Result<(), Fault> {
        if self.message.is_some() {
            return Err(Fault::Restart);
        }
        let message = event.message.ok_or(Fault::Missing("message_start", "message"))?;
        let mut message: Map<String, Value> = serde_json::from_str(message.get())?;
        if let Some(Value::Array(blocks)) = message.insert("content".to_owned(), Value::Array(Vec::new())) {
            self.blocks = blocks.into_iter().filter_map(Block::new).collect();
        }
        self.message = Some(message);
        Ok(())
    }

    fn start_block(&mut self, event: &WireEvent<'_>) -> Result<(), Fault> {
        self.message.get_or_insert_with(unannounced);
        let next = self.blocks.len();
        if event.index.is_some_and(|index| index != next as u64) {
            return Err(Fault::OutOfTurn(event.index.unwrap_or_default(), next));
        }
        if next == MAX_BLOCKS {
            return Err(Fault::TooLong("blocks", MAX_BLOCKS));
        }
        let missing = Fault::Missing("content_block_start", "content_block");
        let Some(block) = event.content_block else { return Err(missing) };
        self.blocks.push(Block::new(serde_json::from_str(block.get())?).ok_or(missing)?);
        Ok(())
    }

    fn grow(&mut self, event: &WireEvent<'_>) -> Result<bool, Fault> {
        let block = self.block(EventKind::ContentBlockDelta, event.index)?;
        match &event.delta {
            Some(delta) => Ok(block.grow(delta)?),
            None => Err(Fault::Missing("content_block_delta", "delta")),
        }
    }

    /// Every key of the delta replaces the message's; counters of the usage replace where they say something.
    fn change(&mut self, json: &[u8]) -> Result<(), Fault> {
        let message = self.begun(EventKind::MessageDelta)?;
        let change: Change = serde_json::from_slice(json)?;
        let reasoned = message_ends(change.delta.as_ref());
        let overlay = change.delta.unwrap_or_default().into_iter();
        message.extend(overlay.filter(|(key, value)| !(key == "container" && value.is_null())));
        let totals = message.entry("usage").or_insert(Value::Null);
        if totals.is_null() {
            *totals = Value::Object(Map::new());
        }
        if let Value::Object(totals) = totals {
            totals.extend(change.usage.unwrap_or_default().into_iter().filter(|(_, counter)| !counter.is_null()));
        }
        self.reasoned |= reasoned;
        Ok(())
    }

    fn begun(&mut self, kind: EventKind) -> Result<&mut Map<String, Value>, Fault> {
        self.message.as_mut().ok_or(Fault::Early(kind.name()))
    }

    fn block(&mut self, kind: EventKind, index: Option<u64>) -> Result<&mut Block, Fault> {
        self.begun(kind)?;
        let index = index.ok_or(Fault::Missing(kind.name(), "index"))?;
        let block = usize::try_from(index).ok().and_then(|index| self.blocks.get_mut(index));
        block.ok_or(Fault::NoBlock(kind.name(), index))
    }
}

impl fmt::Debug for Accumulator {
    /// Shows how far it is, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accumulator")
            .field("blocks", &self.blocks.len())
            .field("complete", &self.is_complete())
            .finish_non_exhaustive()
    }
}

impl Serialize for Accumulator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.message.iter().flatten() {
            match key.as_str() {
                "content" => map.serialize_entry(key, &self.blocks)?,
                _ => map.serialize_entry(key, value)?,
            }
        }
        map.end()
    }
}

/// The two parts of a `message_delta`, whole.
#[derive(Deserialize)]
struct Change {
    delta: Option<Map<String, Value>>,
    usage: Option<Map<String, Value>>,
}

/// The message of a stream that begins with its first block: llama.cpp leaves `message_start` out where the first character
/// of an answer takes several tokens. Nothing is made up; what was not said stays out.
fn unannounced() -> Map<String, Value> {
    let fields = [("type", "message".into()), ("role", "assistant".into()), ("content", Value::Array(Vec::new()))];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn message_ends(delta: Option<&Map<String, Value>>) -> bool {
    delta.and_then(|delta| delta.get("stop_reason")).is_some_and(|reason| !reason.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(events: &[&str]) -> Result<Value, Fault> {
        let mut accumulator = Accumulator::default();
        for json in events {
            let event = WireEvent::parse(json.as_bytes(), "")?;
            let super::super::wire::Sort::Event(kind) = event.sort("") else { continue };
            accumulator.fold(kind, &event, json.as_bytes())?;
        }
        Ok(serde_json::from_slice(&accumulator.message_json().unwrap()).unwrap())
    }

    const START: &str = r#"{"type":"message_start","message":{"id":"m","content":[],"stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}}"#;

    fn tool(pieces: &[&str]) -> Value {
        let mut events = vec![
            START.to_owned(),
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f"}}"#
                .to_owned(),
        ];
        events.extend(pieces.iter().map(|p| {
            serde_json::json!({"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": p}}).to_string()
        }));
        fold(&events.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()["content"][0]["input"].clone()
    }

    #[test]
    fn a_tool_without_input_gets_an_empty_object() {
        assert_eq!(tool(&[]), serde_json::json!({}));
        assert_eq!(tool(&[""]), serde_json::json!({}));
    }

    #[test]
    fn input_that_was_cut_off_keeps_what_was_finished_and_text_that_is_not_json_stays() {
        assert_eq!(tool(&["{\"a\": 1, \"b\": \"x"]), serde_json::json!({"a": 1}));
        assert_eq!(tool(&["call me ", "maybe"]), serde_json::json!("call me maybe"));
    }

    #[test]
    fn a_stream_may_begin_with_its_first_block() {
        let message =
            fold(&[r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hi"}}"#]).unwrap();
        assert_eq!(
            message,
            serde_json::json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi"}]})
        );
    }

    #[test]
    fn half_a_character_in_the_input_is_replaced_and_two_halves_are_joined() {
        assert_eq!(tool(&["[\"\\ud83d", "\\ude00\"]"]), serde_json::json!(["😀"]));
        assert_eq!(tool(&["[\"\\ud83d", "\"]"]), serde_json::json!(["\u{FFFD}"]));
    }

    #[test]
    fn numbers_of_the_input_keep_every_digit() {
        let start = r#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}"#;
        let delta = r#"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"n\": 123456789012345678901234567890}"}}"#;
        let mut accumulator = Accumulator::default();
        for json in [START, start, delta] {
            let event = WireEvent::parse(json.as_bytes(), "").unwrap();
            let super::super::wire::Sort::Event(kind) = event.sort("") else { panic!() };
            accumulator.fold(kind, &event, json.as_bytes()).unwrap();
        }
        let json = String::from_utf8(accumulator.message_json().unwrap().to_vec()).unwrap();
        assert!(json.contains("123456789012345678901234567890"), "{json}");
    }

    #[test]
    fn counters_replace_and_null_says_nothing() {
        let delta = r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":null,"output_tokens":9}}"#;
        let message = fold(&[START, delta]).unwrap();
        assert_eq!(message["usage"], serde_json::json!({"input_tokens": 3, "output_tokens": 9}));
        assert_eq!(message["stop_reason"], "end_turn");
    }

    #[test]
    fn events_out_of_order_are_faults_that_say_so() {
        let early = fold(&[r#"{"type":"content_block_stop","index":0}"#]).unwrap_err();
        assert_eq!(early.to_string(), "a content_block_stop event before message_start");
        let stray = fold(&[START, r#"{"type":"content_block_stop","index":4}"#]).unwrap_err();
        assert_eq!(stray.to_string(), "a content_block_stop event for block 4, which was never started");
        assert!(matches!(fold(&[START, START]), Err(Fault::Restart)));
        let block = |index| {
            format!(r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#)
        };
        let skipped = fold(&[START, &block(0), &block(4_000_000_000_u64)]).unwrap_err();
        assert_eq!(skipped.to_string(), "block 4000000000 started where 1 was next");
    }

    #[test]
    fn blocks_are_bounded_and_each_takes_the_same_time() {
        let mut accumulator = Accumulator::default();
        let mut outcome = Ok(false);
        for index in 0..=MAX_BLOCKS {
            let json = format!(
                r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#
            );
            let event = WireEvent::parse(json.as_bytes(), "").unwrap();
            outcome = accumulator.fold(EventKind::ContentBlockStart, &event, json.as_bytes());
        }
        assert!(matches!(outcome, Err(Fault::TooLong("blocks", MAX_BLOCKS))));
    }
}
