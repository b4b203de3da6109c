//! Why an event could not be folded.

use bytes::Bytes;

use crate::error::{Error, ErrorKind};

/// What is wrong with an event, in the protocol's words.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("a {0} event without its `{1}`")]
    Missing(&'static str, &'static str),
    #[error("a second message_start")]
    Restart,
    #[error("a {0} event before its message began")]
    Early(&'static str),
    #[error("a {0} event for block {1}, which was never started")]
    NoBlock(&'static str, u64),
    #[error("block {0} started where {1} was next")]
    OutOfTurn(u64, usize),
    #[error("more than {1} {0} in one message")]
    TooLong(&'static str, usize),
    #[error("an event that cannot be read: {0}")]
    Json(#[from] serde_json::Error),
}

impl Fault {
    /// The error for the caller, with the event that was at fault.
    pub(super) fn into_error(self, event: &Bytes) -> Error {
        match self {
            Self::TooLong(..) => Error::new(ErrorKind::LimitExceeded, self.to_string()),
            fault => {
                let message = format!("the stream broke the protocol: {fault}");
                Error::new(ErrorKind::StreamMalformed, message).with_raw(event.clone())
            }
        }
    }
}
