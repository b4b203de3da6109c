//! Reading an answer that is no stream, and what it is when it is not what was asked for.

use std::{
    future::poll_fn,
    pin::pin,
    task::Poll,
    time::{Duration, SystemTime},
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use serde::Deserialize;
use tokio::time::timeout;

use crate::{
    error::{Error, ErrorBody, ErrorKind, Reason, Sent},
    headers,
    hint::retry_after,
    rate_limits::until_reset,
    request::ResponseHead,
    skim::Skim,
    transport::Body,
};

/// The most of a plain answer that is kept, in bytes.
const MAX_BODY: usize = 64 << 20;
/// The most of an error's body that is kept, in bytes, and the longest it is waited for.
const MAX_ERROR_BODY: (usize, Duration) = (1 << 20, Duration::from_secs(10));

/// How many bytes of space in front of an answer are looked past to see what it is.
const MAX_SPACE: usize = 4096;

/// Reads a body to its end, with at most `idle` between two chunks.
pub(super) async fn read_whole(body: &mut Body, idle: Option<Duration>) -> Result<Bytes, Error> {
    // Mostly it comes at once.
    let Some(first) = next(body, idle).await? else { return Ok(Bytes::new()) };
    let Some(mut chunk) = next(body, idle).await? else { return Ok(first) };
    let mut whole = BytesMut::from(first);
    loop {
        if whole.len() + chunk.len() > MAX_BODY {
            let message = format!("the answer is larger than {MAX_BODY} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message)
                .with_reason(Reason::BodySize)
                .with_sent(Sent::Full));
        }
        whole.extend_from_slice(&chunk);
        chunk = match next(body, idle).await? {
            Some(chunk) => chunk,
            None => return Ok(whole.freeze()),
        };
    }
}

/// The first byte of a body that is no space, with at most `idle` between two chunks; the body stays whole. `None` when there
/// is none, or none near the beginning.
pub(super) async fn first_byte(body: &mut Body, idle: Option<Duration>) -> Result<Option<u8>, Error> {
    let mut read = BytesMut::new();
    let first = loop {
        if let Some(first) = read.trim_ascii_start().first() {
            break Some(*first);
        }
        match next(body, idle).await? {
            Some(chunk) if read.len() < MAX_SPACE => read.extend_from_slice(&chunk),
            Some(chunk) => {
                read.extend_from_slice(&chunk);
                break None;
            }
            None => break None,
        }
    };
    body.put_back(read.freeze());
    Ok(first)
}

async fn next(body: &mut Body, idle: Option<Duration>) -> Result<Option<Bytes>, Error> {
    let Some(limit) = idle else { return body.chunk().await.transpose() };
    let mut chunk = pin!(body.chunk());
    // Most of the time it is there already, and needs no clock.
    if let Poll::Ready(chunk) = poll_fn(|cx| Poll::Ready(chunk.as_mut().poll(cx))).await {
        return chunk.transpose();
    }
    let chunk = timeout(limit, chunk).await.map_err(|_| {
        let message = format!("no byte of the answer for the idle limit of {limit:?}");
        Error::new(ErrorKind::Timeout, message).with_reason(Reason::IdleLimit).with_sent(Sent::Full)
    })?;
    chunk.transpose()
}

/// Reads as much of a body as its bound, its connection and a short time allow.
pub(super) async fn read_some(body: &mut Body) -> Bytes {
    let (most, limit) = MAX_ERROR_BODY;
    let mut read = BytesMut::new();
    let reading = async {
        while let Some(Ok(chunk)) = body.chunk().await {
            let room = most - read.len();
            read.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if read.len() == most {
                break;
            }
        }
    };
    // What has been read is kept whether or not the time was enough.
    let _ = timeout(limit, reading).await;
    read.freeze()
}

/// The error that a status outside 200 to 299 stands for.
pub(super) fn refused(status: u16, headers: HeaderMap, body: Bytes) -> Error {
    let parsed = ErrorBody::parse(&body);
    // What says that it is compressed and is JSON all the same is of use; anything else would be shown as rubbish.
    let is_compressed = parsed.is_text && !body.is_empty() && headers::is_compressed(&headers);
    let parsed = if is_compressed { ErrorBody::default() } else { parsed };
    let kind = ErrorKind::from_status(status);
    let message = match (kind, headers.get(header::LOCATION).and_then(|to| to.to_str().ok())) {
        (ErrorKind::Redirect, Some(to)) => format!("the server redirects to {}", place(to)),
        _ if is_compressed => "no message: the body of the answer is compressed, which was not asked for".to_owned(),
        _ => parsed.message.clone().unwrap_or_else(|| "no message".to_owned()),
    };
    let now = SystemTime::now();
    let hint =
        retry_after(&headers, now).or_else(|| until_reset(&headers, now).filter(|_| kind == ErrorKind::RateLimited));
    Error::new(kind, message).with_status(status).with_headers(headers).with_body(parsed, body).with_retry_after(hint)
}

/// Origin and path of an address: what is behind them, or a name in front of the host, may be a secret.
fn place(address: &str) -> String {
    let shown = address.split(['?', '#']).next().unwrap_or_default();
    match shown.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            format!("{scheme}//{host}{path}")
        }
        _ => shown.to_owned(),
    }
}

