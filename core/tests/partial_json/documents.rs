//! JSON texts and ways to cut them.

use proptest::prelude::*;

/// Any JSON as text: with white space, escapes, long numbers and keys that come twice.
pub(crate) fn document() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,6})?([eE][+-]?[0-9]{1,2})?";
    let leaf = prop_oneof![
        prop_oneof![Just("null"), Just("true"), Just("false"), Just("{}"), Just("[ ]")].prop_map(str::to_owned),
        number,
        string(),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = prop_oneof![Just("\"a\"".to_owned()), Just("\"b\"".to_owned()), string()];
        let member =
            (key, space(), inner.clone()).prop_map(|(key, space, value)| format!("{key}{space}:{space}{value}"));
        prop_oneof![list('[', inner, ']'), list('{', member, '}')]
    })
}

/// Texts made of the parts of JSON in any order, most of them wrong.
pub(crate) fn jumble() -> impl Strategy<Value = String> {
    const PARTS: [&str; 26] = [
        "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"a\":", "\\", "\\u00e9", "1", "0", "-", ".5", "e", "e5", "+",
        " ", "\n", "true", "nul", "null", "[1,", "{\"b\":", "é",
    ];
    prop::collection::vec(prop::sample::select(&PARTS[..]), 0..16).prop_map(|parts| parts.concat())
}

/// The same text in pieces of these many characters, over and over.
pub(crate) fn pieces(text: &str, sizes: &[usize]) -> Vec<String> {
    let mut characters = text.chars();
    let mut pieces = Vec::new();
    for &size in sizes.iter().cycle() {
        let piece: String = characters.by_ref().take(size).collect();
        if piece.is_empty() && size > 0 {
            break;
        }
        pieces.push(piece);
    }
    pieces
}

/// Sizes for [`pieces`]; empty ones among them, but not only.
pub(crate) fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0_usize..9, 0..6).prop_map(|mut sizes| {
        sizes.push(3);
        sizes
    })
}

fn list(open: char, item: impl Strategy<Value = String>, close: char) -> impl Strategy<Value = String> {
    (prop::collection::vec(item, 0..6), space()).prop_map(move |(items, space)| {
        format!("{open}{space}{}{space}{close}", items.join(&format!("{space},{space}")))
    })
}

fn string() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z é日😀]{1,6}",
        prop::sample::select(vec!["\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\u0000"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..5).prop_map(|parts| format!("\"{}\"", parts.concat()))
}

fn space() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just(" "), 1 => Just("\r\n\t")]
}
