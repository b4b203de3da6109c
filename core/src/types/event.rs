//! What arrives while a message is streamed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    content::ContentBlock,
    message::{Message, StopReason, Usage},
};

/// The kind of a stream event, as a stable number that is the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u32)]
pub enum EventKind {
    /// A kind this version does not know.
    Unknown = 0,
    /// The message begins; it has no content yet.
    MessageStart = 1,
    /// A block begins.
    ContentBlockStart = 2,
    /// A block grows.
    ContentBlockDelta = 3,
    /// A block is finished.
    ContentBlockStop = 4,
    /// Stop reason and usage.
    MessageDelta = 5,
    /// The message is complete.
    MessageStop = 6,
}

impl EventKind {
    /// The API's name for the kind; empty for [`Self::Unknown`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::MessageStart => "message_start",
            Self::ContentBlockStart => "content_block_start",
            Self::ContentBlockDelta => "content_block_delta",
            Self::ContentBlockStop => "content_block_stop",
            Self::MessageDelta => "message_delta",
            Self::MessageStop => "message_stop",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        const KNOWN: [EventKind; 6] = [
            EventKind::ContentBlockDelta,
            EventKind::MessageStart,
            EventKind::ContentBlockStart,
            EventKind::ContentBlockStop,
            EventKind::MessageDelta,
            EventKind::MessageStop,
        ];
        KNOWN.into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Unknown)
    }
}

/// One event of a stream. Pings are not handed out; an error event is an [`Error`](crate::Error).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// The message begins; it has no content yet.
    MessageStart {
        /// The message so far.
        message: Message,
    },
    /// A block begins.
    ContentBlockStart {
        /// Which block.
        index: u64,
        /// The block, empty or whole.
        content_block: ContentBlock,
    },
    /// A block grows.
    ContentBlockDelta {
        /// Which block.
        index: u64,
        /// What is added.
        delta: Delta,
    },
    /// A block is finished.
    ContentBlockStop {
        /// Which block.
        index: u64,
    },
    /// Stop reason and usage.
    MessageDelta {
        /// What changes in the message.
        delta: MessageDelta,
        /// Totals so far.
        usage: Usage,
    },
    /// The message is complete.
    MessageStop,
    /// An event of another kind, whole.
    Unknown(Value),
}

/// What a block grows by.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Delta {
    /// Text.
    Text(String),
    /// A piece of a tool's input, as JSON text cut anywhere.
    InputJson(String),
    /// Any other delta, whole.
    Unknown(Value),
}

/// What changes in the message near its end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageDelta {
    /// Why the model stopped.
    #[serde(default)]
    pub stop_reason: Option<StopReason>,
    /// The custom stop sequence that matched.
    #[serde(default)]
    pub stop_sequence: Option<String>,
    /// Every other field as it came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Event {
    /// Reads an event from its JSON. One that lacks the fields of its kind is [`Self::Unknown`], whole.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn from_json(kind: EventKind, json: &[u8]) -> Result<Self, serde_json::Error> {
        Self::known(kind, json).or_else(|_| serde_json::from_slice(json).map(Self::Unknown))
    }

    fn known(kind: EventKind, json: &[u8]) -> Result<Self, serde_json::Error> {
        Ok(match kind {
            EventKind::MessageStart => Self::MessageStart { message: field(json)? },
            EventKind::ContentBlockStart => {
                let Start { index, content_block } = serde_json::from_slice(json)?;
                Self::ContentBlockStart { index, content_block }
            }
            EventKind::ContentBlockDelta => {
                let Grow { index, delta } = serde_json::from_slice(json)?;
                Self::ContentBlockDelta { index, delta: Delta::from_json(delta) }
            }
            EventKind::ContentBlockStop => {
                Self::ContentBlockStop { index: serde_json::from_slice::<Stop>(json)?.index }
            }
            EventKind::MessageDelta => {
                let Change { delta, usage } = serde_json::from_slice(json)?;
                Self::MessageDelta { delta, usage }
            }
            EventKind::MessageStop => Self::MessageStop,
            EventKind::Unknown => Self::Unknown(serde_json::from_slice(json)?),
        })
    }

    /// The event's `type` as the API spells it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::MessageStart { .. } => EventKind::MessageStart.name(),
            Self::ContentBlockStart { .. } => EventKind::ContentBlockStart.name(),
            Self::ContentBlockDelta { .. } => EventKind::ContentBlockDelta.name(),
            Self::ContentBlockStop { .. } => EventKind::ContentBlockStop.name(),
            Self::MessageDelta { .. } => EventKind::MessageDelta.name(),
            Self::MessageStop => EventKind::MessageStop.name(),
            Self::Unknown(event) => event.get("type").and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// The text this event adds, if it adds text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::ContentBlockDelta { delta: Delta::Text(text), .. } => Some(text),
            _ => None,
        }
    }
}

impl Delta {
    fn from_json(delta: Value) -> Self {
        let piece = |key| delta.get(key).and_then(Value::as_str).map(str::to_owned);
        let read = match delta.get("type").and_then(Value::as_str) {
            Some("text_delta") => piece("text").map(Self::Text),
            Some("input_json_delta") => piece("partial_json").map(Self::InputJson),
            _ => None,
        };
        read.unwrap_or(Self::Unknown(delta))
    }
}

#[derive(Deserialize)]
struct Start {
    #[serde(default)]
    index: u64,
    content_block: ContentBlock,
}

#[derive(Deserialize)]
struct Grow {
    #[serde(default)]
    index: u64,
    delta: Value,
}

#[derive(Deserialize)]
struct Stop {
    #[serde(default)]
    index: u64,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    delta: MessageDelta,
    #[serde(default)]
    usage: Usage,
}

fn field(json: &[u8]) -> Result<Message, serde_json::Error> {
    #[derive(Deserialize)]
    struct Begin {
        message: Message,
    }
    serde_json::from_slice(json).map(|Begin { message }| message)
}
