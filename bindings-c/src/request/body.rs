//! The body of a request for a message, put together piece by piece and never parsed deeper than it must be.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;
use tidings::types::is_counted;

use super::{
    items::{Fields, Item, List, Turn, UserTurn},
    json::{Json, Object, not_json, raw, write_text},
};
use crate::boundary::Misuse;

/// The body of a request to create a message.
#[derive(Clone, Default)]
pub(crate) struct Body {
    fields: Fields,
    messages: List<Turn>,
    /// The beginning of the user's next turn: results of tools, which the API wants first, and other blocks.
    results: Vec<Json>,
    blocks: Vec<Json>,
    tools: List<Json>,
    stop_sequences: List<Json>,
}

/// What a body is written for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The whole message.
    Create,
    /// The message as it is written.
    Stream,
    /// How many tokens it has.
    Count,
}

impl Body {
    /// The body that a JSON document holds.
    pub(crate) fn parse(json: &str) -> Result<Self, Misuse> {
        let fields: BTreeMap<String, Json> =
            serde_json::from_str(json).map_err(|e| not_json("the request", "a JSON object", &e))?;
        let mut body = Self::default();
        for (name, value) in fields {
            body.set(name, value)?;
        }
        Ok(body)
    }

    /// Sets a field. The lists that can also be added to are taken apart into their elements.
    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: Json) -> Result<(), Misuse> {
        let name = name.into();
        let no_array = |e| not_json(&name, "a JSON array", &e);
        match &*name {
            // Whether the answer is streamed is for the function that sends the request to say.
            "stream" => {}
            "messages" => {
                self.results.clear();
                self.blocks.clear();
                self.messages = List::parse(&value).map_err(no_array)?;
            }
            "tools" => self.tools = List::parse(&value).map_err(no_array)?,
            "stop_sequences" => self.stop_sequences = List::parse(&value).map_err(no_array)?,
            _ => self.fields.set(name, value),
        }
        Ok(())
    }

    /// Adds a text of the user, together with what waits for it.
    pub(crate) fn add_user_text(&mut self, text: &str) -> Result<(), Misuse> {
        if self.results.is_empty() && self.blocks.is_empty() {
            self.messages.push(text_turn("user", text)?.into());
        } else {
            self.blocks.push(raw(&TextBlock { r#type: "text", text })?);
            self.close_turn();
        }
        Ok(())
    }

    /// Adds a message; what waits for the user's next turn is one before it.
    pub(crate) fn add_message(&mut self, message: Json) {
        self.close_turn();
        self.messages.push(message.into());
    }

    /// Adds the result of a tool. Results that follow each other go into one message, as the API wants them.
    pub(crate) fn add_tool_result(&mut self, result: Json) {
        self.results.push(result);
    }

    /// Adds a block to the user's next turn.
    pub(crate) fn add_block(&mut self, block: Json) {
        self.blocks.push(block);
    }

    pub(crate) fn add_tool(&mut self, tool: Json) {
        self.tools.push(tool);
    }

    pub(crate) fn add_stop_sequence(&mut self, sequence: Json) {
        self.stop_sequences.push(sequence);
    }

    /// The body as it is sent. Made with room for all of it, since images may be in it.
    pub(crate) fn to_json(&self, purpose: Purpose) -> Result<Vec<u8>, Misuse> {
        let mut json = Vec::with_capacity(self.len());
        self.write(purpose, &mut json)?;
        Ok(json)
    }

    /// Writes the body, perhaps as a part of something else.
    pub(super) fn write(&self, purpose: Purpose, out: &mut Vec<u8>) -> Result<(), Misuse> {
        let is_sent = |name: &str| purpose != Purpose::Count || is_counted(name);
        let mut object = Object::open(out);
        self.fields.write(&mut object, is_sent)?;
        if is_sent("stop_sequences") {
            self.stop_sequences.write(&mut object, "stop_sequences", None)?;
        }
        self.tools.write(&mut object, "tools", None)?;
        let waiting = self.waiting();
        self.messages.write(&mut object, "messages", waiting.as_ref().map(|turn| turn as &dyn Item))?;
        if purpose == Purpose::Stream {
            object.member("stream")?.extend_from_slice(b"true");
        }
        object.close();
        Ok(())
    }

    fn close_turn(&mut self) {
        if self.waiting().is_some() {
            let mut blocks = std::mem::take(&mut self.results);
            blocks.append(&mut self.blocks);
            self.messages.push(Turn::User(blocks));
        }
    }

    fn waiting(&self) -> Option<UserTurn<'_>> {
        let is_any = !self.results.is_empty() || !self.blocks.is_empty();
        is_any.then_some(UserTurn(&self.results, &self.blocks))
    }

    /// About how many bytes it takes.
    pub(super) fn len(&self) -> usize {
        let Self { fields, messages, results, blocks, tools, stop_sequences } = self;
        fields.len() + messages.len() + tools.len() + stop_sequences.len() + UserTurn(results, blocks).len() + 64
    }
}

/// A message of one role that is a text.
pub(super) fn text_turn(role: &str, text: &str) -> Result<Json, Misuse> {
    turn(role, text.len(), |out| write_text(text, out))
}

/// A message of one role whose content is JSON already.
pub(super) fn turn_of(role: &str, content: &[u8]) -> Result<Json, Misuse> {
    turn(role, content.len(), |out| {
        out.extend_from_slice(content);
        Ok(())
    })
}

fn turn(role: &str, len: usize, content: impl FnOnce(&mut Vec<u8>) -> Result<(), Misuse>) -> Result<Json, Misuse> {
    Json::written(len + 48, |out| {
        let mut turn = Object::open(out);
        write_text(role, turn.member("role")?)?;
        content(turn.member("content")?)?;
        turn.close();
        Ok(())
    })
}

/// A text as a block.
#[derive(Serialize)]
struct TextBlock<'a> {
    r#type: &'a str,
    text: &'a str,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::result::ResultCode;

    fn sent(body: &Body) -> Value {
        serde_json::from_slice(&body.to_json(Purpose::Create).unwrap()).unwrap()
    }

    #[test]
    fn a_document_goes_out_as_it_came() {
        let text =
            r#"{"model":"m","max_tokens":5,"future":{"a":[1.50,null]},"messages":[{"role":"user","content":"x"}]}"#;
        let body = Body::parse(text).unwrap();
        assert_eq!(sent(&body), serde_json::from_str::<Value>(text).unwrap());
        let bytes = String::from_utf8(body.to_json(Purpose::Create).unwrap()).unwrap();
        assert!(bytes.contains("1.50"), "numbers keep their spelling: {bytes}");
    }

    #[test]
    fn the_sending_function_alone_says_whether_to_stream() {
        let body = Body::parse(r#"{"stream":true}"#).unwrap();
        assert_eq!(sent(&body).get("stream"), None);
        let streamed: Value = serde_json::from_slice(&body.to_json(Purpose::Stream).unwrap()).unwrap();
        assert_eq!(streamed["stream"], true);
    }

    #[test]
    fn lists_of_a_document_can_be_added_to() {
        let mut body = Body::parse(r#"{"messages":[1],"tools":[2],"stop_sequences":["a"]}"#).unwrap();
        body.add_message(raw(&3).unwrap());
        body.add_tool(raw(&4).unwrap());
        body.add_stop_sequence(raw(&"b").unwrap());
        assert_eq!(sent(&body), json!({"messages": [1, 3], "tools": [2, 4], "stop_sequences": ["a", "b"]}));
    }

    #[test]
    fn lists_without_elements_go_out_as_they_came() {
        for text in [r#"{"messages":[],"tools":[],"stop_sequences":[]}"#, r#"{"messages":null,"tools":null}"#] {
            assert_eq!(sent(&Body::parse(text).unwrap()), serde_json::from_str::<Value>(text).unwrap());
        }
    }

    #[test]
    fn null_in_the_place_of_a_list_can_be_added_to() {
        let mut body = Body::parse(r#"{"messages":null,"tools":null,"stop_sequences":null}"#).unwrap();
        body.add_tool(raw(&1).unwrap());
        body.add_tool_result(raw(&2).unwrap());
        let messages = json!([{"role": "user", "content": [2]}]);
        assert_eq!(sent(&body), json!({"messages": messages, "tools": [1], "stop_sequences": null}));
    }

    #[test]
    fn results_that_follow_each_other_share_a_message() {
        let mut body = Body::default();
        for number in [1, 2] {
            body.add_tool_result(raw(&number).unwrap());
        }
        let together = json!({"role": "user", "content": [1, 2]});
        assert_eq!(sent(&body)["messages"], json!([together]));
        body.add_message(text_turn("user", "next").unwrap());
        body.add_tool_result(raw(&3).unwrap());
        let after = json!([together, {"role": "user", "content": "next"}, {"role": "user", "content": [3]}]);
        assert_eq!(sent(&body)["messages"], after);
    }

    #[test]
    fn a_fault_in_the_json_is_located_and_not_quoted() {
        for json in [r#"{"messages": "my prompt"}"#, r#"["my prompt"]"#, r#"{"a": my prompt}"#] {
            let misuse = Body::parse(json).err().unwrap();
            assert_eq!(misuse.code, ResultCode::VALIDATION);
            assert!(misuse.message.contains("line 1") && !misuse.message.contains("prompt"), "{}", misuse.message);
        }
    }

    #[test]
    fn blocks_wait_for_the_users_text_behind_results_of_tools() {
        let mut body = Body::default();
        body.add_block(raw(&"image").unwrap());
        body.add_tool_result(raw(&"result").unwrap());
        let waiting = json!({"role": "user", "content": ["result", "image"]});
        assert_eq!(sent(&body)["messages"], json!([waiting]));
        body.add_user_text("Look").unwrap();
        body.add_user_text("Again").unwrap();
        let together = json!({"role": "user", "content": ["result", "image", {"type": "text", "text": "Look"}]});
        assert_eq!(sent(&body)["messages"], json!([together, {"role": "user", "content": "Again"}]));
    }

    #[test]
    fn blocks_are_a_turn_of_their_own_before_any_other() {
        let mut body = Body::default();
        body.add_block(raw(&1).unwrap());
        body.add_message(text_turn("assistant", "a").unwrap());
        let messages = json!([{"role": "user", "content": [1]}, {"role": "assistant", "content": "a"}]);
        assert_eq!(sent(&body)["messages"], messages);
        body.add_block(raw(&2).unwrap());
        body.set("messages", raw(&json!([])).unwrap()).unwrap();
        assert_eq!(sent(&body)["messages"], json!([]));
    }

    #[test]
    fn counting_leaves_out_what_does_not_count() {
        let body = Body::parse(r#"{"model":"m","max_tokens":5,"stop_sequences":["a"],"top_p":1,"system":"s","new":1}"#);
        let counted: Value = serde_json::from_slice(&body.unwrap().to_json(Purpose::Count).unwrap()).unwrap();
        assert_eq!(counted, json!({"model": "m", "system": "s", "new": 1}));
    }

    #[test]
    fn there_is_room_for_a_large_body_from_the_beginning() {
        let mut body = Body::default();
        body.add_block(raw(&"x".repeat(100_000)).unwrap());
        body.add_tool(raw(&"y".repeat(1000)).unwrap());
        let json = body.to_json(Purpose::Create).unwrap();
        assert!(json.len() <= body.len() && body.len() < json.len() + 300);
    }
}
