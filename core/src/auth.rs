//! Putting the credential on each attempt of a call, and renewing it when the server refuses it.

mod failure;
mod plain_http;
mod tokens;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

pub(crate) use self::plain_http::is_readable_on_the_way;
use self::tokens::Tokens;
use crate::{
    config::{API_KEY, Credential},
    error::{Error, ErrorKind},
    headers,
};

/// The credential of a client in one process, shared by its calls.
///
/// It belongs to the client's pool of connections, which a fork leaves behind: so a child never waits for a lock or a
/// renewal that a thread of its parent held, and asks for a token of its own.
pub(crate) struct Source {
    kind: Kind,
    warned: AtomicBool,
}

enum Kind {
    Fixed(HeaderName, HeaderValue),
    Tokens(Arc<Tokens>),
    Missing,
}

impl Source {
    /// Asks nobody yet: the first token is fetched by the first attempt.
    pub(crate) fn new(credential: &Credential) -> Self {
        let kind = match credential {
            Credential::Fixed(name, value) => Kind::Fixed(name.clone(), value.clone()),
            Credential::Tokens(provider) => Kind::Tokens(Arc::new(Tokens::new(provider.clone()))),
            Credential::Missing => Kind::Missing,
        };
        Self { kind, warned: AtomicBool::new(false) }
    }

    /// What tells its callers apart from those of others, for a hash: the credential itself, or nothing where it comes from a
    /// provider, whose tokens all stand for one caller.
    pub(crate) fn identity(&self) -> Option<&[u8]> {
        match &self.kind {
            Kind::Fixed(_, value) => Some(value.as_bytes()),
            Kind::Tokens(_) | Kind::Missing => None,
        }
    }

    /// Says once, to whoever listens, that credentials travel where they can be read on the way.
    pub(crate) fn warn_of_plain_http(&self, to: &Uri) {
        if !self.warned.swap(true, Ordering::Relaxed) {
            let host = to.host().unwrap_or_default();
            tracing::warn!(target: "tidings", host, "the credential is sent over plain http, which everyone on the way can read; use https");
        }
    }
}

/// The credential of one call.
pub(crate) struct Pass {
    /// `None` when the caller set a header by hand; then that one is used.
    source: Option<Arc<Source>>,
    /// The token that the last attempt was sent with, by number; 0 for none.
    used: AtomicU64,
    /// Whether this call has had its second chance.
    renewed: AtomicBool,
}

impl Pass {
    /// The credential for a call with these headers. Fetches nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Authentication`] when there is none.
    pub(crate) fn new(source: &Arc<Source>, headers: &HeaderMap) -> Result<Self, Error> {
        let by_hand = headers::has_credential(headers);
        if !by_hand && matches!(source.kind, Kind::Missing) {
            return Err(Error::new(
                ErrorKind::Authentication,
                "no credential: pass an API key or a token, or set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN",
            ));
        }
        let source = (!by_hand).then(|| source.clone());
        Ok(Self { source, used: AtomicU64::new(0), renewed: AtomicBool::new(false) })
    }

    /// The credential that the caller set by hand, if this call is sent with that.
    pub(crate) fn by_hand<'a>(&self, headers: &'a HeaderMap) -> Option<&'a [u8]> {
        let by_hand =
            self.source.is_none().then(|| headers.get(header::AUTHORIZATION).or_else(|| headers.get(API_KEY)));
        by_hand.flatten().map(HeaderValue::as_bytes)
    }

    /// The credential's header, if the call has none of its own; waits for a token where one has to be fetched first. Dropping
    /// the future leaves the fetching to go on for others.
    ///
    /// # Errors
    /// Why there is no token, with the provider's error as the cause.
    pub(crate) async fn header(&self) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        match self.source.as_ref().map(|source| &source.kind) {
            None | Some(Kind::Missing) => Ok(None),
            Some(Kind::Fixed(name, value)) => Ok(Some((name.clone(), value.clone()))),
            Some(Kind::Tokens(tokens)) => {
                // In a place of its own, which most credentials do not need.
                let held = Box::pin(tokens.current()).await?;
                self.used.store(held.number, Ordering::Relaxed);
                Ok(Some((header::AUTHORIZATION, held.header)))
            }
        }
    }

    /// After a 401: whether there is another token than the one that was refused, so that the attempt is worth repeating at
    /// once. Waits while it is fetched. The refused token is not used again, by any call; a call has one such chance.
    ///
    /// An answer of `x-should-retry: false` speaks of the same request with the same credential, and does not count here.
    ///
    /// # Errors
    /// Why there is no other token.
    pub(crate) async fn renew_after(&self, error: &Error) -> Result<bool, Error> {
        let Some(Kind::Tokens(tokens)) = self.source.as_ref().map(|source| &source.kind) else { return Ok(false) };
        if error.status() != Some(401) {
            return Ok(false);
        }
        let refused = self.used.load(Ordering::Relaxed);
        let was = tokens.refuse(refused);
        if self.renewed.swap(true, Ordering::Relaxed) {
            return Ok(false);
        }
        let held = tokens.current().await?;
        Ok(held.number != refused && was.is_none_or(|was| was != held.header))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::{Provider, Token};

    fn pass(credential: &Credential, headers: &HeaderMap) -> Result<Pass, Error> {
        Pass::new(&Arc::new(Source::new(credential)), headers)
    }

    fn key() -> Credential {
        Credential::Fixed(HeaderName::from_static("x-api-key"), HeaderValue::from_static("k"))
    }

    #[tokio::test]
    async fn a_fixed_credential_is_one_header_of_every_attempt() {
        let pass = pass(&key(), &HeaderMap::new()).unwrap();
        for _ in 0..2 {
            let (name, value) = pass.header().await.unwrap().unwrap();
            assert_eq!((name.as_str(), value.as_bytes()), ("x-api-key", b"k".as_slice()));
        }
        let refused = Error::new(ErrorKind::Authentication, "").with_status(401);
        assert!(!pass.renew_after(&refused).await.unwrap());
    }

    #[tokio::test]
    async fn a_token_travels_as_bearer() {
        let provider = Provider::new(async || Ok(Token::new(" t\n")));
        let pass = pass(&Credential::Tokens(provider), &HeaderMap::new()).unwrap();
        let (name, value) = pass.header().await.unwrap().unwrap();
        assert_eq!((name, value.as_bytes()), (header::AUTHORIZATION, b"Bearer t".as_slice()));
        assert!(value.is_sensitive());
    }

    #[tokio::test]
    async fn a_header_set_by_hand_is_left_alone() {
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static("Custom x"))]);
        let nobody = Provider::new(async || panic!("a token is not needed"));
        for credential in [Credential::Missing, key(), Credential::Tokens(nobody)] {
            assert_eq!(pass(&credential, &headers).unwrap().header().await.unwrap(), None);
        }
    }

    #[test]
    fn without_any_credential_the_error_names_the_variables() {
        let error = pass(&Credential::Missing, &HeaderMap::new()).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert!(error.message().contains("ANTHROPIC_API_KEY") && error.message().contains("ANTHROPIC_AUTH_TOKEN"));
    }
}
