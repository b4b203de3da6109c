//! Answers that are bytes and nothing else: what no server that speaks HTTP would send.

use std::{io, time::Duration};

use base64::Engine as _;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::{
    answer::AnswerError,
    fixtures,
    plan::Ending,
    runs::{Entry, Outcome},
};

/// No write is longer than this, so that an endless answer is never held in memory.
const LONGEST_WRITE: usize = 64 * 1024;

/// Bytes of a raw answer; exactly one of the first five says which.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawPart {
    /// Text; `{base_url}` in it stands for the base URL of the run.
    pub text: Option<String>,
    /// Any bytes as pairs of hexadecimal digits; spaces are for the reader.
    pub hex: Option<String>,
    /// Any bytes.
    pub base64: Option<String>,
    /// Compact JSON.
    pub json: Option<Value>,
    /// The name of a recorded stream in `tests/streams`.
    pub fixture: Option<String>,
    /// How many times over they are sent; once when absent.
    pub repeat: Option<u64>,
    /// Milliseconds of silence before each time.
    pub pause_ms: u64,
    /// Makes every byte a write of its own, this many milliseconds apart.
    pub byte_ms: Option<u64>,
}

/// The parts of a raw answer, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Raw(Vec<Part>);

#[derive(Clone, Debug)]
struct Part {
    bytes: Bytes,
    repeat: u64,
    pause: Duration,
    byte_pause: Option<Duration>,
}

impl RawPart {
    /// The bytes of one repetition.
    ///
    /// # Errors
    ///
    /// Fails when none or several of the sources are there, or the one that is there cannot be read.
    pub fn bytes(&self) -> Result<Bytes, AnswerError> {
        let mut found: Vec<Bytes> = Vec::new();
        found.extend(self.text.clone().map(Bytes::from));
        found.extend(self.json.as_ref().map(|json| Bytes::from(json.to_string())));
        if let Some(digits) = &self.hex {
            found.push(from_hex(digits).ok_or(AnswerError::Hex)?.into());
        }
        if let Some(text) = &self.base64 {
            found.push(base64::engine::general_purpose::STANDARD.decode(text)?.into());
        }
        if let Some(name) = &self.fixture {
            let read = fixtures::stream_bytes(name);
            found.push(read.map_err(|source| AnswerError::Fixture { name: name.clone(), source })?.into());
        }
        match (found.pop(), found.is_empty()) {
            (Some(bytes), true) if !bytes.is_empty() => Ok(bytes),
            (Some(_), false) => Err(AnswerError::Several("text, hex, base64, json and fixture")),
            _ => Err(AnswerError::Empty),
        }
    }
}

impl Raw {
    pub(crate) fn prepare(parts: &[RawPart]) -> Result<Self, AnswerError> {
        let parts = parts.iter().map(|part| {
            Ok(Part {
                bytes: part.bytes()?,
                repeat: part.repeat.unwrap_or(1),
                pause: Duration::from_millis(part.pause_ms),
                byte_pause: part.byte_ms.map(Duration::from_millis),
            })
        });
        parts.collect::<Result<_, _>>().map(Self)
    }

    /// Replaces a word in every part that is text.
    pub(crate) fn replace(&mut self, word: &str, by: &str) {
        for part in &mut self.0 {
            if let Some(text) = std::str::from_utf8(&part.bytes).ok().filter(|text| text.contains(word)) {
                part.bytes = text.replace(word, by).into();
            }
        }
    }

