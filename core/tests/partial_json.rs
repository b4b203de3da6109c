//! The parser of JSON that is still arriving, against its vectors, a whole parse, and a slow reference.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

#[path = "partial_json/documents.rs"]
mod documents;
#[path = "partial_json/naive.rs"]
mod naive;

use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use tidings::partial_json::Parser;

use self::documents::{document, jumble, pieces, sizes};

#[derive(Deserialize)]
struct Vector {
    text: String,
    expect: Outcome,
    keeping: Option<Outcome>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Value(Value),
    Nothing,
    Fault,
}

impl Outcome {
    fn of(parser: Parser, text: &str, size: usize) -> Self {
        let parser = fed(parser, text, &[size]);
        assert_eq!(parser.raw(), text);
        match (parser.fault(), parser.value()) {
            (Some(_), None) => Self::Fault,
            (None, Some(value)) => {
                assert_eq!(&read(&parser), value, "{text}");
                Self::Value(value.clone())
            }
            (None, None) => Self::Nothing,
            (Some(_), Some(_)) => panic!("a value beside a fault: {text}"),
        }
    }
}

fn fed(mut parser: Parser, text: &str, sizes: &[usize]) -> Parser {
    for piece in pieces(text, sizes) {
        parser.push(&piece);
    }
    parser
}

/// The value as its own JSON says; numbers that no double holds are null.
fn read(parser: &Parser) -> Value {
    let json = parser.json().unwrap();
    serde_json::from_str(&json.get().replace("1e400", "null")).unwrap()
}

#[test]
fn every_vector_gives_what_the_table_says_however_it_is_cut() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/partial_json/vectors.json");
    let vectors: Vec<Vector> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(vectors.len() > 100);
    for Vector { text, expect, keeping } in vectors {
        let keeping = keeping.as_ref().unwrap_or(&expect);
        for size in [1, 2, 7, text.len().max(1)] {
            assert_eq!(Outcome::of(Parser::new(), &text, size), expect, "{text} by {size}");
            let kept = Outcome::of(Parser::keeping_unfinished_strings(), &text, size);
            assert_eq!(&kept, keeping, "{text} by {size}, strings kept");
        }
    }
}

/// Few cases, so that an unoptimised build takes seconds; and no file for what failed.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn json_in_any_cuts_gives_what_a_whole_parse_gives(text in document(), sizes in sizes()) {
        let whole: Value = serde_json::from_str(&text).unwrap();
        for parser in [Parser::new(), Parser::keeping_unfinished_strings()] {
            let parser = fed(parser, &text, &sizes);
            prop_assert_eq!(parser.value(), Some(&whole));
            prop_assert_eq!(parser.json().unwrap().get().to_owned(), text.clone());
            prop_assert!(parser.is_complete());
        }
    }

    #[test]
    fn every_prefix_gives_what_the_slow_reference_gives(text in document()) {
        let mut parser = Parser::new();
        for (at, character) in text.char_indices() {
            parser.push(character.encode_utf8(&mut [0; 4]));
            let json = naive::complete(&text[..at + character.len_utf8()]);
            prop_assert_eq!(parser.json().map(|json| json.get().to_owned()), json.clone());
            prop_assert_eq!(parser.value().cloned(), json.map(|json| serde_json::from_str::<Value>(&json).unwrap()));
        }
    }

    #[test]
    fn a_string_that_is_kept_is_a_beginning_of_the_whole_string(text in ".{0,30}", sizes in sizes()) {
        let json = serde_json::json!([&text]).to_string();
        let mut parser = Parser::keeping_unfinished_strings();
        let mut longest = 0;
        for piece in pieces(&json, &sizes) {
            parser.push(&piece);
            let so_far = parser.value().and_then(|value| value[0].as_str()).unwrap_or_default().to_owned();
            prop_assert!(text.starts_with(&so_far) && so_far.len() >= longest);
            longest = so_far.len();
        }
        prop_assert_eq!(longest, text.len());
    }

    #[test]
    fn anything_else_is_judged_like_the_slow_reference_judges_it(text in jumble(), sizes in sizes()) {
        let parser = fed(Parser::new(), &text, &sizes);
        let json = naive::complete(&text).map(|json| json.trim_start().to_owned());
        prop_assert_eq!(parser.value().is_some(), json.is_some());
        prop_assert_eq!(parser.json().map(|json| json.get().to_owned()), json);
        if let Ok(whole) = serde_json::from_str::<Value>(&text) {
            prop_assert_eq!(parser.value(), Some(&whole));
            prop_assert!(parser.is_complete());
        }
    }

    #[test]
    fn random_bytes_end_the_same_in_all_cuts(bytes in prop::collection::vec(any::<u8>(), 0..200), open in "[\\[{\"0-9]{0,3}", sizes in sizes()) {
        let text = open + &String::from_utf8_lossy(&bytes);
        let whole = fed(Parser::new(), &text, &[text.len().max(1)]);
        let cut = fed(Parser::new(), &text, &sizes);
        prop_assert_eq!((whole.value(), whole.fault(), whole.is_complete()), (cut.value(), cut.fault(), cut.is_complete()));
        prop_assert_eq!((whole.raw(), cut.raw()), (&*text, &*text));
    }
}
