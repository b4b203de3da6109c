//! The answer.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::content::{ContentBlock, ToolUseBlock};

/// The model's answer. Open: fields that this version does not know are kept in `extra`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// The message's id; its form may change.
    #[serde(default)]
    pub id: String,
    /// The model that answered; may differ from the alias that was asked for.
    #[serde(default)]
    pub model: String,
    /// What the model wrote.
    #[serde(default)]
    pub content: Vec<ContentBlock>,
    /// Why it stopped; `None` only while a stream is under way.
    #[serde(default)]
    pub stop_reason: Option<StopReason>,
    /// The custom stop sequence that matched, if one did.
    #[serde(default)]
    pub stop_sequence: Option<String>,
    /// What was counted, and will be billed.
    #[serde(default)]
    pub usage: Usage,
    /// Every other field as it came, `type` and `role` included.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Message {
    /// The text of all text blocks, joined.
    #[must_use]
    pub fn text(&self) -> String {
        self.content.iter().filter_map(ContentBlock::as_text).collect()
    }

    /// The tools the model asks for.
    pub fn tool_uses(&self) -> impl Iterator<Item = &ToolUseBlock> {
        self.content.iter().filter_map(ContentBlock::as_tool_use)
    }
}

/// Why the model stopped. Open: any string is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StopReason(String);

impl StopReason {
    /// The model finished.
    pub const END_TURN: &'static str = "end_turn";
    /// `max_tokens` was reached; a tool call at the end may be incomplete.
    pub const MAX_TOKENS: &'static str = "max_tokens";
    /// A custom stop sequence matched.
    pub const STOP_SEQUENCE: &'static str = "stop_sequence";
    /// The model wants tools to be run.
    pub const TOOL_USE: &'static str = "tool_use";
    /// A server tool paused: send the content back as it is to go on.
    pub const PAUSE_TURN: &'static str = "pause_turn";
    /// The model declined.
    pub const REFUSAL: &'static str = "refusal";

    /// The reason as the API spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<&str> for StopReason {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// Tokens counted. Totals, never increments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// Input tokens that no cache covered.
    #[serde(default, deserialize_with = "counter")]
    pub input_tokens: u64,
    /// Output tokens, thinking included.
    #[serde(default, deserialize_with = "counter")]
    pub output_tokens: u64,
    /// Every other counter as it came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A counter that is no whole number, such as the null of some `message_delta` events, says nothing and counts as 0.
fn counter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    Value::deserialize(deserializer).map(|value| value.as_u64().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_fields_do_not_cost_an_answer() {
        let json = r#"{"content": [{"type": "text"}, {"type": "text", "text": "hi"}], "usage": {"input_tokens": -1, "output_tokens": null}}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!((message.text().as_str(), message.usage.input_tokens), ("hi", 0));
        assert!(matches!(message.content[0], ContentBlock::Unknown(_)));
    }
}