    /// Sends the bytes up to where `ending` breaks off, and says how that was: `Complete`, `Cut` or `Reset`.
    ///
    /// `None` stands for silence, which the caller has to keep.
    ///
    /// # Errors
    ///
    /// Fails when the client has closed the connection.
    pub(crate) async fn play<W: AsyncWrite + Unpin>(
        &self,
        writer: &mut W,
        ending: Ending,
        log: Option<&Entry>,
    ) -> io::Result<Option<Outcome>> {
        let mut out = Output { writer, log, waiting: Vec::new(), sent: 0, left: most(ending) };
        for part in &self.0 {
            for _ in 0..part.repeat {
                if out.left == 0 {
                    break;
                }
                out.part(part).await?;
            }
        }
        out.flush().await?;
        Ok(match ending {
            Ending::Whole => Some(Outcome::Complete),
            Ending::Clean(_) | Ending::Cut(_) => Some(Outcome::Cut),
            Ending::Reset(_) => Some(Outcome::Reset),
            Ending::Hang(_) => None,
        })
    }
}

fn most(ending: Ending) -> u64 {
    match ending {
        Ending::Whole => u64::MAX,
        Ending::Clean(at) | Ending::Cut(at) | Ending::Reset(at) | Ending::Hang(at) => at,
    }
}

/// Bytes on their way to the socket.
struct Output<'a, W> {
    writer: &'a mut W,
    log: Option<&'a Entry>,
    waiting: Vec<u8>,
    sent: u64,
    /// How many bytes may still go out.
    left: u64,
}

impl<W: AsyncWrite + Unpin> Output<'_, W> {
    async fn part(&mut self, part: &Part) -> io::Result<()> {
        if !part.pause.is_zero() {
            self.flush().await?;
            tokio::time::sleep(part.pause).await;
        }
        let Some(pause) = part.byte_pause else { return self.add(&part.bytes).await };
        for byte in &part.bytes {
            self.add(&[*byte]).await?;
            self.flush().await?;
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    async fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        self.left -= room as u64;
        self.waiting.extend_from_slice(&bytes[..room]);
        if self.waiting.len() >= LONGEST_WRITE { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> io::Result<()> {
        for piece in self.waiting.chunks(LONGEST_WRITE) {
            self.writer.write_all(piece).await?;
            self.sent += piece.len() as u64;
            if let Some(log) = self.log {
                log.sent(self.sent);
            }
        }
        self.waiting.clear();
        Ok(())
    }
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let (pairs, rest) = digits.as_chunks::<2>();
    let pair = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if rest.is_empty() { pairs.iter().map(pair).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Result<Raw, AnswerError> {
        Raw::prepare(&serde_json::from_str::<Vec<RawPart>>(json).unwrap())
    }

    async fn played(json: &str, ending: Ending) -> (Vec<u8>, Option<Outcome>) {
        let mut out = Vec::new();
        let outcome = raw(json).unwrap().play(&mut out, ending, None).await.unwrap();
        (out, outcome)
    }

    #[tokio::test]
    async fn parts_follow_each_other_as_often_as_they_say() {
        let json = r#"[{"text": "ab", "repeat": 3}, {"hex": "00 ff"}, {"json": {"a": 1}}]"#;
        assert_eq!(played(json, Ending::Whole).await, (b"ababab\x00\xff{\"a\":1}".to_vec(), Some(Outcome::Complete)));
    }

    #[tokio::test]
    async fn an_answer_breaks_off_anywhere() {
        let json = r#"[{"text": "abc", "repeat": 2}, {"text": "d", "byte_ms": 0}]"#;
        assert_eq!(played(json, Ending::Reset(4)).await, (b"abca".to_vec(), Some(Outcome::Reset)));
        assert_eq!(played(json, Ending::Cut(0)).await, (Vec::new(), Some(Outcome::Cut)));
        assert_eq!(played(json, Ending::Hang(7)).await, (b"abcabcd".to_vec(), None));
    }

    #[test]
    fn a_part_needs_bytes_and_only_one_source_of_them() {
        for wrong in
            [r"[{}]", r#"[{"text": ""}]"#, r#"[{"text": "a", "hex": "00"}]"#, r#"[{"hex": "0"}]"#, r#"[{"hex": "zz"}]"#]
        {
            assert!(raw(wrong).is_err(), "{wrong}");
        }
    }
}
