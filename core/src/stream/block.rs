//! One block of a message under way.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, value::RawValue};

use super::wire::WireDelta;
use crate::{partial_json, surrogates};

/// A block under way, with the pieces of its tool input beside it.
pub(super) struct Block {
    fields: Map<String, Value>,
    input: String,
}

impl Block {
    /// `None` when it is no object.
    pub(super) fn new(block: Value) -> Option<Self> {
        let Value::Object(mut fields) = block else { return None };
        if matches!(kind(&fields), "tool_use" | "server_tool_use" | "mcp_tool_use") && !fields.contains_key("input") {
            fields.insert("input".to_owned(), Value::Object(Map::new()));
        }
        Some(Self { fields, input: String::new() })
    }

    /// Adds a delta; says whether it was text. A delta that does not fit the block's kind, like one of an unknown kind,
    /// changes nothing.
    pub(super) fn grow(&mut self, delta: &WireDelta<'_>) -> Result<bool, serde_json::Error> {
        match (delta.kind(), kind(&self.fields)) {
            ("text_delta", "text") => {
                self.append("text", delta.text.as_ref().map(|t| &*t.0));
                return Ok(true);
            }
            ("thinking_delta", "thinking") => self.append("thinking", delta.thinking.as_ref().map(|t| &*t.0)),
            ("signature_delta", "thinking") => {
                let signature = delta.signature.as_ref().map(|t| t.0.to_string());
                self.fields.extend(signature.map(|s| ("signature".to_owned(), Value::String(s))));
            }
            ("input_json_delta", _) if self.fields.contains_key("input") => {
                self.input.push_str(delta.partial_json.as_ref().map_or("", |t| &t.0));
            }
            ("citations_delta", "text") => self.cite(delta.citation)?,
            _ => {}
        }
        Ok(false)
    }

    fn append(&mut self, key: &str, text: Option<&str>) {
        let text = text.unwrap_or_default();
        match self.fields.get_mut(key) {
            Some(Value::String(so_far)) => so_far.push_str(text),
            _ => drop(self.fields.insert(key.to_owned(), Value::String(text.to_owned()))),
        }
    }

    fn cite(&mut self, citation: Option<&RawValue>) -> Result<(), serde_json::Error> {
        let citation = citation.map(|c| serde_json::from_str::<Value>(c.get())).transpose()?;
        let citations = self.fields.entry("citations").or_insert(Value::Null);
        if citations.is_null() {
            *citations = Value::Array(Vec::new());
        }
        if let Value::Array(list) = citations {
            list.extend(citation);
        }
        Ok(())
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (key, value) in &self.fields {
            if key == "input" && !self.input.is_empty() {
                match input_json(&self.input) {
                    Some(json) => map.serialize_entry(key, &json)?,
                    None => map.serialize_entry(key, &self.input)?,
                }
            } else {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

/// The input as the model wrote it, or as much of it as was finished; `None` when it is not JSON.
fn input_json(text: &str) -> Option<Box<RawValue>> {
    // Here and not before: the halves of a character may have come in two pieces.
    let text = surrogates::replace_lone(text.as_bytes());
    let text = std::str::from_utf8(&text).ok()?;
    serde_json::from_str(text).ok().or_else(|| RawValue::from_string(partial_json::complete(text)?).ok())
}

fn kind(fields: &Map<String, Value>) -> &str {
    fields.get("type").and_then(Value::as_str).unwrap_or_default()
}
