//! The request.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::content::ContentBlock;

/// The body of `POST /v1/messages`.
///
/// ```
/// use tidings::MessageParams;
/// let params = MessageParams::new("claude-opus-4-6", 1024).system("Answer in French.").user("Hello").temperature(0.5);
/// assert_eq!(serde_json::to_value(&params)?["messages"][0]["content"], "Hello");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageParams {
    /// The model's id; any string is passed on.
    pub model: String,
    /// The most tokens the model may write; at least 1.
    pub max_tokens: u32,
    /// The conversation so far.
    pub messages: Vec<MessageParam>,
    /// The system prompt: a string or a list of text blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<Content>,
    /// Randomness, 0 to 1; the API's default is 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Texts that end the answer where they would be written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop_sequences: Vec<String>,
    /// Tools the model may ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
    /// Every other parameter, sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl MessageParams {
    /// A request without messages yet.
    #[must_use]
    pub fn new(model: impl Into<String>, max_tokens: u32) -> Self {
        Self { model: model.into(), max_tokens, ..Self::default() }
    }

    /// Adds a message by the user.
    #[must_use]
    pub fn user(self, content: impl Into<Content>) -> Self {
        self.message(Role::User, content)
    }

    /// Adds a message by the model, from an earlier turn.
    #[must_use]
    pub fn assistant(self, content: impl Into<Content>) -> Self {
        self.message(Role::Assistant, content)
    }

    /// Adds a message.
    #[must_use]
    pub fn message(mut self, role: Role, content: impl Into<Content>) -> Self {
        self.messages.push(MessageParam { role, content: content.into(), extra: Map::new() });
        self
    }

    /// Sets the system prompt.
    #[must_use]
    pub fn system(mut self, system: impl Into<Content>) -> Self {
        self.system = Some(system.into());
        self
    }

    /// Sets the temperature, 0 to 1.
    #[must_use]
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.temperature = Some(temperature);
        self
    }

    /// Sets nucleus sampling, 0 to 1.
    #[must_use]
    pub fn top_p(mut self, top_p: f64) -> Self {
        self.top_p = Some(top_p);
        self
    }

    /// Adds a text that ends the answer.
    #[must_use]
    pub fn stop_sequence(mut self, text: impl Into<String>) -> Self {
        self.stop_sequences.push(text.into());
        self
    }

    /// Offers a tool; `input_schema` is a JSON Schema object.
    #[must_use]
    pub fn tool(mut self, name: impl Into<String>, description: impl Into<String>, input_schema: Value) -> Self {
        let extra = Map::from_iter([
            ("description".to_owned(), Value::String(description.into())),
            ("input_schema".to_owned(), input_schema),
        ]);
        self.tools.push(Tool { name: name.into(), extra });
        self
    }

    /// Sets any other parameter, such as `tool_choice` or `thinking`.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }
}

/// One message of the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageParam {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: Content,
    /// Every other field, sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Who speaks. Open: any string is passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// The user, or the program on the user's behalf.
    User,
    /// The model.
    Assistant,
    /// Any other role.
    #[serde(untagged)]
    Other(String),
}

/// Text, or a list of blocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// Plain text; the same as one text block.
    Text(String),
    /// Blocks in order.
    Blocks(Vec<ContentBlock>),
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<ContentBlock>> for Content {
    fn from(blocks: Vec<ContentBlock>) -> Self {
        Self::Blocks(blocks)
    }
}

/// A tool the model may ask for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tool {
    /// The tool's name, 1 to 128 characters.
    pub name: String,
    /// Description, input schema, and for server tools the type.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl MessageParams {
    /// The request's JSON, with `stream` set as the call needs it.
    pub(crate) fn to_json(&self, stream: bool) -> Result<Vec<u8>, serde_json::Error> {
        let mut body = serde_json::to_value(self)?;
        if stream {
            body["stream"] = json!(true);
        } else if let Value::Object(fields) = &mut body {
            fields.shift_remove("stream");
        }
        serde_json::to_vec(&body)
    }
}
