//! How TLS is spoken: whom we trust, who we are, which protocols we offer.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwapOption;
use rustls::{
    ClientConfig, RootCertStore,
    client::WantsClientCert,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::{Error, ErrorKind, Reason};

/// Which certificates are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The platform's, or bundled ones where it has none.
    #[default]
    Platform,
    /// Those in a file and in the files of a folder.
    Files(Option<PathBuf>, Option<PathBuf>),
    /// These and no others.
    Own(Vec<CertificateDer<'static>>),
}

/// A certificate with which the client shows who it is, and its key.
pub(crate) struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self { chain: self.chain.clone(), key: self.key.clone_key() }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

/// The options of TLS.
#[derive(Debug, Clone)]
pub(crate) struct TlsOptions {
    pub(crate) roots: Roots,
    pub(crate) identity: Option<Identity>,
    pub(crate) http2: bool,
}

impl Default for TlsOptions {
    fn default() -> Self {
        Self { roots: Roots::Platform, identity: None, http2: true }
    }
}

impl Roots {
    /// Reads PEM.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when there is no certificate in it.
    pub(crate) fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        Ok(Self::Own(certificates(pem).ok_or_else(|| config("the CA bundle holds no certificate in PEM"))?))
    }
}

impl Identity {
    /// Reads a chain of certificates, the client's own first, and its private key; both PEM.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when one of them is missing. Nothing of them is quoted.
    pub(crate) fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, Error> {
        let chain = certificates(chain).ok_or_else(|| config("the client certificate is no certificate in PEM"))?;
        let key =
            PrivateKeyDer::from_pem_slice(key).map_err(|_| config("the client's key is no private key in PEM"))?;
        Ok(Self { chain, key })
    }
}

/// The configuration of a client's connections, built when the first of them is opened.
pub(super) struct Tls {
    options: TlsOptions,
    built: ArcSwapOption<ClientConfig>,
}

impl Tls {
    pub(super) fn new(options: TlsOptions) -> Self {
        Self { options, built: ArcSwapOption::empty() }
    }

    /// The configuration. Built away from the event loop, because reading the platform's trust store takes long.
    pub(super) async fn config(self: &Arc<Self>) -> Result<Arc<ClientConfig>, Error> {
        if let Some(config) = self.built.load_full() {
            return Ok(config);
        }
        let this = self.clone();
        let built = tokio::task::spawn_blocking(move || this.build()).await;
        let config = built.map_err(|lost| config("the TLS configuration could not be built").with_source(lost))??;
        self.built.store(Some(config.clone()));
        Ok(config)
    }

    fn build(&self) -> Result<Arc<ClientConfig>, Error> {
        let TlsOptions { roots, identity, http2 } = &self.options;
        if *roots == Roots::Platform && identity.is_none() {
            let shared = shared();
            return Ok(if *http2 { shared } else { Arc::new(with_protocols((*shared).clone(), false)) });
        }
        let builder = match roots {
            Roots::Platform => choose(platform()),
            Roots::Files(file, folder) => trusting(from_files(file.as_deref(), folder.as_deref())?),
            Roots::Own(roots) => trusting(store(roots.iter().cloned())?),
        };
        let config = match identity {
            None => builder.with_no_client_auth(),
            Some(identity) => builder
                .with_client_auth_cert(identity.chain.clone(), identity.key.clone_key())
                .map_err(|e| config("the client certificate and its key do not belong together").with_source(e))?,
        };
        Ok(Arc::new(with_protocols(config, *http2)))
    }
}

/// The one configuration that all clients with default options share, and with it the sessions that can be resumed.
///
/// Without a lock, since a fork while another thread holds one would leave the child waiting for ever: two threads may
/// build, and one of the results stays.
fn shared() -> Arc<ClientConfig> {
    static CONFIG: ArcSwapOption<ClientConfig> = ArcSwapOption::const_empty();
    if let Some(config) = CONFIG.load_full() {
        return config;
    }
    let fresh = Arc::new(with_protocols(choose(platform()).with_no_client_auth(), true));
    let earlier = CONFIG.compare_and_swap(&None::<Arc<ClientConfig>>, Some(fresh.clone()));
    earlier.as_ref().map_or(fresh, Arc::clone)
}

