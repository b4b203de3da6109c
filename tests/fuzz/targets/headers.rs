//! Headers: accepted as the types of HTTP accept them where they are ASCII, merged whatever their case, and no value in an error or in `Debug` output.
//!
//! The input is lines of `Name: value`, or `Name` alone, which removes.

#![no_main]

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, uri::Authority};
use libfuzzer_sys::{Corpus, fuzz_target};
use tidings::fuzzing::{header_lines, layer, secret_header, set_header, shown_headers};

const SECRET: &str = "hunter2";
/// What logs show whole.
const HARMLESS: [&str; 14] = [
    "accept",
    "accept-encoding",
    "anthropic-beta",
    "anthropic-version",
    "cf-ray",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "request-id",
    "retry-after",
    "retry-after-ms",
    "user-agent",
    "x-should-retry",
];
const FRAMING: [&str; 8] =
    ["connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    // Cut at LF alone, so that a value may hold a CR.
    let entries: Vec<(String, Option<String>)> = text.split('\n').take(32).map(entry).collect();
    for (name, value) in &entries {
        check_set(name, value.as_deref().unwrap_or_default());
        check_secret(value.as_deref().unwrap_or(name));
    }
    check_layer(&entries);
    for (name, value) in header_lines(text) {
        assert!(name.trim() == name && value.trim() == value && !name.contains(['\n', ':']) && !value.contains('\n'));
    }
    Corpus::Keep
});

fn entry(line: &str) -> (String, Option<String>) {
    match line.split_once(':') {
        Some((name, value)) => (name.to_owned(), Some(format!("{value}{SECRET}"))),
        None => (line.to_owned(), None),
    }
}

fn check_set(name: &str, value: &str) {
    let mut headers = HeaderMap::new();
    let expected = expected(name, value);
    match set_header(&mut headers, name, value) {
        Ok(()) => {
            let (name, value) = expected.expect("HTTP takes it too");
            assert_eq!(headers.get(&name), Some(&value));
            let is_secret = matches!(name.as_str(), "x-api-key" | "authorization" | "cookie");
            assert!(!is_secret || !format!("{headers:?}").contains(SECRET));
            let is_harmless = HARMLESS.contains(&name.as_str()) || name.as_str().starts_with("anthropic-ratelimit-");
            assert_eq!(
                shown_headers(&headers),
                match value.to_str() {
                    Ok(text) if is_harmless => format!("{name}: {text}"),
                    _ => format!("{name}: <redacted, {} bytes>", value.len()),
                }
            );
        }
        Err(error) => {
            assert!(expected.is_none() && headers.is_empty());
            // A name is shown only if it is one.
            let is_shown = HeaderName::from_bytes(name.as_bytes()).is_ok() && names_it(name);
            assert!(is_shown || !format!("{error} {error:?}").contains(SECRET), "{error}");
            let is_of_the_value = HeaderName::from_bytes(name.as_bytes()).is_ok_and(|name| !is_http_s_own(&name));
            if is_of_the_value && carried(value).is_none() {
                assert!(error.message().contains(&place(value)), "{error}");
            }
        }
    }
}

/// A credential: without what copy and paste leaves around it, and refused by place and class alone.
fn check_secret(text: &str) {
    let trimmed = text.trim_ascii();
    let whole = format!("Bearer {trimmed}");
    match (secret_header("Bearer ", text), carried(&whole)) {
        (Ok(value), Some(theirs)) => {
            assert_eq!(value, theirs);
            assert!(value.is_sensitive() && !format!("{value:?}").contains(SECRET));
        }
        (Err(told), None) => assert!(told.ends_with(&place(trimmed)) && !told.contains(SECRET), "{told}"),
        (ours, theirs) => panic!("{ours:?}, but {theirs:?}"),
    }
}

/// Where the first character is that no value can hold.
fn place(value: &str) -> String {
    let before = value.chars().take_while(|c| carried(&c.to_string()).is_some()).count();
    format!(" at position {}", before + 1)
}

/// A name is shown, in lower case.
fn names_it(name: &str) -> bool {
    name.to_ascii_lowercase().contains(SECRET)
}

/// What HTTP makes of it; what HTTP itself lives by is not for callers to set.
fn expected(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = removed(name, value)?;
    let is_no_host =
        name == "host" && (value.as_bytes().contains(&b'@') || Authority::try_from(value.as_bytes()).is_err());
    (!is_http_s_own(&name) && !is_no_host).then_some((name, value))
}

/// Whether the name alone decides that a caller may not set it.
fn is_http_s_own(name: &HeaderName) -> bool {
    FRAMING.contains(&name.as_str()) || name.as_str().starts_with("proxy-")
}

/// The same where it is only removed.
fn removed(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, carried(value)?))
}

/// The value, if HTTP takes it and it is ASCII: beyond that, nobody agrees on what it says.
fn carried(value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(value).ok().filter(|_| value.is_ascii())
}

/// A layer is its entries, one after the other, up to the first that is not valid.
fn check_layer(entries: &[(String, Option<String>)]) {
    let mut headers = HeaderMap::new();
    let (shown, applied) = layer(entries, &mut headers);
    assert!(!shown.contains(SECRET) || entries.iter().any(|(name, _)| names_it(name)), "{shown}");
    let mut model: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in entries {
        let lower = name.to_ascii_lowercase();
        let is_valid = value.as_deref().map_or_else(|| removed(name, ""), |value| expected(name, value)).is_some();
        if !is_valid {
            assert!(applied.is_err());
            return;
        }
        match value {
            Some(value) => drop(model.insert(lower, value.clone())),
            None => drop(model.remove(&lower)),
        }
    }
    assert!(applied.is_ok());
    let bytes = |(name, value): (&HeaderName, &HeaderValue)| (name.to_string(), value.as_bytes().to_vec());
    let found: BTreeMap<String, Vec<u8>> = headers.iter().map(bytes).collect();
    assert_eq!(headers.len(), model.len());
    assert_eq!(found, model.into_iter().map(|(name, value)| (name, value.into_bytes())).collect());
}
