//! A credential that is wiped when dropped and never printed.

use std::fmt;

use zeroize::Zeroizing;

/// An API key or token: wiped from memory on drop, shown as `***` by `Debug`.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of `text`, without the white space around it that copy and paste leaves.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = Zeroizing::new(text.into());
        Self(Zeroizing::new(text.trim().to_owned()))
    }

    /// The credential itself, for building the header that carries it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it: a blank credential counts as none.
    pub(crate) fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_text() {
        assert_eq!(format!("{:?}", Secret::new("sk-very-secret")), "***");
    }

    #[test]
    fn white_space_around_it_is_dropped() {
        assert_eq!(Secret::new(" key\n").expose(), "key");
        assert!(Secret::new("  ").is_blank());
    }
}
