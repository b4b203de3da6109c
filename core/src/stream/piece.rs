//! What a delta adds to its block, taken out of its JSON once.

use std::{borrow::Cow, fmt};

use bytes::{Buf as _, Bytes};

use super::{quick::Quick, wire::WireEvent};
use crate::types::EventKind;

/// What a delta of text, reasoning or tool input adds to its block; [`StreamEvent::added`](super::StreamEvent::added) is the
/// text itself.
#[derive(Clone)]
pub struct Piece {
    /// Which block.
    pub index: usize,
    /// Which kind of delta it is.
    pub kind: PieceKind,
    /// Whether it was added to the message. A delta that does not fit its block changes nothing.
    pub fits: bool,
    /// Whether the event's JSON says nothing else, so that it need not be read again: `type`, `index` and `delta` in this
    /// order, of the delta `type` and the text.
    pub is_all: bool,
    pub(super) text: Text,
}

/// What is added, unescaped, valid UTF-8; may be empty.
#[derive(Clone)]
pub(super) enum Text {
    /// It holds no escapes, and so it is a part of the event's JSON. No count has to be kept for it.
    Within {
        start: u32,
        length: u32,
    },
    Unescaped(Box<[u8]>),
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
    /// A piece that fits its block, of an event whose JSON says more.
    #[must_use]
    pub fn new(index: usize, kind: PieceKind, text: impl Into<Box<[u8]>>) -> Self {
        Self { index, kind, fits: true, is_all: false, text: Text::Unescaped(text.into()) }
    }

    /// The piece that a delta brings which says nothing else.
    pub(super) fn of_quick(said: Quick<'_>, data: &[u8], fits: bool) -> Self {
        Self { index: said.index, kind: said.kind, fits, is_all: true, text: Text::of(said.text, data) }
    }

    /// The piece that an event of this sort brings, if it is a delta that brings one; whatever else holds a delta is none.
    pub(super) fn of(sort: EventKind, event: WireEvent<'_>, data: &[u8], fits: bool) -> Option<Self> {
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
        Some(Self { index, kind, fits, is_all: false, text: Text::of(text?.0, data) })
    }

    /// The text, in the event's JSON or of its own.
    pub(super) fn text<'a>(&'a self, data: &'a [u8]) -> &'a [u8] {
        match &self.text {
            Text::Within { start, length } => data.get(*start as usize..).and_then(|text| text.get(..*length as usize)),
            Text::Unescaped(text) => Some(&**text),
        }
        .unwrap_or_default()
    }

    /// The same, taken out of both.
    pub(super) fn into_text(self, mut data: Bytes) -> Bytes {
        match self.text {
            Text::Within { start, length } => {
                data.advance((start as usize).min(data.len()));
                data.truncate(length as usize);
                data
            }
            Text::Unescaped(text) => text.into(),
        }
    }
}

impl Text {
    fn of(text: Cow<'_, str>, data: &[u8]) -> Self {
        let place = match &text {
            Cow::Borrowed(text) => place_of(text.as_bytes(), data),
            Cow::Owned(_) => None,
        };
        let of_its_own = || Self::Unescaped(text.into_owned().into_bytes().into());
        place.map_or_else(of_its_own, |(start, length)| Self::Within { start, length })
    }
}

/// Where a part of the data is, and how long.
fn place_of(part: &[u8], data: &[u8]) -> Option<(u32, u32)> {
    let start = (part.as_ptr().addr()).checked_sub(data.as_ptr().addr())?;
    (start + part.len() <= data.len()).then_some((u32::try_from(start).ok()?, u32::try_from(part.len()).ok()?))
}

impl fmt::Debug for Piece {
    /// Shows kind and block, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Piece({:?}, block {})", self.kind, self.index)
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
