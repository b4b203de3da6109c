//! The events of the stream helper, as values that own what they hold.
//!
//! [`HelperEvent`](crate::HelperEvent) is the same while a stream is read: it borrows, so that a snapshot costs nothing.
//! The types here are its JSON, read back: for programs that keep events, or send them on.

use serde_json::Value;

use super::{
    citations::TextCitation,
    content::ContentBlock,
    event::{RawContentBlockDeltaEvent, RawContentBlockStartEvent, RawMessageDeltaEvent, RawMessageStartEvent},
    message::Message,
    record::response,
    union::union,
};

union! {
    /// One event of the stream helper: an event as it came, or one derived from it that carries the state so far.
    pub enum ParsedMessageStreamEvent {
        /// Text was added.
        Text(TextEvent),
        /// A citation was added.
        Citation(CitationEvent),
        /// Reasoning was added.
        Thinking(ThinkingEvent),
        /// A thinking block was signed.
        Signature(SignatureEvent),
        /// A piece of a tool's input was added.
        InputJson(InputJsonEvent),
        /// The message begins.
        MessageStart(RawMessageStartEvent),
        /// Stop reason and usage.
        MessageDelta(RawMessageDeltaEvent),
        /// The message is complete.
        MessageStop(ParsedMessageStopEvent),
        /// A block begins.
        ContentBlockStart(RawContentBlockStartEvent),
        /// A block grows.
        ContentBlockDelta(RawContentBlockDeltaEvent),
        /// A block is finished.
        ContentBlockStop(ParsedContentBlockStopEvent),
    }
}

response! {
    /// Text was added to a text block. Follows the `content_block_delta` that added it.
    pub struct TextEvent("text") {
        required {
            /// What was added.
            text: String,
            /// All text of the block so far.
            snapshot: String,
        }
    }

    /// A citation was added to a text block.
    pub struct CitationEvent("citation") {
        required {
            /// What was added.
            citation: TextCitation,
            /// All citations of the block so far.
            snapshot: Vec<TextCitation>,
        }
    }

    /// Reasoning was added to a thinking block.
    pub struct ThinkingEvent("thinking") {
        required {
            /// What was added.
            thinking: String,
            /// All reasoning of the block so far.
            snapshot: String,
        }
    }

    /// A thinking block was signed.
    pub struct SignatureEvent("signature") {
        required {
            /// The signature.
            signature: String,
        }
    }

    /// A piece was added to the input of a tool.
    pub struct InputJsonEvent("input_json") {
        required {
            /// What was added: JSON text, cut anywhere.
            partial_json: String,
            /// The input as far as it can be told by now.
            snapshot: Value,
        }
    }

    /// A block is finished. Stands in the place of the event that said so.
    pub struct ParsedContentBlockStopEvent("content_block_stop") {
        required {
            /// The finished block.
            content_block: ContentBlock,
        }
        defaulted {
            /// Which block, counted from 0.
            index: u64,
        }
    }

    /// The message is complete. Stands in the place of the event that said so.
    pub struct ParsedMessageStopEvent("message_stop") {
        required {
            /// The complete message.
            message: Message,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_event_of_the_helper_is_known_and_new_ones_are_kept() {
        let citation = json!({"type": "page_location", "cited_text": "hi", "document_index": 0, "start_page_number": 1,
            "end_page_number": 2});
        let message = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
            "content": [{"type": "text", "text": "hi"}], "usage": {"input_tokens": 1, "output_tokens": 1}});
        for event in [
            json!({"type": "text", "text": "i", "snapshot": "hi"}),
            json!({"type": "citation", "citation": citation, "snapshot": [citation]}),
            json!({"type": "thinking", "thinking": "m", "snapshot": "hm"}),
            json!({"type": "signature", "signature": "RXg="}),
            json!({"type": "input_json", "partial_json": "{\"a\": 1", "snapshot": {"a": 1}}),
            json!({"type": "message_start", "message": message}),
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
            json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hi"}}),
            json!({"type": "content_block_stop", "index": 0, "content_block": {"type": "text", "text": "hi"}}),
            json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 1}}),
            json!({"type": "message_stop", "message": message}),
        ] {
            known::<ParsedMessageStreamEvent>(&event);
        }
        kept::<ParsedMessageStreamEvent>(
            &json!({"type": "compaction", "content": "Long ago", "encrypted_content": null}),
        );
    }
}
