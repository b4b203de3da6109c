//! Why there is no token, for everybody who waits for one.

use std::{error::Error as StdError, sync::Arc, time::Duration};

use crate::{
    error::{Error, ErrorKind},
    secret::TokenError,
};

/// One failure, which becomes an error for each call that waits.
#[derive(Clone)]
pub(super) struct Failure {
    kind: ErrorKind,
    message: String,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
    is_retryable: bool,
}

impl Failure {
    /// The provider says why; it alone says whether asking again can help.
    pub(super) fn of_provider(error: TokenError) -> Self {
        Self {
            kind: ErrorKind::Authentication,
            message: format!("the provider of tokens gave none: {}", error.cause),
            cause: Some(error.cause.into()),
            is_retryable: error.is_retryable,
        }
    }

    /// The provider has not answered.
    pub(super) fn late(limit: Duration) -> Self {
        let message = format!("the provider of tokens gave none within {limit:?}");
        Self { kind: ErrorKind::Timeout, message, cause: None, is_retryable: false }
    }

    /// The provider gave something that cannot be sent.
    pub(super) fn unusable(why: &str) -> Self {
        let message = format!("credentials: the token from the provider {why}");
        Self { kind: ErrorKind::Config, message, cause: None, is_retryable: false }
    }

    pub(super) fn error(&self) -> Error {
        let error = Error::new(self.kind, self.message.clone());
        let error = if self.is_retryable { error.transient() } else { error.permanent() };
        match &self.cause {
            Some(cause) => error.with_source(cause.clone()),
            None => error,
        }
    }
}