type Builder = rustls::ConfigBuilder<ClientConfig, WantsClientCert>;

fn choose(platform: Result<Builder, rustls::Error>) -> Builder {
    platform.unwrap_or_else(|_| trusting(bundled()))
}

fn platform() -> Result<Builder, rustls::Error> {
    let builder =
        ClientConfig::builder_with_provider(ring::default_provider().into()).with_safe_default_protocol_versions()?;
    builder.with_platform_verifier()
}

/// TLS 1.2 and 1.3, which are the protocol versions that are safe.
fn trusting(roots: RootCertStore) -> Builder {
    let builder = ClientConfig::builder_with_provider(ring::default_provider().into());
    let Ok(builder) = builder.with_safe_default_protocol_versions() else {
        unreachable!("ring speaks the default protocol versions")
    };
    builder.with_root_certificates(roots)
}

fn with_protocols(mut config: ClientConfig, http2: bool) -> ClientConfig {
    config.alpn_protocols = if http2 { vec![b"h2".to_vec(), b"http/1.1".to_vec()] } else { vec![b"http/1.1".to_vec()] };
    config
}

fn bundled() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

fn store(certificates: impl Iterator<Item = CertificateDer<'static>>) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    let (added, _) = store.add_parsable_certificates(certificates);
    if added == 0 { Err(config("there is no certificate that can be used as a root")) } else { Ok(store) }
}

/// The roots that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
fn from_files(file: Option<&Path>, folder: Option<&Path>) -> Result<RootCertStore, Error> {
    let unreadable = |path: &Path, e| {
        let message = format!("the certificates in {} (SSL_CERT_FILE or SSL_CERT_DIR) cannot be read", path.display());
        config(message).with_source(e)
    };
    let mut found = Vec::new();
    if let Some(file) = file {
        found.extend(certificates(&std::fs::read(file).map_err(|e| unreadable(file, e))?).unwrap_or_default());
    }
    if let Some(folder) = folder {
        for entry in std::fs::read_dir(folder).map_err(|e| unreadable(folder, e))?.flatten() {
            // A folder of certificates has lists of revoked ones and dangling links in it too.
            let pem = std::fs::read(entry.path()).unwrap_or_default();
            found.extend(certificates(&pem).unwrap_or_default());
        }
    }
    store(found.into_iter()).map_err(|e| e.with_note("SSL_CERT_FILE or SSL_CERT_DIR say where they should be"))
}

fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem).filter_map(Result::ok).collect();
    (!found.is_empty()).then_some(found)
}

fn config(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message).with_reason(Reason::Certificate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_with_default_options_share_one_configuration() {
        assert!(Arc::ptr_eq(&shared(), &shared()));
        let built = Tls::new(TlsOptions::default()).build().unwrap();
        assert!(Arc::ptr_eq(&built, &shared()));
        let first = Tls::new(TlsOptions { http2: false, ..TlsOptions::default() }).build().unwrap();
        assert_eq!(first.alpn_protocols, [b"http/1.1"]);
    }

    #[test]
    fn bundled_roots_stand_in_for_a_missing_trust_store() {
        assert!(!bundled().is_empty());
        let config = choose(Err(rustls::Error::General("no trust store".to_owned()))).with_no_client_auth();
        assert!(!config.crypto_provider().cipher_suites.is_empty());
    }

    #[test]
    fn what_is_no_certificate_and_no_key_is_refused_and_not_quoted() {
        let errors = [
            Roots::from_pem(b"SECRET").unwrap_err(),
            Identity::from_pem(b"SECRET", b"SECRET").unwrap_err(),
            from_files(Some(Path::new("/nowhere/at/all")), None).unwrap_err(),
        ];
        for error in errors {
            assert!(error.kind() == ErrorKind::Config && !format!("{error} {error:?}").contains("SECRET"), "{error}");
        }
    }
}
