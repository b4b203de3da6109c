//! Reading a message's JSON: only what the accessors give, everything else stays as it came.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Message;
use crate::{boundary::Misuse, result::ResultCode, text::Text};

/// One block of a message.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) json: Text,
    pub(super) kind: Option<Text>,
    pub(super) text: Option<Text>,
    pub(super) citations: Option<Text>,
    pub(super) thinking: Option<Text>,
    pub(super) signature: Option<Text>,
    pub(super) tool_id: Option<Text>,
    pub(super) tool_name: Option<Text>,
    pub(super) tool_input: Option<Text>,
}

impl Message {
    /// The message that `json` holds; `None` if it is not a JSON object. Fields of other types than expected count as
    /// absent.
    pub(crate) fn parse(json: &[u8], request_id: Option<&str>) -> Option<Self> {
        let fields = Fields::parse(std::str::from_utf8(json).ok()?)?;
        let usage = fields.object("usage").unwrap_or_default();
        let blocks: Vec<Block> = fields.elements("content").into_iter().map(Block::parse).collect();
        let texts: Vec<&[u8]> = blocks.iter().filter_map(|block| Some(block.text.as_ref()?.as_bytes())).collect();
        Some(Self {
            id: fields.name("id"),
            role: fields.name("role"),
            model: fields.name("model"),
            stop_reason: fields.name("stop_reason"),
            stop_sequence: fields.name("stop_sequence"),
            text: Text::new(texts.concat()),
            content: fields.json("content"),
            input_tokens: usage.value("input_tokens").unwrap_or_default(),
            output_tokens: usage.value("output_tokens").unwrap_or_default(),
            cache_creation_input_tokens: usage.value("cache_creation_input_tokens").unwrap_or_default(),
            cache_read_input_tokens: usage.value("cache_read_input_tokens").unwrap_or_default(),
            usage: fields.starting_with('{', "usage"),
            blocks,
            request_id: request_id.map(Text::for_c),
            json: Text::new(json),
        })
    }

    /// The content, to be sent back as it came.
    pub(crate) fn content(&self) -> Result<Box<RawValue>, Misuse> {
        let content = self.content.as_ref().and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
        content.ok_or_else(|| Misuse::new(ResultCode::VALIDATION, "the message has no content"))
    }
}

impl Block {
    fn parse(json: &RawValue) -> Self {
        let fields = Fields::parse(json.get()).unwrap_or_default();
        let kind: Option<String> = fields.value("type");
        let is_text = kind.as_deref() == Some("text");
        let is_thinking = kind.as_deref() == Some("thinking");
        // Calls of tools that run on the server look alike; their type tells them apart.
        let is_tool = kind.as_deref().is_some_and(|kind| kind.ends_with("tool_use"));
        Self {
            json: Text::new(json.get()),
            text: if is_text { fields.text("text") } else { None },
            citations: if is_text { fields.starting_with('[', "citations") } else { None },
            thinking: if is_thinking { fields.text("thinking") } else { None },
            signature: if is_thinking { fields.text("signature") } else { None },
            tool_id: if is_tool { fields.name("id") } else { None },
            tool_name: if is_tool { fields.name("name") } else { None },
            tool_input: if is_tool { fields.json("input") } else { None },
            kind: kind.as_deref().map(Text::for_c),
        }
    }
}

/// The fields of a JSON object, each as it came.
#[derive(Default)]
struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    fn parse(json: &'a str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    fn value<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.0.get(name)?.get()).ok()
    }

    /// A text that is handed out without its length.
    fn name(&self, name: &str) -> Option<Text> {
        self.value::<String>(name).map(|text| Text::for_c(&text))
    }

    fn text(&self, name: &str) -> Option<Text> {
        self.value::<String>(name).map(Text::new)
    }

    fn json(&self, name: &str) -> Option<Text> {
        self.0.get(name).map(|json| Text::new(json.get()))
    }

    /// The same for an object or an array; anything else counts as absent.
    fn starting_with(&self, bracket: char, name: &str) -> Option<Text> {
        self.json(name).filter(|json| json.as_bytes().first() == Some(&(bracket as u8)))
    }

    fn object(&self, name: &str) -> Option<Self> {
        Self::parse(self.0.get(name)?.get())
    }

    fn elements(&self, name: &str) -> Vec<&'a RawValue> {
        self.0.get(name).and_then(|json| serde_json::from_str(json.get()).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: Option<&Text>) -> Option<&str> {
        text.map(|text| std::str::from_utf8(text.as_bytes()).unwrap())
    }

    #[test]
    fn texts_are_joined_and_other_blocks_are_left_out() {
        let json =
            br#"{"content":[{"type":"text","text":"a\u0000"},{"type":"new","text":"x"},{"type":"text","text":"b"}]}"#;
        let message = Message::parse(json, None).unwrap();
        assert_eq!(message.text.as_bytes(), b"a\0b");
        assert_eq!(shown(Some(&message.blocks[1].json)), Some(r#"{"type":"new","text":"x"}"#));
    }

    #[test]
    fn a_tool_call_keeps_its_input_as_it_came() {
        let json = br#"{"content":[{"type":"tool_use","id":"t1","name":"add","input":{"a": 1.50}}]}"#;
        let block = &Message::parse(json, None).unwrap().blocks[0];
        assert_eq!(shown(block.tool_id.as_ref()), Some("t1"));
        assert_eq!(shown(block.tool_name.as_ref()), Some("add"));
        assert_eq!(shown(block.tool_input.as_ref()), Some(r#"{"a": 1.50}"#));
    }

    #[test]
    fn what_has_no_length_is_not_cut_off_at_a_nul() {
        let json = br#"{"id":"m\u00001","model":"a\u0000b","stop_reason":"c\u0000d","stop_sequence":"e\u0000f",
            "content":[{"type":"tool_use","id":"t\u00002","name":"g\u0000h","input":{}}]}"#;
        let message = Message::parse(json, None).unwrap();
        let Message { id, model, stop_reason, stop_sequence, .. } = &message;
        let block = &message.blocks[0];
        let texts = [id, model, stop_reason, stop_sequence, &block.tool_id, &block.tool_name];
        let expected = ["m 1", "a b", "c d", "e f", "t 2", "g h"];
        assert_eq!(texts.map(|text| shown(text.as_ref()).unwrap()), expected);
    }

    #[test]
    fn fields_of_other_types_count_as_absent() {
        let message = Message::parse(br#"{"id":5,"usage":[],"content":"text","model":null}"#, Some("req_1")).unwrap();
        assert!(message.id.is_none() && message.model.is_none() && message.blocks.is_empty());
        assert_eq!((message.input_tokens, shown(message.request_id.as_ref())), (0, Some("req_1")));
    }

    #[test]
    fn what_is_no_object_is_no_message() {
        assert!(Message::parse(b"[]", None).is_none());
        assert!(Message::parse(b"\xff", None).is_none());
    }

    #[test]
    fn the_content_goes_back_as_it_came() {
        let message = Message::parse(br#"{"content":[{"type":"new", "n":1.0}]}"#, None).unwrap();
        assert_eq!(message.content().unwrap().get(), r#"[{"type":"new", "n":1.0}]"#);
        assert_eq!(Message::parse(b"{}", None).unwrap().content().unwrap_err().code, ResultCode::VALIDATION);
    }
}
