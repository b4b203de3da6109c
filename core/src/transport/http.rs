//! The transport over HTTP/1.1 and HTTP/2: a pool of connections, and what is asked of an answer's head.

use std::{
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use http::{header, uri::Scheme};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{CaptureConnection, Connected, capture_connection},
    },
    rt::{TokioExecutor, TokioTimer},
};

use super::{
    Body, Outgoing, Phase, Progress, Transport,
    connect::Connector,
    failure::{self, MAX_HEAD, MAX_HEADERS, Scene},
    leash::{Held, Leash},
    pool::Lanes,
    sending::Sending,
    wire::Meter,
};
use crate::{
    error::{Error, ErrorKind, Reason, Sent},
    headers,
    network::Network,
    proxy::Proxies,
};

/// How long an idle connection is kept. Servers and the balancers in front of them close theirs after a minute, and a
/// request that meets such a close cannot be told from one that ran; so ours go first.
const POOL_IDLE: Duration = Duration::from_secs(50);
/// How often the peer of an open HTTP/2 stream is asked whether it is there, and how long it may take to say so. Servers
/// call more than once a minute too much.
const PING: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(20));

/// How much of one answer over HTTP/2 may wait to be read, in bytes.
const STREAM_WINDOW: u32 = 1 << 20;
/// How much of all answers over one connection may. So large that answers which nobody reads do not hold up the others: what
/// bounds memory is each stream's own window, and how many calls there may be.
const CONNECTION_WINDOW: u32 = 1 << 30;

/// A pool of connections.
pub(crate) struct HttpTransport {
    lanes: Arc<Lanes<Client<Connector, Sending>>>,
    proxies: Arc<Proxies>,
}

impl HttpTransport {
    /// A pool without connections. `connect` is the limit for opening one: name, address, proxy and TLS together.
    pub(crate) fn new(network: &Network, connect: Option<Duration>) -> Self {
        let (interval, patience) = PING;
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .http1_max_buf_size(MAX_HEAD)
            .http1_max_headers(MAX_HEADERS)
            .http2_max_header_list_size(u32::try_from(MAX_HEAD).unwrap_or(u32::MAX))
            .http2_keep_alive_interval(interval)
            .http2_initial_stream_window_size(STREAM_WINDOW)
            .http2_initial_connection_window_size(CONNECTION_WINDOW)
            .http2_keep_alive_timeout(patience);
        let connector = Connector::new(network, connect);
        let lanes = Arc::new(Lanes::new(network.max_connections, || builder.build(connector.clone())));
        Self { lanes, proxies: network.proxies.clone() }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: http::Request<Outgoing>) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let (lanes, proxies) = (self.lanes.clone(), self.proxies.clone());
        Box::pin(async move {
            let Some((client, place)) = lanes.take().await else {
                return Err(Error::new(ErrorKind::Connect, "the client has no connections").with_sent(Sent::None));
            };
            let (mut parts, body) = request.into_parts();
            let progress = parts.extensions.remove::<Progress>().unwrap_or_default();
            progress.reach(Phase::Connecting);
            authorize_at_proxy(&mut parts, &proxies)?;
            let leash = Leash::new(Some(place));
            let request = http::Request::from_parts(parts, Sending::new(body, progress.clone(), leash.clone()));
            exchange(client, request, progress, leash).await
        })
    }
}

