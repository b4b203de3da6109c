//! The blocks a message is made of.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// One block of a message's content. Open: a kind that this version does not know is kept as it came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ContentBlock {
    /// Text by the user or the model.
    Text(TextBlock),
    /// The model asks for a tool to be run.
    ToolUse(ToolUseBlock),
    /// What the tool gave, sent back in a user message.
    ToolResult(ToolResultBlock),
    /// Any other block, whole.
    Unknown(Value),
}

/// A block of text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TextBlock {
    /// The text.
    pub text: String,
    /// Every other field, such as `citations`, as it came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The model's request to run a tool.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolUseBlock {
    /// The id that the result must quote.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// The tool's input, normally an object. A string when the model wrote text that is not JSON: the raw text, so that nothing is lost.
    #[serde(default)]
    pub input: Value,
    /// Every other field as it came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The result of a tool, for the next request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolResultBlock {
    /// The id of the [`ToolUseBlock`] this answers.
    pub tool_use_id: String,
    /// What the tool gave: a string or a list of blocks.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub content: Value,
    /// Every other field, such as `is_error`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ContentBlock {
    /// A block of text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(TextBlock { text: text.into(), extra: Map::new() })
    }

    /// The result of the tool call with this id.
    #[must_use]
    pub fn tool_result(tool_use_id: impl Into<String>, content: impl Into<Value>) -> Self {
        Self::ToolResult(ToolResultBlock {
            tool_use_id: tool_use_id.into(),
            content: content.into(),
            extra: Map::new(),
        })
    }

    /// The text of a text block.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(block) => Some(&block.text),
            _ => None,
        }
    }

    /// The tool call, if it is one.
    #[must_use]
    pub fn as_tool_use(&self) -> Option<&ToolUseBlock> {
        match self {
            Self::ToolUse(block) => Some(block),
            _ => None,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Known<'a> {
    Text(&'a TextBlock),
    ToolUse(&'a ToolUseBlock),
    ToolResult(&'a ToolResultBlock),
}

impl Serialize for ContentBlock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(block) => Known::Text(block).serialize(serializer),
            Self::ToolUse(block) => Known::ToolUse(block).serialize(serializer),
            Self::ToolResult(block) => Known::ToolResult(block).serialize(serializer),
            Self::Unknown(block) => block.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ContentBlock {
    /// A block that lacks the fields of its kind is unknown, and whole.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = Map::deserialize(deserializer)?;
        Ok(Self::known(&whole).unwrap_or(Self::Unknown(Value::Object(whole))))
    }
}

impl ContentBlock {
    fn known(whole: &Map<String, Value>) -> Option<Self> {
        let kind = whole.get("type")?.as_str()?;
        let fields = || {
            let mut fields = whole.clone();
            fields.shift_remove("type");
            Value::Object(fields)
        };
        match kind {
            "text" => serde_json::from_value(fields()).map(Self::Text).ok(),
            "tool_use" => serde_json::from_value(fields()).map(Self::ToolUse).ok(),
            "tool_result" => serde_json::from_value(fields()).map(Self::ToolResult).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_block_survives_a_round_trip() {
        for block in [
            json!({"type": "text", "text": "hi", "citations": null}),
            json!({"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}}),
            json!({"type": "tool_result", "tool_use_id": "toolu_1", "content": "42", "is_error": false}),
            json!({"type": "hologram", "beams": [1, 2]}),
        ] {
            let read: ContentBlock = serde_json::from_value(block.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), block);
        }
    }
}
