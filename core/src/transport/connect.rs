//! Opening a connection: name, address, proxy, TLS; all of it within one limit.

use std::{
    error::Error as StdError,
    fmt, io,
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::future::BoxFuture;
use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::{HttpConnector, dns::Name};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::{
    failure,
    route::Route,
    socket::Socket,
    tls::{Tls, TlsOptions},
    tunnel,
    wire::{Meter, Wire},
};
use crate::{
    error::{Error, ErrorKind, Reason},
    network::Network,
    proxy::{Proxies, Proxy},
};

/// How long the second family of addresses waits for the first.
const BETWEEN_FAMILIES: Duration = Duration::from_millis(250);
/// When a silent connection is looked after, and how often until it counts as dead.
const KEEP_ALIVE: (Duration, Duration, u32) = (Duration::from_secs(60), Duration::from_secs(15), 4);
/// How long bytes may stay unacknowledged. As long as a silent server is waited for.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(120);

/// Opens connections.
pub(super) struct Connector {
    tcp: HttpConnector<Lookup>,
    tls: Arc<Tls>,
    /// For proxies, which are not shown who the client is.
    tls_of_proxy: Arc<Tls>,
    proxies: Arc<Proxies>,
    limit: Option<Duration>,
}

/// Bytes in both directions.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// An open connection, ready for HTTP.
pub(super) struct Open {
    pub(super) stream: Box<dyn Stream>,
    pub(super) meter: Arc<Meter>,
    pub(super) is_http2: bool,
    /// Whether whole URLs are to be asked for.
    pub(super) is_proxied: bool,
}

impl Connector {
    pub(super) fn new(network: &Network, limit: Option<Duration>) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Lookup);
        let (idle, interval, retries) = KEEP_ALIVE;
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(idle));
        tcp.set_keepalive_interval(Some(interval));
        tcp.set_keepalive_retries(Some(retries));
        #[cfg(target_os = "linux")]
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        tcp.set_happy_eyeballs_timeout(Some(BETWEEN_FAMILIES));
        tcp.set_connect_timeout(limit);
        tcp.set_local_address(network.local_address);
        let tls = Arc::new(Tls::new(network.tls.clone()));
        let tls_of_proxy = if network.tls.identity.is_none() {
            tls.clone()
        } else {
            Arc::new(Tls::new(TlsOptions { identity: None, ..network.tls.clone() }))
        };
        Self { tcp, tls, tls_of_proxy, proxies: network.proxies.clone(), limit }
    }

    /// What each request on this route has to tell a proxy. A tunnel was told already.
    pub(super) fn authorization(&self, route: &Route) -> Result<Option<HeaderValue>, Error> {
        let (host, port) = route.server();
        let proxy = if route.is_https { None } else { self.proxies.choose(false, host, port)? };
        Ok(proxy.and_then(|proxy| proxy.authorization.clone()))
    }

    /// A connection to where the route leads.
    pub(super) async fn connect(&self, route: &Route) -> Result<Open, Error> {
        let Some(limit) = self.limit else { return self.open(route).await };
        let opened = tokio::time::timeout(limit, self.open(route)).await;
        opened.unwrap_or_else(|_| Err(too_late(limit))).map_err(|error| {
            let is_late = error.reason() == Some(Reason::ConnectLimit);
            if is_late { too_late(limit) } else { error }
        })
    }

    async fn open(&self, route: &Route) -> Result<Open, Error> {
        let (is_https, (host, port)) = (route.is_https, route.server());
        let Some(proxy) = self.proxies.choose(is_https, host, port)? else {
            let meter = Meter::new(is_https);
            let wire = self.tcp(host, port, "the server", &meter).await?;
            return if is_https {
                self.secured(wire, host, meter).await
            } else {
                Ok(Open::http1(Box::new(wire), meter, false))
            };
        };
        let meter = Meter::new(is_https || proxy.is_https);
        let stream = self.to_proxy(proxy, &meter).await?;
        if !is_https {
            return Ok(Open::http1(stream, meter, true));
        }
        let stream = tunnel::through(stream, host, port, proxy.authorization.as_ref()).await?;
        // What the proxy said is no part of what the server says.
        let meter = Meter::new(true);
        self.secured(Wire::new(stream, meter.clone()), host, meter).await
    }

    async fn to_proxy(&self, proxy: &Proxy, meter: &Arc<Meter>) -> Result<Box<dyn Stream>, Error> {
        let wire = self.tcp(&proxy.host, proxy.port, "the proxy", meter).await?;
        if !proxy.is_https {
            return Ok(Box::new(wire));
        }
        let mut config = (*self.tls_of_proxy.config().await?).clone();
        // Inside is HTTP/1.1, whatever is spoken to the server.
        config.alpn_protocols.clear();
        let (stream, _) = shake_hands(Arc::new(config), &proxy.host, wire)
            .await
            .map_err(|e| failure::securing(e, meter.first()).with_note("this was the proxy"))?;
        Ok(stream)
    }

    async fn tcp(&self, host: &str, port: u16, to: &str, meter: &Arc<Meter>) -> Result<Wire, Error> {
        let address = Uri::builder().scheme("http").authority(format!("{host}:{port}")).path_and_query("/").build();
        let address = address.map_err(|e| failure::connecting(e.into(), to))?;
        let mut tcp = self.tcp.clone();
        let stream = tcp.call(address).await.map_err(|e| failure::connecting(e.into(), to))?;
        Ok(Wire::new(Socket::new(stream.into_inner()), meter.clone()))
    }

    async fn secured(&self, stream: impl Stream + 'static, host: &str, meter: Arc<Meter>) -> Result<Open, Error> {
        let config = self.tls.config().await?;
        let (stream, is_http2) =
            shake_hands(config, host, stream).await.map_err(|e| failure::securing(e, meter.first()))?;
        if is_http2 {
            return Ok(Open { stream, meter, is_http2, is_proxied: false });
        }
        Ok(Open::http1(stream, meter, false))
    }
}

/// The stream inside TLS, and whether HTTP/2 was agreed on.
async fn shake_hands(
    config: Arc<rustls::ClientConfig>,
    host: &str,
    stream: impl Stream + 'static,
) -> io::Result<(Box<dyn Stream>, bool)> {
    let name = host.trim_matches(['[', ']']).trim_end_matches('.');
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    let stream = TlsConnector::from(config).connect(name, stream).await?;
    let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    Ok((Box::new(stream), is_http2))
}

fn too_late(limit: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("no connection within the connect limit of {limit:?}"))
        .with_reason(Reason::ConnectLimit)
}

impl Open {
    fn http1(stream: Box<dyn Stream>, meter: Arc<Meter>, is_proxied: bool) -> Self {
        Self { stream, meter, is_http2: false, is_proxied }
    }
}

/// Looks names up with the system's resolver, and says so when that is what fails.
#[derive(Debug, Clone)]
pub(super) struct Lookup;

/// A name that was not found.
#[derive(Debug)]
pub(super) struct LookupError(io::Error);

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("name lookup failed")
    }
}

impl StdError for LookupError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

impl Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = LookupError;
    type Future = BoxFuture<'static, Result<Self::Response, LookupError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), LookupError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(LookupError)?;
            Ok(found.collect::<Vec<_>>().into_iter())
        })
    }
}
