//! JSON that is still arriving: the same in all cuts, what a slow reader makes of every beginning, and what `serde_json` reads in the end.

#![no_main]

#[path = "../../../core/tests/partial_json/naive.rs"]
mod naive;

use libfuzzer_sys::{Corpus, fuzz_target};
use serde_json::Value;
use tidings::partial_json::Parser;
use tidings_fuzz::cuts;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    for new in [Parser::new, Parser::keeping_unfinished_strings] {
        let whole = fed(new(), [text]);
        assert_same(&fed(new(), cuts::text_pieces(text)), &whole);
        assert_same(&fed(new(), text.split_inclusive(|_| true)), &whole);
        check(&whole, text);
    }
    if text.len() <= 400 {
        check_beginnings(text);
    }
    Corpus::Keep
});

fn fed<'a>(mut parser: Parser, pieces: impl IntoIterator<Item = &'a str>) -> Parser {
    pieces.into_iter().for_each(|piece| parser.push(piece));
    parser
}

fn assert_same(one: &Parser, other: &Parser) {
    assert_eq!(one.raw(), other.raw());
    assert_eq!((one.value(), one.fault(), one.is_complete()), (other.value(), other.fault(), other.is_complete()));
    assert_eq!(json(one), json(other));
}

fn check(parser: &Parser, text: &str) {
    assert_eq!(parser.raw(), text);
    assert_eq!(parser.value().is_some(), json(parser).is_some(), "the value and its JSON go together");
    assert!(parser.fault().is_none() || parser.value().is_none() && !parser.is_complete());
    if let Some(json) = json(parser)
        && let Ok(value) = serde_json::from_str::<Value>(&json)
    {
        assert_eq!(parser.value(), Some(&value), "the JSON says the value");
    }
    if let Ok(value) = serde_json::from_str::<Value>(text)
        && !beyond_bounds(parser)
    {
        assert_eq!(parser.value(), Some(&value), "what is whole is what serde_json reads");
        assert!(parser.is_complete());
    }
}

/// Every beginning of the text has the value that the slow reader finds in it, and what is complete stays as it is.
fn check_beginnings(text: &str) {
    let (mut parser, mut complete) = (Parser::new(), None);
    for (at, character) in text.char_indices() {
        parser.push(character.encode_utf8(&mut [0; 4]));
        if beyond_bounds(&parser) {
            return;
        }
        let beginning = &text[..at + character.len_utf8()];
        let expected = naive::complete(beginning).map(|json| json.trim_start().to_owned());
        assert_eq!(parser.value().is_some(), expected.is_some(), "{beginning:?}");
        if !beginning.contains("\\u") {
            assert_eq!(json(&parser), expected, "{beginning:?}");
        }
        if parser.is_complete() && !ends_in_number(beginning) {
            let first = complete.get_or_insert_with(|| parser.value().cloned());
            assert_eq!(parser.value(), first.as_ref());
        }
    }
}

/// Such a value may go on.
fn ends_in_number(text: &str) -> bool {
    text.ends_with(|last: char| last.is_ascii_digit())
}

fn beyond_bounds(parser: &Parser) -> bool {
    parser.fault().is_some_and(|fault| fault.to_string().contains("1024") || fault.to_string().contains("120 levels"))
}

fn json(parser: &Parser) -> Option<String> {
    parser.json().map(|json| json.get().to_owned())
}
