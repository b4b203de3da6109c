//! The deltas that are given out now, as C wants them.

use tidings::{PieceKind, StreamEvent, host::Deltas};

use crate::event::{Event, EventKind};

/// A text that is shorter is copied with what is behind it: to copy so many bytes takes less than to copy as many as it has.
const SHORT: usize = 32;

/// Deltas of one chunk, and a copy of what they lie in, where each gets its NUL.
///
/// The received bytes have no room for any, and to copy all of them at once costs less than each by itself.
#[derive(Debug, Default)]
pub(super) struct Page {
    deltas: Deltas,
    copy: Vec<u8>,
    /// Where what was copied lies.
    source: usize,
    /// The text of the one that was given out last.
    text: Vec<u8>,
}

impl Page {
    pub(super) fn is_empty(&self) -> bool {
        self.deltas.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.deltas = Deltas::default();
    }

    /// Goes on with these, once all before were given out.
    pub(super) fn turn(&mut self, deltas: Deltas) {
        let received = deltas.received();
        self.source = received.as_ptr().addr();
        self.copy.clear();
        // Room for the last NUL, and for a short text to be copied with what is behind it.
        self.copy.reserve(received.len() + SHORT);
        self.copy.extend_from_slice(received);
        self.copy.extend_from_slice(&[0; SHORT]);
        self.deltas = deltas;
    }

    /// The next one, whose texts stay until the one after it.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Event> {
        let event = self.deltas.next_ref()?;
        let (piece, data_len) = (event.piece?, event.data.len());
        let start = event.data.as_ptr().addr().wrapping_sub(self.source);
        *self.copy.get_mut(start + data_len)? = 0;
        let data = self.copy.get(start..)?;
        let mut given = Event {
            kind: EventKind::CONTENT_BLOCK_DELTA,
            index: u32::try_from(piece.index).unwrap_or(u32::MAX),
            data: data.as_ptr().cast(),
            data_len,
            delta_kind: piece.kind.into(),
            ..Event::NONE
        };
        if piece.fits {
            // Past the end of it for a text that had escapes.
            let within = piece.text.as_ptr().addr().wrapping_sub(event.data.as_ptr().addr());
            let from_text = data.get(within..).filter(|_| within < data_len);
            end(&mut self.text, piece.text, from_text.and_then(<[u8]>::first_chunk));
            (given.delta, given.delta_len) = (self.text.as_ptr().cast(), piece.text.len());
            if piece.kind == PieceKind::Text && !piece.text.is_empty() {
                (given.text, given.text_len) = (given.delta, given.delta_len);
            }
        }
        Some(given)
    }

    /// The next one for itself.
    pub(super) fn next_whole(&mut self) -> Option<StreamEvent> {
        self.deltas.next()
    }
}

/// Copies a text and puts a NUL behind it; `source` is where it lies, if there is more behind it.
#[inline]
fn end(place: &mut Vec<u8>, text: &[u8], source: Option<&[u8; SHORT]>) {
    if let (Some(source), Some(place)) = (source, place.first_chunk_mut())
        && text.len() < SHORT
    {
        *place = *source;
        place[text.len()] = 0;
    } else {
        end_slowly(place, text);
    }
}

#[inline(never)]
fn end_slowly(place: &mut Vec<u8>, text: &[u8]) {
    place.clear();
    place.extend_from_slice(text);
    place.resize((text.len() + 1).max(SHORT), 0);
}
