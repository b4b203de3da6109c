//! What has arrived of a streamed answer and was not read yet.

use bytes::Bytes;

use super::quick::{self, Quick};
use crate::sse::{Decoder, Frame, MAX_USUAL, TooLong, USUAL_START};

/// The last chunk of the answer, as far as its events were not taken. Each is read when it is taken, and no sooner.
#[derive(Default)]
pub(super) struct Arrived {
    chunk: Bytes,
    /// Where the first byte is that was not read.
    at: usize,
    decoder: Decoder,
    has_begun: bool,
}

/// A delta that is known without its frame.
pub(super) struct Delta<'a> {
    chunk: &'a Bytes,
    /// Where its JSON is in the chunk, and how long.
    pub(super) start: usize,
    pub(super) length: usize,
    /// Where in its JSON the text begins, as it is written there.
    pub(super) text_start: usize,
    pub(super) said: Quick<'a>,
}

impl Delta<'_> {
    /// Its JSON.
    pub(super) fn data(&self) -> Bytes {
        self.chunk.slice(self.start..self.start + self.length)
    }
}

impl Arrived {
    /// Whether there is a body at all.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// The last chunk, whole.
    pub(super) fn chunk(&self) -> &Bytes {
        &self.chunk
    }

    /// Whether all of it was read.
    pub(super) fn is_empty(&self) -> bool {
        self.at == self.chunk.len()
    }

    /// Takes a chunk, once the one before it was read.
    pub(super) fn put(&mut self, chunk: Bytes) {
        self.has_begun |= !chunk.is_empty();
        self.chunk = chunk;
        self.at = 0;
    }

    /// Drops what was not read.
    pub(super) fn clear(&mut self) {
        self.chunk = Bytes::new();
        self.at = 0;
    }

    /// The delta that comes next, if one does that is there whole and holds nothing odd: it is read where it lies, in one
    /// pass. Nearly all of an answer is such deltas.
    #[inline]
    pub(super) fn next_delta(&mut self) -> Option<Delta<'_>> {
        if !self.decoder.is_between_events() {
            return None;
        }
        let rest = &self.chunk[self.at..];
        let json = rest.strip_prefix(USUAL_START.0)?.strip_prefix(USUAL_START.1)?;
        let start = self.chunk.len() - json.len();
        let (said, text_start, length) = quick::read_first(json)?;
        if length > MAX_USUAL || json.get(length..length + 2) != Some(b"\n\n") {
            return None;
        }
        self.at = start + length + 2;
        self.decoder.passed_one();
        Some(Delta { chunk: &self.chunk, start, length, text_start, said })
    }

    /// Reads on to the end of the next event, whatever it is; `None` where that has not arrived.
    pub(super) fn next_frame(&mut self) -> Result<Option<Frame>, TooLong> {
        self.decoder.next(&self.chunk, &mut self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a stream cut in two: of each event its JSON, and whether it was read where it lay.
    fn parts(stream: &[u8], cut: usize) -> Vec<(Bytes, bool)> {
        let (mut arrived, mut parts) = (Arrived::default(), Vec::new());
        for chunk in [&stream[..cut], &stream[cut..]] {
            arrived.put(Bytes::copy_from_slice(chunk));
            loop {
                if let Some(delta) = arrived.next_delta() {
                    parts.push((delta.data(), true));
                } else if let Some(frame) = arrived.next_frame().unwrap() {
                    parts.push((frame.data, false));
                } else {
                    break;
                }
            }
            assert!(arrived.is_empty());
        }
        parts
    }

    #[test]
    fn deltas_are_read_where_they_lie_and_every_other_event_by_its_lines() {
        let delta = r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#;
        let usual = format!("event: content_block_delta\ndata: {delta}\n\n");
        let stream = [
            usual.as_str(),
            &usual,
            "event: ping\ndata: {}\n\n",
            &usual.replace('\n', "\r\n"),
            &usual,
            &usual.replace("\n\n", "\ndata:\n\n"),
            "event: content_block_delta\n",
            &usual,
            "id: 1\n",
            &usual,
            &usual,
        ];
        let stream = stream.concat();
        let whole = parts(stream.as_bytes(), 0);
        let quick: Vec<_> = whole.iter().map(|(_, quick)| *quick).collect();
        // The first line of all may begin with a byte order mark, and the one behind a CR with the rest of its line end.
        assert_eq!(quick, [false, true, false, false, false, false, false, false, true]);
        assert!(whole.iter().filter(|(_, quick)| *quick).all(|(data, _)| data == delta));
        for cut in 1..stream.len() {
            let data = |parts: Vec<(Bytes, bool)>| parts.into_iter().map(|(data, _)| data).collect::<Vec<_>>();
            assert_eq!(data(parts(stream.as_bytes(), cut)), data(whole.clone()), "cut at {cut}");
        }
    }

    #[test]
    fn what_was_not_read_can_be_dropped() {
        let mut arrived = Arrived::default();
        assert!(!arrived.has_begun());
        arrived.put(Bytes::from_static(b"data: {}\n\ndata: {}\n\n"));
        assert!(arrived.next_frame().unwrap().is_some() && arrived.has_begun());
        arrived.clear();
        assert!(arrived.next_frame().unwrap().is_none() && arrived.is_empty());
    }
}
