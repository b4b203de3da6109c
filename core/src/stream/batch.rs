//! Events on their way to a host, many at a time.

use std::{collections::VecDeque, fmt};

use super::{deltas::Deltas, events::StreamEvent, piece::PieceKind};
use crate::types::EventKind;

/// Events that arrived together, oldest first.
///
/// Deltas, of which there are thousands, are no more here than a few numbers: where they lie in what was received. As an
/// iterator it makes whole events of them; [`next_ref`](Self::next_ref) shows them where they are.
#[derive(Default)]
pub struct EventBatch {
    parts: VecDeque<Part>,
    /// How many events there are, and how many bytes of JSON they hold.
    length: usize,
    bytes: usize,
    /// The event that was shown last, if it is one of its own.
    shown: Option<StreamEvent>,
}

/// An event where it lies in its batch.
#[derive(Clone, Copy)]
pub struct EventRef<'a> {
    /// What kind of event it is.
    pub kind: EventKind,
    /// The event's JSON, valid UTF-8.
    pub data: &'a [u8],
    /// What a delta of text, reasoning or tool input adds; `None` for every other event.
    pub piece: Option<PieceRef<'a>>,
}

/// What a delta adds to its block, where it lies. See [`Piece`](super::Piece).
#[derive(Clone, Copy)]
pub struct PieceRef<'a> {
    /// Which block.
    pub index: usize,
    /// Which kind of delta it is.
    pub kind: PieceKind,
    /// What is added, unescaped, valid UTF-8; may be empty.
    pub text: &'a [u8],
    /// Whether it was added to the message.
    pub fits: bool,
}

enum Part {
    Deltas(Deltas),
    // As large as several of the other, of which there are far more.
    Event(Box<StreamEvent>),
}

impl EventBatch {
    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many bytes of JSON the events held when they came.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Shows the next event, which is taken by that.
    #[inline]
    pub fn next_ref(&mut self) -> Option<EventRef<'_>> {
        self.length = self.length.checked_sub(1)?;
        while matches!(self.parts.front(), Some(Part::Deltas(deltas)) if deltas.is_empty()) {
            self.parts.pop_front();
        }
        if matches!(self.parts.front(), Some(Part::Event(_)))
            && let Some(Part::Event(event)) = self.parts.pop_front()
        {
            return Some(self.shown.insert(*event).to_ref());
        }
        match self.parts.front_mut() {
            Some(Part::Deltas(deltas)) => deltas.next_ref(),
            _ => None,
        }
    }

    /// Takes the deltas of one chunk that come next, all of them; `None` where another event does, or nothing.
    pub fn next_deltas(&mut self) -> Option<Deltas> {
        match self.parts.pop_front()? {
            Part::Deltas(deltas) => {
                self.length -= deltas.len();
                Some(deltas)
            }
            event @ Part::Event(_) => {
                self.parts.push_front(event);
                None
            }
        }
    }

    pub(super) fn push(&mut self, event: StreamEvent) {
        self.length += 1;
        self.bytes += event.data.len();
        self.parts.push_back(Part::Event(Box::new(event)));
    }

    pub(super) fn put(&mut self, deltas: Deltas) {
        self.length += deltas.len();
        self.bytes += deltas.bytes();
        self.parts.push_back(Part::Deltas(deltas));
    }
}

impl Iterator for EventBatch {
    type Item = StreamEvent;

    fn next(&mut self) -> Option<StreamEvent> {
        loop {
            match self.parts.front_mut()? {
                Part::Deltas(deltas) => {
                    if let Some(event) = deltas.next() {
                        self.length -= 1;
                        return Some(event);
                    }
                    self.parts.pop_front();
                }
                Part::Event(_) => {
                    if let Some(Part::Event(event)) = self.parts.pop_front() {
                        self.length -= 1;
                        return Some(*event);
                    }
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.length, Some(self.length))
    }
}

impl ExactSizeIterator for EventBatch {}

impl fmt::Debug for EventBatch {
    /// Shows how many events there are, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventBatch({} events)", self.length)
    }
}

impl EventRef<'_> {
    /// The text that the event adds to a text block, unescaped and never empty; `None` for every other event.
    #[must_use]
    pub fn text(&self) -> Option<&[u8]> {
        let adds = |piece: &PieceRef<'_>| piece.kind == PieceKind::Text && piece.fits && !piece.text.is_empty();
        self.piece.as_ref().filter(|piece| adds(piece)).map(|piece| piece.text)
    }
}

