//! The transport over HTTP/1.1 and HTTP/2: the only file that names reqwest.

use std::{
    error::Error as StdError,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};

use super::{Body, Outgoing, Transport, tls};
use crate::error::{Error, ErrorKind, Sent};

/// Idle connections are kept for as long as an agent's tools may take between two calls.
const POOL_IDLE: Duration = Duration::from_secs(90);

/// A pool of connections.
pub(crate) struct HttpTransport {
    client: reqwest::Client,
}

impl HttpTransport {
    pub(crate) fn new(connect: Option<Duration>) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured((*tls::config()).clone())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_idle_timeout(POOL_IDLE)
            .tcp_nodelay(true)
            .tcp_keepalive(Duration::from_secs(60));
        if let Some(connect) = connect {
            builder = builder.connect_timeout(connect);
        }
        let client = builder
            .build()
            .map_err(|e| Error::new(ErrorKind::Config, "the HTTP client could not be built").with_source(e))?;
        Ok(Self { client })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: http::Request<Outgoing>) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let client = self.client.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(sendable)).map_err(|e| {
                Error::new(ErrorKind::Config, "the request has no valid URL").with_source(e.without_url())
            })?;
            let response = client.execute(request).await.map_err(before_head)?;
            let (parts, body) = http::Response::from(response).into_parts();
            Ok(http::Response::from_parts(parts, Body::new(Chunks(body))))
        })
    }
}

fn sendable(body: Outgoing) -> reqwest::Body {
    match body {
        Outgoing::Empty => reqwest::Body::default(),
        Outgoing::Bytes(bytes) => bytes.into(),
        Outgoing::Stream(length, chunks) => reqwest::Body::wrap(Sending { length, chunks: Mutex::new(chunks) }),
    }
}

/// The chunks of a request's body. Its length, where it is known, is what keeps the body from being sent chunked.
struct Sending {
    length: Option<u64>,
    /// Never locked, only made shareable.
    chunks: Mutex<Body>,
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Error>>> {
        let chunks = self.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        chunks.poll_chunk(cx).map(|chunk| chunk.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length.map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}

struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            let frame = std::task::ready!(Pin::new(&mut self.0).poll_frame(cx));
            // Trailers say nothing that the API defines.
            match frame {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Poll::Ready(Some(Ok(data))),
                    Err(_trailers) => {}
                },
                Some(Err(e)) => return Poll::Ready(Some(Err(in_body(e)))),
                None => return Poll::Ready(None),
            }
        }
    }
}

fn before_head(error: reqwest::Error) -> Error {
    let error = error.without_url();
    if let Some(own) = own_error(&error) {
        return Error::new(own.kind(), own.message()).with_sent(Sent::Partial).with_source(error);
    }
    if error.is_connect() && error.is_timeout() {
        return Error::new(ErrorKind::Timeout, "no connection within the connect limit").with_source(error);
    }
    let cause = root_cause(&error);
    if is_certificate(&error) {
        let message = format!("the server's certificate is not to be trusted: {cause}");
        return Error::new(ErrorKind::Connect, message).with_source(error).permanent();
    }
    if error.is_connect() {
        return Error::new(ErrorKind::Connect, format!("no connection to the server: {cause}")).with_source(error);
    }
    Error::new(ErrorKind::Transport, format!("the connection broke before an answer came: {cause}"))
        .with_sent(Sent::Partial)
        .with_source(error)
}

fn in_body(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let cause = root_cause(&error);
    Error::new(ErrorKind::Transport, format!("the connection broke inside the answer: {cause}"))
        .with_sent(Sent::Full)
        .with_source(error)
}

/// What went wrong while the body of the request was read, if that was the cause.
fn own_error(error: &reqwest::Error) -> Option<&Error> {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        if let Some(own) = error.downcast_ref::<Error>() {
            return Some(own);
        }
        cause = error.source();
    }
    None
}

/// Whether the server's certificate was refused, which trying again does not change.
fn is_certificate(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        // An I/O error hides what it wraps from `source`.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = wrapped.and_then(|e| e.downcast_ref::<rustls::Error>()).or(error.downcast_ref::<rustls::Error>());
        if matches!(tls, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        cause = wrapped.map_or_else(|| error.source(), |e| Some(e));
    }
    false
}

fn root_cause(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
