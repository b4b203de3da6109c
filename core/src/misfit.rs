//! A character that cannot be where it stands: told by its place and its class, so that what is around it stays secret.

use std::fmt;

/// The first character of a text that cannot be there. `Display` says "a line break at position 12", never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misfit {
    class: &'static str,
    /// Counted in characters, from 1.
    position: usize,
}

impl Misfit {
    /// What the value of a header cannot carry: everything but printable ASCII, spaces and tabs.
    pub(crate) fn in_value(text: &str) -> Option<Self> {
        Self::find(text, |c| matches!(c, '\t' | ' '..='~'))
    }

    /// What the name of a header cannot hold: everything but letters, digits and a few signs.
    pub(crate) fn in_name(text: &str) -> Option<Self> {
        Self::find(text, |c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
    }

    /// A control character, which some readers of URLs drop without a word and others take for the end of the line.
    pub(crate) fn control(text: &str) -> Option<Self> {
        Self::find(text, |c| !c.is_control())
    }

    /// What a path or a query cannot hold even when it is encoded afterwards: control characters and spaces.
    pub(crate) fn in_path(text: &str) -> Option<Self> {
        Self::find(text, |c| !c.is_control() && c != ' ')
    }

    fn find(text: &str, fits: impl Fn(char) -> bool) -> Option<Self> {
        let (before, character) = text.chars().enumerate().find(|(_, c)| !fits(*c))?;
        Some(Self { class: class(character), position: before + 1 })
    }
}

fn class(character: char) -> &'static str {
    match character {
        '\r' | '\n' => "a line break",
        '\0' => "a zero byte",
        '\t' => "a tab",
        ' ' => "a space",
        ':' => "a colon",
        c if c.is_control() => "a control character",
        c if !c.is_ascii() => "a character outside ASCII",
        _ => "a sign that does not belong there",
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at position {}", self.class, self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_misfit_is_told_by_class_and_place() {
        for (text, told) in [
            ("sk-ant\r\nx: y", "a line break at position 7"),
            ("\0", "a zero byte at position 1"),
            ("ké\n", "a character outside ASCII at position 2"),
            ("k\u{7f}", "a control character at position 2"),
            ("k\u{85}", "a control character at position 2"),
        ] {
            assert_eq!(Misfit::in_value(text).unwrap().to_string(), told);
        }
        assert_eq!(Misfit::in_value("all\tof ~ this"), None);
        assert_eq!(Misfit::in_name("x-a: b").unwrap().to_string(), "a colon at position 4");
        assert_eq!(Misfit::in_name("X-a_1"), None);
        assert_eq!(Misfit::control("https://bücher.example/a b"), None);
        assert_eq!(Misfit::in_path("/v1/é x").unwrap().to_string(), "a space at position 6");
    }

    #[test]
    fn a_value_without_a_misfit_is_one_that_the_http_library_takes() {
        for c in (0..=0x2ff).filter_map(char::from_u32) {
            let (value, name) = (format!("a{c}b"), format!("x{c}"));
            if Misfit::in_value(&value).is_none() {
                assert!(http::HeaderValue::from_str(&value).is_ok(), "{c:?}");
            }
            assert_eq!(Misfit::in_name(&name).is_none(), name.parse::<http::HeaderName>().is_ok(), "{c:?}");
        }
    }
}
