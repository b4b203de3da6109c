//! What a client puts together once, for all requests that are like most.

use std::sync::Arc;

use http::{HeaderMap, Uri, header};
use url::Url;

use crate::{
    auth::is_readable_on_the_way,
    request::{Endpoint, Payload, address},
    transport::CommonHeaders,
};

/// The parts of a request that creates a message and has no query and no headers of its own.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    /// Where it goes; `None` where nothing can.
    pub(crate) messages: Option<Uri>,
    /// Its headers, without a credential.
    pub(crate) headers: Arc<CommonHeaders>,
    /// Whether everyone on the way can read what is sent to this server.
    pub(crate) is_readable: bool,
}

impl Ready {
    /// For a client with these headers and this query in every request.
    pub(super) fn new(base_url: &Url, headers: &HeaderMap, query: &[(String, String)]) -> Self {
        let messages = address(base_url, Endpoint::MESSAGES, query).ok();
        let mut headers = headers.clone();
        headers.insert(header::CONTENT_TYPE, Payload::JSON);
        let is_readable = messages.as_ref().is_some_and(is_readable_on_the_way);
        Self { messages, headers: Arc::new(CommonHeaders::new(headers)), is_readable }
    }
}
