//! The deltas of one chunk on their way to a host.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use super::{
    arrived::{Alike, Delta},
    batch::{EventRef, PieceRef},
    events::StreamEvent,
    piece::{Piece, PieceKind, Text},
};
use crate::types::EventKind;

/// Deltas of one chunk that say nothing else, oldest first. As an iterator it makes whole events of them.
#[derive(Default)]
pub struct Deltas {
    chunk: Bytes,
    list: Vec<Short>,
    /// How many of them were taken.
    taken: usize,
    /// The texts that hold escapes, without them.
    unescaped: Vec<u8>,
}

/// About how long a delta is, with what is around it.
const USUAL: usize = 112;

#[derive(Clone, Copy)]
struct Short {
    start: u32,
    length: u32,
    /// Counted from the beginning of the JSON, or of the unescaped texts.
    text_start: u32,
    text_length: u32,
    index: u32,
    kind: PieceKind,
    is_unescaped: bool,
    fits: bool,
}

/// Who is told of the deltas of one chunk when they are folded.
pub(super) trait Takes {
    /// A delta, and whether it was added to the message.
    fn take_delta(&mut self, delta: &Delta<'_>, fits: bool);

    /// One that is like one before in all but its text, and fits as that did.
    fn take_alike(&mut self, alike: &Alike<'_>, kind: PieceKind, index: usize);
}

/// Nobody: only the message is wanted.
impl Takes for () {
    fn take_delta(&mut self, _: &Delta<'_>, _: bool) {}

    fn take_alike(&mut self, _: &Alike<'_>, _: PieceKind, _: usize) {}
}

impl Deltas {
    /// None yet.
    pub(super) fn of(chunk: &Bytes) -> Self {
        Self { chunk: chunk.clone(), list: Vec::new(), taken: 0, unescaped: Vec::new() }
    }

    /// How many there are that were not taken.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len() - self.taken
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.taken == self.list.len()
    }

    /// The received bytes in which the JSON of all that were not taken lies, with what was between them. What stands in
    /// place of escapes does not.
    #[must_use]
    pub fn received(&self) -> &[u8] {
        let left = self.list.get(self.taken..).unwrap_or_default();
        let (Some(first), Some(last)) = (left.first(), left.last()) else { return &[] };
        part(&self.chunk, first.start, last.start - first.start + last.length)
    }

    /// How many bytes of JSON they held when they came.
    pub(super) fn bytes(&self) -> usize {
        self.list.iter().map(|delta| delta.length as usize).sum()
    }

    fn take(&mut self) -> Option<Short> {
        let delta = self.list.get(self.taken).copied()?;
        self.taken += 1;
        Some(delta)
    }

    /// Shows the next one, which is taken by that.
    #[inline]
    pub fn next_ref(&mut self) -> Option<EventRef<'_>> {
        let delta = self.take()?;
        let data = part(&self.chunk, delta.start, delta.length);
        let source = if delta.is_unescaped { &self.unescaped } else { data };
        let text = part(source, delta.text_start, delta.text_length);
        let piece = PieceRef { index: delta.index as usize, kind: delta.kind, text, fits: delta.fits };
        Some(EventRef { kind: EventKind::ContentBlockDelta, data, piece: Some(piece) })
    }
}

impl Takes for Deltas {
    #[inline]
    fn take_delta(&mut self, delta: &Delta<'_>, fits: bool) {
        if self.list.is_empty() {
            self.list.reserve((self.chunk.len() - delta.start) / USUAL + 1);
        }
        let (text_start, is_unescaped) = match &delta.said.text {
            Cow::Borrowed(_) => (delta.text_start, false),
            Cow::Owned(text) => {
                let start = self.unescaped.len();
                self.unescaped.extend_from_slice(text.as_bytes());
                (start, true)
            }
        };
        self.list.push(Short {
            start: number(delta.start),
            length: number(delta.length),
            text_start: number(text_start),
            text_length: number(delta.said.text.len()),
            index: number(delta.said.index),
            kind: delta.said.kind,
            is_unescaped,
            fits,
        });
    }

    #[inline]
    fn take_alike(&mut self, alike: &Alike<'_>, kind: PieceKind, index: usize) {
        self.list.push(Short {
            start: number(alike.start),
            length: number(alike.length),
            text_start: number(alike.text_start),
            text_length: number(alike.text_length),
            index: number(index),
            kind,
            is_unescaped: false,
            fits: true,
        });
    }
}

impl Iterator for Deltas {
    type Item = StreamEvent;

    fn next(&mut self) -> Option<StreamEvent> {
        let delta = self.take()?;
        let data = self.chunk.slice_ref(part(&self.chunk, delta.start, delta.length));
        let text = if delta.is_unescaped {
            Text::Unescaped(part(&self.unescaped, delta.text_start, delta.text_length).into())
        } else {
            Text::Within { start: delta.text_start, length: delta.text_length }
        };
        let piece = Piece { index: delta.index as usize, kind: delta.kind, fits: delta.fits, is_all: true, text };
        Some(StreamEvent { kind: EventKind::ContentBlockDelta, data, piece: Some(piece) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len(), Some(self.len()))
    }
}

impl ExactSizeIterator for Deltas {}

impl fmt::Debug for Deltas {
    /// Shows how many there are, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deltas({})", self.len())
    }
}

/// What does not fit would be a mistake of ours: a chunk is shorter.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[inline]
fn part(bytes: &[u8], start: u32, length: u32) -> &[u8] {
    bytes.get(start as usize..).and_then(|rest| rest.get(..length as usize)).unwrap_or_default()
}
