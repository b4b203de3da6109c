//! The derived events: what an event did to the message, told in the message's own terms.

use serde_json::Value;

use super::{
    accumulate::Accumulator,
    block::BlockSnapshot,
    events::StreamEvent,
    folded::{Change, Folded},
    tool_input::ToolInput,
};

/// One event of the stream helper: an event as it came, or one derived from it that carries the state so far.
///
/// Everything in it is borrowed from the event and the [`Accumulator`], so that a snapshot costs the same at the end of a
/// long answer as at its beginning. It serialises as the object that the official stream helpers give; that copies.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum HelperEvent<'a> {
    /// An event as it came.
    Raw(&'a StreamEvent),
    /// Text was added to a text block.
    Text {
        /// Which block.
        index: usize,
        /// What was added; may be empty.
        text: &'a str,
        /// All text of the block so far.
        snapshot: &'a str,
    },
    /// A piece was added to the input of a tool.
    InputJson {
        /// Which block.
        index: usize,
        /// What was added, as JSON text cut anywhere; the first piece is mostly empty.
        partial_json: &'a str,
        /// The input so far.
        snapshot: ToolInput<'a>,
    },
    /// A text block cites something.
    Citation {
        /// Which block.
        index: usize,
        /// The citation that was added.
        citation: &'a Value,
        /// All citations of the block so far.
        snapshot: &'a [Value],
    },
    /// Reasoning was added to a thinking block.
    Thinking {
        /// Which block.
        index: usize,
        /// What was added.
        thinking: &'a str,
        /// All reasoning of the block so far.
        snapshot: &'a str,
    },
    /// A thinking block was signed.
    Signature {
        /// Which block.
        index: usize,
        /// The signature.
        signature: &'a str,
    },
    /// The conversation was compacted (beta); each part is a string or null.
    Compaction {
        /// Which block.
        index: usize,
        /// The summary.
        content: &'a Value,
        /// The summary, for the API alone to read.
        encrypted_content: &'a Value,
    },
    /// A block is finished. Stands in the place of the event that said so.
    ContentBlockStop {
        /// The event as it came.
        event: &'a StreamEvent,
        /// Which block.
        index: usize,
        /// The finished block.
        content_block: &'a BlockSnapshot,
    },
    /// The message is complete. Stands in the place of the event that said so.
    MessageStop {
        /// The event as it came.
        event: &'a StreamEvent,
        /// The complete message.
        message: &'a Accumulator,
    },
}

impl HelperEvent<'_> {
    /// The event's `type`, as the official Python helper spells it; empty for an event as it came whose kind this version
    /// does not know.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Raw(event) => event.kind.name(),
            Self::Text { .. } => "text",
            Self::InputJson { .. } => "input_json",
            Self::Citation { .. } => "citation",
            Self::Thinking { .. } => "thinking",
            Self::Signature { .. } => "signature",
            Self::Compaction { .. } => "compaction",
            Self::ContentBlockStop { .. } => "content_block_stop",
            Self::MessageStop { .. } => "message_stop",
        }
    }
}

