//! Which of the API's endpoints a request goes to, where that changes how it is sent.

use http::Method;

/// The endpoints whose requests the client looks into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Endpoint {
    /// `POST /v1/messages`.
    CreateMessage,
    /// `POST /v1/messages/count_tokens`.
    CountTokens,
    /// `POST /v1/messages/batches`.
    CreateBatch,
    /// Every other one.
    Other,
}

impl Endpoint {
    /// Creates messages.
    pub(crate) const MESSAGES: &'static str = "/v1/messages";
    /// Counts tokens.
    pub(crate) const COUNT_TOKENS: &'static str = "/v1/messages/count_tokens";
    /// Creates and lists batches.
    pub(crate) const BATCHES: &'static str = "/v1/messages/batches";

    /// Known by method and path; a query changes nothing.
    pub(crate) fn of(method: &Method, path: &str) -> Self {
        match path.split('?').next() {
            _ if method != Method::POST => Self::Other,
            Some(Self::MESSAGES) => Self::CreateMessage,
            Some(Self::COUNT_TOKENS) => Self::CountTokens,
            Some(Self::BATCHES) => Self::CreateBatch,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_known_by_method_and_path() {
        assert_eq!(Endpoint::of(&Method::POST, "/v1/messages?beta=true"), Endpoint::CreateMessage);
        assert_eq!(Endpoint::of(&Method::POST, "/v1/messages/count_tokens"), Endpoint::CountTokens);
        assert_eq!(Endpoint::of(&Method::POST, "/v1/messages/batches"), Endpoint::CreateBatch);
        assert_eq!(Endpoint::of(&Method::GET, "/v1/messages/batches"), Endpoint::Other);
        assert_eq!(Endpoint::of(&Method::POST, "/v1/messages/batches/b/cancel"), Endpoint::Other);
    }
}
