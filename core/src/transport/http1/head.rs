//! The heads of requests and answers.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Version, header};
use httparse::EMPTY_HEADER;

use super::{Broken, upload::JOINED};
pub(super) use crate::transport::failure::MAX_HEAD as MAX;
use crate::transport::{
    failure::MAX_HEADERS,
    request_head::{RequestHead, write_line},
};

/// Nearly every credential, host and length fit into this.
const MOST_OF_THE_REST: usize = 256;

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

/// What a request over a connection says besides what it asks for.
pub(in crate::transport) struct Way<'a> {
    pub(in crate::transport) host: &'a HeaderValue,
    /// For a proxy that sees the request.
    pub(in crate::transport) authorization: Option<&'a HeaderValue>,
    /// Whether the whole URL is asked for.
    pub(in crate::transport) is_proxied: bool,
}

/// The head of a request as it is sent, with room for the body where they leave as one piece.
pub(in crate::transport) fn written(request: &RequestHead, way: &Way<'_>, length: Length) -> Vec<u8> {
    let whole;
    let target = match request.to.path_and_query() {
        Some(path) if !way.is_proxied => path.as_str(),
        _ => {
            whole = request.to.to_string();
            &whole
        }
    };
    let common = &request.headers;
    let room = match length {
        Length::Known(length) => usize::try_from(length).ok().filter(|length| *length <= JOINED).unwrap_or_default(),
        Length::None | Length::Chunked => 0,
    };
    let mut head = Vec::with_capacity(common.lines().len() + target.len() + MOST_OF_THE_REST + room);
    for part in [request.method.as_str().as_bytes(), b" ", target.as_bytes(), b" HTTP/1.1\r\n", common.lines()] {
        head.extend_from_slice(part);
    }
    if let Some((name, value)) = &request.credential {
        write_line(&mut head, name.as_str(), value);
    }
    if !common.map().contains_key(header::HOST) {
        write_line(&mut head, "host", way.host);
    }
    if let Some(authorization) = way.authorization {
        write_line(&mut head, "proxy-authorization", authorization);
    }
    match length {
        Length::None => {
            if let Some(none) = common.map().get(header::CONTENT_LENGTH) {
                write_line(&mut head, "content-length", none);
            }
        }
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
    use std::sync::Arc;

    use http::{Method, Uri};

    use super::*;
    use crate::transport::CommonHeaders;

    fn request(headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>) -> RequestHead {
        RequestHead {
            method: Method::POST,
            to: Uri::from_static("http://name:81/v1/messages?beta=true"),
            headers: Arc::new(CommonHeaders::new(headers.into_iter().collect())),
            credential: Some((HeaderName::from_static("x-api-key"), HeaderValue::from_static("k"))),
        }
    }

    fn text(request: &RequestHead, way: &Way<'_>, length: Length) -> String {
        String::from_utf8(written(request, way, length)).unwrap()
    }

    #[test]
    fn a_request_says_what_it_wants_and_the_length_that_its_body_has() {
        let request = request([
            (header::CONTENT_LENGTH, HeaderValue::from_static("0")),
            (header::ACCEPT, HeaderValue::from_static("a")),
        ]);
        let way = Way { host: &HeaderValue::from_static("name:81"), authorization: None, is_proxied: false };
        let head = |length| text(&request, &way, length);
        let line = "POST /v1/messages?beta=true HTTP/1.1\r\naccept: a\r\nx-api-key: k\r\nhost: name:81\r\n";
        assert_eq!(head(Length::None), format!("{line}content-length: 0\r\n\r\n"));
        assert_eq!(head(Length::Known(12)), format!("{line}content-length: 12\r\n\r\n"));
        assert_eq!(head(Length::Chunked), format!("{line}transfer-encoding: chunked\r\n\r\n"));
    }

    #[test]
    fn a_proxy_is_told_the_whole_url_and_a_host_set_by_hand_stays() {
        let request = request([(header::HOST, HeaderValue::from_static("other"))]);
        let (host, authorization) = (HeaderValue::from_static("name:81"), HeaderValue::from_static("Basic x"));
        let way = Way { host: &host, authorization: Some(&authorization), is_proxied: true };
        let expected = "POST http://name:81/v1/messages?beta=true HTTP/1.1\r\nhost: other\r\nx-api-key: k\r\n\
                        proxy-authorization: Basic x\r\n\r\n";
        assert_eq!(text(&request, &way, Length::None), expected);
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
