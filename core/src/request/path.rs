//! Addresses: path parameters, queries, and the one origin that requests may go to. Pure.

use std::borrow::Cow;

use url::Url;

use crate::{
    error::{Error, ErrorKind},
    misfit::Misfit,
};

/// Fills the `{name}` places of `template`, each with one value as one segment of the path.
///
/// # Errors
/// [`ErrorKind::Validation`], which names the parameter, for a value that is empty or would climb out of its place: `.`
/// and `..`, also between slashes, percent-encoded, or with a `;` behind.
pub(crate) fn fill(template: &str, parameters: &[(&str, &str)]) -> Result<String, Error> {
    let mut path = template.to_owned();
    for (name, value) in parameters {
        path = path.replace(&format!("{{{name}}}"), &segment(name, value)?);
    }
    Ok(path)
}

fn segment(name: &str, value: &str) -> Result<String, Error> {
    if value.trim().is_empty() {
        return Err(invalid(format!("{name}: the value is empty, so the path would lead elsewhere; give an id")));
    }
    if has_dot_segment(value) {
        return Err(invalid(format!(
            "{name}: the value would climb out of its place in the path; `.` and `..` are no ids"
        )));
    }
    let mut encoded = String::with_capacity(value.len());
    encode(value, b"-._~!$&'()*,=:@", &mut encoded);
    Ok(encoded)
}

/// Whether a server could read a part of `text` as `.` or `..`.
fn has_dot_segment(text: &str) -> bool {
    // Nearly every path is seen to be harmless without being rewritten.
    if !text.contains(['.', '%']) {
        return false;
    }
    let text = text.to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/").replace("%5c", "\\");
    text.split(['/', '\\']).any(|part| matches!(part.split(';').next(), Some("." | "..")))
}

/// The address of `path` under `base`, with `query` merged into the query that the path has already.
///
/// `path` begins with a slash, or is a whole URL of the same origin as `base`: credentials go nowhere else.
///
/// # Errors
/// [`ErrorKind::Validation`], which says what is wrong where and does not quote the path: its query may hold a secret.
pub(crate) fn address(base: &Url, path: &str, query: &[(String, String)]) -> Result<http::Uri, Error> {
    if let Some(misfit) = Misfit::in_path(path) {
        return Err(invalid(format!("path: it holds {misfit}; percent-encode it, or leave it out")));
    }
    if path.contains('#') {
        return Err(invalid(
            "path: it holds `#`, behind which nothing is sent; write it as %23, or leave it out".to_owned(),
        ));
    }
    let (place, own) = path.split_once('?').unwrap_or((path, ""));
    if has_dot_segment(place) {
        return Err(invalid("path: it holds `.` or `..`, which lead elsewhere; write the path out".to_owned()));
    }
    let place = if place.starts_with('/') {
        format!("{}{}", base.as_str().trim_end_matches('/'), in_ascii(place))
    } else {
        same_origin(base, place)?
    };
    let query = merge(&in_ascii(own), query);
    let uri = if query.is_empty() { place } else { format!("{place}?{query}") };
    uri.parse().map_err(|e| invalid("path: it does not make a URL".to_owned()).with_source(e))
}

/// The text with everything outside ASCII percent-encoded; what is in ASCII stays as the caller wrote it.
fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut encoded = String::with_capacity(text.len() * 3);
    for character in text.chars() {
        if character.is_ascii() {
            encoded.push(character);
        } else {
            encode(character.encode_utf8(&mut [0; 4]), b"", &mut encoded);
        }
    }
    Cow::Owned(encoded)
}

/// Whether `url` is a URL of the same origin as `base`, with no user name or password in it.
pub(crate) fn is_same_origin(base: &Url, url: &str) -> bool {
    Misfit::in_path(url).is_none() && same_origin(base, url).is_ok()
}

/// Origin and path of `place`, as they are sent.
fn same_origin(base: &Url, place: &str) -> Result<String, Error> {
    let origin = base.origin();
    let url = Url::parse(place).ok().filter(|url| {
        url.origin() == origin && origin.is_tuple() && url.username().is_empty() && url.password().is_none()
    });
    let origin = origin.ascii_serialization();
    match url {
        Some(url) => Ok(format!("{origin}{}", url.path())),
        None => Err(invalid(format!(
            "path: a path begins with a slash, and a whole URL must begin with {origin}, the one origin that credentials are sent to"
        ))),
    }
}

/// The query of the path as it is, without what `query` says anew, then `query`.
fn merge(own: &str, query: &[(String, String)]) -> String {
    let replaced = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        url::form_urlencoded::parse(name.as_bytes()).any(|(name, _)| query.iter().any(|(new, _)| *new == name))
    };
    let mut merged: Vec<String> =
        own.split('&').filter(|pair| !pair.is_empty() && !replaced(pair)).map(str::to_owned).collect();
    for (name, value) in query {
        let mut pair = String::new();
        encode(name, b"-._~", &mut pair);
        pair.push('=');
        encode(value, b"-._~", &mut pair);
        merged.push(pair);
    }
    merged.join("&")
}

