//! The message so far, read in place or written out.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{accumulate::Accumulator, block::BlockSnapshot, tool_input::ToolInput};
use crate::{
    error::{Error, ErrorKind},
    tolerant,
    types::Message,
};

impl Accumulator {
    /// The message so far as JSON, in time proportional to its size; `None` before `message_start`.
    #[must_use]
    pub fn message_json(&self) -> Option<Bytes> {
        self.message.as_ref()?;
        serde_json::to_vec(self).ok().map(Bytes::from)
    }

    /// The message so far as a typed value, in time proportional to its size; `None` before `message_start`.
    ///
    /// # Errors
    /// [`ErrorKind::StreamMalformed`] when it lacks what a message must have.
    #[must_use]
    pub fn to_message(&self) -> Option<Result<Message, Error>> {
        let json = self.message_json()?;
        Some(tolerant::read(&json).map_err(|e| {
            Error::new(ErrorKind::StreamMalformed, format!("the message cannot be read: {e}")).with_partial(Some(json))
        }))
    }

    /// The blocks so far, in the order of their index.
    #[must_use]
    pub fn blocks(&self) -> &[BlockSnapshot] {
        &self.blocks
    }

    /// The block with this index, if it has begun.
    #[must_use]
    pub fn block(&self, index: usize) -> Option<&BlockSnapshot> {
        self.blocks.get(index)
    }

    /// The text so far, of all text blocks together; copied only where there are several.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let mut texts = self.blocks.iter().filter_map(BlockSnapshot::text).filter(|text| !text.is_empty());
        let first = Cow::Borrowed(texts.next().unwrap_or_default());
        texts.fold(first, |joined, text| joined + text)
    }

    /// The input so far of the tool in this block, if the block has one.
    #[must_use]
    pub fn tool_input(&self, index: usize) -> Option<ToolInput<'_>> {
        self.block(index)?.tool_input()
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{
        super::accumulate::tests::{START, event, folded},
        *,
    };

    fn tool_events(pieces: &[&str]) -> Vec<String> {
        let start =
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f"}}"#;
        let mut events = vec![START.to_owned(), start.to_owned()];
        events.extend(pieces.iter().map(|piece| {
            let delta = serde_json::json!({"type": "input_json_delta", "partial_json": piece});
            serde_json::json!({"type": "content_block_delta", "index": 0, "delta": delta}).to_string()
        }));
        events
    }

    fn tool_message(pieces: &[&str]) -> Accumulator {
        folded(&tool_events(pieces).iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
    }

    fn tool(pieces: &[&str]) -> Value {
        let json = tool_message(pieces).message_json().unwrap();
        serde_json::from_slice::<Value>(&json).unwrap()["content"][0]["input"].clone()
    }

    #[test]
    fn a_tool_without_input_gets_an_empty_object() {
        assert_eq!(tool(&[]), serde_json::json!({}));
        assert_eq!(tool(&[""]), serde_json::json!({}));
    }

    #[test]
    fn a_number_that_no_double_holds_keeps_its_digits_in_the_json_and_costs_no_message() {
        let message = tool_message(&["{\"a\": 1e4", "00, \"b\": 1}"]);
        let json = String::from_utf8(message.message_json().unwrap().to_vec()).unwrap();
        assert!(json.contains("1e400"), "{json}");
        let typed = message.to_message().unwrap().unwrap();
        assert_eq!(typed.tool_uses().next().unwrap().input, serde_json::json!({"a": "1e400", "b": 1}));
    }

    #[test]
    fn input_that_was_cut_off_keeps_what_was_finished_and_text_that_is_not_json_stays() {
        assert_eq!(tool(&["{\"a\": 1, \"b\": \"x"]), serde_json::json!({"a": 1}));
        assert_eq!(tool(&["call me ", "maybe"]), serde_json::json!("call me maybe"));
    }

    #[test]
    fn half_a_character_in_the_input_is_replaced_and_two_halves_are_joined() {
        assert_eq!(tool(&["[\"\\ud83d", "\\ude00\"]"]), serde_json::json!(["😀"]));
        assert_eq!(tool(&["[\"\\ud83d", "\"]"]), serde_json::json!(["\u{FFFD}"]));
    }

    #[test]
    fn numbers_of_the_input_keep_every_digit() {
        let json = tool_message(&["{\"n\": 1234567890123456789", "01234567890}"]).message_json().unwrap();
        let json = std::str::from_utf8(&json).unwrap();
        assert!(json.contains("123456789012345678901234567890"), "{json}");
    }

    #[test]
    fn the_input_so_far_is_parsed_raw_and_known_to_be_whole_or_not() {
        let message = tool_message(&["", "{\"a\": [1, 2", "3], \"b\": \"un"]);
        let input = message.tool_input(0).unwrap();
        assert_eq!(input.value().unwrap(), &serde_json::json!({"a": [1, 23]}));
        assert_eq!((input.raw(), input.is_complete()), ("{\"a\": [1, 23], \"b\": \"un", false));
        assert!(tool_message(&["{}"]).tool_input(0).unwrap().is_complete());
        assert!(!tool_message(&[]).tool_input(0).unwrap().is_complete());
        assert_eq!(tool_message(&[" ", "t"]).tool_input(0).unwrap().value().unwrap(), &serde_json::json!({}));
    }

    #[test]
    fn input_that_is_not_json_fails_only_for_who_reads_its_value() {
        let message = tool_message(&["{\"a\": 1, call", " me"]);
        let input = message.tool_input(0).unwrap();
        let error = input.value().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StreamMalformed);
        assert_eq!(
            error.message(),
            "the model wrote a tool input that cannot be read as JSON: unreadable at byte 9: expected a key in double quotes"
        );
        assert_eq!(error.body().unwrap(), "{\"a\": 1, call me");
        assert_eq!(input.fault().map(|fault| fault.offset()), Some(9));
        assert_eq!((input.raw(), input.is_complete()), ("{\"a\": 1, call me", false));
    }

    #[test]
    fn an_unfinished_string_is_shown_where_that_was_asked_for() {
        let mut message = Accumulator::new();
        message.keep_unfinished_strings(true);
        for json in tool_events(&["{\"a\": \"un"]) {
            message.fold(&event(&json)).unwrap();
        }
        assert_eq!(message.tool_input(0).unwrap().value().unwrap(), &serde_json::json!({"a": "un"}));
        assert!(message.block(0).unwrap().to_json().ends_with(br#""input":{"a": "un"}}"#));
    }

    #[test]
    fn the_text_is_borrowed_where_one_block_has_it_all() {
        let block = |index, text| {
            format!(
                r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":"{text}"}}}}"#
            )
        };
        let one = folded(&[START, &block(0, "a"), &block(1, "")]).unwrap();
        assert!(matches!(one.text(), Cow::Borrowed("a")));
        let two = folded(&[START, &block(0, "a"), &block(1, "b")]).unwrap();
        assert_eq!(two.text(), "ab");
        assert_eq!(two.block(1).unwrap().text(), Some("b"));
        assert_eq!(two.block(1).unwrap().to_json(), r#"{"type":"text","text":"b"}"#);
        assert!(two.block(2).is_none());
    }
}
