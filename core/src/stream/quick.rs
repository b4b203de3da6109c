//! The deltas that a stream consists of, read without a JSON reader.

use std::borrow::Cow;

use super::{
    piece::PieceKind,
    wire::{Text, WireDelta, WireEvent},
};

/// Reads an event of the form `{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "..."}}`,
/// white space anywhere; `None` for every other, which is to be read in full.
///
/// Nearly all of a stream is of this form, and a JSON reader that is prepared for any other takes several times as long.
pub(super) fn read(json: &[u8]) -> Option<WireEvent<'_>> {
    let mut reader = Reader { json, at: 0 };
    reader.tokens(&[b"{", b"\"type\"", b":", b"\"content_block_delta\"", b",", b"\"index\"", b":"])?;
    let index = reader.digits()?;
    reader.tokens(&[b",", b"\"delta\"", b":", b"{", b"\"type\"", b":", b"\""])?;
    let kind = PieceKind::ALL.into_iter().find(|kind| reader.word(kind.delta()).is_some())?;
    reader.tokens(&[b",", b"\""])?;
    reader.word(kind.field())?;
    reader.tokens(&[b":", b"\""])?;
    let text = Text(reader.string()?);
    reader.tokens(&[b"}", b"}"])?;
    reader.skip_space();
    (reader.at == json.len()).then(|| WireEvent::piece(index, WireDelta::piece(kind, text)))
}

struct Reader<'a> {
    json: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.json.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while matches!(self.json.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn tokens(&mut self, tokens: &[&[u8]]) -> Option<()> {
        for token in tokens {
            self.skip_space();
            self.literal(token)?;
        }
        Some(())
    }

    fn literal(&mut self, literal: &[u8]) -> Option<()> {
        self.rest().starts_with(literal).then(|| self.at += literal.len())
    }

    /// The rest of a string whose opening quote was read.
    fn word(&mut self, word: &str) -> Option<()> {
        let begun = self.at;
        let read = self.literal(word.as_bytes()).and_then(|()| self.literal(b"\""));
        if read.is_none() {
            self.at = begun;
        }
        read
    }

    /// A number that is certain to fit, without the leading zeros that JSON does not have.
    fn digits(&mut self) -> Option<u64> {
        self.skip_space();
        let length = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = &self.rest()[..length];
        if !(1..=9).contains(&length) || (digits[0] == b'0' && length > 1) {
            return None;
        }
        self.at += length;
        Some(digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    }

    /// The rest of a string whose opening quote was read; its escapes are left to the JSON reader.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.rest();
        let mut length = plain(rest);
        if rest.get(length) == Some(&b'"') {
            self.at += length + 1;
            return std::str::from_utf8(&rest[..length]).ok().map(Cow::Borrowed);
        }
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

/// How many bytes stand for themselves before one that does not.
fn plain(text: &[u8]) -> usize {
    text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a delta this way, and in full, as `(index, text)`.
    fn both(json: &str) -> [Option<(Option<u64>, String)>; 2] {
        let told = |event: WireEvent<'_>| {
            let delta = event.delta.as_ref()?;
            let text = delta.text.as_ref().or(delta.thinking.as_ref()).or(delta.partial_json.as_ref())?;
            Some((event.index, text.0.to_string()))
        };
        [read(json.as_bytes()).and_then(told), WireEvent::in_full(json.as_bytes(), "").ok().and_then(told)]
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
