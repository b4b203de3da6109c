//! The transport over HTTP/1.1 and HTTP/2: a pool of connections, and what is asked of an answer's head.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use http::header;

use super::{
    Body, Outgoing, Phase, Progress, Transport,
    connect::Connector,
    connection::{Connection, Protocols},
    failure::{self, Scene},
    lanes::Lanes,
    leash::{Held, Leash},
    pool::Pool,
    route::Route,
    sending::Sending,
};
use crate::{
    error::{Error, ErrorKind, Reason, Sent},
    headers,
    network::Network,
};

/// A pool of connections.
pub(crate) struct HttpTransport {
    lanes: Arc<Lanes<Pool>>,
}

impl HttpTransport {
    /// A pool without connections. `connect` is the limit for opening one: name, address, proxy and TLS together.
    pub(crate) fn new(network: &Network, connect: Option<Duration>) -> Self {
        let (connector, protocols) = (Arc::new(Connector::new(network, connect)), Arc::new(Protocols::new()));
        let lanes = Lanes::new(network.max_connections, || Pool::new(connector.clone(), protocols.clone()));
        Self { lanes: Arc::new(lanes) }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: http::Request<Outgoing>) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let lanes = self.lanes.clone();
        Box::pin(async move {
            let Some((pool, place)) = lanes.take().await else {
                return Err(Error::new(ErrorKind::Connect, "the client has no connections").with_sent(Sent::None));
            };
            let (mut parts, body) = request.into_parts();
            let progress = parts.extensions.remove::<Progress>().unwrap_or_default();
            progress.reach(Phase::Connecting);
            let leash = Leash::new(Some(place));
            let request = http::Request::from_parts(parts, Sending::new(body, progress.clone(), leash.clone()));
            exchange(pool, request, progress, leash).await
        })
    }
}

/// Sends the request and waits for the head of its answer.
async fn exchange(
    pool: Pool,
    mut request: http::Request<Sending>,
    progress: Progress,
    leash: Arc<Leash>,
) -> Result<http::Response<Body>, Error> {
    let interim = progress.clone();
    hyper::ext::on_informational(&mut request, move |_| interim.interim_answer());
    let (uri, is_whole) = (request.uri().clone(), request.body().is_whole());
    let route = pool.route(&uri)?;
    loop {
        let mut connection = pool.connection(&route).await?;
        let scene = Scene::on(&connection);
        connection.address(&mut request, &uri, &route);
        begin(&progress, &connection, is_whole);
        let mut error = match connection.send(request).await {
            Ok(answer) => return begun(answer, connection, route, leash),
            Err(error) => error,
        };
        match error.take_message() {
            // The connection was closed before anything of the request left. A new one tells something by that.
            Some(unsent) if connection.is_used => request = unsent,
            _ => return Err(failure::before_head(error.into_error(), &scene.sent(progress.sent()))),
        }
    }
}

/// Tells that a request begins to leave. Over HTTP/2 it may still wait for a stream: there a body tells itself, since it is
/// asked for when its stream is open.
fn begin(progress: &Progress, connection: &Connection, is_whole: bool) {
    if is_whole {
        progress.reach(Phase::Sent);
    } else if !connection.is_http2() {
        progress.reach(Phase::Sending);
    }
}

/// An answer whose head is there.
fn begun(
    answer: http::Response<hyper::body::Incoming>,
    connection: Connection,
    route: Arc<Route>,
    leash: Arc<Leash>,
) -> Result<http::Response<Body>, Error> {
    connection.meter.answered();
    let own = (!connection.is_http2()).then(|| connection.meter.clone());
    let held = Some(Held::new(leash, own));
    let (parts, body) = answer.into_parts();
    if let Err(error) = check(&parts, connection.is_proxied) {
        route.forget(&connection);
        return Err(error);
    }
    let chunks = Chunks { body: Some(body), held, lease: Some((connection, route)) };
    Ok(http::Response::from_parts(parts, Body::new(chunks)))
}

/// What no answer may be, whatever its status.
fn check(parts: &http::response::Parts, is_proxied: bool) -> Result<(), Error> {
    let headers = &parts.headers;
    // Two lengths that contradict each other: who believes the other one reads another answer.
    if headers.contains_key(header::CONTENT_LENGTH) && headers.contains_key(header::TRANSFER_ENCODING) {
        let message = "the answer is no valid HTTP: it has a length and is chunked as well";
        let error = Error::new(ErrorKind::Transport, message).with_reason(Reason::Protocol);
        return Err(error.with_sent(Sent::Full).permanent());
    }
    if is_proxied && parts.status == http::StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        let error = Error::new(ErrorKind::Connect, "the proxy wants other credentials (status 407)");
        return Err(error.with_reason(Reason::Proxy).with_status(407).with_sent(Sent::None).permanent());
    }
    if parts.status.is_success() && headers::is_compressed(headers) {
        let message = "the body of the answer is compressed, which was not asked for and is not read";
        let error = Error::new(ErrorKind::UnexpectedResponse, message).with_reason(Reason::Decode);
        return Err(error.with_status(parts.status.as_u16()).with_headers(headers.clone()));
    }
    Ok(())
}

/// The body of an answer, its hold on the request, which ends with it, and its connection, which goes back.
struct Chunks {
    body: Option<hyper::body::Incoming>,
    held: Option<Held>,
    lease: Option<(Connection, Arc<Route>)>,
}

impl Chunks {
    fn end(&mut self) {
        // In this order: a connection whose answer nobody reads any more can only then be told from one in use, and who
        // waits for the place wants the connection.
        self.body = None;
        if let Some((connection, route)) = self.lease.take() {
            route.put_back_when_ready(connection);
        }
        self.held = None;
    }
}

impl Drop for Chunks {
    fn drop(&mut self) {
        self.end();
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        while let Some(body) = &mut self.body {
            let end = match ready!(Pin::new(body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Poll::Ready(Some(Ok(data))),
                    // Trailers say nothing that the API defines.
                    Err(_trailers) => continue,
                },
                Some(Err(e)) => Some(Err(failure::in_body(e))),
                None => None,
            };
            self.end();
            return Poll::Ready(end);
        }
        Poll::Ready(None)
    }
}
