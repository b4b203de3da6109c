//! Why there is no token.

use std::{error::Error as StdError, fmt};

/// Why a [`TokenProvider`](super::TokenProvider) has no token: any error, by `?`, and whether asking again can help.
///
/// It becomes the cause of the error of every call that waits for the token, so it should hold no secret.
///
/// ```
/// use tidings::{Token, TokenError};
///
/// fn read() -> Result<Token, TokenError> {
///     let text = std::fs::read_to_string("/run/token")?;
///     if text.is_empty() {
///         return Err(TokenError::new("the file is being written").retryable());
///     }
///     Ok(Token::new(text))
/// }
/// # let _ = read;
/// ```
pub struct TokenError {
    pub(crate) cause: Box<dyn StdError + Send + Sync>,
    pub(crate) is_retryable: bool,
}

impl TokenError {
    /// An error, or a text that becomes one; asking again does not help.
    #[must_use]
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: cause.into(), is_retryable: false }
    }

    /// The same error, but asking again may help: calls that wait are tried again like after a failure of the network.
    #[must_use]
    pub fn retryable(self) -> Self {
        Self { is_retryable: true, ..self }
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for TokenError {
    fn from(cause: E) -> Self {
        Self::new(cause)
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError").field("cause", &self.cause).field("is_retryable", &self.is_retryable).finish()
    }
}
