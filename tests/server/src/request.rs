//! Reads requests from a connection.

use std::{collections::BTreeMap, io};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const LONGEST_HEAD: usize = 64 * 1024;
const LONGEST_BODY: usize = 256 * 1024 * 1024;
/// How much a client may send ahead while it is being answered; beyond that its bytes wait in the kernel.
const LONGEST_AHEAD: usize = 1024 * 1024;

/// One request, read to its end.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Names in lower case; repeated headers are joined with a comma.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
    pub(crate) keep_alive: bool,
    /// Whether its body was left where it is.
    pub(crate) is_unread: bool,
}

/// Why there is no request.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The client went away.
    Gone,
    /// The bytes are not HTTP/1.1.
    Malformed(String),
    /// The head or the body is longer than the server takes.
    TooLarge,
}

/// The reading half of a connection, with what has arrived and is not yet used.
pub(crate) struct RequestReader<R> {
    half: R,
    buffer: BytesMut,
}

impl<R: AsyncRead + Unpin> RequestReader<R> {
    pub(crate) fn new(half: R) -> Self {
        Self { half, buffer: BytesMut::with_capacity(16 * 1024) }
    }

    /// The next request, or `None` when the client closed the connection between two requests.
    ///
    /// `writer` is only for `100 Continue`. The body of a request of which `head_is_enough` is left unread, and nothing
    /// behind it can be read any more.
    pub(crate) async fn next<W: AsyncWrite + Unpin>(
        &mut self,
        writer: &mut W,
        head_is_enough: impl Fn(&Request) -> bool,
    ) -> Result<Option<Request>, ReadError> {
        let Some((mut request, framing)) = self.head().await? else {
            return Ok(None);
        };
        if head_is_enough(&request) {
            request.is_unread = true;
            return Ok(Some(request));
        }
        if request.headers.get("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        request.body = match framing {
            BodyFraming::Length(length) => self.take(length).await?,
            BodyFraming::Chunked => self.chunks().await?,
        };
        Ok(Some(request))
    }

    /// Waits until the client closes the connection. Cancel safe: what arrives meanwhile is kept.
    pub(crate) async fn closed(&mut self) {
        while self.buffer.len() < LONGEST_AHEAD {
            if self.fill().await.is_err() {
                return;
            }
        }
        std::future::pending::<()>().await;
    }

    /// Reads and forgets whatever comes until the client closes.
    pub(crate) async fn drain(&mut self) {
        while self.fill().await.is_ok() {
            self.buffer.clear();
        }
    }

    async fn head(&mut self) -> Result<Option<(Request, BodyFraming)>, ReadError> {
        loop {
            if let Some((length, request, framing)) = parse_head(&self.buffer)? {
                self.buffer.advance(length);
                return Ok(Some((request, framing)));
            }
            if self.buffer.len() > LONGEST_HEAD {
                return Err(ReadError::TooLarge);
            }
            match self.fill().await {
                Err(ReadError::Gone) if self.buffer.is_empty() => return Ok(None),
                other => other?,
            }
        }
    }

    async fn chunks(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut body = Vec::new();
        loop {
            let size = self.chunk_size().await?;
            if size == 0 {
                self.skip_trailers().await?;
                return Ok(body);
            }
            if body.len() + size > LONGEST_BODY {
                return Err(ReadError::TooLarge);
            }
            body.extend_from_slice(&self.take(size).await?);
            self.take(2).await?;
        }
    }

    async fn chunk_size(&mut self) -> Result<usize, ReadError> {
        loop {
            match httparse::parse_chunk_size(&self.buffer) {
                Ok(httparse::Status::Complete((length, size))) => {
                    self.buffer.advance(length);
                    return usize::try_from(size).map_err(|_| ReadError::TooLarge);
                }
                Ok(httparse::Status::Partial) => self.fill().await?,
                Err(_) => return Err(ReadError::Malformed("a chunk of the body has no valid size".into())),
            }
        }
    }