/// Percent-encodes everything but letters, digits and `kept`.
fn encode(text: &str, kept: &[u8], out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]);
        }
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Validation, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(path: &str, query: &[(&str, &str)]) -> Result<String, Error> {
        let query: Vec<_> = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        address(&Url::parse("https://host/gate").unwrap(), path, &query).map(|uri| uri.to_string())
    }

    #[test]
    fn a_parameter_stays_one_segment() {
        for (value, encoded) in [
            ("claude-opus-4@20250514", "claude-opus-4@20250514"),
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("50% ü", "50%25%20%C3%BC"),
            ("...", "..."),
            ("a;b", "a%3Bb"),
        ] {
            assert_eq!(
                fill("/v1/models/{model_id}/x", &[("model_id", value)]).unwrap(),
                format!("/v1/models/{encoded}/x")
            );
        }
    }

    #[test]
    fn a_parameter_that_leads_elsewhere_is_refused_by_name() {
        for value in
            ["", " ", ".", "..", "%2e", "%2E%2e", ".%2E", "..;x", "%2e%2e;a=b", "../files", "a/../b", "a%2f..", "..\\x"]
        {
            let error = fill("/v1/files/{file_id}", &[("file_id", value)]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Validation, "{value}");
            assert!(error.message().starts_with("file_id: "), "{error}");
        }
    }

    #[test]
    fn the_path_of_the_base_url_stays_and_exactly_one_slash_joins() {
        for (base, whole) in [
            ("https://host/gateway", "https://host/gateway/v1/messages"),
            ("https://host/gateway/", "https://host/gateway/v1/messages"),
            ("https://api.anthropic.com", "https://api.anthropic.com/v1/messages"),
        ] {
            assert_eq!(address(&Url::parse(base).unwrap(), "/v1/messages", &[]).unwrap(), whole);
        }
    }

    #[test]
    fn a_query_is_added_to_the_one_in_the_path() {
        assert_eq!(to("/v1/x?a=1&b=%20", &[("c", "é &")]).unwrap(), "https://host/gate/v1/x?a=1&b=%20&c=%C3%A9%20%26");
        assert_eq!(to("/v1/x?after_id=1&b", &[("after_id", "2")]).unwrap(), "https://host/gate/v1/x?b&after_id=2");
        assert_eq!(to("/v1/x", &[("l[]", "a"), ("l[]", "b")]).unwrap(), "https://host/gate/v1/x?l%5B%5D=a&l%5B%5D=b");
        assert_eq!(to("/v1/x?", &[]).unwrap(), "https://host/gate/v1/x");
    }

    #[test]
    fn what_is_outside_ascii_is_encoded_and_what_no_line_can_hold_is_refused_unquoted() {
        assert_eq!(to("/v1/é?ü=%20", &[]).unwrap(), "https://host/gate/v1/%C3%A9?%C3%BC=%20");
        assert_eq!(to("https://HOST:443/é?x", &[]).unwrap(), "https://host/%C3%A9?x");
        for (path, told) in [
            ("/v1/x?t=SECRET\r\nhost: evil", "a line break at position 15"),
            ("/v1/x?t=SECRET\0", "a zero byte at position 15"),
            ("/v1/x?t=SECRET HTTP/1.1", "a space at position 15"),
            ("/v1/x?t=SECRET\u{85}", "a control character at position 15"),
            ("/v1/x?t=SECRET#", "`#`"),
            ("/v1/../x?t=SECRET", "`.` or `..`"),
            ("/v1/x?t=SECRET<", "does not make a URL"),
        ] {
            let error = to(path, &[]).unwrap_err();
            assert!(error.message().contains(told), "{error}");
            assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
        }
    }

    #[test]
    fn a_whole_url_is_taken_only_from_the_same_origin() {
        assert_eq!(to("https://host/v1/r?x=1", &[]).unwrap(), "https://host/v1/r?x=1");
        for path in [
            "https://evil/v1/r",
            "http://host/v1/r",
            "https://host:444/v1/r",
            "https://user@host/v1/r",
            "https://host.evil/",
            ".evil.com/x",
            "@evil.com/x",
            "v1/x",
            "",
            "/v1/../x",
            "/v1/%2e%2e/x",
            "/../x;https://host/y",
            "/v1/x#part",
            "/v1/x?a=b#c",
            "https://host/v1/r#part",
        ] {
            assert_eq!(to(path, &[]).unwrap_err().kind(), ErrorKind::Validation, "{path}");
        }
    }

    #[test]
    fn errors_show_no_query_and_no_part_of_a_whole_url() {
        for path in [
            "/v1/x?key=hunter2#part",
            "/v1/../x?key=hunter2",
            "/v1 x?key=hunter2",
            "/v1/x#hunter2",
            "https://user:hunter2@host/v1/x#part",
            "https://host/v1/../x?key=hunter2",
        ] {
            let error = to(path, &[]).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
}
