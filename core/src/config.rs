//! The client's options: what was said explicitly, else the environment, else the default; parsed once into valid types.

use http::HeaderMap;
use url::Url;

use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind},
    headers::{self, Layer},
    policy::PolicyOptions,
    pressure::PressureOptions,
    secret::Secret,
};

/// The public API.
const DEFAULT_BASE_URL: &str = "https://api.anthropic.com";
/// The version of the API that every endpoint speaks.
const DEFAULT_VERSION: &str = "2023-06-01";

/// Options as the caller gave them; whatever is `None` comes from the environment or the defaults.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) api_key: Option<Secret>,
    pub(crate) auth_token: Option<Secret>,
    pub(crate) api_key_header: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) anthropic_version: Option<String>,
    pub(crate) timeouts: Timeouts,
    pub(crate) retries: PolicyOptions,
    pub(crate) pressure: PressureOptions,
    pub(crate) default_headers: Layer,
    pub(crate) user_agent: Option<String>,
    pub(crate) stream_long_calls: Option<bool>,
    pub(crate) validation: Option<bool>,
}

/// Valid options.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) credential: Credential,
    pub(crate) base_url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) timeouts: Timeouts,
    pub(crate) retries: PolicyOptions,
    pub(crate) pressure: PressureOptions,
    pub(crate) stream_long_calls: bool,
    pub(crate) validation: bool,
}

/// What identifies the caller; never both.
#[derive(Debug, Clone)]
pub(crate) enum Credential {
    /// Sent as `x-api-key`.
    ApiKey(Secret),
    /// Sent as `Authorization: Bearer`.
    Bearer(Secret),
    /// Nothing given: an error at the first request, unless a header was set by hand.
    Missing,
}

impl Config {
    /// Completes `options` from the environment that `variable` reads.
    pub(crate) fn resolve(options: Options, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let env = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let base_url =
            options.base_url.or_else(|| env("ANTHROPIC_BASE_URL")).unwrap_or_else(|| DEFAULT_BASE_URL.to_owned());
        let version = options.anthropic_version.unwrap_or_else(|| DEFAULT_VERSION.to_owned());
        let agent = options.user_agent.unwrap_or_else(|| concat!("tidings/", env!("CARGO_PKG_VERSION")).to_owned());
        let mut defaults = HeaderMap::new();
        headers::set(&mut defaults, "anthropic-version", &version)?;
        headers::set(&mut defaults, "user-agent", &agent)?;
        headers::set(&mut defaults, "accept", "application/json")?;
        for (name, value) in headers::lines(&env("ANTHROPIC_CUSTOM_HEADERS").unwrap_or_default()) {
            headers::set(&mut defaults, name, value)?;
        }
        options.default_headers.apply(&mut defaults)?;
        Ok(Self {
            credential: credential(options.api_key, options.auth_token, options.api_key_header.as_deref(), &env)?,
            base_url: parse_base_url(&base_url)?,
            headers: defaults,
            timeouts: options.timeouts,
            retries: options.retries,
            pressure: options.pressure,
            stream_long_calls: options.stream_long_calls.unwrap_or(true),
            validation: options.validation.unwrap_or(true),
        })
    }
}

fn credential(
    api_key: Option<Secret>,
    auth_token: Option<Secret>,
    api_key_header: Option<&str>,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Credential, Error> {
    let key = |secret: Secret| match api_key_header.map(str::to_ascii_lowercase).as_deref() {
        None | Some("x-api-key") => Ok(Credential::ApiKey(secret)),
        Some("authorization") => Ok(Credential::Bearer(secret)),
        Some(other) => {
            Err(config(format!("the header of the API key must be \"x-api-key\" or \"authorization\", not {other:?}")))
        }
    };
    let given = |secret: Option<Secret>| secret.filter(|s| !s.is_blank());
    match (given(api_key), given(auth_token)) {
        (Some(_), Some(_)) => {
            Err(config("an API key and a token were both given; a request can carry only one of them"))
        }
        (Some(secret), None) => key(secret),
        (None, Some(token)) => Ok(Credential::Bearer(token)),
        (None, None) => match (env("ANTHROPIC_API_KEY"), env("ANTHROPIC_AUTH_TOKEN")) {
            (Some(text), _) => key(Secret::new(text)),
            (None, Some(text)) => Ok(Credential::Bearer(Secret::new(text))),
            (None, None) => Ok(Credential::Missing),
        },
    }
}

pub(crate) fn parse_base_url(text: &str) -> Result<Url, Error> {
    let url = Url::parse(text.trim())
        .map_err(|e| config(format!("the base URL is not a URL ({e}): expected something like {DEFAULT_BASE_URL}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(config(format!("the base URL must begin with https:// or http://, not {}:", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(config("the base URL must not hold a user name, a password, a query or a fragment"));
    }
    Ok(url)
}

fn config(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(options: Options, env: &[(&str, &str)]) -> Result<Config, Error> {
        let find = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Config::resolve(options, &find)
    }

    #[test]
    fn an_explicit_key_wins_over_the_environment() {
        let options = Options { auth_token: Some(Secret::new("given")), ..Options::default() };
        let config = resolve(options, &[("ANTHROPIC_API_KEY", "from-env")]).unwrap();
        assert!(matches!(config.credential, Credential::Bearer(token) if token.expose() == "given"));
    }

    #[test]
    fn a_blank_key_counts_as_none() {
        let config = resolve(Options::default(), &[("ANTHROPIC_API_KEY", " "), ("ANTHROPIC_AUTH_TOKEN", "t")]).unwrap();
        assert!(matches!(config.credential, Credential::Bearer(_)));
        let options = Options { api_key: Some(Secret::new("")), ..Options::default() };
        assert!(matches!(resolve(options, &[]).unwrap().credential, Credential::Missing));
    }

    #[test]
    fn two_credentials_are_refused() {
        let options =
            Options { api_key: Some(Secret::new("a")), auth_token: Some(Secret::new("b")), ..Options::default() };
        assert_eq!(resolve(options, &[]).unwrap_err().kind(), ErrorKind::Config);
    }

    #[test]
    fn a_base_url_that_is_none_is_refused_without_being_quoted() {
        for base in ["localhost:8080", "not a url", "https://user:hunter2@host", "file:///etc"] {
            let options = Options { base_url: Some(base.to_owned()), ..Options::default() };
            let error = resolve(options, &[]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn headers_come_from_the_environment_then_from_the_caller() {
        let mut default_headers = Layer::default();
        default_headers.push("x-a", Some("2".into()));
        default_headers.push("x-b", None);
        let options = Options { default_headers, ..Options::default() };
        let config = resolve(options, &[("ANTHROPIC_CUSTOM_HEADERS", "x-a: 1\nno colon\nx-b:b\nX-C : c ")]).unwrap();
        assert_eq!(config.headers["x-a"], "2");
        assert!(!config.headers.contains_key("x-b"));
        assert_eq!(config.headers["x-c"], "c");
    }
}
