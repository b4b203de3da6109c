//! The client's options: what was said explicitly, else the environment, else the default; parsed once into valid types.

mod credential;
mod ready;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

pub(crate) use self::credential::{API_KEY, BEARER, Credential, Given};
use self::ready::Ready;
use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind},
    headers::{self, Layer},
    hooks::Hooks,
    misfit::Misfit,
    network::{Network, NetworkOptions},
    policy::PolicyOptions,
    pressure::PressureOptions,
};

/// The public API.
const DEFAULT_BASE_URL: &str = "https://api.anthropic.com";
/// The version of the API that every endpoint speaks.
const DEFAULT_VERSION: &str = "2023-06-01";

/// What `anthropic-version` and `anthropic-beta` are looked for by.
pub(crate) const VERSION: HeaderName = HeaderName::from_static("anthropic-version");
pub(crate) const BETA: HeaderName = HeaderName::from_static("anthropic-beta");

/// Options as the caller gave them; whatever is `None` comes from the environment or the defaults.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub(crate) credential: Given,
    pub(crate) base_url: Option<String>,
    pub(crate) anthropic_version: Option<String>,
    pub(crate) timeouts: Timeouts,
    pub(crate) network: NetworkOptions,
    pub(crate) retries: PolicyOptions,
    pub(crate) pressure: PressureOptions,
    pub(crate) default_headers: Layer,
    pub(crate) default_query: Vec<(String, String)>,
    pub(crate) user_agent: Option<String>,
    pub(crate) stream_long_calls: Option<bool>,
    pub(crate) validation: Option<bool>,
    pub(crate) hooks: Hooks,
    pub(crate) log_bodies: bool,
    /// Another client's, in place of what is said of the network here.
    pub(crate) resolved_network: Option<Network>,
    /// Another client's, in place of any credential here.
    pub(crate) resolved_credential: Option<Credential>,
}

/// Valid options.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) credential: Credential,
    pub(crate) base_url: Url,
    pub(crate) ready: Ready,
    /// Those of every request, before its own.
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) timeouts: Timeouts,
    pub(crate) network: Network,
    pub(crate) retries: PolicyOptions,
    pub(crate) pressure: PressureOptions,
    pub(crate) stream_long_calls: bool,
    pub(crate) validation: bool,
    pub(crate) hooks: Hooks,
    /// Asked for twice: by the option and by the environment.
    pub(crate) log_bodies: bool,
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
        defaults.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let base_url = parse_base_url(&base_url)?;
        Ok(Self {
            credential: match options.resolved_credential {
                Some(credential) => credential,
                None => options.credential.choose(&env)?,
            },
            ready: Ready::new(&base_url, &defaults, &options.default_query),
            base_url,
            headers: defaults,
            query: options.default_query,
            timeouts: options.timeouts,
            network: match options.resolved_network {
                Some(network) => network,
                None => Network::resolve(options.network, variable)?,
            },
            retries: options.retries,
            pressure: options.pressure,
            stream_long_calls: options.stream_long_calls.unwrap_or(true),
            validation: options.validation.unwrap_or(true),
            hooks: options.hooks,
            log_bodies: options.log_bodies && env("TIDINGS_LOG_BODIES").is_some_and(|asked| asked.trim() == "1"),
        })
    }
}

pub(crate) fn parse_base_url(text: &str) -> Result<Url, Error> {
    let text = text.trim();
    if let Some(misfit) = Misfit::control(text) {
        return Err(config(format!("the base URL holds {misfit}; expected something like {DEFAULT_BASE_URL}")));
    }
    let url = Url::parse(text)
        .map_err(|e| config(format!("the base URL is not a URL ({e}): expected something like {DEFAULT_BASE_URL}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(config("the base URL must begin with https:// or http://"));
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
    fn a_base_url_that_is_none_is_refused_without_being_quoted() {
        for base in [
            "localhost:8080",
            "not a url",
            "https://user:hunter2@host",
            "file:///etc",
            "hunter2:x",
            "https://host/hunter2\r\nx: y",
            "https://ho\nst/hunter2",
            "https://host/hunter2\0",
            "https://[hunter2]/",
        ] {
            let options = Options { base_url: Some(base.to_owned()), ..Options::default() };
            let error = resolve(options, &[]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
        let options = Options { base_url: Some("https://ho\nst".to_owned()), ..Options::default() };
        assert!(resolve(options, &[]).unwrap_err().message().contains("a line break at position 11"));
    }

    #[test]
    fn a_name_outside_ascii_becomes_the_one_that_is_looked_up() {
        let options = Options { base_url: Some(" https://bücher.example/gäte\n".to_owned()), ..Options::default() };
        assert_eq!(resolve(options, &[]).unwrap().base_url.as_str(), "https://xn--bcher-kva.example/g%C3%A4te");
    }

    #[test]
    fn bodies_are_logged_only_when_asked_for_twice() {
        let asked = |option, env: &[(&str, &str)]| {
            resolve(Options { log_bodies: option, ..Options::default() }, env).unwrap().log_bodies
        };
        assert!(asked(true, &[("TIDINGS_LOG_BODIES", "1")]));
        assert!(!asked(false, &[("TIDINGS_LOG_BODIES", "1")]));
        assert!(!asked(true, &[]) && !asked(true, &[("TIDINGS_LOG_BODIES", "0")]));
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
