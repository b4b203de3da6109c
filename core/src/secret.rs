//! A credential that is wiped when dropped and never printed, and where those come from that expire.

mod token;

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

pub(crate) use self::token::Provider;
pub use self::token::{Token, TokenError, TokenProvider};
use crate::misfit::Misfit;

/// How the keys of the API begin.
const PREFIX: &str = "sk-ant-";
/// A key as long as this stays secret when its beginning and its last four characters are shown.
const LONG: usize = 32;

/// An API key or token, shown as `sk-ant-...` with its last four characters at most.
///
/// Its memory is wiped when it is dropped, and so is that of the header made from it. This narrows the time in which a
/// key can be found in memory, it does not end it: not wiped are the caller's own copy, the buffers in which the HTTP and
/// TLS libraries put requests together, and whatever the system moved to disk.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of `text`, without the ASCII white space around it that copy and paste leaves.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = Zeroizing::new(text.into());
        Self(Zeroizing::new(text.trim_ascii().to_owned()))
    }

    /// Whether there is nothing in it: a blank credential counts as none.
    pub(crate) fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of the header that carries it: `prefix`, then the credential. Marked as sensitive, so that HTTP/2 keeps it
    /// out of its tables; wiped when the last clone is dropped.
    ///
    /// # Errors
    /// What a header cannot carry, by place and class.
    pub(crate) fn header(&self, prefix: &str) -> Result<HeaderValue, Misfit> {
        let mut text = Zeroizing::new(Vec::with_capacity(prefix.len() + self.0.len()));
        text.extend_from_slice(prefix.as_bytes());
        text.extend_from_slice(self.0.as_bytes());
        let misfit = Misfit::in_value(&self.0);
        let value = HeaderValue::from_maybe_shared(Bytes::from_owner(text));
        match (misfit, value) {
            (None, Ok(mut value)) => {
                value.set_sensitive(true);
                Ok(value)
            }
            (Some(misfit), _) => Err(misfit),
            (None, Err(_)) => unreachable!("every value without a misfit is taken"),
        }
    }

    /// The secret itself, for what carries it in another form than a header.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.len().checked_sub(4).filter(|_| self.0.len() >= LONG && self.0.starts_with(PREFIX));
        match end.and_then(|end| self.0.get(end..)) {
            Some(last) => write!(f, "{PREFIX}...{last}"),
            None => f.write_str("***"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_at_most_what_kind_of_key_it_is_and_its_last_four_characters() {
        for hidden in ["sk-very-secret", "sk-ant-short", "", "a-token-of-another-kind-that-is-long-enough"] {
            assert_eq!(format!("{:?}", Secret::new(hidden)), "***");
        }
        let key = Secret::new("sk-ant-api03-0123456789abcdefghijklmnop-WXYZ");
        assert_eq!(format!("{key:?}"), "sk-ant-...WXYZ");
        assert_eq!(format!("{:?}", Secret::new(format!("sk-ant-{}é", "a".repeat(40)))), "sk-ant-...aaé");
        assert_eq!(format!("{:?}", Secret::new(format!("sk-ant-{}", "€".repeat(20)))), "***");
    }

    #[test]
    fn ascii_white_space_around_it_is_dropped() {
        assert_eq!(Secret::new(" \tkey\r\n").expose(), "key");
        assert!(Secret::new(" \n ").is_blank());
        assert!(!Secret::new("\u{a0}").is_blank());
    }

    #[test]
    fn its_header_is_sensitive_and_shows_nothing() {
        let header = Secret::new("sk-hidden").header("Bearer ").unwrap();
        assert_eq!(header.as_bytes(), b"Bearer sk-hidden");
        assert!(header.is_sensitive() && !format!("{header:?}").contains("hidden"));
    }

    #[test]
    fn what_a_header_cannot_carry_is_told_by_place_and_class_alone() {
        for (text, told) in [
            ("sk-hidden\nx", "a line break at position 10"),
            ("sk-hidd\u{e9}n", "a character outside ASCII at position 8"),
            ("sk\0", "a zero byte at position 3"),
        ] {
            let misfit = Secret::new(text).header("Bearer ").unwrap_err();
            assert_eq!(misfit.to_string(), told);
        }
    }
}
