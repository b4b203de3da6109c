//! Where requests go: to the origin of the base URL and below its path, whatever the path is; and no error shows a secret.
//!
//! The input is four lines: a base URL, a path, and a query parameter's name and value. The word `hunter2` stands for a secret where a
//! URL may hold one.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use tidings::{
    Client, Error, Request,
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
    check_builder(base);
    match base_url(base) {
        Ok(url) => {
            assert!(!base.trim().contains(char::is_control), "a control character passed");
            check_base(&url);
            check_address(&url, path, name, value);
        }
        Err(error) => assert_silent(&error),
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
        Err(error) => return assert_silent(&error),
    };
    assert!(!path.contains(|c: char| c.is_control() || c == ' ' || c == '#'), "{path:?} passed");
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

/// The options of a client show no secret part of a base URL.
fn check_builder(base: &str) {
    let shown = format!("{:?}", Client::builder().base_url(base));
    let Ok(url) = Url::parse(base) else { return assert!(!shown.contains(SECRET), "{shown}") };
    let open = [url.scheme(), url.host_str().unwrap_or_default(), url.path()];
    if !open.iter().any(|part| part.contains(SECRET)) {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

/// An error quotes nothing of a URL, where a name, a password, a query or a fragment may be.
fn assert_silent(error: &Error) {
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
}
