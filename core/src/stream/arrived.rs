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
    /// Where the delta that was read last begins in the chunk, its JSON and its text; all the same if there is none.
    last: [usize; 3],
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

/// A delta that begins like the one before it, up to its text.
pub(super) struct Alike<'a> {
    /// Where its JSON is in the chunk, and how long.
    pub(super) start: usize,
    pub(super) length: usize,
    /// Where in its JSON the text begins, and all of the chunk from there on.
    pub(super) text_start: usize,
    pub(super) from_text: &'a [u8],
    /// How long the text is; it is valid UTF-8 and holds no escapes.
    pub(super) text_length: usize,
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
        self.last = [0; 3];
    }

    /// Drops what was not read.
    pub(super) fn clear(&mut self) {
        self.put(Bytes::new());
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
        self.last = [self.at, start, start + text_start];
        self.at = start + length + 2;
        self.decoder.passed_one();
        Some(Delta { chunk: &self.chunk, start, length, text_start, said })
    }

    /// The delta that comes next, if the one before it was read as a delta and is like it in all but its text. So are nearly
    /// all, and to compare them is the fastest way to read them. Only as long as nothing else is read in between.
    #[inline]
    pub(super) fn next_alike(&mut self) -> Option<Alike<'_>> {
        let [begun, json, text] = self.last;
        let beginning = self.chunk.get(begun..text)?;
        let from_text = self.chunk.get(self.at..)?.strip_prefix(beginning)?;
        let text_length = quick::last_text(from_text)?.len();
        let (start, text_start) = (self.at + (json - begun), text - json);
        let length = text_start + text_length + quick::BEHIND_TEXT;
        if beginning.is_empty() || length > MAX_USUAL {
            return None;
        }
        self.at = start + length + 2;
        Some(Alike { start, length, text_start, from_text, text_length })
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
                    while let Some(alike) = arrived.next_alike() {
                        let (start, end, text) = (alike.start, alike.start + alike.length, alike.text_start);
                        let said = alike.from_text[..alike.text_length].to_vec();
                        let data = arrived.chunk().slice(start..end);
                        assert_eq!(data[text..].strip_suffix(b"\"}}"), Some(&*said));
                        parts.push((data, true));
                    }
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
    fn a_delta_is_like_another_whatever_its_text_says_unless_that_is_to_be_read_otherwise() {
        let event = |index: usize, text: &[u8]| {
            let json =
                format!(r#"{{"type":"content_block_delta","index":{index},"delta":{{"type":"text_delta","text":""#);
            [b"event: content_block_delta\ndata: ", json.as_bytes(), text, b"\"}}\n\n"].concat()
        };
        let long = "long ".repeat(99);
        let texts: [&[u8]; 6] = [b"", b"a", b"eight789", "\u{e9} 9".as_bytes(), b"\x7f", long.as_bytes()];
        let odd: [&[u8]; 6] = [b"\\n", b"\\", b"\n", b"\x1f", b"\xff", b"a\"b"];
        for (index, text, is_alike) in texts
            .map(|text| (0, text, true))
            .into_iter()
            .chain(odd.map(|text| (0, text, false)))
            .chain([(1, texts[1], false)])
        {
            let mut arrived = Arrived::default();
            arrived.put(Bytes::from_static(b": \n"));
            assert!(arrived.next_frame().unwrap().is_none());
            arrived.put([event(0, b"first"), event(index, text), event(0, b"last")].concat().into());
            assert!(arrived.next_alike().is_none(), "there is none before");
            assert!(arrived.next_delta().is_some());
            let alike = arrived.next_alike().map(|alike| alike.from_text[..alike.text_length].to_vec());
            assert_eq!(alike, is_alike.then(|| text.to_vec()));
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
