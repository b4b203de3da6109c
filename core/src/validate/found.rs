//! How values and kinds are named in a message.

use crate::types::shape::Shape;

/// The longest word that is quoted where another was expected, in bytes.
const QUOTED: usize = 40;

/// A JSON value without its content.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Null,
    Bool,
    Number(f64),
    Text,
    List,
    Object,
}

impl Kind {
    /// What it is called.
    pub(super) fn name(self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool => "a boolean".to_owned(),
            Self::Number(_) => "a number".to_owned(),
            Self::Text => "a string".to_owned(),
            Self::List => "an array".to_owned(),
            Self::Object => "an object".to_owned(),
        }
    }

    /// Whether a value of this kind can be of that shape.
    pub(super) fn suits(self, shape: Shape) -> bool {
        match (self, shape) {
            (_, Shape::Anything)
            | (Self::Text, Shape::Text | Shape::Words(_))
            | (Self::Bool, Shape::Bool)
            | (Self::Number(_), Shape::Number)
            | (Self::List, Shape::List(_))
            | (Self::Object, Shape::Map(_) | Shape::Record(_) | Shape::Union(_)) => true,
            (Self::Number(number), Shape::Integer | Shape::Count) => number.fract() == 0.0,
            (_, Shape::Either(either)) => either.variants.iter().any(|variant| self.suits(variant())),
            _ => false,
        }
    }
}

/// What a shape accepts, as a phrase.
pub(super) fn expected(shape: Shape) -> String {
    match shape {
        Shape::Anything => "anything".to_owned(),
        Shape::Text | Shape::Words(_) => "a string".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer | Shape::Count => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::List(_) => "an array".to_owned(),
        Shape::Map(_) | Shape::Record(_) | Shape::Union(_) => "an object".to_owned(),
        Shape::Either(either) => {
            let mut names: Vec<String> = either.variants.iter().map(|variant| expected(variant())).collect();
            names.dedup();
            names.join(" or ")
        }
    }
}

/// A word that is none of a closed list, quoted where it looks like one; anything else may be a prompt in the wrong place.
pub(super) fn quoted(word: &str) -> String {
    let is_word = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'/' | b'.' | b'+');
    if word.len() <= QUOTED && word.bytes().all(is_word) { format!("{word:?}") } else { "another string".to_owned() }
}

/// A number as people write it.
pub(super) fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number}") } else { format!("{number:?}") }
}

/// What is wrong with text that should be base64; `None` when nothing is.
///
/// White space is tolerated, and so is the alphabet for URLs: servers differ there.
pub(super) fn not_base64(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let body = bytes.trim_ascii_end();
    let data = body.strip_suffix(b"==").or_else(|| body.strip_suffix(b"=")).unwrap_or(body);
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    if text.starts_with("data:") {
        return Some("found a data URL, expected only the base64 text after its comma");
    }
    if !data.iter().all(|byte| is_digit(byte) || byte.is_ascii_whitespace()) {
        return Some("found characters that base64 does not have, expected the file's bytes as base64");
    }
    let count = |bytes: &[u8]| bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
    // Text without the padding at its end is taken by some servers; with it, the padding has to be right.
    let is_cut = if data.len() < body.len() { count(body) % 4 != 0 } else { count(data) % 4 == 1 };
    is_cut.then_some("found base64 that is cut short, expected a multiple of 4 characters")
}