/// A success that is not what was asked for.
pub(super) fn unexpected(head: ResponseHead, body: Bytes, expected: &str) -> Error {
    let found = head.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let found = found.unwrap_or("no content type").to_owned();
    Error::new(ErrorKind::UnexpectedResponse, format!("the answer is not {expected} (content type: {found})"))
        .with_status(head.status)
        .with_headers(head.headers)
        .with_raw(body)
}

/// What a body that is a whole JSON object says it is: of fields that are repeated the last, each as it is written.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    id: Option<&'a [u8]>,
    kind: Option<&'a [u8]>,
    content: Option<&'a [u8]>,
    error: Option<&'a [u8]>,
    body: &'a [u8],
}

impl<'a> Outline<'a> {
    /// `None` if the body is something else.
    pub(super) fn of(body: &'a [u8]) -> Option<Self> {
        let mut outline = Self { body, ..Self::default() };
        let mut skim = Skim::new(body);
        let whole = skim.object(|skim, name| {
            let value = Some(skim.value()?);
            match name {
                b"id" => outline.id = value,
                b"type" => outline.kind = value,
                b"content" => outline.content = value,
                b"error" => outline.error = value,
                _ => {}
            }
            Some(())
        })?;
        (whole.starts_with(b"{") && skim.is_at_end()).then_some(outline)
    }

    /// Whether it can be a message: some gateways leave out its `type`, none its content.
    pub(super) fn is_message(&self) -> bool {
        self.looks_like_message() && self.is_text()
    }

    fn looks_like_message(&self) -> bool {
        says(self.kind, "message") || self.content.is_some_and(|content| content.starts_with(b"["))
    }

    /// What is not all UTF-8 is nobody's to judge.
    fn is_text(&self) -> bool {
        std::str::from_utf8(self.body).is_ok()
    }

    /// Whether it can only be something else than a message.
    pub(super) fn is_no_message(&self) -> bool {
        !self.looks_like_message() && self.is_text()
    }

    /// Whether it is an error in spite of its status, as some gateways send.
    ///
    /// An object that is something may have an error of its own, such as a job that has failed.
    pub(super) fn is_error(&self) -> bool {
        let is_any = |field: Option<&[u8]>| field.is_some_and(|value| value != b"null");
        let is_something = [self.id, self.kind, self.content].into_iter().any(is_any);
        (says(self.kind, "error") || (is_any(self.error) && !is_something)) && self.is_text()
    }
}

/// Whether a body is an error in spite of its status.
pub(super) fn is_error(body: &[u8]) -> bool {
    // Every error names itself, and what does not need not be read.
    memchr::memmem::find(body, b"\"error\"").is_some() && Outline::of(body).is_some_and(|outline| outline.is_error())
}

/// The tokens that a message used: those that input limits count, and those of the output.
pub(super) fn tokens(body: &[u8]) -> Option<(u64, u64)> {
    #[derive(Deserialize)]
    struct Message {
        usage: Tokens,
    }
    #[derive(Deserialize)]
    struct Tokens {
        #[serde(rename = "input_tokens")]
        input: u64,
        #[serde(rename = "cache_creation_input_tokens")]
        cached: Option<u64>,
        #[serde(rename = "output_tokens")]
        output: u64,
    }
    let Tokens { input, cached, output } = serde_json::from_slice::<Message>(body).ok()?.usage;
    Some((input.saturating_add(cached.unwrap_or_default()), output))
}

fn says(value: Option<&[u8]>, word: &str) -> bool {
    match value {
        // As it is nearly always written.
        Some([b'"', inside @ .., b'"']) if !inside.contains(&b'\\') => inside == word.as_bytes(),
        Some(value) => serde_json::from_slice::<String>(value).is_ok_and(|value| value == word),
        None => false,
    }
}

/// Whether an answer says that it is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|media_type| media_type.to_ascii_lowercase().starts_with(b"application/json"))
}

/// Whether an answer says that it is a stream of events.
pub(super) fn is_event_stream(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|media_type| media_type.eq_ignore_ascii_case(b"text/event-stream"))
}

