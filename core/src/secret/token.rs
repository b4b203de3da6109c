//! Tokens that expire, and where the caller has them from.

mod error;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use futures_core::future::BoxFuture;

pub use self::error::TokenError;
use super::Secret;

/// A token as a [`TokenProvider`] gives it, sent as `Authorization: Bearer`. `Debug` does not show it.
///
/// ```
/// use std::time::Duration;
/// use tidings::Token;
/// let token = Token::new("a-token").expires_in(Duration::from_secs(3600));
/// # let _ = token;
/// ```
#[derive(Clone)]
pub struct Token {
    pub(crate) secret: Secret,
    /// How long it is good for, from the moment it was made; `None` for ever.
    pub(crate) lifetime: Option<Duration>,
}

impl Token {
    /// A token that does not expire, as far as is known. White space around it is dropped.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self { secret: Secret::new(token), lifetime: None }
    }

    /// The same token, good for this long from now.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { lifetime: Some(lifetime), ..self }
    }

    /// The same token, good until `time` by the clock of this machine.
    #[must_use]
    pub fn expires_at(self, time: SystemTime) -> Self {
        self.expires_in(time.duration_since(SystemTime::now()).unwrap_or_default())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("token", &self.secret).field("lifetime", &self.lifetime).finish()
    }
}

/// Where tokens come from: a login service, a file that another program keeps fresh, a metadata server.
///
/// A client asks once for all calls that wait, keeps the token until shortly before it expires (a tenth of its lifetime, at
/// most a minute), and asks again when the server answers 401. Calls that are cancelled while they wait do not cancel the
/// asking. Any function that returns such a future is a provider; see
/// [`ClientBuilder::credentials`](crate::ClientBuilder::credentials) and, for one that blocks,
/// [`ClientBuilder::blocking_credentials`](crate::ClientBuilder::blocking_credentials).
///
/// ```
/// use std::time::Duration;
/// use tidings::{Client, Token, TokenError, TokenProvider};
///
/// struct Vault;
///
/// impl TokenProvider for Vault {
///     async fn token(&self) -> Result<Token, TokenError> {
///         Ok(Token::new("a-token").expires_in(Duration::from_secs(900)))
///     }
/// }
///
/// # fn example() -> Result<(), tidings::Error> {
/// let client = Client::builder().credentials(Vault).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// A token that is good now, never one from a store of the provider's own that may have been refused.
    ///
    /// Runs as a task of the tokio runtime that the first waiting call runs on, for two minutes at most; then it is dropped.
    ///
    /// # Errors
    /// Anything that is an error; it becomes the cause of the error of every call that waits.
    fn token(&self) -> impl Future<Output = Result<Token, TokenError>> + Send;
}

impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, TokenError>> + Send,
{
    fn token(&self) -> impl Future<Output = Result<Token, TokenError>> + Send {
        self()
    }
}

/// Any provider, of whatever type.
#[derive(Clone)]
pub(crate) struct Provider(Arc<dyn Fetch>);

/// [`TokenProvider`] as an object.
trait Fetch: Send + Sync {
    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Token, TokenError>>;
}

impl<P: TokenProvider> Fetch for P {
    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Token, TokenError>> {
        Box::pin(async move { self.token().await })
    }
}

/// A function that blocks, which is called on a thread where that is allowed.
struct Blocking<F>(Arc<F>);

impl<F: Fn() -> Result<Token, TokenError> + Send + Sync + 'static> TokenProvider for Blocking<F> {
    async fn token(&self) -> Result<Token, TokenError> {
        let function = self.0.clone();
        match tokio::task::spawn_blocking(move || function()).await {
            Ok(token) => token,
            // What a panic says may hold anything, so it is not handed on.
            Err(_) => Err(TokenError::new("the function that gives tokens panicked")),
        }
    }
}

impl Provider {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self(Arc::new(provider))
    }

    pub(crate) fn blocking(function: impl Fn() -> Result<Token, TokenError> + Send + Sync + 'static) -> Self {
        Self::new(Blocking(Arc::new(function)))
    }

    /// Asks for a token. Dropping the future drops the provider's.
    pub(crate) fn fetch(&self) -> BoxFuture<'static, Result<Token, TokenError>> {
        self.0.clone().fetch()
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provider")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_becomes_a_lifetime_and_one_that_has_passed_is_none_at_all() {
        let hour = Duration::from_secs(3600);
        let lifetime = Token::new("t").expires_at(SystemTime::now() + hour).lifetime.unwrap();
        assert!(lifetime <= hour && lifetime > Duration::from_secs(3540), "{lifetime:?}");
        assert_eq!(Token::new("t").expires_at(SystemTime::UNIX_EPOCH).lifetime, Some(Duration::ZERO));
    }

    #[test]
    fn debug_output_shows_no_token() {
        let provider = Provider::new(async || Ok(Token::new("hidden")));
        assert_eq!(format!("{:?} {provider:?}", Token::new("hidden")), "Token { token: ***, lifetime: None } Provider");
    }

    #[tokio::test]
    async fn a_function_that_blocks_runs_on_a_thread_of_its_own() {
        let here = std::thread::current().id();
        let provider = Provider::blocking(move || {
            assert_ne!(std::thread::current().id(), here);
            Ok(Token::new("t"))
        });
        assert_eq!(provider.fetch().await.unwrap().secret.expose(), "t");
    }

    #[tokio::test]
    async fn a_function_that_panics_is_an_error() {
        let provider = Provider::blocking(|| panic!("lost"));
        assert!(provider.fetch().await.is_err());
    }
}
