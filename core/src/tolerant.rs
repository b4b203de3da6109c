//! JSON that is valid but more than a [`Value`] can hold: a number beyond a double, nesting without end. Pure.
//!
//! Such a place costs that place, never the answer or the stream around it: it becomes a string that holds the JSON as it
//! came. The last of repeated keys wins, as everywhere.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Number, Value, value::RawValue};

use crate::surrogates;

/// The most levels that are kept where something has to give. `serde_json` reads 127, and what is kept must still be
/// readable with a message, an event and a line of batch results around it.
const MAX_DEPTH: usize = 120;

/// Reads any JSON, as a type that goes by it. JSON that can be held costs nothing more.
///
/// # Errors
/// When it is not JSON, or not what the type asks for.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(json).or_else(|error| match valid(json) {
        Some(json) => serde_json::from_str(&holdable(&json)).map_err(|_| error),
        None => Err(error),
    })
}

/// Reads any JSON.
///
/// # Errors
/// When it is not JSON.
pub(crate) fn value(json: &[u8]) -> Result<Value, serde_json::Error> {
    read(json)
}

/// Reads a part of a message, of which no more levels are kept than leave the message around it readable.
///
/// # Errors
/// When it holds half of a surrogate pair, which no string can.
pub(crate) fn part(json: &RawValue) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&holdable(json.get()))
}

/// The text, if it is JSON, with U+FFFD for half characters.
fn valid(json: &[u8]) -> Option<Cow<'_, str>> {
    serde_json::from_slice::<IgnoredAny>(json).ok()?;
    match surrogates::replace_lone(json) {
        Cow::Borrowed(json) => std::str::from_utf8(json).ok().map(Cow::Borrowed),
        Cow::Owned(json) => String::from_utf8(json).ok().map(Cow::Owned),
    }
}

/// The same JSON with a string in each place that no value can hold; borrowed where there is no such place. Takes time in
/// proportion to its size, and no stack, however deep it is.
fn holdable(json: &str) -> Cow<'_, str> {
    let mut held = String::new();
    let (mut copied, mut at, mut depth) = (0, 0, 0);
    while let Some((end, is_held)) = token(json, at, &mut depth) {
        if !is_held {
            held.push_str(&json[copied..at]);
            held.push_str(&Value::from(&json[at..end]).to_string());
            copied = end;
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    held.push_str(&json[copied..]);
    Cow::Owned(held)
}

/// Where the token at this place ends, and whether a value can hold it. A container that is too deep is one token.
fn token(json: &str, at: usize, depth: &mut usize) -> Option<(usize, bool)> {
    let bytes = json.as_bytes();
    Some(match bytes.get(at)? {
        b'"' => (end_of_string(bytes, at), true),
        b'{' | b'[' if *depth == MAX_DEPTH => (end_of_container(bytes, at), false),
        b'{' | b'[' => {
            *depth += 1;
            (at + 1, true)
        }
        b'}' | b']' => {
            *depth = depth.saturating_sub(1);
            (at + 1, true)
        }
        b'-' | b'0'..=b'9' => {
            let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
            let end = at + bytes[at..].iter().take_while(|byte| is_digit(byte)).count();
            (end, serde_json::from_str::<Number>(&json[at..end]).is_ok())
        }
        _ => (at + 1, true),
    })
}

fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', json.get(at..).unwrap_or_default()) {
        at += found;
        if json[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

fn end_of_container(json: &[u8], start: usize) -> usize {
    let (mut at, mut open) = (start, 0_usize);
    while let Some(byte) = json.get(at) {
        at = if *byte == b'"' { end_of_string(json, at) } else { at + 1 };
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' if open <= 1 => return at,
            b'}' | b']' => open -= 1,
            _ => {}
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested(levels: usize, inside: &str) -> String {
        "[".repeat(levels) + inside + &"]".repeat(levels)
    }

    /// How many arrays are inside each other, and what is in the innermost.
    fn unnested(mut value: Value) -> (usize, Value) {
        let mut levels = 0;
        while let Value::Array(mut items) = value {
            levels += 1;
            value = items.pop().unwrap_or_default();
        }
        (levels, value)
    }

    #[test]
    fn what_can_be_held_is_read_as_ever() {
        for text in [r#"{"a": [1, -2.5e-300, "1e400 {[\" \\", null, true], "b": {}}"#, "7", " \"[\" ", "1e-400"] {
            assert_eq!(value(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap());
            assert!(matches!(holdable(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn a_number_beyond_a_double_is_the_string_of_its_digits() {
        let digits = "9".repeat(400);
        let text = format!(r#"{{"é": 1e400, "b": [-1E+999, {digits}, 1.5], "c\\": "1e400\"", "d": 2}}"#);
        let expected = json!({"é": "1e400", "b": ["-1E+999", digits, 1.5], "c\\": "1e400\"", "d": 2});
        assert_eq!(value(text.as_bytes()).unwrap(), expected);
        assert_eq!(value(b"1e400").unwrap(), "1e400");
    }

    #[test]
    #[cfg_attr(miri, ignore = "too many bytes to interpret")]
    fn what_is_too_deep_is_the_string_of_its_json() {
        let inner = nested(200 - MAX_DEPTH, r#"{"]": "\"[é"}"#);
        let text = format!("[1, {}, 2]", nested(200 - 1, r#"{"]": "\"[é"}"#));
        let Value::Array(items) = value(text.as_bytes()).unwrap() else { panic!("no array") };
        assert_eq!((&items[0], &items[2]), (&json!(1), &json!(2)));
        assert_eq!(unnested(items[1].clone()), (MAX_DEPTH - 1, Value::String(inner)));
        assert!(value(nested(1_000_000, "").as_bytes()).is_ok());
    }

    #[test]
    #[cfg_attr(miri, ignore = "too many bytes to interpret")]
    fn a_part_of_a_message_leaves_room_for_the_message() {
        for levels in [1, MAX_DEPTH, MAX_DEPTH + 1, 126, 127, 128, 5_000] {
            let part = part(&RawValue::from_string(nested(levels, "")).unwrap()).unwrap();
            assert_eq!(unnested(part.clone()).0, levels.min(MAX_DEPTH), "{levels}");
            let line = json!({"result": {"message": {"content": [part]}}}).to_string();
            assert!(serde_json::from_str::<Value>(&line).is_ok(), "{levels}");
        }
    }

    #[test]
    fn the_last_of_repeated_keys_wins_and_half_characters_are_replaced() {
        let text = r#"{"a": 1e400, "b": "\ud83d", "a": {"c": 1, "c": 1e400}}"#;
        assert_eq!(value(text.as_bytes()).unwrap(), json!({"a": {"c": "1e400"}, "b": "\u{FFFD}"}));
    }

    #[test]
    fn what_is_not_json_or_not_the_type_asked_for_stays_an_error() {
        for text in ["", "[1e400", "[1.2.3]", "{\"a\": 1e400,}", "1e400 2", "\"\\ud83d", "[01]", "nul", "\"\u{1}\""] {
            assert!(value(text.as_bytes()).is_err(), "{text}");
        }
        assert!(value(b"[1e400, \"\xff\"]").is_err());
        assert_eq!(read::<Vec<String>>(b"[1e400, \"a\"]").unwrap(), ["1e400", "a"]);
        assert!(read::<Vec<String>>(b"[1e400, 1]").is_err());
    }
}
