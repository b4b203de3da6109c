//! Reading an answer that is no stream, and what it is when it is not what was asked for.

use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use serde::{Deserialize, de::IgnoredAny};
use tokio::time::timeout;

use crate::{
    error::{Error, ErrorBody, ErrorKind, Sent},
    hint::retry_after,
    request::ResponseHead,
    transport::Body,
};

/// The most of a plain answer that is kept, in bytes.
const MAX_BODY: usize = 64 << 20;
/// The most of an error's body that is kept, in bytes, and the longest it is waited for.
const MAX_ERROR_BODY: (usize, Duration) = (1 << 20, Duration::from_secs(10));

/// Reads a body to its end, with at most `idle` between two chunks.
pub(super) async fn read_whole(body: &mut Body, idle: Option<Duration>) -> Result<Bytes, Error> {
    let mut whole = BytesMut::new();
    loop {
        let chunk = match idle {
            None => body.chunk().await,
            Some(limit) => timeout(limit, body.chunk()).await.map_err(|_| {
                let message = format!("no byte of the answer for the idle limit of {limit:?}");
                Error::new(ErrorKind::Timeout, message).with_sent(Sent::Full)
            })?,
        };
        let Some(chunk) = chunk.transpose()? else { return Ok(whole.freeze()) };
        if whole.len() + chunk.len() > MAX_BODY {
            let message = format!("the answer is larger than {MAX_BODY} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message).with_sent(Sent::Full));
        }
        whole.extend_from_slice(&chunk);
    }
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
    let kind = ErrorKind::from_status(status);
    let message = match (kind, headers.get(header::LOCATION).and_then(|to| to.to_str().ok())) {
        (ErrorKind::Redirect, Some(to)) => format!("the server redirects to {to}"),
        _ => parsed.message.clone().unwrap_or_else(|| "no message".to_owned()),
    };
    let hint = retry_after(&headers, SystemTime::now());
    Error::new(kind, message).with_status(status).with_headers(headers).with_body(parsed, body).with_retry_after(hint)
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

/// Whether a body is a whole JSON object.
pub(super) fn is_object(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(body).is_ok()
}

/// Whether a body is an error in spite of its status, as some gateways send.
pub(super) fn is_error(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Shape {
        #[serde(rename = "type")]
        kind: Option<serde_json::Value>,
        error: Option<IgnoredAny>,
        content: Option<IgnoredAny>,
    }
    // Every error names itself; a message that does not is not read a second time.
    memchr::memmem::find(body, b"\"error\"").is_some()
        && serde_json::from_slice::<Shape>(body).is_ok_and(|shape| {
            shape.content.is_none() && (shape.error.is_some() || shape.kind.is_some_and(|kind| kind == "error"))
        })
}

/// Whether an answer says that it is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|media_type| media_type.starts_with("application/json"))
}

/// An answer that does not say what it is gets the benefit of the doubt.
pub(super) fn is_event_stream(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::CONTENT_TYPE)
        || media_type(headers).is_some_and(|media_type| media_type.starts_with("text/event-stream"))
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok().map(|value| value.trim_start().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_with_a_good_status_is_told_from_a_message() {
        assert!(is_error(br#"{"type":"error","error":{"type":"api_error","message":"x"}}"#));
        assert!(is_error(br#"{"error":{"code":500,"message":"x"}}"#));
        assert!(!is_error(br#"{"type":"message","content":[{"type":"text","text":"an \"error\""}]}"#));
        assert!(!is_error(br#"{"type":"message","content":[],"error":null}"#));
        assert!(!is_error(b"an \"error\" page"));
    }

    #[test]
    fn an_event_stream_is_known_by_its_content_type() {
        let with = |value| {
            is_event_stream(&HeaderMap::from_iter([(header::CONTENT_TYPE, http::HeaderValue::from_static(value))]))
        };
        assert!(
            with("text/event-stream; charset=utf-8") && with("Text/Event-Stream") && is_event_stream(&HeaderMap::new())
        );
        assert!(!with("application/json") && !with("text/html"));
    }
}
