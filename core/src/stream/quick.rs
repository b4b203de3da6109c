//! The deltas that a stream consists of, read without a JSON reader.

use std::borrow::Cow;

use super::piece::PieceKind;

/// What such a delta says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Quick<'a> {
    pub(super) kind: PieceKind,
    pub(super) index: usize,
    pub(super) text: Cow<'a, str>,
}

/// Reads an event of the form `{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "..."}}`,
/// white space anywhere; `None` for every other, which is to be read in full.
///
/// Nearly all of a stream is of this form, and a JSON reader that is prepared for any other takes several times as long.
pub(super) fn read(json: &[u8]) -> Option<Quick<'_>> {
    let mut reader = Reader { json, at: 0 };
    let delta = reader.delta()?;
    reader.skip_space();
    (reader.at == json.len()).then_some(delta)
}

/// The same at the beginning of `bytes`, without white space; with it where its text begins, and how long it is.
#[inline]
pub(super) fn read_first(bytes: &[u8]) -> Option<(Quick<'_>, usize, usize)> {
    let mut reader = Reader { json: bytes, at: 0 };
    let (delta, text_start) = reader.tight_delta()?;
    Some((delta, text_start, reader.at))
}

/// The text at the beginning of `bytes` where it ends a delta, and with it an event, and holds no escapes.
#[inline]
pub(super) fn last_text(bytes: &[u8]) -> Option<&[u8]> {
    let length = plain_ascii(bytes);
    let (text, rest) = bytes.split_at_checked(length)?;
    if rest.first_chunk() == Some(END) { Some(text) } else { last_text_in_full(bytes) }
}

/// The same for one that is not ASCII.
#[cold]
fn last_text_in_full(bytes: &[u8]) -> Option<&[u8]> {
    let (text, rest) = bytes.split_at_checked(plain(bytes))?;
    (rest.first_chunk() == Some(END) && std::str::from_utf8(text).is_ok()).then_some(text)
}

/// What is behind the text of a delta that ends an event; and how much of that belongs to the delta.
const END: &[u8; 5] = b"\"}}\n\n";
pub(super) const BEHIND_TEXT: usize = END.len() - 2;

