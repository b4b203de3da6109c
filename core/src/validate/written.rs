//! Values as they stand in the body.

use std::borrow::Cow;

use crate::{skim::Skim, surrogates};

/// What a string says. Half a character, as JavaScript's strings may hold, is for the server to judge.
pub(super) fn text(written: &[u8]) -> Option<Cow<'_, [u8]>> {
    let inside = written.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if Skim::is_plain(inside) {
        return Some(Cow::Borrowed(inside));
    }
    serde_json::from_slice(&surrogates::replace_lone(written)).ok().map(|text: String| Cow::Owned(text.into_bytes()))
}

/// The same as text; `None` where it is not UTF-8.
pub(super) fn word(written: &[u8]) -> Option<Cow<'_, str>> {
    match text(written)? {
        Cow::Borrowed(word) => std::str::from_utf8(word).ok().map(Cow::Borrowed),
        Cow::Owned(word) => String::from_utf8(word).ok().map(Cow::Owned),
    }
}

/// A number, by its digits: with the feature `arbitrary_precision`, which any crate of a program can turn on for all,
/// `serde_json` gives numbers in a shape of its own.
pub(super) fn number(written: &[u8]) -> f64 {
    // Nearly all are small and whole, and so exact.
    if written.len() < 9 && written.iter().all(u8::is_ascii_digit) {
        return written.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')).into();
    }
    std::str::from_utf8(written).ok().and_then(|digits| digits.parse().ok()).unwrap_or(f64::NAN)
}

/// Why a body is not JSON.
pub(super) fn why_not_json(body: &[u8]) -> String {
    let strict = serde_json::from_slice::<serde_json::Value>(body).err();
    let error = strict.filter(|error| !error.to_string().starts_with("recursion limit"));
    let error = error.or_else(|| serde_json::from_slice::<serde::de::IgnoredAny>(body).err());
    error.map_or_else(|| "a string is not UTF-8".to_owned(), |error| error.to_string())
}
