//! An open connection over which HTTP is spoken.

use std::{
    error::Error as StdError,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Response, header};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::runtime::Handle;

use super::{
    connect::{Open, Stream},
    failure::MAX_HEAD,
    http1::{self, Http1, Way},
    request_head::RequestHead,
    route::Route,
    sending::Sending,
    wire::Meter,
};

/// How often the peer of an open HTTP/2 stream is asked whether it is there, and how long it may take to say so. Servers
/// call more than once a minute too much.
const PING: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(20));

/// How much of one answer over HTTP/2 may wait to be read, in bytes.
const STREAM_WINDOW: u32 = 1 << 20;
/// How much of all answers over one connection may. So large that answers which nobody reads do not hold up the others: what
/// bounds memory is each stream's own window, and how many calls there may be.
const CONNECTION_WINDOW: u32 = 1 << 30;

/// The client's end of a connection. One of HTTP/2 has a task of its own, which ends with the last end.
pub(super) struct Connection {
    sender: Sender,
    pub(super) meter: Arc<Meter>,
    /// Whether whole URLs are to be asked for.
    pub(super) is_proxied: bool,
    /// Whether another request went over it before.
    pub(super) is_used: bool,
    /// What the connection was opened on, and so what is done for it later.
    pub(super) runtime: Handle,
}

enum Sender {
    Http1(Http1),
    Http2(http2::SendRequest<Sending>),
}

impl Connection {
    pub(super) fn is_http2(&self) -> bool {
        matches!(self.sender, Sender::Http2(_))
    }

    /// Another end of this connection, where requests can share one.
    pub(super) fn shared(&self) -> Option<Self> {
        let Sender::Http2(sender) = &self.sender else { return None };
        Some(Self {
            sender: Sender::Http2(sender.clone()),
            meter: self.meter.clone(),
            is_proxied: self.is_proxied,
            is_used: self.is_used,
            runtime: self.runtime.clone(),
        })
    }

    /// Whether a request can be sent: the one before is over, and the server has not closed as far as is known.
    pub(super) fn is_ready(&mut self) -> bool {
        match &mut self.sender {
            Sender::Http1(http1) => http1.is_ready(),
            Sender::Http2(sender) => sender.is_ready(),
        }
    }

    /// Whether the answer before is over, so that nothing but the server can be against another request.
    pub(super) fn is_free(&self) -> bool {
        match &self.sender {
            Sender::Http1(http1) => http1.is_free(),
            Sender::Http2(_) => true,
        }
    }

    /// Sends a request to where the route leads, and waits for the head of its answer.
    // No `async fn`, whose future holds twice what it is given.
    pub(super) fn send(
        &mut self,
        head: &RequestHead,
        body: Sending,
        route: &Route,
    ) -> impl Future<Output = Result<Response<Incoming>, Unanswered>> {
        let mut asked = match &mut self.sender {
            Sender::Http1(http1) => {
                let way =
                    Way { host: &route.host, authorization: route.authorization.as_ref(), is_proxied: self.is_proxied };
                let written = http1::written(head, &way, body.length());
                Asked::Http1(http1.send(written, body, head.method == Method::HEAD))
            }
            Sender::Http2(sender) => Asked::Http2(Box::pin(sender.try_send_request(for_http2(head, body, route)))),
        };
        poll_fn(move |cx| match &mut asked {
            Asked::Http1(asked) => {
                let answer = ready!(Pin::new(asked).poll(cx));
                let unanswered = |broken: http1::Broken| Unanswered { cause: broken.into(), unsent: None };
                Poll::Ready(answer.map(|answer| answer.map(Incoming::Http1)).map_err(unanswered))
            }
            Asked::Http2(asked) => {
                let answer = ready!(asked.as_mut().poll(cx));
                Poll::Ready(answer.map(|answer| answer.map(Incoming::Http2)).map_err(|mut error| {
                    let unsent = error.take_message().map(http::Request::into_body);
                    Unanswered { cause: error.into_error().into(), unsent }
                }))
            }
        })
    }

    /// The next bytes of an answer's body; `None` at its end.
    pub(super) fn poll_chunk(
        &mut self,
        incoming: &mut Incoming,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Cause>>> {
        use http_body::Body as _;
        match (incoming, &mut self.sender) {
            (Incoming::Http1(incoming), Sender::Http1(http1)) => {
                incoming.poll_chunk(http1, cx).map(|chunk| chunk.map(|chunk| chunk.map_err(Into::into)))
            }
            (Incoming::Http2(incoming), _) => loop {
                let Some(frame) = ready!(Pin::new(&mut *incoming).poll_frame(cx)) else { return Poll::Ready(None) };
                match frame.map(|frame| frame.into_data().ok()) {
                    Ok(Some(data)) => return Poll::Ready(Some(Ok(data))),
                    // Trailers say nothing that the API defines.
                    Ok(None) => {}
                    Err(error) => return Poll::Ready(Some(Err(error.into()))),
                }
            },
            (Incoming::Http1(_), Sender::Http2(_)) => Poll::Ready(None),
        }
    }
}

fn for_http2(head: &RequestHead, body: Sending, route: &Route) -> http::Request<Sending> {
    let mut request = http::Request::new(body);
    *request.method_mut() = head.method.clone();
    *request.uri_mut() = head.to.clone();
    *request.headers_mut() = head.all_headers();
    if let Some(authorization) = &route.authorization {
        request.headers_mut().insert(header::PROXY_AUTHORIZATION, authorization.clone());
    }
    request
}

/// A request that waits for the head of its answer.
enum Asked<H1, H2> {
    Http1(H1),
    Http2(H2),
}

/// What keeps an exchange from its end.
pub(super) type Cause = Box<dyn StdError + Send + Sync>;

/// A request that got no head of an answer; its body, where nothing of it has left.
pub(super) struct Unanswered {
    pub(super) cause: Cause,
    pub(super) unsent: Option<Sending>,
}

/// An answer whose head is there. [`Connection::poll_chunk`] gives its body.
pub(super) enum Incoming {
    Http1(http1::Incoming),
    Http2(hyper::body::Incoming),
}

/// How HTTP is spoken.
pub(super) struct Protocols {
    http2: http2::Builder<TokioExecutor>,
}

impl Protocols {
    pub(super) fn new() -> Self {
        let (interval, patience) = PING;
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2
            .timer(TokioTimer::new())
            .max_header_list_size(u32::try_from(MAX_HEAD).unwrap_or(u32::MAX))
            .keep_alive_interval(interval)
            .keep_alive_timeout(patience)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW);
        Self { http2 }
    }

    /// Begins HTTP on what was opened, and waits until a request can be sent.
    pub(super) async fn begin(&self, open: Open) -> Result<Connection, Cause> {
        let (runtime, is_proxied) = (Handle::current(), open.is_proxied);
        let sender =
            if open.is_http2 { self.begin_http2(open.stream).await? } else { Sender::Http1(Http1::new(open.stream)) };
        Ok(Connection { sender, meter: open.meter, is_proxied, is_used: false, runtime })
    }

    async fn begin_http2(&self, stream: Box<dyn Stream>) -> hyper::Result<Sender> {
        let (mut sender, connection) = self.http2.handshake(TokioIo::new(stream)).await?;
        let task = tokio::spawn(connection);
        let Err(closed) = sender.ready().await else { return Ok(Sender::Http2(sender)) };
        // The task knows why.
        match task.await {
            Ok(Err(reason)) => Err(reason),
            _ => Err(closed),
        }
    }
}
