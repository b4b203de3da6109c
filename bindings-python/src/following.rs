//! The message as far as Python has taken its events: what the events of the stream helper show.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use pyo3::{prelude::*, types::PyString};
use tidings::{Accumulator, HelperEvent, PieceKind, StreamEvent, partial_json::Parser};

use crate::{decode, growth::Tree, seed::Grown};

/// A message that follows its reader. Events keep it and look into it when they are looked at.
#[derive(Default)]
pub(crate) struct Following {
    // Never held while Python code runs.
    message: Mutex<Accumulator>,
    /// The inputs of tools that somebody looks at while they arrive, by the index of their block; never held while objects
    /// are made.
    inputs: Mutex<HashMap<usize, Parser<Tree>>>,
    keeps_strings: bool,
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

impl Derived {
    /// Whether it stands in the place of the event that it follows from.
    pub(crate) fn replaces(&self) -> bool {
        match self {
            Self::Grown(_) => false,
            Self::Stop(_) => true,
            Self::Json { name, .. } => matches!(*name, "content_block_stop" | "message_stop"),
        }
    }
}

impl Following {
    pub(crate) fn new(keeps_strings: bool) -> Arc<Self> {
        let following = Self { keeps_strings, ..Self::default() };
        following.message().keep_unfinished_strings(keeps_strings);
        following.message().keep_inputs_as_text(true);
        Arc::new(following)
    }

    /// Takes an event; says what follows from it.
    pub(crate) fn follow(self: &Arc<Self>, event: &StreamEvent) -> Option<Derived> {
        let mut message = self.message();
        // The pump has folded the same events in the same order, and ended the stream where that failed.
        let folded = message.fold(event).ok()?;
        match message.helper_events(event, folded).last()? {
            HelperEvent::Raw(_) => None,
            derived => Some(self.keep(&derived)),
        }
    }

    /// Takes an event of which nobody asks what follows.
    pub(crate) fn pass(&self, event: &StreamEvent) {
        let _ = self.message().fold(event);
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
    ///
    /// # Errors
    /// Only those of an interpreter that is out of memory.
    pub(crate) fn input<'py>(&self, py: Python<'py>, index: usize, end: usize) -> PyResult<Bound<'py, PyAny>> {
        // Out of the lock while objects are made. Whoever comes meanwhile begins a parser of his own.
        let mut parser = match self.inputs().remove(&index) {
            Some(parser) => parser,
            None => Parser::growing(Tree::default(), self.keeps_strings),
        };
        let known = parser.raw().len();
        if end < known || end == 0 {
            self.inputs().insert(index, parser);
            return self.earlier_input(py, index, end);
        }
        let more =
            self.with_text(PieceKind::InputJson, index, |text| text.get(known..end).unwrap_or_default().to_owned());
        parser.push(&more);
        if parser.fault().is_some() {
            return Ok(PyString::new(py, parser.raw()).into_any());
        }
        let snapshot = parser.growth_mut().snapshot(py)?;
        self.inputs().insert(index, parser);
        snapshot.map_or_else(|| self.earlier_input(py, index, 0), Ok)
    }

    /// An input that is looked at when more of it has come, read from its beginning; the one that the block began with where
    /// there is none.
    fn earlier_input<'py>(&self, py: Python<'py>, index: usize, end: usize) -> PyResult<Bound<'py, PyAny>> {
        let json = self.message().tool_input(index).map(|input| input.json_at(end));
        decode::event(py, &json.unwrap_or_default())
    }

    fn inputs(&self) -> MutexGuard<'_, HashMap<usize, Parser<Tree>>> {
        self.inputs.lock().unwrap_or_else(PoisonError::into_inner)
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
