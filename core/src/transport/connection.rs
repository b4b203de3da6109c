//! An open connection over which HTTP is spoken.

use std::{sync::Arc, time::Duration};

use http::{Response, Uri, header};
use hyper::{
    body::Incoming,
    client::conn::{TrySendError, http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::runtime::Handle;

use super::{connect::Open, failure::MAX_HEAD, route::Route, sending::Sending, wire::Meter};

/// How often the peer of an open HTTP/2 stream is asked whether it is there, and how long it may take to say so. Servers
/// call more than once a minute too much.
const PING: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(20));

/// How much of one answer over HTTP/2 may wait to be read, in bytes.
const STREAM_WINDOW: u32 = 1 << 20;
/// How much of all answers over one connection may. So large that answers which nobody reads do not hold up the others: what
/// bounds memory is each stream's own window, and how many calls there may be.
const CONNECTION_WINDOW: u32 = 1 << 30;

type Request = http::Request<Sending>;

/// The client's end of a connection, which a task of its own serves. That task ends with the last end.
pub(super) struct Connection {
    sender: Sender,
    pub(super) meter: Arc<Meter>,
    /// Whether whole URLs are to be asked for.
    pub(super) is_proxied: bool,
    /// Whether another request went over it before.
    pub(super) is_used: bool,
    /// What the connection's task runs on, and so what is done for the connection later.
    pub(super) runtime: Handle,
}

enum Sender {
    Http1(http1::SendRequest<Sending>),
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
    pub(super) fn is_ready(&self) -> bool {
        match &self.sender {
            Sender::Http1(sender) => sender.is_ready(),
            Sender::Http2(sender) => sender.is_ready(),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        match &self.sender {
            Sender::Http1(sender) => sender.is_closed(),
            Sender::Http2(sender) => sender.is_closed(),
        }
    }

    /// Waits until a request can be sent.
    pub(super) async fn ready(&mut self) -> hyper::Result<()> {
        match &mut self.sender {
            Sender::Http1(sender) => sender.ready().await,
            Sender::Http2(sender) => sender.ready().await,
        }
    }

    /// Sends a request, and waits for the head of its answer. A request of which nothing has left comes back in the error.
    pub(super) async fn send(&mut self, request: Request) -> Result<Response<Incoming>, TrySendError<Request>> {
        match &mut self.sender {
            Sender::Http1(sender) => sender.try_send_request(request).await,
            Sender::Http2(sender) => sender.try_send_request(request).await,
        }
    }

    /// Has the request ask for `uri` as it is done over this connection.
    pub(super) fn address(&self, request: &mut Request, uri: &Uri, route: &Route) {
        *request.uri_mut() = match (&self.sender, uri.path_and_query()) {
            (Sender::Http1(_), Some(path)) if !self.is_proxied => path.clone().into(),
            _ => uri.clone(),
        };
        if !self.is_http2() {
            request.headers_mut().entry(header::HOST).or_insert_with(|| route.host.clone());
        }
        if let Some(authorization) = &route.authorization {
            request.headers_mut().insert(header::PROXY_AUTHORIZATION, authorization.clone());
        }
    }
}

/// How HTTP is spoken.
pub(super) struct Protocols {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
}

impl Protocols {
    pub(super) fn new() -> Self {
        let (interval, patience) = PING;
        let mut http1 = http1::Builder::new();
        http1.max_buf_size(MAX_HEAD);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2
            .timer(TokioTimer::new())
            .max_header_list_size(u32::try_from(MAX_HEAD).unwrap_or(u32::MAX))
            .keep_alive_interval(interval)
            .keep_alive_timeout(patience)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW);
        Self { http1, http2 }
    }

    /// Begins HTTP on what was opened, and waits until a request can be sent.
    pub(super) async fn begin(&self, open: Open) -> hyper::Result<Connection> {
        let (meter, is_proxied) = (open.meter.clone(), open.is_proxied);
        let (sender, task) = if open.is_http2 {
            let (sender, connection) = self.http2.handshake(open).await?;
            (Sender::Http2(sender), tokio::spawn(connection))
        } else {
            let (sender, connection) = self.http1.handshake(open).await?;
            (Sender::Http1(sender), tokio::spawn(connection))
        };
        let mut connection = Connection { sender, meter, is_proxied, is_used: false, runtime: Handle::current() };
        let Err(closed) = connection.ready().await else { return Ok(connection) };
        // The task knows why.
        match task.await {
            Ok(Err(reason)) => Err(reason),
            _ => Err(closed),
        }
    }
}