impl Accumulator {
    /// The events of the stream helper for the event that was folded last: the event as it came, or what stands in its
    /// place, and then what is derived from it.
    ///
    /// ```
    /// # use tidings::{Accumulator, HelperEvent, StreamEvent};
    /// # fn example(mut message: Accumulator, event: StreamEvent) -> Result<(), tidings::Error> {
    /// let folded = message.fold(&event)?;
    /// for helper in message.helper_events(&event, folded) {
    ///     if let HelperEvent::Text { text, snapshot, .. } = helper {
    ///         eprintln!("{text:?} of {} bytes", snapshot.len());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn helper_events<'a>(
        &'a self,
        event: &'a StreamEvent,
        folded: Folded,
    ) -> impl Iterator<Item = HelperEvent<'a>> + use<'a> {
        let (first, second) = match self.derived(event, folded) {
            Some(instead @ (HelperEvent::ContentBlockStop { .. } | HelperEvent::MessageStop { .. })) => (instead, None),
            derived => (HelperEvent::Raw(event), derived),
        };
        std::iter::once(first).chain(second)
    }

    fn derived<'a>(&'a self, event: &'a StreamEvent, folded: Folded) -> Option<HelperEvent<'a>> {
        let Folded { index, change } = folded;
        let change = change?;
        if change == Change::MessageStop {
            return Some(HelperEvent::MessageStop { event, message: self });
        }
        let block = self.block(index)?;
        Some(match change {
            Change::Text { added } => {
                let snapshot = block.text()?;
                HelperEvent::Text { index, text: end_of(snapshot, added)?, snapshot }
            }
            Change::Thinking { added } => {
                let snapshot = block.thinking()?;
                HelperEvent::Thinking { index, thinking: end_of(snapshot, added)?, snapshot }
            }
            Change::InputJson { added } => {
                let snapshot = block.tool_input()?;
                HelperEvent::InputJson { index, partial_json: end_of(snapshot.raw(), added)?, snapshot }
            }
            Change::Citation => {
                let snapshot = block.citations();
                HelperEvent::Citation { index, citation: snapshot.last()?, snapshot }
            }
            Change::Signature => HelperEvent::Signature { index, signature: block.signature()? },
            Change::Compaction => HelperEvent::Compaction {
                index,
                content: block.field("content")?,
                encrypted_content: block.field("encrypted_content")?,
            },
            Change::BlockStop => HelperEvent::ContentBlockStop { event, index, content_block: block },
            Change::MessageStop => return None,
        })
    }
}

/// The last `bytes` of a text.
fn end_of(text: &str, bytes: usize) -> Option<&str> {
    text.get(text.len().checked_sub(bytes)?..)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::*;
    use crate::types::EventKind;

    /// The helper events of the last of these events, as JSON.
    fn last(events: &[Value]) -> Vec<Value> {
        let mut accumulator = Accumulator::new();
        let mut helped = Vec::new();
        for json in events {
            let kind = EventKind::from_name(json["type"].as_str().unwrap());
            let event = StreamEvent::new(kind, Bytes::from(json.to_string()));
            let folded = accumulator.fold(&event).unwrap();
            let events = accumulator.helper_events(&event, folded);
            helped = events.map(|event| serde_json::to_value(event).unwrap()).collect();
        }
        helped
    }

    fn block(content_block: &Value) -> [Value; 2] {
        [
            json!({"type": "message_start", "message": {"content": []}}),
            json!({"type": "content_block_start", "index": 0, "content_block": content_block}),
        ]
    }

    fn delta(delta: &Value) -> Value {
        json!({"type": "content_block_delta", "index": 0, "delta": delta})
    }

    #[test]
    fn a_compaction_follows_its_delta() {
        let [start, begin] = block(&json!({"type": "compaction", "content": null}));
        let raw = delta(&json!({"type": "compaction_delta", "content": "sum"}));
        let derived = json!({"type": "compaction", "content": "sum", "encrypted_content": null});
        assert_eq!(last(&[start, begin, raw.clone()]), [raw, derived]);
    }

    #[test]
    fn an_input_that_is_no_json_is_shown_as_its_text() {
        let [start, begin] = block(&json!({"type": "tool_use", "input": {}}));
        let raw = delta(&json!({"type": "input_json_delta", "partial_json": "call me"}));
        let derived = json!({"type": "input_json", "partial_json": "call me", "snapshot": "call me"});
        assert_eq!(last(&[start, begin, raw.clone()]), [raw, derived]);
    }

    #[test]
    fn what_comes_before_the_message_and_what_nobody_knows_is_passed_on_as_it_came() {
        let early = json!({"type": "new_event", "n": 0});
        assert_eq!(last(std::slice::from_ref(&early)), [early]);
        let [start, begin] = block(&json!({"type": "text", "text": ""}));
        let unknown = json!({"type": "new_event", "n": 1.0});
        assert_eq!(last(&[start, begin, unknown.clone()]), [unknown]);
    }

    #[test]
    fn the_end_of_a_block_keeps_its_own_fields_beside_the_finished_block() {
        let [start, begin] = block(&json!({"type": "text", "text": "t"}));
        let stop = json!({"type": "content_block_stop", "index": 0, "new_field": true});
        let mut whole = stop.clone();
        whole["content_block"] = json!({"type": "text", "text": "t"});
        assert_eq!(last(&[start, begin, stop]), [whole]);
    }
}
