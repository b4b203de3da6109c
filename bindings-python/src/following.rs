//! The message as far as Python has taken its events: what the events of the stream helper show.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use pyo3::prelude::*;
use tidings::{Accumulator, HelperEvent, PieceKind, StreamEvent};

use crate::{decode, seed::Grown};

/// A message that follows its reader. Events keep it and look into it when they are looked at.
#[derive(Default)]
pub(crate) struct Following {
    // Never held while Python code runs.
    message: Mutex<Accumulator>,
}

/// What the stream helper tells beside an event, or in its place.
pub(crate) enum Derived {
    /// Text, reasoning or tool input grew.
    Grown(Grown),
    /// The message is complete; the event said nothing else.
    Stop(Arc<Following>),
    /// Anything else: its `type`, its JSON, and whether that has fields that nobody knows.
    Json { name: &'static str, json: Bytes, is_odd: bool },
}

impl Following {
    pub(crate) fn new(keeps_strings: bool) -> Arc<Self> {
        let following = Self::default();
        following.message().keep_unfinished_strings(keeps_strings);
        Arc::new(following)
    }

    /// Takes an event; says what follows from it, and whether that stands in the event's place.
    pub(crate) fn follow(self: &Arc<Self>, event: &StreamEvent) -> Option<(Derived, bool)> {
        let mut message = self.message();
        // The pump has folded the same events in the same order, and ended the stream where that failed.
        let folded = message.fold(event).ok()?;
        let derived = message.helper_events(event, folded).last()?;
        let replaces = match derived {
            HelperEvent::Raw(_) => return None,
            HelperEvent::ContentBlockStop { .. } | HelperEvent::MessageStop { .. } => true,
            _ => false,
        };
        Some((self.keep(&derived), replaces))
    }

    fn keep(self: &Arc<Self>, derived: &HelperEvent<'_>) -> Derived {
        let grown = |kind, index, end: usize, added: usize| {
            Derived::Grown(Grown { kind, of: self.clone(), index, start: end.saturating_sub(added), end })
        };
        match *derived {
            HelperEvent::Text { index, text, snapshot } => grown(PieceKind::Text, index, snapshot.len(), text.len()),
            HelperEvent::Thinking { index, thinking, snapshot } => {
                grown(PieceKind::Thinking, index, snapshot.len(), thinking.len())
            }
            HelperEvent::InputJson { index, partial_json, snapshot } => {
                grown(PieceKind::InputJson, index, snapshot.raw().len(), partial_json.len())
            }
            HelperEvent::MessageStop { .. } if is_plain(derived) => Derived::Stop(self.clone()),
            ref other => {
                let json = serde_json::to_vec(other).unwrap_or_default();
                let name = match other {
                    HelperEvent::Citation { .. } => "citation",
                    HelperEvent::Signature { .. } => "signature",
                    HelperEvent::Compaction { .. } => "compaction",
                    HelperEvent::ContentBlockStop { .. } => "content_block_stop",
                    HelperEvent::MessageStop { .. } => "message_stop",
                    _ => "",
                };
                Derived::Json { name, json: json.into(), is_odd: !is_plain(other) }
            }
        }
    }

    /// The message so far, as JSON; `None` before it has begun.
    pub(crate) fn message_json(&self) -> Option<Bytes> {
        self.message().message_json()
    }

    /// Looks at the text of a block as far as it has come.
    pub(crate) fn with_text<R>(&self, kind: PieceKind, index: usize, look: impl FnOnce(&str) -> R) -> R {
        let message = self.message();
        let block = message.block(index);
        let text = block.and_then(|block| match kind {
            PieceKind::Text => block.text(),
            PieceKind::Thinking => block.thinking(),
            PieceKind::InputJson => block.tool_input().map(|input| input.raw()),
        });
        look(text.unwrap_or_default())
    }

    /// The input of a tool as it was when its text had `end` bytes.
    pub(crate) fn input<'py>(&self, py: Python<'py>, index: usize, end: usize) -> PyResult<Bound<'py, PyAny>> {
        let json = self.message().tool_input(index).map(|input| input.json_at(end));
        decode::event(py, &json.unwrap_or_default())
    }

    fn message(&self) -> MutexGuard<'_, Accumulator> {
        self.message.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the event says nothing that its class does not know.
fn is_plain(derived: &HelperEvent<'_>) -> bool {
    let is = |event: &StreamEvent, json: &str| {
        event.data.iter().filter(|byte| !byte.is_ascii_whitespace()).eq(json.as_bytes())
    };
    match derived {
        HelperEvent::MessageStop { event, .. } => is(event, r#"{"type":"message_stop"}"#),
        HelperEvent::ContentBlockStop { event, index, .. } => {
            is(event, &format!(r#"{{"type":"content_block_stop","index":{index}}}"#))
        }
        _ => true,
    }
}
