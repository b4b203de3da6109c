//! The answer.

use super::{
    container::Container,
    content::{ContentBlock, ToolUseBlock},
    diagnostics::Diagnostics,
    record::response,
    stop_details::RefusalStopDetails,
    usage::Usage,
    words::words,
};

response! {
    /// The model's answer.
    pub struct Message("message") {
        constant { role = "assistant" }
        defaulted {
            /// The message's id; its form may change.
            id: String,
            /// The model that answered; may differ from the alias that was asked for.
            model: String,
            /// What the model wrote, in order; may be empty.
            content: Vec<ContentBlock>,
            /// What was counted, and will be billed.
            usage: Usage,
        }
        nullable {
            /// Why the model stopped; null only while a stream is under way.
            stop_reason: StopReason,
            /// The custom stop sequence that matched, if one did.
            stop_sequence: String,
            /// More about why the model stopped, where there is more to say: after a refusal.
            stop_details: RefusalStopDetails,
            /// The container in which server tools ran code, if they did.
            container: Container,
            /// Why the prompt cache did not help; only if the request asked for `diagnostics`. Since 2026-09.
            diagnostics: Diagnostics,
        }
    }
}

impl Message {
    /// The text of all text blocks, joined.
    #[must_use]
    pub fn text(&self) -> String {
        self.content.iter().filter_map(ContentBlock::as_text).collect()
    }

    /// The reasoning of all thinking blocks, joined; empty where the model gave none or it is not shown.
    #[must_use]
    pub fn thinking(&self) -> String {
        self.content.iter().filter_map(ContentBlock::as_thinking).map(|block| block.thinking.as_str()).collect()
    }

    /// The tools the model asks for.
    pub fn tool_uses(&self) -> impl Iterator<Item = &ToolUseBlock> {
        self.content.iter().filter_map(ContentBlock::as_tool_use)
    }
}

words! {
    /// Why the model stopped.
    pub enum StopReason {
        /// The model finished.
        EndTurn = "end_turn",
        /// `max_tokens`, or the model's own maximum, was reached; a tool call at the end may be incomplete.
        MaxTokens = "max_tokens",
        /// A custom stop sequence matched.
        StopSequence = "stop_sequence",
        /// The model wants tools to be run: send their results back.
        ToolUse = "tool_use",
        /// A server tool paused: send the content back as it is to go on.
        PauseTurn = "pause_turn",
        /// The model declined; see `stop_details`.
        Refusal = "refusal",
        /// The context window is full.
        ModelContextWindowExceeded = "model_context_window_exceeded",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_field_is_known() {
        let mut message = json!({
            "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-4-6",
            "content": [{"type": "thinking", "thinking": "hm", "signature": "RXg="}, {"type": "text", "text": "No."}],
            "stop_reason": "refusal", "stop_sequence": null,
            "stop_details": {"type": "refusal", "category": "cyber", "explanation": "Not this."},
            "container": {"id": "container_1", "expires_at": "2026-11-20T08:00:00Z", "skills": null},
            "diagnostics": {"cache_miss_reason": {"type": "unavailable"}},
            "usage": {"input_tokens": 21, "output_tokens": 14, "service_tier": "standard"},
        });
        let read = known::<Message>(&message);
        assert_eq!((read.text(), read.thinking()), ("No.".to_owned(), "hm".to_owned()));

        for reason in
            ["end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "model_context_window_exceeded"]
        {
            message["stop_reason"] = reason.into();
            known::<Message>(&message);
        }
    }

    #[test]
    fn what_is_new_is_kept() {
        let message = json!({
            "id": "msg_1", "type": "message", "role": "narrator", "model": "m", "content": [], "stop_reason": "compaction",
            "container": 7, "usage": {"input_tokens": 1, "output_tokens": 1}, "context_management": {"applied_edits": []},
        });
        let read = kept::<Message>(&message);
        assert_eq!(read.stop_reason, Some(StopReason::Other("compaction".to_owned())));
        assert_eq!(read.extra["container"], 7);
    }

    #[test]
    fn odd_fields_do_not_cost_an_answer() {
        let json = r#"{"content": [{"type": "text"}, {"type": "text", "text": "hi"}],
            "usage": {"input_tokens": -1, "output_tokens": null}}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!((message.text().as_str(), message.usage.input_tokens), ("hi", 0));
        assert!(matches!(message.content[0], ContentBlock::Unknown(_)));
        assert_eq!(message.usage.extra["input_tokens"], -1);
    }
}