/// Sends the request and waits for the head of its answer.
async fn exchange(
    client: Client<Connector, Sending>,
    mut request: http::Request<Sending>,
    progress: Progress,
    leash: Arc<Leash>,
) -> Result<http::Response<Body>, Error> {
    let interim = progress.clone();
    hyper::ext::on_informational(&mut request, move |_| interim.interim_answer());
    let is_whole = request.body().is_whole();
    let mut captured = capture_connection(&mut request);
    let mut answer = pin!(client.request(request));
    let mut used = Used::default();
    let answer = tokio::select! {
        biased;
        answer = &mut answer => answer,
        connection = connected(&mut captured) => {
            used = connection;
            used.begin(&progress, is_whole);
            answer.await
        }
    };
    let answer = answer.map_err(|error| {
        let now = Used::of(&captured);
        now.begin(&progress, is_whole);
        // A request that was taken to another connection before it began has no history there.
        let is_same = used.is_same_as(&now);
        let scene = Scene {
            sent: match progress.sent() {
                // What could not be written was taken for done, so that an early answer can be read.
                Sent::Full if now.meter.as_ref().is_some_and(|meter| meter.has_lost()) => Sent::Partial,
                sent => sent,
            },
            meter: now.meter.as_deref(),
            read_before: if is_same { used.read } else { now.read },
            answers_before: now.answers,
        };
        failure::before_head(error, &scene)
    })?;
    let used = Used::of(&captured);
    if let Some(meter) = &used.meter {
        meter.answered();
    }
    let own = used.meter.filter(|_| !used.is_http2);
    let held = Some(Held::new(leash, own));
    let (parts, body) = answer.into_parts();
    let is_proxied = captured.connection_metadata().as_ref().is_some_and(Connected::is_proxied);
    if let Err(error) = check(&parts, is_proxied) {
        if let Some(connected) = captured.connection_metadata().as_ref() {
            connected.poison();
        }
        return Err(error);
    }
    Ok(http::Response::from_parts(parts, Body::new(Chunks { body, held })))
}

/// What the connection had done before the request went over it.
#[derive(Default)]
struct Used {
    meter: Option<Arc<Meter>>,
    read: u64,
    answers: u32,
    is_http2: bool,
}

impl Used {
    fn of(captured: &CaptureConnection) -> Self {
        captured.connection_metadata().as_ref().map(Self::by).unwrap_or_default()
    }

    fn by(connected: &Connected) -> Self {
        let mut extras = http::Extensions::new();
        connected.get_extras(&mut extras);
        let meter = extras.remove::<Arc<Meter>>();
        let (read, answers) = meter.as_ref().map_or((0, 0), |meter| (meter.read(), meter.answers()));
        Self { meter, read, answers, is_http2: connected.is_negotiated_h2() }
    }

    /// Tells that a request has begun to leave, if it has. Over HTTP/2 it may still wait for a stream: there a body tells
    /// itself, since it is asked for when its stream is open.
    fn begin(&self, progress: &Progress, is_whole: bool) {
        match (&self.meter, is_whole) {
            (Some(_), true) => progress.reach(Phase::Sent),
            (Some(_), false) if !self.is_http2 => progress.reach(Phase::Sending),
            _ => {}
        }
    }

    fn is_same_as(&self, other: &Self) -> bool {
        matches!((&self.meter, &other.meter), (Some(one), Some(other)) if Arc::ptr_eq(one, other))
    }
}

async fn connected(captured: &mut CaptureConnection) -> Used {
    let connected = captured.wait_for_connection_metadata().await;
    connected.as_ref().map(Used::by).unwrap_or_default()
}

/// A request without a tunnel carries the proxy's credentials itself.
fn authorize_at_proxy(parts: &mut http::request::Parts, proxies: &Proxies) -> Result<(), Error> {
    let uri = &parts.uri;
    if uri.scheme() != Some(&Scheme::HTTP) {
        return Ok(());
    }
    let proxy = proxies.choose(false, uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80))?;
    if let Some(value) = proxy.and_then(|proxy| proxy.authorization.clone()) {
        parts.headers.insert(header::PROXY_AUTHORIZATION, value);
    }
    Ok(())
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

/// The body of an answer, and its hold on the request, which ends with it.
struct Chunks {
    body: hyper::body::Incoming,
    held: Option<Held>,
}

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            let end = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => return Poll::Ready(Some(Ok(data))),
                    // Trailers say nothing that the API defines.
                    Err(_trailers) => continue,
                },
                Some(Err(e)) => Some(Err(failure::in_body(e))),
                None => None,
            };
            self.held = None;
            return Poll::Ready(end);
        }
    }
}
