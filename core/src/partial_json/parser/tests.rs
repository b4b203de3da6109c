use super::*;

fn parsed(text: &str) -> Parser {
    let mut parser = Parser::new();
    parser.push(text);
    parser
}

/// The bytes and nodes that the parser looks at for this text in pieces of 20 bytes, each followed by a look at the value.
fn work(text: &str) -> usize {
    let mut parser = Parser::new();
    for piece in text.as_bytes().chunks(20) {
        parser.push(std::str::from_utf8(piece).unwrap());
        assert!(parser.value().is_some());
    }
    assert_eq!(parser.fault(), None);
    parser.looked_at + parser.tree.touched
}

/// JSON that begins with `head` and goes on with `more` until it is about so long; what is open stays open.
fn grown(head: &str, more: &str, size: usize) -> String {
    head.to_owned() + &more.repeat((size - head.len()) / more.len())
}

#[test]
#[cfg_attr(miri, ignore = "too many bytes to interpret")]
fn work_grows_with_the_size_alone() {
    let deep = "[".repeat(MAX_DEPTH - 1);
    let long_key = format!("{{\"{}\": [", "k".repeat(5_000));
    let long_number_key = format!("{{\"{}\": 1", "k".repeat(249_000));
    for (name, head, more, per_byte) in [
        ("members", "{\"first\": 0", ", \"name\": \"value\", \"n\": 12345", 4),
        ("flat array", "[0", ",1", 8),
        ("one string", "[\"", "lorem ipsum ", 4),
        ("one string of escapes", "[\"", "\\u00e9\\n", 4),
        ("numbers that are cut", "[0", ",-1234567890.0123456789e+10", 4),
        ("nested", "{\"a\": [{\"b\": [", "{\"c\": 1},", 8),
        ("as deep as it goes", &deep, "[],", 2 * MAX_DEPTH),
        ("below a long key", &long_key, "1,", 8),
        ("white space", "[", "  \n", 4),
    ] {
        let [small, middle, large] = [250_000, 500_000, 1_000_000].map(|size| work(&grown(head, more, size)));
        assert!(large <= per_byte * 1_000_000, "{name}: {large}");
        assert!(large * 10 <= small * 41 && large * 10 <= middle * 21, "{name}: {small} {middle} {large}");
    }
    assert!(work(&grown(&long_number_key, "0", 250_000)) < 1_000_000);
}

#[test]
#[cfg_attr(miri, ignore = "too many bytes to interpret")]
fn what_is_beyond_a_limit_is_a_fault_and_the_text_stays() {
    let deep = "[".repeat(MAX_DEPTH);
    assert!(parsed(&deep).value().is_some());
    for (text, offset) in [
        (format!("{deep}["), MAX_DEPTH),
        (format!("[{}", "0,".repeat(MAX_VALUES)), 2 * MAX_VALUES - 1),
        (format!("[{}", "1".repeat(MAX_NUMBER + 1)), MAX_NUMBER + 1),
    ] {
        let parser = parsed(&text);
        assert_eq!(parser.fault().map(|fault| fault.offset()), Some(offset));
        assert_eq!((parser.value(), parser.raw().len(), parser.is_complete()), (None, text.len(), false));
    }
    let mut parser = Parser::new();
    "[".repeat(1_000_000).as_bytes().chunks(999).for_each(|piece| parser.push(std::str::from_utf8(piece).unwrap()));
    assert_eq!(parser.fault().map(|fault| fault.offset()), Some(MAX_DEPTH));
}

#[test]
fn a_fault_names_the_place_and_what_belongs_there() {
    for (text, expected) in [
        (r#"{"a": 1 "b": 2}"#, "unreadable at byte 8: expected `,` or `}`"),
        (r#"{"a": 1,}"#, "unreadable at byte 8: expected a key in double quotes"),
        ("{1", "unreadable at byte 1: expected a key in double quotes, or `}`"),
        ("[1,]", "unreadable at byte 3: expected a value"),
        ("[1}", "unreadable at byte 2: expected `,` or `]`"),
        ("[?", "unreadable at byte 1: expected a value, or `]`"),
        ("[01]", "unreadable at byte 2: expected a number without a leading zero"),
        ("[-x", "unreadable at byte 2: expected a digit"),
        ("[nil", "unreadable at byte 2: expected true, false or null"),
        ("[\"\n", "unreadable at byte 2: expected an escape instead of a raw control character"),
        (r#"["\x"#, "unreadable at byte 3: expected one of \"\\/bfnrtu after a backslash"),
        (r#"["\u00g"#, "unreadable at byte 6: expected four hexadecimal digits"),
        (r#"{"a" 1"#, "unreadable at byte 5: expected `:` after a key"),
        ("sorry, no", "unreadable at byte 0: expected a value"),
    ] {
        let parser = parsed(text);
        assert_eq!(parser.fault().map(|fault| fault.to_string()).as_deref(), Some(expected), "{text}");
        assert!(parser.value().is_none() && parser.json().is_none(), "{text}");
    }
}

#[test]
fn the_json_so_far_keeps_digits_and_closes_what_is_open() {
    for (text, json) in [
        (
            " {\"n\": 123456789012345678901234567890, \"m\": 1.50",
            "{\"n\": 123456789012345678901234567890, \"m\": 1.50}",
        ),
        ("{\"a\": 1e400} and more", "{\"a\": 1e400}"),
        ("[\"\\ud83d\", \"cut", "[\"\\ufffd\"]"),
        ("{\"a\": [1, {\"b\": -", "{\"a\": [1, {}]}"),
    ] {
        assert_eq!(parsed(text).json().unwrap().get(), json, "{text}");
    }
    let mut keeping = Parser::keeping_unfinished_strings();
    keeping.push(r#"{"a": ["x\u00"#);
    assert_eq!(keeping.json().unwrap().get(), r#"{"a": ["x"]}"#);
}
