//! One line of an event stream: which field it is, and whether it is worth keeping at all.

use std::ops::Range;

use bytes::Bytes;

pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The name of nearly every event of an answer.
pub(super) const USUAL: &[u8] = b"content_block_delta";
/// How such an event begins, as far as its data.
pub(crate) const USUAL_START: (&[u8; 27], &[u8; 6]) = (b"event: content_block_delta\n", b"data: ");

const FIELDS: [&[u8]; 4] = [b"data", b"event", b"id", b"retry"];

/// A line, read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The end of an event.
    Blank,
    Data(Bytes),
    Event(Bytes),
    Id(Bytes),
    Retry(u64),
    /// A comment, an unknown field, or a known one with a value that the standard says to ignore.
    Ignored,
}

impl Line {
    /// Reads a whole line that has lost its ending, the part `at` of `source`. Values are UTF-8; bytes that are not become
    /// U+FFFD.
    pub(super) fn parse(source: &Bytes, at: Range<usize>) -> Self {
        let line = &source[at.clone()];
        if line.is_empty() {
            return Self::Blank;
        }
        let (name, value) = match memchr::memchr(b':', line) {
            Some(0) => return Self::Ignored,
            Some(colon) => {
                let space = usize::from(line.get(colon + 1) == Some(&b' '));
                (&line[..colon], at.start + colon + 1 + space..at.end)
            }
            None => (line, at.end..at.end),
        };
        match name {
            b"data" => Self::Data(valid_utf8(source.slice(value))),
            b"event" if source[value.clone()] == *USUAL => Self::Event(Bytes::from_static(USUAL)),
            b"event" => Self::Event(valid_utf8(source.slice(value))),
            b"id" if memchr::memchr(0, &source[value.clone()]).is_none() => Self::Id(valid_utf8(source.slice(value))),
            b"retry" => retry(&source[value]),
            _ => Self::Ignored,
        }
    }
}

/// Whether a line that begins so can only be ignored, so that the rest of it need not be kept.
pub(super) fn is_ignorable(start: &[u8]) -> bool {
    match memchr::memchr(b':', start) {
        Some(colon) => !FIELDS.contains(&&start[..colon]),
        None => !FIELDS.iter().any(|field| field.starts_with(start)),
    }
}

pub(super) fn valid_utf8(value: Bytes) -> Bytes {
    // Most of it is ASCII, which is seen at a glance; and to look is several times as fast as to repair what is whole.
    if value.is_ascii() {
        return value;
    }
    match std::str::from_utf8(&value) {
        Ok(_) => value,
        Err(_) => String::from_utf8_lossy(&value).into_owned().into(),
    }
}

fn retry(value: &[u8]) -> Line {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Line::Ignored;
    }
    let digit = |n: u64, d: &u8| n.saturating_mul(10).saturating_add(u64::from(d - b'0'));
    Line::Retry(value.iter().fold(0, digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &'static str) -> Line {
        Line::parse(&Bytes::from_static(text.as_bytes()), 0..text.len())
    }

    #[test]
    fn one_space_after_the_colon_is_dropped() {
        assert_eq!(line("data: x"), Line::Data(Bytes::from_static(b"x")));
        assert_eq!(line("data:  x"), Line::Data(Bytes::from_static(b" x")));
        assert_eq!(line("data"), Line::Data(Bytes::new()));
    }

    #[test]
    fn a_retry_is_digits_only_and_never_overflows() {
        assert_eq!(line("retry: 0150"), Line::Retry(150));
        assert_eq!(line("retry: -1"), Line::Ignored);
        assert_eq!(line("retry: 99999999999999999999999"), Line::Retry(u64::MAX));
    }

    #[test]
    fn the_start_of_a_line_tells_whether_it_is_worth_keeping() {
        for kept in ["", "d", "da", "data", "data:", "data: x", "event:", "id", "r"] {
            assert!(!is_ignorable(kept.as_bytes()), "{kept:?}");
        }
        for dropped in [":", ": x", "x", "dataa", "data :", "events:", "Data"] {
            assert!(is_ignorable(dropped.as_bytes()), "{dropped:?}");
        }
    }
}
