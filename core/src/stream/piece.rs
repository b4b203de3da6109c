//! What a delta adds to its block, taken out of its JSON once.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use super::{quick::Quick, wire::WireEvent};
use crate::types::EventKind;

/// What a delta of text, reasoning or tool input adds to its block.
#[derive(Clone)]
pub struct Piece {
    /// Which block.
    pub index: usize,
    /// Which kind of delta it is.
    pub kind: PieceKind,
    /// What is added, unescaped, valid UTF-8; may be empty. A slice of the received bytes where it holds no escapes.
    pub text: Bytes,
    /// Whether it was added to the message. A delta that does not fit its block changes nothing.
    pub fits: bool,
    /// Whether the event's JSON says nothing else, so that it need not be read again: `type`, `index` and `delta` in this
    /// order, of the delta `type` and the text.
    pub is_all: bool,
}

/// The kinds of deltas that only add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum PieceKind {
    /// Text for a text block.
    Text = 0,
    /// Reasoning for a thinking block.
    Thinking = 1,
    /// JSON text for the input of a tool.
    InputJson = 2,
}

impl PieceKind {
    pub(super) const ALL: [Self; 3] = [Self::Text, Self::Thinking, Self::InputJson];

    /// The `type` of the delta.
    #[must_use]
    pub const fn delta(self) -> &'static str {
        match self {
            Self::Text => "text_delta",
            Self::Thinking => "thinking_delta",
            Self::InputJson => "input_json_delta",
        }
    }

    /// The field of the delta that holds the text.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Thinking => "thinking",
            Self::InputJson => "partial_json",
        }
    }
}

impl Piece {
    /// The piece that a delta brings which says nothing else.
    pub(super) fn of_quick(quick: Quick<'_>, data: &Bytes, fits: bool) -> Self {
        Self { index: quick.index, kind: quick.kind, text: bytes_of(quick.text, data), fits, is_all: true }
    }

    /// The piece that an event of this sort brings, if it is a delta that brings one; whatever else holds a delta is none.
    pub(super) fn of(sort: EventKind, event: WireEvent<'_>, data: &Bytes, fits: bool) -> Option<Self> {
        if sort != EventKind::ContentBlockDelta {
            return None;
        }
        let index = usize::try_from(event.index?).ok()?;
        let delta = event.delta?;
        let kind = PieceKind::ALL.into_iter().find(|kind| kind.delta() == delta.kind())?;
        let text = match kind {
            PieceKind::Text => delta.text,
            PieceKind::Thinking => delta.thinking,
            PieceKind::InputJson => delta.partial_json,
        };
        Some(Self { index, kind, text: bytes_of(text?.0, data), fits, is_all: false })
    }

    /// The text as a string; always valid.
    pub(super) fn to_str(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.text)
    }
}

/// A slice of the event's data where the text was borrowed from there.
fn bytes_of(text: Cow<'_, str>, data: &Bytes) -> Bytes {
    match text {
        Cow::Borrowed(text) => data.slice_ref(text.as_bytes()),
        Cow::Owned(text) => text.into(),
    }
}

impl fmt::Debug for Piece {
    /// Shows kind and size, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Piece({:?}, {} bytes)", self.kind, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_is_no_delta_brings_no_piece_whatever_it_holds() {
        let json = br#"{"index":0,"delta":{"type":"text_delta","text":"a"},"type":"intermission"}"#;
        let data = Bytes::from_static(json);
        let piece = |sort| Piece::of(sort, WireEvent::parse(&data, "").unwrap(), &data, true);
        assert!(piece(EventKind::ContentBlockDelta).is_some());
        assert!(piece(EventKind::Unknown).is_none() && piece(EventKind::MessageStart).is_none());
    }
}
