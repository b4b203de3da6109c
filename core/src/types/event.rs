//! What arrives while a message is streamed.

use serde_json::Value;

use super::{
    citations::TextCitation,
    container::Container,
    content::ContentBlock,
    message::{Message, StopReason},
    record::response,
    stop_details::RefusalStopDetails,
    union::union,
    usage::MessageDeltaUsage,
    wire::{Absent, Extra, Wire},
};
use crate::tolerant;

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
            Self::MessageStart => RawMessageStartEvent::TYPE,
            Self::ContentBlockStart => RawContentBlockStartEvent::TYPE,
            Self::ContentBlockDelta => RawContentBlockDeltaEvent::TYPE,
            Self::ContentBlockStop => RawContentBlockStopEvent::TYPE,
            Self::MessageDelta => RawMessageDeltaEvent::TYPE,
            Self::MessageStop => RawMessageStopEvent::TYPE,
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

union! {
    /// One event of a stream.
    pub enum RawMessageStreamEvent {
        /// The message begins; it has no content yet.
        MessageStart(RawMessageStartEvent),
        /// A block begins.
        ContentBlockStart(RawContentBlockStartEvent),
        /// A block grows.
        ContentBlockDelta(RawContentBlockDeltaEvent),
        /// A block is finished.
        ContentBlockStop(RawContentBlockStopEvent),
        /// Stop reason and usage.
        MessageDelta(RawMessageDeltaEvent),
        /// The message is complete.
        MessageStop(RawMessageStopEvent),
    }
}

response! {
    /// The message begins; it has no content yet.
    pub struct RawMessageStartEvent("message_start") {
        required {
            /// The message so far: no content, no stop reason, and the input's share of the usage.
            message: Message,
        }
    }

    /// A block begins.
    pub struct RawContentBlockStartEvent("content_block_start") {
        required {
            /// The block, empty or whole.
            content_block: ContentBlock,
        }
        defaulted {
            /// Which block, counted from 0.
            index: u64,
        }
    }

    /// A block grows.
    pub struct RawContentBlockDeltaEvent("content_block_delta") {
        required {
            /// What is added.
            delta: RawContentBlockDelta,
        }
        defaulted {
            /// Which block, counted from 0.
            index: u64,
        }
    }

    /// A block is finished.
    pub struct RawContentBlockStopEvent("content_block_stop") {
        defaulted {
            /// Which block, counted from 0.
            index: u64,
        }
    }

    /// Why the model stopped, and the totals of the usage.
    pub struct RawMessageDeltaEvent("message_delta") {
        defaulted {
            /// What changes in the message.
            delta: MessageDelta,
            /// Totals so far: what is there replaces what was there.
            usage: MessageDeltaUsage,
        }
    }

    /// The message is complete.
    pub struct RawMessageStopEvent("message_stop") {}
}

union! {
    /// What a block grows by.
    pub enum RawContentBlockDelta {
        /// Text.
        Text(TextDelta),
        /// A piece of a tool's input.
        InputJson(InputJsonDelta),
        /// A citation.
        Citations(CitationsDelta),
        /// Reasoning.
        Thinking(ThinkingDelta),
        /// The signature of the reasoning.
        Signature(SignatureDelta),
    }
}

response! {
    /// More text.
    pub struct TextDelta("text_delta") {
        required {
            /// The text to append.
            text: String,
        }
    }

    /// More of a tool's input.
    pub struct InputJsonDelta("input_json_delta") {
        required {
            /// JSON text, cut anywhere; the first piece is mostly empty.
            partial_json: String,
        }
    }

    /// One more citation of a text block. It may come before the text that it belongs to, or after.
    pub struct CitationsDelta("citations_delta") {
        required {
            /// The citation to add.
            citation: TextCitation,
        }
    }

    /// More reasoning.
    pub struct ThinkingDelta("thinking_delta") {
        required {
            /// The reasoning to append.
            thinking: String,
        }
    }

    /// The signature of a thinking block. Comes once, before the block's end; the only delta where the reasoning is omitted.
    pub struct SignatureDelta("signature_delta") {
        required {
            /// The signature; takes the place of the one before.
            signature: String,
        }
    }

    /// What changes in the message near its end.
    pub struct MessageDelta {
        nullable {
            /// Why the model stopped.
            stop_reason: StopReason,
            /// The custom stop sequence that matched.
            stop_sequence: String,
            /// More about why the model stopped, where there is more to say.
            stop_details: RefusalStopDetails,
            /// The container in which server tools ran code; null leaves the message's own as it is.
            container: Container,
        }
    }
}

