//! Headers: assembled, merged and checked, without any I/O.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header, uri::Authority};

use crate::{
    config::API_KEY,
    error::{Error, ErrorKind},
    misfit::Misfit,
};

/// The headers whose values may be seen in logs; of every other one only the length is.
const SHOWN: [&str; 14] = [
    "accept",
    "accept-encoding",
    "anthropic-beta",
    "anthropic-version",
    "cf-ray",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "request-id",
    "retry-after",
    "retry-after-ms",
    "user-agent",
    "x-should-retry",
];
/// How the names of the headers about rate limits begin, whose values may be seen as well.
const RATE_LIMITS: &str = "anthropic-ratelimit-";
/// What the names of headers that carry secrets have in them.
const SECRET_WORDS: [&str; 8] = ["auth", "cookie", "credential", "key", "passw", "secret", "signature", "token"];

/// The headers that say where a message ends and how the connection goes on; beside these all that begin with `proxy-`.
const FRAMING: [&str; 8] =
    ["connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

/// Sets a header, replacing one of the same name.
///
/// # Errors
/// [`ErrorKind::Config`] for a header that is HTTP's own affair, for a `host` that is none, and for a misfit, which is told
/// by where the name or the value holds what; the value is never quoted.
pub(crate) fn set(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let name = parse_name(name)?;
    if FRAMING.contains(&name.as_str()) || name.as_str().starts_with("proxy-") {
        return Err(invalid(format!("the header {name} cannot be set: it is part of how HTTP itself works")));
    }
    if let Some(misfit) = Misfit::in_value(value) {
        return Err(invalid(format!("the value of header {name} holds {misfit}, which headers cannot carry")));
    }
    if name == header::HOST && (value.contains('@') || value.parse::<Authority>().is_err()) {
        return Err(invalid("the value of header host is no host".to_owned()));
    }
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| invalid(format!("the value of header {name} is not one that headers can carry")))?;
    value.set_sensitive(is_secret(&name));
    headers.insert(name, value);
    Ok(())
}

/// Whether an answer says that its body is compressed.
pub(crate) fn is_compressed(headers: &HeaderMap) -> bool {
    let is_identity = |coding: &HeaderValue| coding.is_empty() || coding.as_bytes().eq_ignore_ascii_case(b"identity");
    !headers.get_all(header::CONTENT_ENCODING).iter().all(is_identity)
}

/// A layer of headers as the caller gave them: a value sets, `None` removes. `Debug` shows names alone, since any value may
/// be a credential.
#[derive(Clone, Default)]
pub(crate) struct Layer(Vec<(String, Option<String>)>);

