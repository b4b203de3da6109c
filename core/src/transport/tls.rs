//! The one TLS configuration of the process.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;

/// Certificates are checked against the platform's trust store, or against bundled roots where there is none.
///
/// Built at the first use, because reading the trust store takes long, and kept. Without a lock, since a fork while another
/// thread holds one would leave the child waiting for ever: two threads may build, and one of the results stays.
pub(super) fn config() -> Arc<ClientConfig> {
    static CONFIG: ArcSwapOption<ClientConfig> = ArcSwapOption::const_empty();
    if let Some(config) = CONFIG.load_full() {
        return config;
    }
    let mut fresh = choose(with_platform_roots());
    fresh.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let fresh = Arc::new(fresh);
    let earlier = CONFIG.compare_and_swap(&None::<Arc<ClientConfig>>, Some(fresh.clone()));
    earlier.as_ref().map_or(fresh, Arc::clone)
}

fn choose(platform: Result<ClientConfig, rustls::Error>) -> ClientConfig {
    platform.unwrap_or_else(|_| with_bundled_roots())
}

fn with_platform_roots() -> Result<ClientConfig, rustls::Error> {
    let builder =
        ClientConfig::builder_with_provider(ring::default_provider().into()).with_safe_default_protocol_versions()?;
    Ok(builder.with_platform_verifier()?.with_no_client_auth())
}

fn with_bundled_roots() -> ClientConfig {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let builder = ClientConfig::builder_with_provider(ring::default_provider().into());
    let Ok(builder) = builder.with_safe_default_protocol_versions() else {
        unreachable!("ring speaks the default protocol versions")
    };
    builder.with_root_certificates(roots).with_no_client_auth()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_is_built_once() {
        assert!(Arc::ptr_eq(&config(), &config()));
    }

    #[test]
    fn bundled_roots_stand_in_for_a_missing_trust_store() {
        assert!(!webpki_roots::TLS_SERVER_ROOTS.is_empty());
        let config = choose(Err(rustls::Error::General("no trust store".to_owned())));
        assert!(!config.crypto_provider().cipher_suites.is_empty());
    }
}
