//! How a client reaches the server: proxy, trust, protocol, how many connections.

use std::{fmt, net::IpAddr, path::PathBuf, sync::Arc};

use crate::{
    error::{Error, ErrorKind},
    proxy::Proxies,
    secret::Secret,
    transport::{Identity, Roots, TlsOptions},
};

/// As many connections as a client has at once, unless it is told otherwise.
const MAX_CONNECTIONS: usize = 1000;

/// Options as the caller gave them.
#[derive(Clone, Default)]
pub(crate) struct NetworkOptions {
    pub(crate) proxy: ProxyOption,
    pub(crate) trust_env: Option<bool>,
    pub(crate) ca_bundle: Option<Bundle>,
    /// A chain of certificates and its key.
    pub(crate) client_certificate: Option<(Vec<u8>, Secret)>,
    pub(crate) http2: Option<bool>,
    pub(crate) local_address: Option<IpAddr>,
    pub(crate) max_connections: Option<usize>,
}

/// What was said about a proxy.
#[derive(Clone, Default)]
pub(crate) enum ProxyOption {
    /// Nothing: the environment decides.
    #[default]
    Environment,
    None,
    Url(Secret),
}

/// Where certificates in PEM are.
#[derive(Clone)]
pub(crate) enum Bundle {
    Pem(Vec<u8>),
    File(PathBuf),
}

impl fmt::Debug for NetworkOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetworkOptions")
            .field("http2", &self.http2)
            .field("local_address", &self.local_address)
            .field("max_connections", &self.max_connections)
            .finish_non_exhaustive()
    }
}

/// Valid options.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) proxies: Arc<Proxies>,
    pub(crate) tls: TlsOptions,
    pub(crate) local_address: Option<IpAddr>,
    pub(crate) max_connections: usize,
}

impl Network {
    /// Completes `options` from the environment that `variable` reads, unless they say not to.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] for an option that cannot be used.
    pub(crate) fn resolve(options: NetworkOptions, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let trusts = options.trust_env.unwrap_or(true);
        let env = |name: &str| variable(name).filter(|_| trusts);
        let proxies = match &options.proxy {
            ProxyOption::Environment => Proxies::from_env(&env),
            ProxyOption::None => Proxies::default(),
            ProxyOption::Url(url) => Proxies::explicit(url.expose())?,
        };
        let identity = options
            .client_certificate
            .map(|(chain, key)| Identity::from_pem(&chain, key.expose().as_bytes()))
            .transpose()?;
        let tls =
            TlsOptions { roots: roots(options.ca_bundle, variable)?, identity, http2: options.http2.unwrap_or(true) };
        let max_connections = options.max_connections.unwrap_or(MAX_CONNECTIONS);
        if !(1..=tokio::sync::Semaphore::MAX_PERMITS).contains(&max_connections) {
            return Err(Error::new(ErrorKind::Config, "max_connections must be at least 1"));
        }
        Ok(Self { proxies: Arc::new(proxies), tls, local_address: options.local_address, max_connections })
    }
}

/// The environment is listened to even by a client that does not trust it: on Linux the platform's own trust store goes by
/// these variables, and nobody sets them from outside a process.
fn roots(bundle: Option<Bundle>, env: &dyn Fn(&str) -> Option<String>) -> Result<Roots, Error> {
    match bundle {
        Some(Bundle::Pem(pem)) => Roots::from_pem(&pem),
        Some(Bundle::File(path)) => {
            let pem = std::fs::read(&path).map_err(|e| {
                let message = format!("the CA bundle {} cannot be read: {e}", path.display());
                Error::new(ErrorKind::Config, message).with_source(e)
            })?;
            Roots::from_pem(&pem)
        }
        None => {
            let path = |name| env(name).filter(|path| !path.is_empty()).map(PathBuf::from);
            Ok(match (path("SSL_CERT_FILE"), path("SSL_CERT_DIR")) {
                (None, None) => Roots::Platform,
                (file, folder) => Roots::Files(file, folder),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(options: NetworkOptions, env: &[(&str, &str)]) -> Result<Network, Error> {
        let find = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Network::resolve(options, &find)
    }

    #[test]
    fn the_environment_says_where_roots_are_and_names_proxies_unless_it_is_not_trusted() {
        let env = [("https_proxy", "http://proxy:1"), ("SSL_CERT_FILE", "/roots.pem")];
        let proxied = |network: &Network| network.proxies.choose(true, "host.example", 443).unwrap().is_some();
        let trusting = resolve(NetworkOptions::default(), &env).unwrap();
        assert!(proxied(&trusting));
        assert_eq!(trusting.tls.roots, Roots::Files(Some("/roots.pem".into()), None));
        let options = NetworkOptions { trust_env: Some(false), ..NetworkOptions::default() };
        let distrusting = resolve(options, &env).unwrap();
        assert!(!proxied(&distrusting));
        assert_eq!(distrusting.tls.roots, trusting.tls.roots);
        let options = NetworkOptions { proxy: ProxyOption::None, ..NetworkOptions::default() };
        assert!(!proxied(&resolve(options, &env).unwrap()));
    }

    #[test]
    fn options_that_cannot_be_used_are_refused_when_the_client_is_built() {
        for options in [
            NetworkOptions { proxy: ProxyOption::Url(Secret::new("socks5://u:SECRET@h")), ..NetworkOptions::default() },
            NetworkOptions { ca_bundle: Some(Bundle::Pem(b"SECRET".to_vec())), ..NetworkOptions::default() },
            NetworkOptions { ca_bundle: Some(Bundle::File("/nowhere".into())), ..NetworkOptions::default() },
            NetworkOptions {
                client_certificate: Some((b"SECRET".to_vec(), Secret::new("SECRET"))),
                ..NetworkOptions::default()
            },
            NetworkOptions { max_connections: Some(0), ..NetworkOptions::default() },
        ] {
            let shown = format!("{options:?}");
            let error = resolve(options, &[]).unwrap_err();
            assert!(error.kind() == ErrorKind::Config && !format!("{error:?} {shown}").contains("SECRET"), "{error}");
        }
    }
}
