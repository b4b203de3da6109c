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
pub(super) fn not_base64(text: &[u8]) -> Option<&'static str> {
    let body = text.trim_ascii_end();
    let data = body.strip_suffix(b"==").or_else(|| body.strip_suffix(b"=")).unwrap_or(body);
    if text.starts_with(b"data:") {
        return Some("found a data URL, expected only the base64 text after its comma");
    }
    let spaces = if is_base64(data) {
        0
    } else if data.iter().all(|byte| is_digit(*byte) || byte.is_ascii_whitespace()) {
        data.iter().filter(|byte| byte.is_ascii_whitespace()).count()
    } else {
        return Some("found characters that base64 does not have, expected the file's bytes as base64");
    };
    // Text without the padding at its end is taken by some servers; with it, the padding has to be right.
    let count = body.len() - spaces;
    let is_cut = if data.len() < body.len() { !count.is_multiple_of(4) } else { count % 4 == 1 };
    is_cut.then_some("found base64 that is cut short, expected a multiple of 4 characters")
}

/// Whether all are digits of base64. Many are looked at at a time, without a branch for each.
fn is_base64(data: &[u8]) -> bool {
    const EACH: usize = 32;
    let (many, rest) = data.as_chunks::<EACH>();
    let are_digits = |some: &[u8; EACH]| some.iter().fold(0, |odd, byte| odd | u8::from(!is_digit(*byte))) == 0;
    many.iter().all(are_digits) && rest.iter().copied().all(is_digit)
}

fn is_digit(byte: u8) -> bool {
    const OTHERS: [u8; 4] = *b"+/-_";
    let within = |first: u8, many: u8, byte: u8| u8::from(byte.wrapping_sub(first) < many);
    let is_one = within(b'a', 26, byte | 0x20) + within(b'0', 10, byte);
    OTHERS.iter().fold(is_one, |is_one, other| is_one | u8::from(byte == *other)) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_of_base64_is_one_wherever_it_stands() {
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
        for byte in 0..=u8::MAX {
            assert_eq!(is_digit(byte), digits.as_bytes().contains(&byte), "{byte}");
        }
        for at in 0..200 {
            let mut data = vec![b'A'; 200];
            assert!(is_base64(&data));
            data[at] = b'!';
            assert!(!is_base64(&data), "{at}");
        }
    }

    #[test]
    fn white_space_counts_for_nothing() {
        for (text, is_right) in [
            ("QUJD\nQUI=", true),
            (" QU JD", true),
            ("QUJD\nQ", false),
            ("QUI\r\n=", true),
            ("QU I=\n", true),
            ("Q UI", true),
            ("QUI==", false),
            ("", true),
        ] {
            assert_eq!(not_base64(text.as_bytes()).is_none(), is_right, "{text:?}");
        }
    }
}