    async fn skip_trailers(&mut self) -> Result<(), ReadError> {
        loop {
            while !self.buffer.contains(&b'\n') {
                self.fill().await?;
            }
            let end = self.buffer.iter().position(|byte| *byte == b'\n').unwrap_or(0);
            let line = self.buffer.split_to(end + 1);
            if line.trim_ascii().is_empty() {
                return Ok(());
            }
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>, ReadError> {
        if length > LONGEST_BODY {
            return Err(ReadError::TooLarge);
        }
        while self.buffer.len() < length {
            self.fill().await?;
        }
        Ok(self.buffer.split_to(length).to_vec())
    }

    async fn fill(&mut self) -> Result<(), ReadError> {
        self.buffer.reserve(16 * 1024);
        match self.half.read_buf(&mut self.buffer).await? {
            0 => Err(ReadError::Gone),
            _ => Ok(()),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

#[derive(Debug, PartialEq, Eq)]
enum BodyFraming {
    Length(usize),
    Chunked,
}

/// The head at the front of `bytes` and its length, or `None` when it has not arrived whole.
fn parse_head(bytes: &[u8]) -> Result<Option<(usize, Request, BodyFraming)>, ReadError> {
    let mut space = [httparse::EMPTY_HEADER; 128];
    let mut parsed = httparse::Request::new(&mut space);
    let malformed = |error: httparse::Error| ReadError::Malformed(format!("the request is not HTTP/1.1: {error}"));
    let httparse::Status::Complete(length) = parsed.parse(bytes).map_err(malformed)? else {
        return Ok(None);
    };
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for header in parsed.headers.iter() {
        let value = String::from_utf8_lossy(header.value);
        headers
            .entry(header.name.to_ascii_lowercase())
            .and_modify(|known| *known = format!("{known}, {value}"))
            .or_insert_with(|| value.into_owned());
    }
    let framing = body_framing(&headers)?;
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: parsed.path.unwrap_or_default().to_owned(),
        keep_alive: keeps_alive(&headers, parsed.version),
        headers,
        body: Vec::new(),
        is_unread: false,
    };
    Ok(Some((length, request, framing)))
}

fn body_framing(headers: &BTreeMap<String, String>) -> Result<BodyFraming, ReadError> {
    if headers.get("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked")) {
        return Ok(BodyFraming::Chunked);
    }
    match headers.get("content-length") {
        None => Ok(BodyFraming::Length(0)),
        Some(value) => match value.parse() {
            Ok(length) => Ok(BodyFraming::Length(length)),
            Err(_) => Err(ReadError::Malformed(format!("content-length {value:?} is not a number"))),
        },
    }
}

fn keeps_alive(headers: &BTreeMap<String, String>, version: Option<u8>) -> bool {
    let wish = headers.get("connection").map(|value| value.to_ascii_lowercase());
    match wish {
        Some(wish) if wish.contains("close") => false,
        Some(wish) if wish.contains("keep-alive") => true,
        _ => version == Some(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8]) -> Result<Option<Request>, ReadError> {
        RequestReader::new(bytes).next(&mut Vec::new(), |_| false).await
    }

    #[tokio::test]
    async fn a_chunked_body_with_trailers_is_put_together() {
        let bytes =
            b"POST /a?b=c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nt: 1\r\n\r\n";
        let request = read(bytes).await.unwrap().unwrap();
        assert_eq!(request.body, b"abcde");
        assert_eq!(request.target, "/a?b=c");
    }

    #[tokio::test]
    async fn two_requests_in_one_packet_are_read_one_after_the_other() {
        let bytes: &[u8] = b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n";
        let mut reader = RequestReader::new(bytes);
        let first = reader.next(&mut Vec::new(), |_| false).await.unwrap().unwrap();
        let second = reader.next(&mut Vec::new(), |_| false).await.unwrap().unwrap();
        assert_eq!((first.target.as_str(), first.keep_alive), ("/1", true));
        assert_eq!((second.target.as_str(), second.keep_alive), ("/2", false));
        assert!(reader.next(&mut Vec::new(), |_| false).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn the_client_is_told_to_continue() {
        let bytes: &[u8] = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok";
        let mut out = Vec::new();
        let request = RequestReader::new(bytes).next(&mut out, |_| false).await.unwrap().unwrap();
        assert_eq!(request.body, b"ok");
        assert_eq!(out, b"HTTP/1.1 100 Continue\r\n\r\n");
    }

    #[tokio::test]
    async fn repeated_headers_are_joined() {
        let request = read(b"GET / HTTP/1.1\r\nX: a\r\nx: b\r\n\r\n").await.unwrap().unwrap();
        assert_eq!(request.headers["x"], "a, b");
    }

    #[tokio::test]
    async fn rubbish_is_malformed_and_a_broken_body_is_a_lost_client() {
        assert!(matches!(read(b"\x16\x03\x01\r\n\r\n").await, Err(ReadError::Malformed(_))));
        assert!(matches!(read(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort").await, Err(ReadError::Gone)));
    }
}