/// Objects that hold nothing but one field.
macro_rules! of_one {
    ($($name:ident { $field:ident })+) => {$(
        impl $name {
            /// One that says nothing else.
            pub(crate) fn of($field: String) -> Self {
                Self { $field, extra: Extra::new(), absent: Absent::default() }
            }
        }
    )+};
}

of_one! {
    TextDelta { text }
    InputJsonDelta { partial_json }
    ThinkingDelta { thinking }
}

impl RawContentBlockDeltaEvent {
    /// One that says nothing else.
    pub(crate) fn of(index: u64, delta: RawContentBlockDelta) -> Self {
        Self { delta, index, extra: Extra::new(), absent: Absent::default() }
    }
}

impl RawMessageStreamEvent {
    /// Reads an event from its JSON. One that lacks the fields of its kind is [`Self::Unknown`], whole.
    ///
    /// The kind decides, not the JSON's own `type`, which some endpoints leave out.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn from_json(kind: EventKind, json: &[u8]) -> Result<Self, serde_json::Error> {
        let mut event = tolerant::value(json)?;
        if let Some(fields) = event.as_object_mut().filter(|fields| !fields.contains_key("type")) {
            fields.insert("type".to_owned(), kind.name().into());
        }
        Ok(Self::read(event).unwrap_or(Self::Unknown(Value::Null)))
    }

    /// The event's `type` as the API spells it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::MessageStart(_) => RawMessageStartEvent::TYPE,
            Self::ContentBlockStart(_) => RawContentBlockStartEvent::TYPE,
            Self::ContentBlockDelta(_) => RawContentBlockDeltaEvent::TYPE,
            Self::ContentBlockStop(_) => RawContentBlockStopEvent::TYPE,
            Self::MessageDelta(_) => RawMessageDeltaEvent::TYPE,
            Self::MessageStop(_) => RawMessageStopEvent::TYPE,
            Self::Unknown(event) => event.get("type").and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// The text this event adds, if it adds text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::ContentBlockDelta(RawContentBlockDeltaEvent { delta: RawContentBlockDelta::Text(delta), .. }) => {
                Some(&delta.text)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_event_is_known() {
        let citation = json!({"type": "search_result_location", "cited_text": "hi", "search_result_index": 0, "source": "kb/1",
            "start_block_index": 0, "end_block_index": 1});
        let message = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [],
            "stop_reason": null, "usage": {"input_tokens": 1, "output_tokens": 1}});
        let delta = |delta: Value| json!({"type": "content_block_delta", "index": 1, "delta": delta});
        for event in [
            json!({"type": "message_start", "message": message}),
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": "", "citations": []}}),
            delta(json!({"type": "text_delta", "text": "hi"})),
            delta(json!({"type": "input_json_delta", "partial_json": "{\"a"})),
            delta(json!({"type": "citations_delta", "citation": citation})),
            delta(json!({"type": "thinking_delta", "thinking": "hm"})),
            delta(json!({"type": "signature_delta", "signature": "RXg="})),
            json!({"type": "content_block_stop", "index": 0}),
            json!({"type": "message_delta", "usage": {"output_tokens": 5, "input_tokens": null}, "delta": {
                "stop_reason": "refusal", "stop_sequence": null,
                "stop_details": {"type": "refusal", "category": "bio", "explanation": null},
                "container": {"id": "container_1", "expires_at": "2026-11-20T08:00:00Z", "skills": null}}}),
            json!({"type": "message_stop"}),
        ] {
            let read = known::<RawMessageStreamEvent>(&event);
            assert_eq!(read.name(), event["type"]);
            assert_eq!(EventKind::from_name(read.name()).name(), read.name());
        }
    }

    #[test]
    fn what_is_new_is_kept() {
        for event in [
            json!({"type": "intermission", "minutes": 15}),
            json!({"type": "content_block_delta", "index": 0, "delta": {"type": "scent_delta", "scent": "rose"}}),
            json!({"type": "content_block_delta", "index": 0,
                "delta": {"type": "thinking_delta", "thinking": "", "estimated_tokens": 7}}),
            json!({"type": "message_stop", "amazon-bedrock-invocationMetrics": {"latency": 9}}),
            json!({"type": "message_delta", "delta": {"container": "none"}, "usage": {"output_tokens": 1, "mana_tokens": 2}}),
        ] {
            kept::<RawMessageStreamEvent>(&event);
        }
    }
}
