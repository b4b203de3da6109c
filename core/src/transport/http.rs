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
    connection::{Connection, Incoming, Protocols, Unanswered},
    failure::{self, Scene},
    lanes::Lanes,
    leash::{Held, Leash},
    pool::Pool,
    request_head::RequestHead,
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
    fn send(
        &self,
        head: RequestHead,
        body: Outgoing,
        progress: &Progress,
    ) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let (lanes, progress) = (self.lanes.clone(), progress.clone());
        Box::pin(async move {
            let Some((pool, place)) = lanes.take().await else {
                return Err(Error::new(ErrorKind::Connect, "the client has no connections").with_sent(Sent::None));
            };
            progress.reach(Phase::Connecting);
            let leash = Leash::new(Some(place));
            let body = Sending::new(body, progress.clone(), leash.clone());
            exchange(&pool, &head, body, &progress, leash).await
        })
    }
}

/// Sends the request and waits for the head of its answer.
async fn exchange(
    pool: &Pool,
    head: &RequestHead,
    mut body: Sending,
    progress: &Progress,
    leash: Arc<Leash>,
) -> Result<http::Response<Body>, Error> {
    let route = pool.route(&head.to)?;
    loop {
        let mut connection = pool.connection(&route).await?;
        let scene = Scene::on(&connection);
        // Else the body tells when it leaves: over HTTP/2 it is asked for when its stream is open.
        if body.is_whole() {
            progress.reach(Phase::Sent);
        }
        let Unanswered { cause, unsent } = match connection.send(head, body, &route).await {
            Ok(answer) => return begun(answer, connection, route, leash),
            Err(unanswered) => unanswered,
        };
        match unsent {
            // The connection was closed before anything of the request left. A new one tells something by that.
            Some(unsent) if connection.is_used => body = unsent,
            _ => return Err(failure::before_head(cause, &scene.sent(progress.sent()))),
        }
    }
}

/// An answer whose head is there.
fn begun(
    answer: http::Response<Incoming>,
    connection: Connection,
    route: Arc<Route>,
    leash: Arc<Leash>,
) -> Result<http::Response<Body>, Error> {
    connection.meter.answered();
    let held = Some(Held::new(leash));
    let (parts, incoming) = answer.into_parts();
    if let Err(error) = check(&parts, connection.is_proxied) {
        route.forget(&connection);
        return Err(error);
    }
    let chunks = Chunks { lease: Some((incoming, connection, route)), held };
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

/// The body of an answer with its connection, which goes back where it was read to its end, and its hold on the request,
/// which ends with it.
struct Chunks {
    lease: Option<(Incoming, Connection, Arc<Route>)>,
    held: Option<Held>,
}

impl Chunks {
    fn end(&mut self) {
        if let Some((incoming, connection, route)) = self.lease.take() {
            drop(incoming);
            // Before the place: who waits for that wants the connection.
            route.put_back(connection);
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
        let Some((incoming, connection, _)) = &mut self.lease else { return Poll::Ready(None) };
        let end = match ready!(connection.poll_chunk(incoming, cx)) {
            Some(Ok(chunk)) => return Poll::Ready(Some(Ok(chunk))),
            Some(Err(cause)) => Some(Err(failure::in_body(cause))),
            None => None,
        };
        self.end();
        Poll::Ready(end)
    }
}
