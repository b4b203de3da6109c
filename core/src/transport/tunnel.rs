//! A way through a proxy: `CONNECT`.

use bytes::Bytes;
use http::HeaderValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::connect::Stream;
use crate::error::{Error, ErrorBody, ErrorKind, Reason, Sent};

/// The most that a proxy's answer may have, in bytes.
const MAX_ANSWER: usize = 16 << 10;

/// Asks for a tunnel to the host and gives the stream back once it is one. `authorization` goes to the proxy and nowhere else.
///
/// # Errors
/// [`ErrorKind::Connect`] with the proxy's status where it gave one; 407, like every refusal that the proxy means, is
/// permanent.
pub(super) async fn through(
    mut stream: Box<dyn Stream>,
    host: &str,
    port: u16,
    authorization: Option<&HeaderValue>,
) -> Result<Box<dyn Stream>, Error> {
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(value) = authorization {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    let broke = |e| trouble("the connection to the proxy broke before there was a tunnel").with_source(e);
    stream.write_all(&request).await.map_err(broke)?;
    stream.flush().await.map_err(broke)?;
    let mut answer = Vec::new();
    let head = loop {
        if let Some(at) = memchr::memmem::find(&answer, b"\r\n\r\n") {
            break at + 4;
        }
        if answer.len() > MAX_ANSWER {
            return Err(trouble("the head of the proxy's answer is too large").permanent());
        }
        if stream.read_buf(&mut answer).await.map_err(broke)? == 0 {
            return Err(trouble("the proxy closed the connection before there was a tunnel"));
        }
    };
    let body = answer.split_off(head);
    match status(&answer) {
        // Before the client speaks there is nothing to say inside a tunnel.
        Some(200..300) if body.is_empty() => Ok(stream),
        Some(200..300) | None => Err(trouble("the proxy's answer is no answer to CONNECT").permanent()),
        Some(status) => Err(refused(status, body)),
    }
}

fn status(head: &[u8]) -> Option<u16> {
    let rest = head.strip_prefix(b"HTTP/1.")?;
    let digits = rest.get(2..5).filter(|_| rest.get(1) == Some(&b' '))?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn refused(status: u16, body: Vec<u8>) -> Error {
    let said = ErrorBody::parse(&body).message.map_or_else(String::new, |text| format!(": {text}"));
    let error = match status {
        407 => trouble("the proxy wants other credentials (status 407)").permanent(),
        500.. => trouble(format!("the proxy could not reach the server (status {status}){said}")),
        _ => trouble(format!("the proxy refused the way to the server (status {status}){said}")).permanent(),
    };
    // What was refused is the tunnel; of the request nothing has left.
    error.with_status(status).with_raw(Bytes::from(body)).with_sent(Sent::None)
}

fn trouble(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Connect, message).with_reason(Reason::Proxy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a proxy's answer, and what the proxy was asked.
    async fn ask(answer: &'static [u8]) -> (Result<Box<dyn Stream>, Error>, String) {
        let (ours, mut theirs) = tokio::io::duplex(1 << 16);
        let proxy = tokio::spawn(async move {
            let mut asked = vec![0; 1024];
            let length = theirs.read(&mut asked).await.unwrap();
            theirs.write_all(answer).await.unwrap();
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        let secret = HeaderValue::from_static("Basic SECRET");
        let tunnel = through(Box::new(ours), "host.example", 443, Some(&secret)).await;
        (tunnel, proxy.await.unwrap())
    }

    #[tokio::test]
    async fn a_tunnel_is_asked_for_with_the_credentials_of_the_proxy() {
        let (tunnel, asked) = ask(b"HTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n").await;
        assert!(tunnel.is_ok());
        let wanted = "CONNECT host.example:443 HTTP/1.1\r\nHost: host.example:443\r\n\
            Proxy-Authorization: Basic SECRET\r\n\r\n";
        assert_eq!(asked, wanted);
    }

    #[tokio::test]
    async fn a_refusal_keeps_its_status_and_says_whether_it_is_for_good() {
        for (answer, status, is_retryable) in [
            (b"HTTP/1.1 407 No\r\n\r\n".as_slice(), Some(407), false),
            (b"HTTP/1.1 403 No\r\n\r\n", Some(403), false),
            (b"HTTP/1.1 502 No\r\n\r\n<h1>no</h1>", Some(502), true),
            (b"HTTP/1.1 503 No\r\n\r\n", Some(503), true),
            (b"HTTP/1.1 504 No\r\n\r\n", Some(504), true),
            (b"HTTP/1.1 200 Yes\r\n\r\nmore", None, false),
            (b"SSH-2.0-OpenSSH\r\n\r\n", None, false),
            (b"HTTP/1.1 200 Y", None, true),
        ] {
            let (tunnel, _) = ask(answer).await;
            let error = tunnel.err().unwrap();
            let facts = (error.kind(), error.reason(), error.status(), error.is_retryable(), error.sent());
            assert_eq!(facts, (ErrorKind::Connect, Some(Reason::Proxy), status, is_retryable, Sent::None), "{error}");
            assert!(!error.may_have_run() && !format!("{error} {error:?}").contains("SECRET"));
        }
    }
}
