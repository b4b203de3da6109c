//! Options of the way to the server.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use super::ClientBuilder;
use crate::{
    deadline,
    network::{Bundle, ProxyOption},
    secret::Secret,
};

impl ClientBuilder {
    /// The proxy for every request, also those to this machine, such as `http://user:password@host:3128`; `https://` speaks
    /// TLS to the proxy, SOCKS is not spoken. Name and password are percent-decoded, go to the proxy only and are never shown.
    ///
    /// Without this the environment decides: `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small letters or
    /// capitals; requests to this machine then go direct.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.0.network.proxy = ProxyOption::Url(Secret::new(url));
        self
    }

    /// Goes through no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.0.network.proxy = ProxyOption::None;
        self
    }

    /// Whether the environment may name proxies; default yes.
    pub fn trust_env(mut self, yes: bool) -> Self {
        self.0.network.trust_env = Some(yes);
        self
    }

    /// Certificates to trust, in PEM, in place of the platform's and of those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    pub fn ca_bundle(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.0.network.ca_bundle = Some(Bundle::Pem(pem.into()));
        self
    }

    /// A file of certificates to trust, in PEM, in place of the platform's; read when the client is built.
    pub fn ca_bundle_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.network.ca_bundle = Some(Bundle::File(path.into()));
        self
    }

    /// The certificate with which the client shows who it is: the chain, its own certificate first, and the private key,
    /// both in PEM.
    pub fn client_certificate(mut self, chain: impl Into<Vec<u8>>, key: impl Into<String>) -> Self {
        self.0.network.client_certificate = Some((chain.into(), Secret::new(key)));
        self
    }

    /// Whether HTTP/2 is offered to the server beside HTTP/1.1; default yes.
    pub fn http2(mut self, yes: bool) -> Self {
        self.0.network.http2 = Some(yes);
        self
    }

    /// The address of this machine that connections come from.
    pub fn local_address(mut self, address: IpAddr) -> Self {
        self.0.network.local_address = Some(address);
        self
    }

    /// How many requests may be under way at once; default 1,000. Those beyond wait, first come first served, for as long
    /// as their whole call may take. A request is under way until its answer was read to the end or dropped.
    pub fn max_connections(mut self, most: usize) -> Self {
        self.0.network.max_connections = Some(most);
        self
    }

    /// The longest time in which nothing of a request's body can be sent; default 60 s.
    pub fn write_timeout(mut self, limit: Duration) -> Self {
        self.0.timeouts.write = deadline::limit(limit);
        self
    }
}