impl fmt::Debug for EventRef<'_> {
    /// Shows the kind and the size, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventRef({:?}, {} bytes)", self.kind, self.data.len())
    }
}

impl fmt::Debug for PieceRef<'_> {
    /// Shows kind and size, never the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PieceRef({:?}, {} bytes)", self.kind, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{
        super::{arrived::Arrived, deltas::Takes as _},
        *,
    };

    const STREAM: &str = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":3,\
        \"delta\":{\"type\":\"text_delta\",\"text\":\"a\\nb\"}}\n\nevent: content_block_delta\ndata: \
        {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"c\"}}\n\n";

    /// An event, two deltas that are read where they lie, and an event.
    fn batch() -> EventBatch {
        let (mut arrived, mut batch) = (Arrived::default(), EventBatch::default());
        arrived.put(Bytes::from_static(b": \n"));
        assert!(arrived.next_frame().unwrap().is_none());
        arrived.put(Bytes::from_static(STREAM.as_bytes()));
        let mut deltas = Deltas::of(arrived.chunk());
        while let Some(delta) = arrived.next_delta() {
            let fits = delta.said.index == 3;
            deltas.take_delta(&delta, fits);
        }
        batch.push(StreamEvent::new(EventKind::MessageStart, Bytes::from_static(b"{}")));
        batch.put(deltas);
        batch.push(StreamEvent::new(EventKind::MessageStop, Bytes::from_static(b"[]")));
        batch
    }

    #[test]
    fn events_come_out_alike_made_or_shown() {
        let (made, mut shown) = (batch(), batch());
        assert_eq!((made.len(), made.bytes()), (4, STREAM.len() - 2 * 35 + 4));
        let mut text = Vec::new();
        for event in made {
            let same = shown.next_ref().unwrap();
            assert_eq!((same.kind, same.data), (event.kind, &*event.data));
            let told = |piece: &PieceRef<'_>| (piece.index, piece.kind, piece.fits, piece.text.to_vec());
            let piece = event.piece.as_ref().map(|p| (p.index, p.kind, p.fits, event.added().unwrap().to_vec()));
            assert_eq!(same.piece.as_ref().map(told), piece);
            assert_eq!(same.text(), event.text());
            text.push(event.text().map(<[u8]>::to_vec));
        }
        assert_eq!(text, [None, Some(b"a\nb".to_vec()), None, None]);
        assert!(shown.next_ref().is_none() && shown.is_empty());
    }

    #[test]
    fn deltas_are_taken_together_where_they_come_next() {
        let mut batch = batch();
        assert!(batch.next_deltas().is_none());
        batch.next_ref();
        let mut deltas = batch.next_deltas().unwrap();
        assert_eq!((deltas.len(), batch.len()), (2, 1));
        assert_eq!(deltas.received(), &STREAM.as_bytes()[33..STREAM.len() - 2]);
        assert_eq!(deltas.next_ref().unwrap().piece.unwrap().text, b"a\nb");
        let last = deltas.received().to_vec();
        assert_eq!(deltas.next().unwrap().data, last);
        assert!(deltas.next_ref().is_none() && deltas.is_empty() && deltas.received().is_empty());
        assert!(batch.next_deltas().is_none());
        assert_eq!(batch.next().unwrap().kind, EventKind::MessageStop);
    }

    #[test]
    fn what_was_shown_is_taken() {
        let mut batch = batch();
        batch.next_ref();
        batch.next_ref();
        let kinds: Vec<_> = batch.map(|event| (event.kind, event.piece.map(|piece| piece.kind))).collect();
        let delta = (EventKind::ContentBlockDelta, Some(PieceKind::Thinking));
        assert_eq!(kinds, [delta, (EventKind::MessageStop, None)]);
    }
}
