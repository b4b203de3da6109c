//! Whole chunks of a body, one behind the other, and how they become one where they lie.

/// The most digits in the size of a chunk that is joined to others.
pub(super) const MAX_DIGITS: usize = 8;
/// The most bytes that are joined. Up to here the size of all is at most five digits longer than that of the first, and so
/// much the size of the second gives.
const MAX_LENGTH: usize = 1 << 24;

/// Where they are, and how many bytes they hold.
pub(super) struct Run {
    start: usize,
    end: usize,
    chunks: usize,
    length: usize,
}

impl Run {
    /// The chunks from `start` on that are there whole, the last one of the body left out; `None` for fewer than two.
    pub(super) fn at(bytes: &[u8], start: usize) -> Option<Self> {
        let mut run = Self { start, end: start, chunks: 0, length: 0 };
        while let Some((from, to)) = chunk(bytes, run.end)
            && run.length + (to - from) < MAX_LENGTH
        {
            run.chunks += 1;
            run.length += to - from;
            run.end = to + 2;
        }
        (run.chunks > 1).then_some(run)
    }

    /// Where the last of them ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Writes all of them as one chunk to `place`, which is not behind them, and gives where that ends.
    pub(super) fn join(&self, bytes: &mut [u8], place: usize) -> usize {
        let digits = self.length.ilog(16) as usize + 1;
        let mut at = place + digits + 2;
        let mut next = chunk(bytes, self.start);
        while let Some((from, to)) = next {
            // Read first: to make room for the longer size the first chunk may go over it.
            next = if to + 2 < self.end { chunk(bytes, to + 2) } else { None };
            bytes.copy_within(from..to, at);
            at += to - from;
        }
        for (digit, byte) in bytes[place..place + digits].iter_mut().rev().enumerate() {
            *byte = b"0123456789abcdef"[self.length >> (4 * digit) & 15];
        }
        bytes[place + digits..place + digits + 2].copy_from_slice(b"\r\n");
        bytes[at..at + 2].copy_from_slice(b"\r\n");
        at + 2
    }
}

/// Where the bytes of the chunk at `at` are, if it is there whole and is not the last.
fn chunk(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let line = bytes.get(at..)?;
    let (mut size, mut digits) = (0, 0);
    while let Some(digit) = line.get(digits).copied().and_then(super::digit).filter(|_| digits < MAX_DIGITS) {
        size = size * 16 + digit;
        digits += 1;
    }
    let from = at + digits + 2;
    let to = from.checked_add(usize::try_from(size).ok()?)?;
    let ends_line = |at| bytes.get(at..).and_then(<[u8]>::first_chunk) == Some(b"\r\n");
    (size > 0 && ends_line(at + digits) && ends_line(to)).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn joined(before: &str, chunks: &[usize]) -> Vec<u8> {
        let body = |size: &usize| "abcdefgh".repeat(size / 8 + 1)[..*size].to_owned();
        let mut written = String::new();
        for size in chunks {
            write!(written, "{size:x}\r\n{}\r\n", body(size)).unwrap();
        }
        let mut bytes = format!("{before}{written}rest").into_bytes();
        let run = Run::at(&bytes, before.len()).unwrap();
        assert_eq!(run.end(), before.len() + written.len());
        let end = run.join(&mut bytes, 0);
        let whole: String = chunks.iter().map(body).collect();
        assert_eq!(bytes[..end], *format!("{:x}\r\n{whole}\r\n", whole.len()).into_bytes());
        bytes[end..].to_vec()
    }

    #[test]
    fn chunks_of_any_sizes_become_one_where_the_first_lay_or_before_it() {
        for before in ["", "x", "a line that is gone"] {
            for chunks in [&[1, 1][..], &[1, 16], &[1, 0x1_0000], &[15, 1, 1, 1], &[300, 20, 1], &[1; 500]] {
                assert!(joined(before, chunks).ends_with(b"rest"));
            }
        }
    }

    #[test]
    fn one_chunk_and_one_that_is_not_whole_are_left_alone() {
        for bytes in ["", "1\r\na\r\n", "1\r\na\r\n2\r\nab\r", "1\r\na\r\n0\r\n\r\n", "1\r\na\r\n1;x\r\na\r\n", "x"] {
            assert!(Run::at(bytes.as_bytes(), 0).is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn no_more_is_joined_than_the_size_has_room_for() {
        let chunk = format!("{:x}\r\n{}\r\n", MAX_LENGTH / 2, "x".repeat(MAX_LENGTH / 2));
        let bytes = format!("1\r\nx\r\n{chunk}{chunk}");
        let run = Run::at(bytes.as_bytes(), 0).unwrap();
        assert_eq!((run.chunks, run.length), (2, MAX_LENGTH / 2 + 1));
    }
}
