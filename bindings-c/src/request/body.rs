//! The JSON of a request, put together piece by piece and never parsed deeper than it must be.

use std::collections::BTreeMap;

use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap},
};
use serde_json::value::{RawValue, to_raw_value};

use crate::{boundary::Misuse, result::ResultCode};

/// A piece of JSON, as it was given.
pub(crate) type Json = Box<RawValue>;

/// The body of a request to create a message.
#[derive(Default)]
pub(crate) struct Body {
    fields: BTreeMap<String, Json>,
    messages: List,
    /// Results of tools that belong into one message together; they end with the next message of another kind.
    results: Vec<Json>,
    tools: List,
    stop_sequences: List,
}

impl Body {
    /// The body that a JSON document holds.
    pub(crate) fn parse(json: &str) -> Result<Self, Misuse> {
        let fields: BTreeMap<String, Json> =
            serde_json::from_str(json).map_err(|e| not_json("the request", "a JSON object", &e))?;
        let mut body = Self::default();
        for (name, value) in fields {
            body.set(&name, value)?;
        }
        Ok(body)
    }

    /// Sets a field. The lists that can also be added to are taken apart into their elements.
    pub(crate) fn set(&mut self, name: &str, value: Json) -> Result<(), Misuse> {
        let list = match name {
            // Whether the answer is streamed is for the function that sends the request to say.
            "stream" => return Ok(()),
            "messages" => {
                self.results.clear();
                &mut self.messages
            }
            "tools" => &mut self.tools,
            "stop_sequences" => &mut self.stop_sequences,
            _ => {
                self.fields.insert(name.to_owned(), value);
                return Ok(());
            }
        };
        *list = List::parse(&value).map_err(|e| not_json(name, "a JSON array", &e))?;
        Ok(())
    }

    /// Adds a message that is neither a tool's result nor the first of them.
    pub(crate) fn add_message(&mut self, message: Json) -> Result<(), Misuse> {
        self.close_results()?;
        self.messages.push(message);
        Ok(())
    }

    /// Adds the result of a tool. Results that follow each other go into one message, as the API wants them.
    pub(crate) fn add_tool_result(&mut self, result: Json) {
        self.results.push(result);
    }

    pub(crate) fn add_tool(&mut self, tool: Json) {
        self.tools.push(tool);
    }

    pub(crate) fn add_stop_sequence(&mut self, sequence: Json) {
        self.stop_sequences.push(sequence);
    }

    /// The body as it is sent.
    pub(crate) fn to_json(&self, stream: bool) -> Result<Vec<u8>, Misuse> {
        serde_json::to_vec(&Sent { body: self, stream }).map_err(|_| unusable())
    }

    fn close_results(&mut self) -> Result<(), Misuse> {
        if !self.results.is_empty() {
            let message = turn("user", &self.results)?;
            self.results.clear();
            self.messages.push(message);
        }
        Ok(())
    }
}

/// A list that can be added to, and that goes out as it was given while nothing is.
#[derive(Default)]
enum List {
    #[default]
    Absent,
    Null,
    Items(Vec<Json>),
}

impl List {
    fn parse(json: &RawValue) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<Option<_>>(json.get()).map(|items| items.map_or(Self::Null, Self::Items))
    }

    fn push(&mut self, item: Json) {
        match self {
            Self::Items(items) => items.push(item),
            Self::Absent | Self::Null => *self = Self::Items(vec![item]),
        }
    }

    /// Writes the list as a field, with one more item behind it if there is one.
    fn write<M: SerializeMap>(&self, map: &mut M, name: &str, last: Option<&Json>) -> Result<(), M::Error> {
        match (self, last) {
            (Self::Absent, None) => Ok(()),
            (Self::Null, None) => map.serialize_entry(name, &()),
            (Self::Absent | Self::Null, Some(last)) => map.serialize_entry(name, &[last]),
            (Self::Items(items), last) => map.serialize_entry(name, &items.iter().chain(last).collect::<Vec<_>>()),
        }
    }
}

/// A piece of JSON from text.
pub(crate) fn parse(json: &str, name: &str) -> Result<Json, Misuse> {
    serde_json::from_str(json).map_err(|e| not_json(name, "JSON", &e))
}

/// A piece of JSON from a value.
pub(crate) fn raw(value: &impl Serialize) -> Result<Json, Misuse> {
    to_raw_value(value).map_err(|_| unusable())
}

/// A message of one role.
pub(crate) fn turn(role: &str, content: &impl Serialize) -> Result<Json, Misuse> {
    #[derive(Serialize)]
    struct Turn<'a, T> {
        role: &'a str,
        content: &'a T,
    }
    raw(&Turn { role, content })
}

/// The body together with what the sending function decides.
struct Sent<'a> {
    body: &'a Body,
    stream: bool,
}

impl Serialize for Sent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Body { fields, messages, results, tools, stop_sequences } = self.body;
        let last = if results.is_empty() {
            None
        } else {
            Some(turn("user", results).map_err(|e| S::Error::custom(e.message))?)
        };
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in fields {
            map.serialize_entry(name, value)?;
        }
        stop_sequences.write(&mut map, "stop_sequences", None)?;
        tools.write(&mut map, "tools", None)?;
        messages.write(&mut map, "messages", last.as_ref())?;
        if self.stream {
            map.serialize_entry("stream", &true)?;
        }
        map.end()
    }
}

/// Says where the JSON is at fault; never what it says, since that may be a prompt.
fn not_json(name: &str, expected: &str, error: &serde_json::Error) -> Misuse {
    let message = format!("{name} is not {expected} (line {}, column {})", error.line(), error.column());
    Misuse::new(ResultCode::VALIDATION, message)
}

fn unusable() -> Misuse {
    Misuse::new(ResultCode::VALIDATION, "the request cannot be written as JSON")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn sent(body: &Body) -> Value {
        serde_json::from_slice(&body.to_json(false).unwrap()).unwrap()
    }

    #[test]
    fn a_document_goes_out_as_it_came() {
        let text =
            r#"{"model":"m","max_tokens":5,"future":{"a":[1.50,null]},"messages":[{"role":"user","content":"x"}]}"#;
        let body = Body::parse(text).unwrap();
        assert_eq!(sent(&body), serde_json::from_str::<Value>(text).unwrap());
        let bytes = String::from_utf8(body.to_json(false).unwrap()).unwrap();
        assert!(bytes.contains("1.50"), "numbers keep their spelling: {bytes}");
    }

    #[test]
    fn the_sending_function_alone_says_whether_to_stream() {
        let body = Body::parse(r#"{"stream":true}"#).unwrap();
        assert_eq!(sent(&body).get("stream"), None);
        let streamed: Value = serde_json::from_slice(&body.to_json(true).unwrap()).unwrap();
        assert_eq!(streamed["stream"], true);
    }

    #[test]
    fn lists_of_a_document_can_be_added_to() {
        let mut body = Body::parse(r#"{"messages":[1],"tools":[2],"stop_sequences":["a"]}"#).unwrap();
        body.add_message(raw(&3).unwrap()).unwrap();
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
        body.add_message(turn("user", &"next").unwrap()).unwrap();
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
}
