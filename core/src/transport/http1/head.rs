//! The heads of requests and answers.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Version, header, request::Parts};
use httparse::EMPTY_HEADER;

use super::Broken;
pub(super) use crate::transport::failure::MAX_HEAD as MAX;
use crate::transport::failure::MAX_HEADERS;

/// The head of an answer that is there whole.
pub(super) struct Head {
    pub(super) answer: Response<()>,
    /// How many bytes it has.
    pub(super) length: usize,
    /// Whether the server would take another request over the connection.
    pub(super) is_kept: bool,
}

impl Head {
    /// The head at the beginning of `bytes`; `None` where more of it is to come.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>, Broken> {
        let mut space = [EMPTY_HEADER; MAX_HEADERS];
        let mut read = httparse::Response::new(&mut space);
        let length = match read.parse(bytes)? {
            httparse::Status::Complete(length) if length <= MAX => length,
            httparse::Status::Partial if bytes.len() <= MAX => return Ok(None),
            _ => return Err(Broken::TooLarge),
        };
        let status = read.code.and_then(|code| StatusCode::from_u16(code).ok());
        let mut answer = Response::new(());
        *answer.status_mut() = status.ok_or(Broken::Invalid("the status is no number of three digits"))?;
        *answer.version_mut() = if read.version == Some(1) { Version::HTTP_11 } else { Version::HTTP_10 };
        let headers = answer.headers_mut();
        headers.reserve(read.headers.len());
        // One piece of memory for all the values.
        let head = Bytes::copy_from_slice(&bytes[..length]);
        let place = |value: &[u8]| value.as_ptr().addr() - bytes.as_ptr().addr();
        for field in read.headers.iter() {
            let name = HeaderName::from_bytes(field.name.as_bytes())
                .map_err(|_| Broken::Invalid("the name of a header is not valid"))?;
            let at = if field.value.is_empty() { 0 } else { place(field.value) };
            let value = HeaderValue::from_maybe_shared(head.slice(at..at + field.value.len()))
                .map_err(|_| Broken::Invalid("the value of a header is not valid"))?;
            headers.append(name, value);
        }
        let is_kept = is_kept(answer.version(), answer.headers());
        Ok(Some(Self { answer, length, is_kept }))
    }

    /// Whether another head comes behind it.
    pub(super) fn is_interim(&self) -> bool {
        self.answer.status().is_informational() && self.answer.status() != StatusCode::SWITCHING_PROTOCOLS
    }
}

/// Whether an empty line is in `bytes`.
pub(super) fn may_end(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\n\r\n").is_some() || memchr::memmem::find(bytes, b"\n\n").is_some()
}

fn is_kept(version: Version, headers: &HeaderMap) -> bool {
    let says = |word| {
        let values = headers.get_all(header::CONNECTION).iter();
        words(values).any(|said| said.eq_ignore_ascii_case(word))
    };
    if version == Version::HTTP_11 { !says(b"close") } else { says(b"keep-alive") }
}

/// The words of a header that is a list.
pub(super) fn words<'a>(values: impl Iterator<Item = &'a HeaderValue>) -> impl Iterator<Item = &'a [u8]> {
    values.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii)
}

/// How the end of a request's body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::transport) enum Length {
    /// There is no body.
    None,
    Known(u64),
    Chunked,
}

/// The head of a request as it is sent.
pub(super) fn written(parts: &Parts, length: Length) -> Vec<u8> {
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    let all = parts.headers.iter().map(size).sum::<usize>();
    let target = match parts.uri.path_and_query() {
        Some(path) if parts.uri.authority().is_none() => Cow::Borrowed(path.as_str()),
        // For a proxy.
        _ => Cow::Owned(parts.uri.to_string()),
    };
    let mut head = Vec::with_capacity(all + target.len() + 64);
    for part in [parts.method.as_str().as_bytes(), b" ", target.as_bytes(), b" HTTP/1.1\r\n"] {
        head.extend_from_slice(part);
    }
    // Where there is a body, only we say how long it is.
    let is_ours = |name: &HeaderName| {
        *name == header::TRANSFER_ENCODING || *name == header::CONTENT_LENGTH && length != Length::None
    };
    for (name, value) in parts.headers.iter().filter(|(name, _)| !is_ours(name)) {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            head.extend_from_slice(part);
        }
    }
    match length {
        Length::None => {}
        Length::Known(length) => {
            head.extend_from_slice(b"content-length: ");
            head.extend_from_slice(length.to_string().as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        Length::Chunked => head.extend_from_slice(b"transfer-encoding: chunked\r\n"),
    }
    head.extend_from_slice(b"\r\n");
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Parts {
        let request =
            http::Request::post("/v1/messages?beta=true").header("x-api-key", "k").header("content-length", "0");
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_request_says_what_it_wants_and_the_length_that_its_body_has() {
        let head = |length| String::from_utf8(written(&request(), length)).unwrap();
        let line = "POST /v1/messages?beta=true HTTP/1.1\r\nx-api-key: k\r\n";
        assert_eq!(head(Length::None), format!("{line}content-length: 0\r\n\r\n"));
        assert_eq!(head(Length::Known(12)), format!("{line}content-length: 12\r\n\r\n"));
        assert_eq!(head(Length::Chunked), format!("{line}transfer-encoding: chunked\r\n\r\n"));
    }

    #[test]
    fn a_head_is_read_with_the_order_and_the_number_of_its_headers() {
        let text = "HTTP/1.1 200 OK\r\nA: 1\r\nb:\r\na: 2 \r\n\r\nrest";
        let head = Head::read(text.as_bytes()).unwrap().unwrap();
        assert_eq!((head.length, head.is_kept, head.is_interim()), (text.len() - 4, true, false));
        let values: Vec<_> = head.answer.headers().get_all("a").iter().collect();
        assert_eq!(values, ["1", "2"]);
        assert_eq!(head.answer.headers()["b"], "");
    }

    #[test]
    fn whether_the_connection_is_kept_is_said_by_the_version_and_the_server() {
        let is_kept = |version, connection| {
            let text = format!("HTTP/1.{version} 200 OK\r\nconnection: {connection}\r\n\r\n");
            Head::read(text.as_bytes()).unwrap().unwrap().is_kept
        };
        assert!(is_kept(1, "x") && !is_kept(1, "x, Close") && !is_kept(0, "x") && is_kept(0, "Keep-Alive"));
    }

    #[test]
    fn a_head_that_is_too_large_or_has_too_many_headers_is_refused() {
        let large = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(MAX));
        let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(MAX_HEADERS + 1));
        for text in [large.as_str(), &large[..large.len() - 4], &many] {
            assert!(matches!(Head::read(text.as_bytes()), Err(Broken::TooLarge)));
        }
        let most = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(MAX_HEADERS));
        assert_eq!(Head::read(most.as_bytes()).unwrap().unwrap().answer.headers().len(), MAX_HEADERS);
    }
}
