//! Where requests go: to the origin of the base URL and below its path, whatever the path is; and no error shows a secret.
//!
//! The input is four lines: a base URL, a path, and a query parameter's name and value. The word `hunter2` stands for a secret where a
//! URL may hold one.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use tidings::{
    Error, Request,
    fuzzing::{address, base_url},
};
use url::Url;

const SECRET: &str = "hunter2";

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else { return Corpus::Reject };
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (base, path, name, value) = (line(), line(), line(), line());
    check_parameter(value);
    match base_url(base) {
        Ok(base) => {
            check_base(&base);
            check_address(&base, path, name, value);
        }
        Err(error) => assert_silent(&error, base),
    }
    // Whatever the base, the address of the public service must do the same.
    check_address(&Url::parse("https://host/gate").expect("a URL"), path, name, value);
    Corpus::Keep
});

fn check_base(base: &Url) {
    assert!(matches!(base.scheme(), "http" | "https") && base.host().is_some());
    assert!(
        base.username().is_empty() && base.password().is_none() && base.query().is_none() && base.fragment().is_none()
    );
}

fn check_address(base: &Url, path: &str, name: &str, value: &str) {
    let query = if name.is_empty() { Vec::new() } else { vec![(name.to_owned(), value.to_owned())] };
    let uri = match address(base, path, &query) {
        Ok(uri) => uri,
        // The base's own host is shown.
        Err(_) if base.as_str().contains(SECRET) => return,
        Err(error) => return assert_silent(&error, path),
    };
    let seen = Url::parse(&uri.to_string()).expect("an address is a URL");
    assert_eq!(seen.origin(), base.origin(), "{uri}");
    assert!(seen.username().is_empty() && seen.password().is_none() && seen.fragment().is_none(), "{uri}");
    assert!(uri.authority().is_some_and(|authority| !authority.as_str().contains('@')), "{uri}");
    if path.starts_with('/') {
        let below = base.path().trim_end_matches('/');
        assert!(seen.path().starts_with(&format!("{below}/")), "{uri} is not below {below}");
    }
    for (name, value) in &query {
        let sent = seen.query_pairs().filter(|(known, _)| known == name).map(|(_, value)| value);
        assert_eq!(sent.collect::<Vec<_>>(), [value.as_str()], "{uri}");
    }
}

/// A parameter is one segment of the path, and decodes to itself.
fn check_parameter(value: &str) {
    let Ok(path) = Request::path("/v1/files/{file_id}/content", &[("file_id", value)]) else { return };
    let url = Url::parse(&format!("https://host{path}")).expect("a path makes a URL");
    let segments: Vec<&str> = url.path_segments().expect("segments").collect();
    assert_eq!((segments.len(), segments[0], segments[1], segments[3]), (4, "v1", "files", "content"), "{path}");
    let plus = segments[2].replace('+', "%2B");
    let decoded = url::form_urlencoded::parse(plus.as_bytes()).next();
    if !plus.contains(['&', '=']) {
        assert_eq!(decoded.map(|(name, _)| name.into_owned()).as_deref(), Some(value), "{path}");
    }
}

/// No error shows what stands where a URL holds names, passwords, queries or fragments.
fn assert_silent(error: &Error, url: &str) {
    // A path is shown, and so is a scheme.
    let path = url.split(['?', '#']).next().filter(|place| place.starts_with('/')).unwrap_or_default();
    let scheme = url.split(':').next().unwrap_or_default();
    if secret_part(url).contains(SECRET) && !path.contains(SECRET) && !scheme.contains(SECRET) {
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    }
}

fn secret_part(url: &str) -> String {
    let after = url.find(['?', '#']).map_or("", |at| &url[at..]);
    let whole = url.split_once("://").filter(|_| !url.starts_with('/'));
    let user = whole.and_then(|(_, rest)| rest.split(['/', '?', '#']).next()?.rsplit_once('@'));
    format!("{} {after}", user.map_or("", |(user, _)| user))
}
