//! Putting the credential on a request.

use http::{HeaderMap, HeaderValue, header};
use zeroize::Zeroizing;

use crate::{
    config::Credential,
    error::{Error, ErrorKind},
    headers,
};

/// Adds the credential's header, unless the caller set one by hand; then that one is used.
pub(crate) fn authorize(headers: &mut HeaderMap, credential: &Credential) -> Result<(), Error> {
    if headers::has_credential(headers) {
        return Ok(());
    }
    let (name, text) = match credential {
        Credential::ApiKey(key) => {
            (header::HeaderName::from_static("x-api-key"), Zeroizing::new(key.expose().to_owned()))
        }
        Credential::Bearer(token) => (header::AUTHORIZATION, Zeroizing::new(format!("Bearer {}", token.expose()))),
        Credential::Missing => {
            return Err(Error::new(
                ErrorKind::Authentication,
                "no credential: pass an API key or a token, or set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN",
            ));
        }
    };
    let mut value = HeaderValue::from_str(&text).map_err(|_| {
        Error::new(
            ErrorKind::Config,
            "the credential holds a character that headers cannot carry, such as a line break",
        )
    })?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn a_key_travels_as_x_api_key_and_a_token_as_bearer_never_both() {
        let mut headers = HeaderMap::new();
        authorize(&mut headers, &Credential::ApiKey(Secret::new("k"))).unwrap();
        assert_eq!((headers["x-api-key"].as_bytes(), headers.len()), (b"k".as_slice(), 1));
        let mut headers = HeaderMap::new();
        authorize(&mut headers, &Credential::Bearer(Secret::new("t"))).unwrap();
        assert_eq!((headers["authorization"].as_bytes(), headers.len()), (b"Bearer t".as_slice(), 1));
    }

    #[test]
    fn a_header_set_by_hand_is_left_alone() {
        let mut headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static("Custom x"))]);
        authorize(&mut headers, &Credential::Missing).unwrap();
        authorize(&mut headers, &Credential::ApiKey(Secret::new("k"))).unwrap();
        assert_eq!(headers.len(), 1);
    }

    #[test]
    fn without_any_credential_the_error_names_the_variables() {
        let error = authorize(&mut HeaderMap::new(), &Credential::Missing).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication);
        assert!(error.message().contains("ANTHROPIC_API_KEY") && error.message().contains("ANTHROPIC_AUTH_TOKEN"));
    }
}
