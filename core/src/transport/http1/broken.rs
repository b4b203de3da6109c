//! Why an exchange did not come to its end.

use std::{error::Error as StdError, fmt, io};

use crate::transport::failure::Failed;

/// What went wrong.
#[derive(Debug)]
pub(in crate::transport) enum Broken {
    /// The connection.
    Io(io::Error),
    /// It ended before the answer did.
    Closed,
    /// The head of the answer, its trailers or what is said beside a chunk has no end.
    TooLarge,
    /// The answer is no HTTP, for this reason.
    Invalid(&'static str),
    /// The body of the request could not be had.
    Body(Failed),
}

impl StdError for Broken {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Io(cause) => Some(cause),
            Self::Body(cause) => Some(cause),
            Self::Closed | Self::TooLarge | Self::Invalid(_) => None,
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Io(_) => "the connection failed",
            Self::Closed => "it was closed before the answer was complete",
            Self::TooLarge => "the head of the answer is too large",
            Self::Invalid(reason) => reason,
            Self::Body(_) => "the request could not be sent",
        })
    }
}

impl From<io::Error> for Broken {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause)
    }
}

impl From<httparse::Error> for Broken {
    fn from(cause: httparse::Error) -> Self {
        match cause {
            httparse::Error::TooManyHeaders => Self::TooLarge,
            httparse::Error::Version => Self::Invalid("the version of HTTP is none that is known"),
            httparse::Error::Status => Self::Invalid("the status is no number of three digits"),
            httparse::Error::HeaderName => Self::Invalid("the name of a header is not valid"),
            httparse::Error::HeaderValue => Self::Invalid("the value of a header is not valid"),
            httparse::Error::NewLine => Self::Invalid("a line does not end as lines do"),
            httparse::Error::Token => Self::Invalid("a word has a character that none may have"),
        }
    }
}
