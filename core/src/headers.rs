//! Headers: assembled, merged and checked, without any I/O.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::error::{Error, ErrorKind};

/// Sets a header, replacing one of the same name.
pub(crate) fn set(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let name = parse_name(name)?;
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        invalid(format!("the value of header {name} holds a character that headers cannot carry, such as a line break"))
    })?;
    value.set_sensitive(is_secret(&name));
    headers.insert(name, value);
    Ok(())
}

/// A layer of headers as the caller gave them: a value sets, `None` removes. `Debug` shows names alone, since any value may
/// be a credential.
#[derive(Clone, Default)]
pub(crate) struct Layer(Vec<(String, Option<String>)>);

impl Layer {
    pub(crate) fn push(&mut self, name: impl Into<String>, value: Option<String>) {
        self.0.push((name.into(), value));
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
    headers.contains_key("x-api-key") || headers.contains_key(header::AUTHORIZATION)
}

fn is_secret(name: &HeaderName) -> bool {
    name == "x-api-key"
        || name == header::AUTHORIZATION
        || name == header::PROXY_AUTHORIZATION
        || name == header::COOKIE
}

fn parse_name(name: &str) -> Result<HeaderName, Error> {
    name.parse().map_err(|_| invalid(format!("{name:?} is not a header name")))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_a_value_is_refused_and_the_value_is_not_shown() {
        let error = set(&mut HeaderMap::new(), "x-api-key", "secret\r\nx-evil: 1").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[test]
    fn credentials_are_marked_as_secret() {
        let mut headers = HeaderMap::new();
        set(&mut headers, "Authorization", "Bearer hidden").unwrap();
        assert!(!format!("{headers:?}").contains("hidden"));
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
