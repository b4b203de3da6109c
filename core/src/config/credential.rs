//! What identifies the caller: chosen from what was given and the environment, checked, and made into a header once.

use http::{HeaderName, HeaderValue, header};

use crate::{
    error::{Error, ErrorKind},
    secret::{Provider, Secret},
};

/// How a token travels in `authorization`.
pub(crate) const BEARER: &str = "Bearer ";
/// The header of an API key.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Credentials as the caller gave them; without any, the environment is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    pub(crate) api_key: Option<Secret>,
    pub(crate) auth_token: Option<Secret>,
    /// The name of the header that carries the API key.
    pub(crate) api_key_header: Option<String>,
    pub(crate) provider: Option<Provider>,
}

/// What identifies the caller; never two things at once. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub(crate) enum Credential {
    /// The header of an API key or a token that stays the same, ready to be sent.
    Fixed(HeaderName, HeaderValue),
    /// Tokens from the caller's provider, sent as `authorization: Bearer`.
    Tokens(Provider),
    /// Nothing given: an error at the first request, unless a header was set by hand.
    Missing,
}

impl Given {
    /// The one credential; `env` reads variables, blank ones as unset.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when two were given, or one cannot be sent; it is named, never shown.
    pub(crate) fn choose(self, env: &dyn Fn(&str) -> Option<String>) -> Result<Credential, Error> {
        let carrier = carrier(self.api_key_header.as_deref())?;
        let given = |secret: Option<Secret>| secret.filter(|secret| !secret.is_blank());
        match (given(self.api_key), given(self.auth_token), self.provider) {
            (Some(key), None, None) => fixed("api_key", &key, carrier),
            (None, Some(token), None) => fixed("auth_token", &token, header::AUTHORIZATION),
            (None, None, Some(provider)) => Ok(Credential::Tokens(provider)),
            (None, None, None) => from_env(env, carrier),
            (_, _, provider) => {
                let given = if provider.is_some() {
                    "a provider of tokens and a key or token"
                } else {
                    "an API key and a token"
                };
                Err(config(format!("{given} were both given; a request can carry only one of them")))
            }
        }
    }
}

fn from_env(env: &dyn Fn(&str) -> Option<String>, carrier: HeaderName) -> Result<Credential, Error> {
    let find = |name: &'static str| Some((name, Secret::new(env(name)?)));
    if let Some((name, key)) = find("ANTHROPIC_API_KEY") {
        return fixed(name, &key, carrier);
    }
    find("ANTHROPIC_AUTH_TOKEN")
        .map_or(Ok(Credential::Missing), |(name, token)| fixed(name, &token, header::AUTHORIZATION))
}

/// The header that carries the API key. What is refused is not quoted: it may be the key, given in the wrong place.
fn carrier(name: Option<&str>) -> Result<HeaderName, Error> {
    match name.map(str::to_ascii_lowercase).as_deref() {
        None | Some("x-api-key") => Ok(API_KEY),
        Some("authorization") => Ok(header::AUTHORIZATION),
        Some(_) => Err(config("the header of the API key must be \"x-api-key\" or \"authorization\"")),
    }
}

fn fixed(name: &str, secret: &Secret, carrier: HeaderName) -> Result<Credential, Error> {
    let prefix = if carrier == header::AUTHORIZATION { BEARER } else { "" };
    let value = secret.header(prefix).map_err(|misfit| {
        config(format!("{name} holds {misfit}, which a header cannot carry; was it copied whole?"))
    })?;
    Ok(Credential::Fixed(carrier, value))
}

fn config(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::{Token, TokenError};

    fn choose(given: Given, env: &[(&str, &str)]) -> Result<String, Error> {
        let find = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Ok(match given.choose(&find)? {
            Credential::Fixed(name, value) => format!("{name}: {}", value.to_str().unwrap()),
            Credential::Tokens(_) => "tokens".to_owned(),
            Credential::Missing => "missing".to_owned(),
        })
    }

    fn key(text: &str) -> Given {
        Given { api_key: Some(Secret::new(text)), ..Given::default() }
    }

    fn token(text: &str) -> Given {
        Given { auth_token: Some(Secret::new(text)), ..Given::default() }
    }

    fn provider() -> Provider {
        Provider::new(async || Ok::<_, TokenError>(Token::new("t")))
    }

    #[test]
    fn what_was_given_wins_over_the_environment() {
        let env = [("ANTHROPIC_API_KEY", "from-env")];
        assert_eq!(choose(token("given"), &env).unwrap(), "authorization: Bearer given");
        assert_eq!(choose(key("given"), &env).unwrap(), "x-api-key: given");
        assert_eq!(choose(Given { provider: Some(provider()), ..Given::default() }, &env).unwrap(), "tokens");
        assert_eq!(choose(Given::default(), &env).unwrap(), "x-api-key: from-env");
    }

    #[test]
    fn a_blank_credential_counts_as_none() {
        assert_eq!(choose(key(" \n"), &[("ANTHROPIC_AUTH_TOKEN", "t")]).unwrap(), "authorization: Bearer t");
        assert_eq!(choose(key(""), &[]).unwrap(), "missing");
    }

    #[test]
    fn an_api_key_can_travel_as_a_bearer_token() {
        let given = Given { api_key_header: Some("Authorization".to_owned()), ..key("k") };
        assert_eq!(choose(given, &[]).unwrap(), "authorization: Bearer k");
        let error = choose(Given { api_key_header: Some("sk-hidden".to_owned()), ..key("k") }, &[]).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && !error.to_string().contains("hidden"), "{error}");
    }

    #[test]
    fn two_credentials_are_refused() {
        for two in [
            Given { auth_token: Some(Secret::new("b")), ..key("a") },
            Given { provider: Some(provider()), ..key("a") },
            Given { provider: Some(provider()), ..token("b") },
        ] {
            assert_eq!(choose(two, &[]).unwrap_err().kind(), ErrorKind::Config);
        }
    }

    #[test]
    fn a_credential_that_cannot_be_sent_is_named_with_place_and_class_and_never_shown() {
        let of_env = |name: &str| choose(Given::default(), &[(name, "sk-hidden\r\nx")]).unwrap_err();
        for (error, told) in [
            (choose(key("sk-hidd\u{e9}n"), &[]).unwrap_err(), "api_key holds a character outside ASCII at position 8"),
            (choose(token("hidden\nx: y"), &[]).unwrap_err(), "auth_token holds a line break at position 7"),
            (of_env("ANTHROPIC_API_KEY"), "ANTHROPIC_API_KEY holds a line break at position 10"),
            (of_env("ANTHROPIC_AUTH_TOKEN"), "ANTHROPIC_AUTH_TOKEN holds a line break at position 10"),
        ] {
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.message().starts_with(told), "{error}");
            assert!(!format!("{error} {error:?}").contains("hidd"), "{error}");
        }
    }

    #[test]
    fn white_space_around_a_credential_is_not_sent() {
        assert_eq!(choose(key(" \tk\r\n"), &[]).unwrap(), "x-api-key: k");
    }
}
