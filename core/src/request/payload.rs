//! What a request carries.

use bytes::Bytes;
use http::HeaderValue;

use super::multipart::Multipart;
use crate::{error::Error, transport::Outgoing};

/// The body of a request, before it is opened for an attempt.
#[derive(Clone)]
pub(crate) enum Payload {
    /// Nothing.
    None,
    /// JSON, or whatever else the caller's own `content-type` says.
    Json(Bytes),
    /// A form.
    Multipart(Multipart),
}

impl Payload {
    /// The content type of JSON.
    pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

    /// The value of the `content-type` header; none without a body.
    pub(crate) fn content_type(&self) -> Option<HeaderValue> {
        match self {
            Self::None => None,
            Self::Json(_) => Some(Self::JSON),
            // The boundary is made of letters and digits.
            Self::Multipart(form) => HeaderValue::try_from(form.content_type()).ok(),
        }
    }

    /// Opens the body for one attempt.
    pub(crate) async fn open(&self) -> Result<Outgoing, Error> {
        match self {
            Self::None => Ok(Outgoing::Empty),
            Self::Json(bytes) => Ok(Outgoing::Bytes(bytes.clone())),
            Self::Multipart(form) => Box::pin(form.open()).await,
        }
    }

    /// Whether it can not be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        matches!(self, Self::Multipart(form) if form.is_spent())
    }

    pub(super) fn describe(&self) -> String {
        match self {
            Self::None => "no body".to_owned(),
            Self::Json(bytes) => format!("{} bytes", bytes.len()),
            Self::Multipart(form) => format!("{form:?}"),
        }
    }
}
