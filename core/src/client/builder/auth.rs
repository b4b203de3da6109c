//! The options about credentials.

use super::ClientBuilder;
use crate::secret::{Provider, Secret, Token, TokenError, TokenProvider};

impl ClientBuilder {
    /// The API key, sent as `x-api-key`. White space around it is dropped; blank counts as not given.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.0.credential.api_key = Some(Secret::new(key));
        self
    }

    /// A token, sent as `Authorization: Bearer`. White space around it is dropped; blank counts as not given.
    pub fn auth_token(mut self, token: impl Into<String>) -> Self {
        self.0.credential.auth_token = Some(Secret::new(token));
        self
    }

    /// Which header carries the API key: `x-api-key` (the default) or `authorization`, which sends it as a bearer token.
    pub fn api_key_header(mut self, name: impl Into<String>) -> Self {
        self.0.credential.api_key_header = Some(name.into());
        self
    }

    /// Where tokens come from that expire: a [`TokenProvider`], such as a function that returns a future. They are sent as
    /// `Authorization: Bearer`.
    ///
    /// The provider is asked at the first call, once for all calls that wait, again shortly before the token expires, and
    /// when the server answers 401: then the call is repeated once with the new token. An error of the provider is the cause
    /// of the error of every call that waited, and those calls are tried again only if it is
    /// [`retryable`](TokenError::retryable). A credential header set by hand wins, and then the provider is not asked.
    ///
    /// ```
    /// # async fn log_in() -> Result<(String, u64), std::io::Error> { Ok((String::new(), 0)) }
    /// # fn example() -> Result<(), tidings::Error> {
    /// use std::time::Duration;
    /// use tidings::{Client, Token};
    ///
    /// let client = Client::builder()
    ///     .credentials(async || {
    ///         let (token, seconds) = log_in().await?;
    ///         Ok(Token::new(token).expires_in(Duration::from_secs(seconds)))
    ///     })
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn credentials(mut self, provider: impl TokenProvider) -> Self {
        self.0.credential.provider = Some(Provider::new(provider));
        self
    }

    /// The same as [`credentials`](Self::credentials) for a function that blocks. It runs on a thread of its own, and goes on
    /// there when nobody waits for it any more.
    ///
    /// ```
    /// # fn example() -> Result<(), tidings::Error> {
    /// use tidings::{Client, Token};
    /// let client = Client::builder()
    ///     .blocking_credentials(|| Ok(Token::new(std::fs::read_to_string("/run/token")?)))
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blocking_credentials(
        mut self,
        function: impl Fn() -> Result<Token, TokenError> + Send + Sync + 'static,
    ) -> Self {
        self.0.credential.provider = Some(Provider::blocking(function));
        self
    }
}
