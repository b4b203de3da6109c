//! Authorities and certificates that live as long as a test.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "made of constants: who cannot make a certificate cannot test at all"
)]

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{PrivateKeyDer, pem::PemObject},
    server::WebPkiClientVerifier,
};
use tokio_rustls::TlsAcceptor;

/// An authority that only this test knows.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub struct Pair {
    /// What is shown to the other side.
    pub certificate: rcgen::Certificate,
    /// What is kept.
    pub key: KeyPair,
}

impl Authority {
    /// One with a certificate of its own making.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Its certificate, as a client is given it.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a host or a client of this name.
    #[must_use]
    pub fn sign(&self, name: &str) -> Pair {
        self.sign_with(name, |_| {})
    }

    /// The same with something about it changed.
    #[must_use]
    pub fn sign_with(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Pair {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        Pair { certificate: params.signed_by(&key, &self.0).unwrap(), key }
    }
}

impl Pair {
    /// What a server does with it, which offers these protocols and may want a client of an authority.
    #[must_use]
    pub fn acceptor(&self, protocols: &[&str], clients_of: Option<&Authority>) -> TlsAcceptor {
        self.accept(protocols, clients_of, true)
    }

    /// The same for a server that asks for a client of an authority, and serves others too.
    #[must_use]
    pub fn acceptor_that_asks(&self, clients_of: &Authority) -> TlsAcceptor {
        self.accept(&[], Some(clients_of), false)
    }

    fn accept(&self, protocols: &[&str], clients_of: Option<&Authority>, insists: bool) -> TlsAcceptor {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().unwrap();
        let builder = match clients_of {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
                let verifier = if insists { verifier } else { verifier.allow_unauthenticated() };
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let key = PrivateKeyDer::from_pem_slice(self.key.serialize_pem().as_bytes()).unwrap();
        let mut config = builder.with_single_cert(vec![self.certificate.der().clone()], key).unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}
