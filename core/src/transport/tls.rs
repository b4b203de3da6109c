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
use tokio::sync::OnceCell;

use crate::error::{Error, ErrorKind, Reason};

/// Which certificates are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The platform's, or bundled ones where it has none.
    #[default]
    Platform,
    /// Those in a file and in the files of folders, which are listed like the folders of `PATH`.
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
    built: OnceCell<Arc<ClientConfig>>,
}

impl Tls {
    pub(super) fn new(options: TlsOptions) -> Self {
        Self { options, built: OnceCell::new() }
    }

    /// The configuration. Built away from the event loop, because reading the platform's trust store takes long, and by one
    /// caller while the others wait. Dropping the future leaves the building to another one.
    pub(super) async fn config(self: &Arc<Self>) -> Result<Arc<ClientConfig>, Error> {
        let build = || async {
            let this = self.clone();
            let built = tokio::task::spawn_blocking(move || this.build()).await;
            built.map_err(|lost| config("the TLS configuration could not be built").with_source(lost))?
        };
        self.built.get_or_try_init(build).await.cloned()
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
    let folders: Vec<_> = folder.into_iter().flat_map(std::env::split_paths).collect();
    for folder in &folders {
        match std::fs::read_dir(folder) {
            Ok(entries) => found.extend(entries.flatten().flat_map(|entry| in_folder(&entry.path()))),
            Err(e) if folders.len() == 1 => return Err(unreadable(folder, e)),
            // A list names the places where certificates may be.
            Err(_) => {}
        }
    }
    store(found.into_iter()).map_err(|e| e.with_note("SSL_CERT_FILE or SSL_CERT_DIR say where they should be"))
}

/// A folder of certificates has lists of revoked ones and dangling links in it too; a pipe would be waited for without end.
fn in_folder(path: &Path) -> Vec<CertificateDer<'static>> {
    let pem = path.metadata().ok().filter(std::fs::Metadata::is_file).and_then(|_| std::fs::read(path).ok());
    pem.and_then(|pem| certificates(&pem)).unwrap_or_default()
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

    const ROOT: &str = "-----BEGIN CERTIFICATE-----\n\
        MIIBdjCCARugAwIBAgIULgNCZwJH1A2AH9ZfJ88qSjlrbsIwCgYIKoZIzj0EAwIw\n\
        DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjYxNjAxMzVaGA8yMTI2MTEwMjE2MDEz\n\
        NVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBpR\n\
        rOfFyUjUiWsW9QV36GHActWe+DCDI17qvz0RASwaZAorS0b0yDe8FYfjPvIy1Z0a\n\
        tImiaanwYWsNucCJFLujUzBRMB0GA1UdDgQWBBRqUdYoXYWa+DfpHa7hw690/jRp\n\
        MzAfBgNVHSMEGDAWgBRqUdYoXYWa+DfpHa7hw690/jRpMzAPBgNVHRMBAf8EBTAD\n\
        AQH/MAoGCCqGSM49BAMCA0kAMEYCIQCqw9wvA/fVGg4uALi1HS+N1h/UgM+QtnoR\n\
        aI3Iprgm8AIhAJ/g7bGoeC8BkrMvk+sdR1AHunDs/l6QvZd226D5yT2N\n\
        -----END CERTIFICATE-----";

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
    fn folders_of_certificates_come_as_a_list_and_only_files_in_them_are_read() {
        let base = std::env::temp_dir().join(format!("tidings-folders-{}", std::process::id()));
        let (first, second) = (base.join("first"), base.join("second"));
        std::fs::create_dir_all(first.join("a folder")).unwrap();
        std::fs::create_dir_all(&second).unwrap();
        std::fs::write(second.join("root.pem"), ROOT).unwrap();
        #[cfg(unix)]
        std::process::Command::new("mkfifo").arg(second.join("pipe")).status().unwrap();
        let list = std::env::join_paths([base.join("nowhere"), first, second]).unwrap();
        assert_eq!(from_files(None, Some(Path::new(&list))).unwrap().len(), 1);
        std::fs::remove_dir_all(base).unwrap();
    }

    #[tokio::test]
    async fn callers_at_once_share_one_building() {
        let Ok(own) = Roots::from_pem(ROOT.as_bytes()) else { unreachable!("it is a root") };
        let tls = Arc::new(Tls::new(TlsOptions { roots: own, ..TlsOptions::default() }));
        let calls: Vec<_> =
            (0..20).map(|_| tls.clone()).map(|tls| tokio::spawn(async move { tls.config().await })).collect();
        let first = tls.config().await.unwrap();
        for call in calls {
            assert!(Arc::ptr_eq(&call.await.unwrap().unwrap(), &first));
        }
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
