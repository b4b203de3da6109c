//! The head of a request, most of which is put together once a client.

use std::{fmt, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

/// What is asked for.
pub(crate) struct RequestHead {
    pub(crate) method: Method,
    pub(crate) to: Uri,
    pub(crate) headers: Arc<CommonHeaders>,
    /// None of the common headers has its name.
    pub(crate) credential: Option<(HeaderName, HeaderValue)>,
}

impl RequestHead {
    /// The common headers, and the credential.
    pub(crate) fn all_headers(&self) -> HeaderMap {
        // A host is put on as well: to grow costs four times what the copy does.
        let mut all = HeaderMap::with_capacity(self.headers.map.len() + 3);
        all.extend(self.headers.map.iter().map(|(name, value)| (name.clone(), value.clone())));
        all.extend(self.credential.clone());
        all
    }
}

/// The headers that all attempts of a call have in common, and most calls of a client.
#[derive(Clone)]
pub(crate) struct CommonHeaders {
    map: HeaderMap,
    lines: Box<[u8]>,
}

impl CommonHeaders {
    pub(crate) fn new(map: HeaderMap) -> Self {
        // How long a body is, is said when it is there.
        let is_ours = |name: &HeaderName| *name == header::TRANSFER_ENCODING || *name == header::CONTENT_LENGTH;
        let mut lines = Vec::with_capacity(map.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum());
        for (name, value) in map.iter().filter(|(name, _)| !is_ours(name)) {
            write_line(&mut lines, name.as_str(), value);
        }
        Self { map, lines: lines.into() }
    }

    pub(crate) fn map(&self) -> &HeaderMap {
        &self.map
    }

    /// The same as HTTP/1.1 writes them, but for those about the length of a body.
    pub(super) fn lines(&self) -> &[u8] {
        &self.lines
    }
}

impl fmt::Debug for CommonHeaders {
    /// Not the lines, in which nothing is hidden.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.map.fmt(f)
    }
}

/// Writes a header as HTTP/1.1 has it.
pub(super) fn write_line(head: &mut Vec<u8>, name: &str, value: &HeaderValue) {
    for part in [name.as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
        head.extend_from_slice(part);
    }
}

#[cfg(any(test, fuzzing))]
impl RequestHead {
    /// A `GET` of this place with no headers.
    pub(crate) fn get(to: &str) -> Self {
        let headers = Arc::new(CommonHeaders::new(HeaderMap::new()));
        Self { method: Method::GET, to: to.parse().unwrap_or_default(), headers, credential: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_in_the_headers_is_not_shown_by_their_lines() {
        let mut hidden = HeaderValue::from_static("hidden");
        hidden.set_sensitive(true);
        let common = CommonHeaders::new(HeaderMap::from_iter([(header::AUTHORIZATION, hidden)]));
        assert_eq!(common.lines(), b"authorization: hidden\r\n");
        assert!(!format!("{common:?}").contains("hidden"));
    }
}