/// Without its parameters, which may be anything.
fn media_type(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get(header::CONTENT_TYPE)?.as_bytes();
    value.split(|byte| *byte == b';').next().map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_with_a_good_status_is_told_from_a_message() {
        for error in [
            r#"{"type":"error","error":{"type":"api_error","message":"x"}}"#,
            r#"{"type":"error","id":"req_1","message":"x"}"#,
            r#"{"error":{"code":500,"message":"x"}}"#,
            r#"{"error":"busy","id":null,"type":null}"#,
            r#"{"type":"\u0065rror","id":"req_1","error":{"message":"x"}}"#,
        ] {
            assert!(is_error(error.as_bytes()), "{error}");
        }
        for other in [
            r#"{"type":"message","content":[{"type":"text","text":"an \"error\""}]}"#,
            r#"{"type":"message","content":[],"error":null}"#,
            r#"{"content":[],"error":{"message":"x"}}"#,
            r#"{"id":"job_1","status":"failed","error":{"message":"x"}}"#,
            r#"{"type":"message_batch","error":{"message":"x"}}"#,
            r#"{"status":"ended","error":null}"#,
            r#"an "error" page"#,
        ] {
            assert!(!is_error(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn an_object_need_not_be_text() {
        for body in [&b"{\"id\":\"\xff\"}"[..], b"{\"error\":\"\xff\"}"] {
            let outline = Outline::of(body).unwrap();
            assert!(!outline.is_message() && !outline.is_no_message() && !outline.is_error());
        }
        for other in ["[]", "{", "{}{}", "", "7"] {
            assert!(Outline::of(other.as_bytes()).is_none(), "{other}");
        }
    }

    #[test]
    fn a_message_has_content_or_says_that_it_is_one() {
        let is_message = |body: &str| {
            let outline = Outline::of(body.as_bytes()).unwrap();
            assert_ne!(outline.is_message(), outline.is_no_message(), "{body}");
            outline.is_message()
        };
        assert!(is_message(r#"{"content":[]}"#) && is_message(r#"{"type":"message","content":null}"#));
        for other in [
            "{}",
            r#"{"content":"text"}"#,
            r#"{"id":"chatcmpl-1","object":"chat.completion","choices":[{"message":{"content":"hello"}}]}"#,
        ] {
            assert!(!is_message(other), "{other}");
        }
    }

    #[test]
    fn the_body_of_an_error_that_is_compressed_is_kept_and_not_shown() {
        let with = |coding, body: &'static [u8]| {
            let headers = HeaderMap::from_iter([(header::CONTENT_ENCODING, http::HeaderValue::from_static(coding))]);
            refused(502, headers, Bytes::from_static(body))
        };
        let error = with("gzip", b"\x1f\x8b\x08\0rubbish");
        assert!(error.message().contains("is compressed") && !error.to_string().contains("rubbish"), "{error}");
        assert_eq!((error.body().unwrap().len(), error.api_message(), error.is_retryable()), (11, None, true));
        assert_eq!(with("gzip", b"{\"error\":{\"message\":\"Plain.\"}}").message(), "Plain.");
        assert_eq!((with("identity", b"text").message(), with("br", b"").message()), ("text", "no message"));
    }

    #[test]
    fn a_redirect_shows_origin_and_path_and_nothing_that_may_be_secret() {
        for (to, shown) in [
            ("https://bucket.example/x?X-Signature=SECRET", "https://bucket.example/x"),
            ("https://user:SECRET@host/x#SECRET", "https://host/x"),
            ("//SECRET@host", "//host"),
            ("/v1/elsewhere?token=SECRET", "/v1/elsewhere"),
            ("/v1//a@b", "/v1//a@b"),
        ] {
            let headers = HeaderMap::from_iter([(header::LOCATION, http::HeaderValue::from_static(to))]);
            let error = refused(302, headers, Bytes::new());
            assert_eq!(error.message(), format!("the server redirects to {shown}"));
            assert!(!format!("{error}").contains("SECRET"), "{error}");
        }
    }

    struct Pieces(std::vec::IntoIter<&'static str>);

    impl futures_core::Stream for Pieces {
        type Item = Result<Bytes, Error>;

        fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.next().map(|piece| Ok(piece.into())))
        }
    }

    #[tokio::test]
    async fn the_first_byte_is_looked_at_and_stays() {
        for (pieces, first) in [
            (vec!["{\"a\"", ":1}"], Some(b'{')),
            (vec!["\n", " \r\n", " [", "]"], Some(b'[')),
            (vec![": a comment\n\n"], Some(b':')),
            (vec![" ", "\n"], None),
            (vec![], None),
        ] {
            let mut body = Body::new(Pieces(pieces.clone().into_iter()));
            assert_eq!(first_byte(&mut body, None).await.unwrap(), first, "{pieces:?}");
            assert_eq!(read_whole(&mut body, None).await.unwrap(), pieces.concat());
        }
    }

    #[test]
    fn an_event_stream_is_known_by_its_content_type() {
        let with = |value: &str| {
            let value = http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
            is_event_stream(&HeaderMap::from_iter([(header::CONTENT_TYPE, value)]))
        };
        for parameters in ["", ";", "; charset=utf-8", " ;x", ";title=\"é; y\"; charset=latin1"] {
            assert!(with(&format!("Text/Event-Stream{parameters}")), "{parameters}");
        }
        assert!(!with("application/json") && !with("text/html; text/event-stream") && !with("text/event-streams"));
    }
}
