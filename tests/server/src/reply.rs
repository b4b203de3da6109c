//! An answer that is ready to be played.

use std::{ops::Range, time::Duration};

use bytes::Bytes;
use serde_json::{Value, json};

use crate::{
    answer::{Framing, NoAnswer, Reads, Then},
    plan::Schedule,
    raw::Raw,
};

/// What stands for the base URL of the run in the body of a scripted answer.
const BASE_URL: &str = "{base_url}";

/// Everything the writer needs to know about one answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) framing: Framing,
    pub(crate) schedule: Schedule,
    pub(crate) delay: Duration,
    pub(crate) no_answer: Option<NoAnswer>,
    /// Bytes in place of head and body.
    pub(crate) raw: Option<Raw>,
    pub(crate) reads: Reads,
    pub(crate) then: Option<Then>,
    pub(crate) then_after: Duration,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), content_type.into())],
            body: Body::new(body.into(), 1),
            framing: Framing::Length,
            schedule: Schedule::default(),
            delay: Duration::ZERO,
            no_answer: None,
            raw: None,
            reads: Reads::All,
            then: None,
            then_after: Duration::ZERO,
        }
    }

    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::new(status, "application/json", value.to_string())
    }

    /// The answer 204, which has neither a body nor a type.
    pub(crate) fn no_content() -> Self {
        let mut reply = Self::new(204, "", Bytes::new());
        reply.headers.clear();
        reply
    }

    /// An error in the API's shape.
    pub(crate) fn error(status: u16, kind: &str, message: &str, request_id: &str) -> Self {
        let error = json!({"type": kind, "message": message});
        let body = json!({"type": "error", "error": error, "request_id": request_id});
        Self::json(status, &body).with_header("request-id", request_id)
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same reply with `{base_url}` in its headers and its body replaced; only a body that is sent once is looked at.
    pub(crate) fn with_base_url(mut self, base_url: &str) -> Self {
        if let Ok(text) = std::str::from_utf8(&self.body.pattern)
            && self.body.repeat == 1
            && text.contains(BASE_URL)
        {
            self.body.pattern = text.replace(BASE_URL, base_url).into();
        }
        for (_, value) in self.headers.iter_mut().filter(|(_, value)| value.contains(BASE_URL)) {
            *value = value.replace(BASE_URL, base_url);
        }
        if let Some(raw) = &mut self.raw {
            raw.replace(BASE_URL, base_url);
        }
        self
    }

    /// The status line and the headers, framing included, up to the blank line.
    pub(crate) fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        for (name, value) in self.headers.iter().chain(self.framing_header().iter()) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// True when this status has a body at all.
    pub(crate) fn has_body(&self) -> bool {
        self.status != 204 && self.status != 304
    }

    fn framing_header(&self) -> Option<(String, String)> {
        let (name, value) = match self.framing {
            Framing::Chunked => ("transfer-encoding", "chunked".to_owned()),
            Framing::Length => ("content-length", self.schedule.promised(self.body.len()).to_string()),
            Framing::Close => ("connection", "close".to_owned()),
        };
        let is_scripted = self.headers.iter().any(|(known, _)| known == name);
        (self.has_body() && !is_scripted).then(|| (name.to_owned(), value))
    }
}

/// Bytes that are sent one or more times over.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pattern: Bytes,
    repeat: u64,
}

impl Body {
    pub(crate) fn new(pattern: Bytes, repeat: u64) -> Self {
        Self { pattern, repeat }
    }

    pub(crate) fn len(&self) -> u64 {
        self.pattern.len() as u64 * self.repeat
    }

    /// Appends the bytes of `range` to `out`.
    pub(crate) fn copy(&self, range: Range<u64>, out: &mut Vec<u8>) {
        let width = self.pattern.len() as u64;
        let mut at = range.start;
        while at < range.end {
            let start = at % width;
            let end = width.min(start + (range.end - at));
            out.extend_from_slice(&self.pattern[index(start)..index(end)]);
            at += end - start;
        }
    }
}

/// A position inside a pattern, which is in memory and so fits.
fn index(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_body_is_cut_anywhere() {
        let body = Body::new(Bytes::from_static(b"abc"), 3);
        let mut out = Vec::new();
        body.copy(2..8, &mut out);
        assert_eq!(out, b"cabcab");
        assert_eq!(body.len(), 9);
    }

    #[test]
    fn the_head_names_the_length() {
        let head = String::from_utf8(Reply::new(200, "text/plain", "four").head()).unwrap();
        assert_eq!(head, "HTTP/1.1 200 \r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\n");
    }

    #[test]
    fn no_content_has_no_length() {
        assert_eq!(Reply::no_content().head(), b"HTTP/1.1 204 \r\n\r\n");
    }
}