impl Layer {
    pub(crate) fn push(&mut self, name: impl Into<String>, value: Option<String>) {
        self.0.push((name.into(), value));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies the layer on top of `headers`.
    pub(crate) fn apply(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        for (name, value) in &self.0 {
            match value {
                Some(value) => set(headers, name, value)?,
                None => drop(headers.remove(parse_name(name)?)),
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Reads lines of `Name: value`; lines without a colon are skipped.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}

/// Whether a credential of either kind is among the headers.
pub(crate) fn has_credential(headers: &HeaderMap) -> bool {
    headers.contains_key(API_KEY) || headers.contains_key(header::AUTHORIZATION)
}

/// Headers as logs may show them: `name: value` for those that are known to be harmless, the length alone of all others.
pub(crate) struct Shown<'a>(pub(crate) &'a HeaderMap);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (name, value)) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { ", " };
            match value.to_str().ok().filter(|_| is_shown(name) && !value.is_sensitive()) {
                Some(value) => write!(f, "{gap}{name}: {value}")?,
                None => write!(f, "{gap}{name}: <redacted, {} bytes>", value.len())?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

fn is_shown(name: &HeaderName) -> bool {
    SHOWN.contains(&name.as_str()) || name.as_str().starts_with(RATE_LIMITS)
}

fn is_secret(name: &HeaderName) -> bool {
    !is_shown(name) && SECRET_WORDS.iter().any(|word| name.as_str().contains(word))
}

/// A name is not quoted when it is none, since it may be a whole line, value included.
fn parse_name(name: &str) -> Result<HeaderName, Error> {
    if let Some(misfit) = Misfit::in_name(name) {
        return Err(invalid(format!("the name of a header holds {misfit}, which names of headers cannot hold")));
    }
    name.parse().map_err(|_| invalid("the name of a header is empty or too long".to_owned()))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misfit_is_told_by_name_place_and_class_and_the_value_is_not_shown() {
        for (name, value, told) in [
            ("x-api-key", "secret\r\nx-evil: 1", "the value of header x-api-key holds a line break at position 7"),
            ("X-A", "secret\0", "the value of header x-a holds a zero byte at position 7"),
            ("x-a", "secr\u{e9}t", "the value of header x-a holds a character outside ASCII at position 5"),
            ("x-a", "secret\u{1b}[0m", "the value of header x-a holds a control character at position 7"),
            ("authorization: secret", "b", "the name of a header holds a colon at position 14"),
            ("x secret", "b", "the name of a header holds a space at position 2"),
            ("secret\nx", "b", "the name of a header holds a line break at position 7"),
            ("", "secret", "the name of a header is empty or too long"),
        ] {
            let error = set(&mut HeaderMap::new(), name, value).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.message().starts_with(told), "{error}");
            assert!(!format!("{error} {error:?}").contains("secr"), "{error}");
        }
    }

    #[test]
    fn what_frames_a_message_is_refused_and_may_be_removed() {
        for (name, value) in [
            ("Content-Length", "3"),
            ("transfer-encoding", "chunked"),
            ("connection", "close, x-api-key"),
            ("keep-alive", "1"),
            ("upgrade", "h2c"),
            ("te", "trailers"),
            ("trailer", "x"),
            ("expect", "100-continue"),
            ("proxy-authorization", "Basic hidden"),
            ("Proxy-Connection", "close"),
            ("host", "a b/hidden"),
            ("host", "hidden@host.example"),
            ("host", ""),
        ] {
            let error = set(&mut HeaderMap::new(), name, value).unwrap_err();
            assert!(error.kind() == ErrorKind::Config && error.message().contains(&name.to_lowercase()), "{error}");
            assert!(!error.message().contains("hidden"), "{error}");
        }
        let mut headers = HeaderMap::new();
        set(&mut headers, "host", "other.example:8443").unwrap();
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        let mut layer = Layer::default();
        layer.push("Content-Length", None);
        layer.apply(&mut headers).unwrap();
        assert_eq!(headers.len(), 1);
    }

    #[test]
    fn what_carries_secrets_is_marked_as_sensitive() {
        for name in ["Authorization", "x-api-key", "cookie", "Api-Token", "x-amz-security-token"] {
            let mut headers = HeaderMap::new();
            set(&mut headers, name, "Bearer hidden").unwrap();
            assert!(!format!("{headers:?}").contains("hidden"), "{name}");
        }
    }

    #[test]
    fn logs_show_what_is_known_to_be_harmless_and_the_length_of_the_rest() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("request-id", "req_1"),
            ("anthropic-ratelimit-tokens-remaining", "7"),
            ("x-api-key", "sk-hidden"),
            ("set-cookie", "hidden"),
            ("x-anything", "hidden"),
        ] {
            set(&mut headers, name, value).unwrap();
        }
        let shown = "request-id: req_1, anthropic-ratelimit-tokens-remaining: 7, x-api-key: <redacted, 9 bytes>, \
                     set-cookie: <redacted, 6 bytes>, x-anything: <redacted, 6 bytes>";
        assert_eq!(Shown(&headers).to_string(), shown);
        assert_eq!(format!("{:?}", Shown(&headers)), format!("{{{shown}}}"));
    }

    #[test]
    fn names_are_merged_whatever_their_case() {
        let mut headers = HeaderMap::new();
        set(&mut headers, "X-A", "1").unwrap();
        let mut layer = Layer::default();
        layer.push("x-a", Some("2".into()));
        layer.apply(&mut headers).unwrap();
        assert_eq!(headers.get_all("x-a").iter().count(), 1);
        layer.push("X-a", None);
        layer.apply(&mut headers).unwrap();
        assert!(headers.is_empty());
    }
}
