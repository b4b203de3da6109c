//! The options of a client.

mod auth;
mod hooks;
mod network;
mod retries;
mod sharing;

use std::time::Duration;

pub(super) use self::sharing::Lenders;
use super::Client;
use crate::{
    config::{Config, Options},
    deadline,
    error::Error,
    request::QueryValue,
};

/// Options for a [`Client`]; whatever is not set comes from the environment or the defaults.
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder(Options, Lenders);

impl ClientBuilder {
    /// Where the API is; a path in it stays in front of the API's own paths.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.0.base_url = Some(url.into());
        self
    }

    /// The version of the API; default `2023-06-01`.
    pub fn anthropic_version(mut self, version: impl Into<String>) -> Self {
        self.0.anthropic_version = Some(version.into());
        self
    }

    /// The longest time for name lookup, connection and TLS; default 5 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.0.timeouts.connect = deadline::limit(limit);
        self
    }

    /// The longest wait for the head of an answer; default 600 s.
    pub fn head_timeout(mut self, limit: Duration) -> Self {
        self.0.timeouts.head = deadline::limit(limit);
        self
    }

    /// The longest silence in an answer; default 120 s.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.0.timeouts.idle = deadline::limit(limit);
        self
    }

    /// The longest time for a whole call, attempts and waits included; default none.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.0.timeouts.total = deadline::limit(limit);
        self
    }

    /// Adds a query parameter to every request that does not have one of this name itself.
    pub fn default_query(mut self, name: &str, value: impl Into<QueryValue>) -> Self {
        self.0.default_query.extend(value.into().pairs(name));
        self
    }

    /// Adds a header to every request.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.default_headers.push(name, Some(value.into()));
        self
    }

    /// Leaves out a header that requests carry by default, such as one from `ANTHROPIC_CUSTOM_HEADERS`.
    pub fn without_default_header(mut self, name: impl Into<String>) -> Self {
        self.0.default_headers.push(name, None);
        self
    }

    /// What the `user-agent` header says; the bindings name themselves here.
    pub fn user_agent(mut self, agent: impl Into<String>) -> Self {
        self.0.user_agent = Some(agent.into());
        self
    }

    /// Whether a whole message that would take long to write is fetched as a stream and given back whole; default yes.
    ///
    /// A call that has to be answered whole is closed after 10 minutes, by the server or on the way. Long is what may take
    /// more than that: `max_tokens` above 21,333, or above 8192 for Claude Opus 4 and 4.1. The head of such an answer is the
    /// stream's; its limits and errors are those of a stream, so one that breaks carries the partial message and is not tried
    /// again.
    pub fn stream_long_calls(mut self, yes: bool) -> Self {
        self.0.stream_long_calls = Some(yes);
        self
    }

    /// Whether requests are checked before they are sent; default yes. Only what is certain to be refused is an error
    /// ([`ErrorKind::Validation`](crate::ErrorKind::Validation)): a required parameter that is missing, a value of the wrong JSON
    /// type, a number out of its range. Parameters that this version does not know pass. Turn it off for an endpoint that takes more.
    pub fn validation(mut self, yes: bool) -> Self {
        self.0.validation = Some(yes);
        self
    }

    /// The client. Opens no connection and starts no thread.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when an option is not usable. A missing credential is an error at
    /// the first request, not here.
    pub fn build(self) -> Result<Client, Error> {
        self.build_with(&variable)
    }

    /// The same with an environment of the caller's.
    pub(super) fn build_with(self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Client, Error> {
        let Self(options, lenders) = self;
        Config::resolve(options, variable).map(|config| Client::from_config(config, lenders))
    }
}

/// A variable of the environment. What is no text in it is not passed over but replaced, so that it is found to be wrong.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

impl std::fmt::Debug for ClientBuilder {
    /// Shows the options, but no credential, and no base URL that holds more than an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut options = self.0.clone();
        let is_plain = |url: &url::Url| {
            url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none()
        };
        // As it was read: what `..` takes back from a path may have been meant as something else.
        let read = |text: String| url::Url::parse(&text).ok().filter(is_plain);
        let shown = |text: String| read(text).map_or_else(|| "***".to_owned(), String::from);
        options.base_url = options.base_url.map(shown);
        f.debug_tuple("ClientBuilder").field(&options).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_a_base_url_only_if_it_is_one_and_holds_no_secret() {
        let shown = |url: &str| format!("{:?}", Client::builder().base_url(url));
        assert!(shown("https://host/path").contains("https://host/path"));
        for url in [
            "https://user:SECRET@host",
            "https://host/?key=SECRET",
            "https://host/#SECRET",
            "user:SECRET@host",
            "http:a/[:user:SECRET@host/../b",
        ] {
            assert!(!shown(url).contains("SECRET"), "{url}");
        }
    }

    #[test]
    fn debug_output_shows_no_key() {
        let builder = Client::builder().api_key("sk-hidden").default_header("authorization", "sk-hidden");
        let builder = builder.base_url("http://localhost:1");
        let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
        assert!(!shown.contains("sk-hidden"), "{shown}");
    }
}
