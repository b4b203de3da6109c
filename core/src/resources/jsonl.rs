//! Lines out of chunks: sans-IO, so that it works however the bytes are cut.

use bytes::{Bytes, BytesMut};

/// The longest line that is kept, in bytes: the largest plain answer, since a line holds one.
pub(super) const LONGEST: usize = 64 << 20;

/// Cuts bytes into lines, which end with LF, CRLF or CR. Empty lines are skipped; the last may lack its end.
#[derive(Debug)]
pub(super) struct Lines {
    longest: usize,
    /// Bytes that have come and are not yet cut.
    chunk: Bytes,
    /// The beginning of a line whose end has not come.
    begun: BytesMut,
    /// The line that is being read was too long and its rest is dropped.
    dropping: bool,
}

/// One line without its end, or the beginning of one that was longer than is kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Whole(Bytes),
    TooLong,
}

impl Default for Lines {
    fn default() -> Self {
        Self::new(LONGEST)
    }
}

impl Lines {
    fn new(longest: usize) -> Self {
        Self { longest, chunk: Bytes::new(), begun: BytesMut::new(), dropping: false }
    }

    /// Takes the next chunk; the lines of the last one have been taken.
    pub(super) fn feed(&mut self, chunk: Bytes) {
        debug_assert!(self.chunk.is_empty(), "the lines of the last chunk come first");
        self.chunk = chunk;
    }

    /// The next line that has come whole.
    pub(super) fn next(&mut self) -> Option<Line> {
        loop {
            let Some(end) = memchr::memchr2(b'\n', b'\r', &self.chunk) else {
                let rest = std::mem::take(&mut self.chunk);
                self.keep(&rest);
                return None;
            };
            // The LF of a CRLF ends an empty line, and empty lines are skipped.
            let piece = self.chunk.split_to(end + 1).slice(..end);
            if self.begun.is_empty() && !self.dropping && piece.len() <= self.longest {
                if piece.is_empty() {
                    continue;
                }
                return Some(Line::Whole(piece));
            }
            self.keep(&piece);
            return self.end();
        }
    }

    /// The line that the end of the bytes ends.
    pub(super) fn finish(&mut self) -> Option<Line> {
        self.end()
    }

    fn keep(&mut self, piece: &[u8]) {
        if self.dropping || self.begun.len() + piece.len() > self.longest {
            self.dropping = true;
            self.begun = BytesMut::new();
        } else {
            self.begun.extend_from_slice(piece);
        }
    }

    fn end(&mut self) -> Option<Line> {
        if std::mem::take(&mut self.dropping) {
            return Some(Line::TooLong);
        }
        (!self.begun.is_empty()).then(|| Line::Whole(self.begun.split().freeze()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(chunks: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::new(5);
        let mut found = Vec::new();
        for chunk in chunks {
            lines.feed(Bytes::copy_from_slice(chunk));
            found.extend(std::iter::from_fn(|| lines.next()));
        }
        found.extend(lines.finish());
        let text = |line| match line {
            Line::Whole(line) => String::from_utf8(line.to_vec()).unwrap(),
            Line::TooLong => "too long".to_owned(),
        };
        found.into_iter().map(text).collect()
    }

    #[test]
    fn every_cut_gives_the_same_lines() {
        let text = b"\none\r\ntwo\rthree\n\r\n\n12345\n123456\r\n1234567890\nfour\r";
        let expected = ["one", "two", "three", "12345", "too long", "too long", "four"];
        for first in 0..=text.len() {
            for second in first..=text.len() {
                let cut: [&[u8]; 3] = [&text[..first], &text[first..second], &text[second..]];
                assert_eq!(lines(&cut), expected, "cut at {first} and {second}");
            }
        }
        let bytes: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(lines(&bytes), expected);
    }

    #[test]
    fn the_last_line_may_lack_its_end_and_nothing_is_no_line() {
        assert_eq!(lines(&[b"a\nb"]), ["a", "b"]);
        assert_eq!(lines(&[b"a\n1234", b"56"]), ["a", "too long"]);
        assert!(lines(&[]).is_empty() && lines(&[b"\r\n", b"", b"\n"]).is_empty());
    }
}