struct Reader<'a> {
    json: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.json.get(self.at..).unwrap_or_default()
    }

    /// The delta as the API writes it, or with white space in it.
    fn delta(&mut self) -> Option<Quick<'a>> {
        self.tight_delta().map(|(delta, _)| delta).or_else(|| {
            self.at = 0;
            self.wide_delta()
        })
    }

    /// And where in it the text begins.
    #[inline]
    fn tight_delta(&mut self) -> Option<(Quick<'a>, usize)> {
        self.literal(br#"{"type":"content_block_delta""#)?;
        self.literal(br#","index":"#)?;
        let index = self.digits()?;
        self.literal(br#","delta":{"type":""#)?;
        let kind = self
            .literal(br#"text_delta","text":""#)
            .map(|()| PieceKind::Text)
            .or_else(|| {
                self.literal(br#"input_json_delta""#)?;
                self.literal(br#","partial_json":""#).map(|()| PieceKind::InputJson)
            })
            .or_else(|| self.literal(br#"thinking_delta","thinking":""#).map(|()| PieceKind::Thinking))?;
        let text_start = self.at;
        let text = self.string()?;
        self.literal(b"}}")?;
        Some((Quick { kind, index, text }, text_start))
    }

    fn wide_delta(&mut self) -> Option<Quick<'a>> {
        self.tokens(&[b"{", b"\"type\"", b":", b"\"content_block_delta\"", b",", b"\"index\"", b":"])?;
        self.skip_space();
        let index = self.digits()?;
        self.tokens(&[b",", b"\"delta\"", b":", b"{", b"\"type\"", b":", b"\""])?;
        let kind = PieceKind::ALL.into_iter().find(|kind| self.word(kind.delta()).is_some())?;
        self.tokens(&[b",", b"\""])?;
        self.word(kind.field())?;
        self.tokens(&[b":", b"\""])?;
        let text = self.string()?;
        self.tokens(&[b"}", b"}"])?;
        Some(Quick { kind, index, text })
    }

    fn skip_space(&mut self) {
        while matches!(self.json.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn tokens(&mut self, tokens: &[&[u8]]) -> Option<()> {
        for token in tokens {
            self.skip_space();
            self.word_part(token)?;
        }
        Some(())
    }

    /// Of a length that is known when this is compiled, and so compared in a few instructions if that is no more than 32.
    #[inline]
    fn literal<const N: usize>(&mut self, literal: &[u8; N]) -> Option<()> {
        (self.rest().first_chunk() == Some(literal)).then(|| self.at += N)
    }

    fn word_part(&mut self, part: &[u8]) -> Option<()> {
        self.rest().starts_with(part).then(|| self.at += part.len())
    }

    /// The rest of a string whose opening quote was read.
    fn word(&mut self, word: &str) -> Option<()> {
        let begun = self.at;
        let read = self.word_part(word.as_bytes()).and_then(|()| self.literal(b"\""));
        if read.is_none() {
            self.at = begun;
        }
        read
    }

    /// A number that is certain to fit, without the leading zeros that JSON does not have.
    #[inline]
    fn digits(&mut self) -> Option<usize> {
        let (rest, mut number, mut length) = (self.rest(), 0, 0);
        while let Some(digit) = rest.get(length).filter(|byte| byte.is_ascii_digit()) {
            if length == 9 || (length == 1 && number == 0) {
                return None;
            }
            number = number * 10 + usize::from(digit - b'0');
            length += 1;
        }
        self.at += length;
        (length > 0).then_some(number)
    }

    /// The rest of a string whose opening quote was read; its escapes are left to the JSON reader.
    #[inline]
    fn string(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.rest();
        let length = plain(rest);
        if rest.get(length) == Some(&b'"') {
            self.at += length + 1;
            return std::str::from_utf8(&rest[..length]).ok().map(Cow::Borrowed);
        }
        self.escaped_string()
    }

    #[cold]
    fn escaped_string(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.rest();
        let mut length = plain(rest);
        while rest.get(length) == Some(&b'\\') {
            length += 2;
            length += plain(rest.get(length..)?);
        }
        (rest.get(length) == Some(&b'"')).then_some(())?;
        let literal = &self.json[self.at - 1..=self.at + length];
        self.at += length + 1;
        serde_json::from_slice(literal).ok().map(Cow::Owned)
    }
}

/// How many bytes of ASCII stand for themselves before one that does not, or is of something else. Eight at a time, since it
/// is asked for every event.
#[inline]
fn plain_ascii(text: &[u8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = 0x80 * EACH;
    let mut length = 0;
    while let Some(word) = text.get(length..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*word);
        // A byte whose high bit is not set gets it by this if it is below the other. Wrong is only what is behind the first.
        let below = |limit: u64| word.wrapping_sub(limit * EACH);
        let is = |byte: u8| (word ^ (u64::from(byte) * EACH)).wrapping_sub(EACH);
        let stops = (below(0x20) | is(b'"') | is(b'\\') | word) & HIGH;
        if stops != 0 {
            return length + stops.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = text.get(length..).unwrap_or_default();
    length + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20 | 0x80..)).unwrap_or(rest.len())
}

/// How many bytes stand for themselves before one that does not.
fn plain(text: &[u8]) -> usize {
    text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{super::wire::WireEvent, *};

    /// What is read of a delta this way, and in full, as `(index, text)`.
    fn both(json: &str) -> [Option<(usize, String)>; 2] {
        let full = |event: WireEvent<'_>| {
            let delta = event.delta?;
            let text = delta.text.or(delta.thinking).or(delta.partial_json)?;
            Some((usize::try_from(event.index?).ok()?, text.0.into_owned()))
        };
        let quick = read(json.as_bytes()).map(|quick| (quick.index, quick.text.into_owned()));
        [quick, WireEvent::parse(json.as_bytes(), "").ok().and_then(full)]
    }

    #[test]
    fn a_delta_is_read_as_the_json_reader_reads_it() {
        for text in ["", "Hello", "a \\\"quoted\\\" word\\n", "\\u00e9\\ud83d\\ude00 é 😀", "\\\\", "{\\\"a\\\": 1"]
        {
            for (kind, field) in
                [("text_delta", "text"), ("thinking_delta", "thinking"), ("input_json_delta", "partial_json")]
            {
                let tight = format!(
                    r#"{{"type":"content_block_delta","index":12,"delta":{{"type":"{kind}","{field}":"{text}"}}}}"#
                );
                let wide = tight.replace(':', " : ").replace(',', " ,\t").replace('}', "  } ");
                for json in [tight, wide] {
                    let [quick, full] = both(&json);
                    assert!(quick.is_some() && quick == full, "{json}: {quick:?}, {full:?}");
                }
            }
        }
    }

    #[test]
    fn eight_bytes_at_a_time_are_looked_at_as_each_by_itself() {
        for length in 0..20 {
            for byte in 0..=u8::MAX {
                for at in 0..length {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    text[length - 1] |= 0x80 * u8::from(byte % 2 == 0);
                    let stops = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20 | 0x80..);
                    assert_eq!(plain_ascii(&text), text.iter().position(stops).unwrap_or(length), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn whatever_else_there_is_is_left_to_the_json_reader() {
        for json in [
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"},"more":1}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a","more":1}}"#,
            r#"{"type":"content_block_delta","index":00,"delta":{"type":"text_delta","text":"a"}}"#,
            r#"{"type":"content_block_delta","index":1234567890,"delta":{"type":"text_delta","text":"a"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","thinking":"a"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"text":"a","type":"text_delta"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}} x"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\q"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":null}}"#,
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\nb\"}}",
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"#,
            r#"{"type":"content_block_stop","index":0}"#,
            "",
        ] {
            assert!(read(json.as_bytes()).is_none(), "{json}");
        }
    }
}
