//! The client: cheap to clone, safe to share.

use std::{fmt, sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;

use crate::{
    config::{Config, Options},
    deadline,
    error::Error,
    request::{Request, Response},
    resources::Messages,
    retry::{self, Call, Open, Policy, Whole},
    secret::Secret,
    stream::EventStream,
    transport::{HttpTransport, Transport},
};

/// A client of the Messages API. Clones share one pool of connections.
///
/// A connection lives on the tokio runtime that opened it, so a client belongs to the runtime of its first call; a program
/// with several runtimes makes a client for each.
///
/// ```no_run
/// # async fn example() -> Result<(), tidings::Error> {
/// use tidings::{Client, MessageParams};
/// let client = Client::from_env()?;
/// let message = client.messages().create(&MessageParams::new("claude-opus-4-6", 1024).user("Hello")).await?;
/// eprintln!("{}", message.text());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    config: Config,
    pool: ArcSwapOption<Pool>,
}

/// Connections belong to the process that opened them: after a fork the child must not touch its parent's.
struct Pool {
    process: u32,
    transport: Arc<dyn Transport>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let parents = self.pool.swap(None).filter(|pool| pool.process != std::process::id());
        std::mem::forget(parents);
    }
}

impl Client {
    /// A client with everything from the environment: `ANTHROPIC_API_KEY` or `ANTHROPIC_AUTH_TOKEN`, `ANTHROPIC_BASE_URL`,
    /// `ANTHROPIC_CUSTOM_HEADERS`.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A builder whose options win over the environment.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creating messages.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        Messages::new(self)
    }

    /// The base URL, as text.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.config.base_url.as_str()
    }

    /// How often a failed call is tried again.
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.0.config.max_retries
    }

    /// Sends a request and gives its whole answer, trying again where that is safe and of use.
    ///
    /// Runs on the tokio runtime that polls it. Dropping the future cancels the request.
    pub async fn send(&self, request: &Request) -> Result<Response, Error> {
        let (call, policy) = self.call(request)?;
        let total = call.timeouts.total;
        retry::run(&Whole(call), policy, total).await
    }

    /// Sends a request that asks for a stream (its body says `"stream": true`) and gives the events, once the first is there.
    ///
    /// Runs on the tokio runtime that polls it. Dropping the future or the stream closes the connection.
    pub async fn open(&self, request: &Request) -> Result<EventStream, Error> {
        let (call, policy) = self.call(request)?;
        let total = call.timeouts.total;
        retry::run(&Open(call), policy, total).await
    }

    fn call(&self, request: &Request) -> Result<(Call, Policy), Error> {
        let config = &self.0.config;
        let policy = Policy::new(request.options.max_retries.unwrap_or(config.max_retries), config.max_retry_after);
        Ok((Call::new(config, self.transport()?, request)?, policy))
    }

    fn transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let process = std::process::id();
        if let Some(pool) = self.0.pool.load().as_ref().filter(|pool| pool.process == process) {
            return Ok(pool.transport.clone());
        }
        let transport: Arc<dyn Transport> = Arc::new(HttpTransport::new(self.0.config.timeouts.connect)?);
        let pool = Arc::new(Pool { process, transport: transport.clone() });
        // A pool of the parent process is leaked: closing its sockets here would disturb the parent.
        if let Some(old) = self.0.pool.swap(Some(pool)).filter(|old| old.process != process) {
            std::mem::forget(old);
        }
        Ok(transport)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("max_retries", &self.max_retries())
            .finish_non_exhaustive()
    }
}

/// Options for a [`Client`]; whatever is not set comes from the environment or the defaults.
#[derive(Debug, Clone, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder(Options);

impl ClientBuilder {
    /// The API key, sent as `x-api-key`. Blank counts as not given.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.0.api_key = Some(Secret::new(key));
        self
    }

    /// A token, sent as `Authorization: Bearer`. Blank counts as not given.
    pub fn auth_token(mut self, token: impl Into<String>) -> Self {
        self.0.auth_token = Some(Secret::new(token));
        self
    }

    /// Which header carries the API key: `x-api-key` (the default) or `authorization`, which sends it as a bearer token.
    pub fn api_key_header(mut self, name: impl Into<String>) -> Self {
        self.0.api_key_header = Some(name.into());
        self
    }

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

    /// How often to try again after a failure; default 2. With 0, refusals (429, 529) are not waited for either.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.0.max_retries = Some(retries);
        self
    }

    /// The longest wait that the server may ask for; default 60 s. A longer one fails at once.
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.0.max_retry_after = Some(limit);
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

    /// The client. Opens no connection and starts no thread.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when an option is not usable. A missing credential is an error at
    /// the first request, not here.
    pub fn build(self) -> Result<Client, Error> {
        let config = Config::resolve(self.0, &|name| std::env::var(name).ok())?;
        Ok(Client(Arc::new(Inner { config, pool: ArcSwapOption::empty() })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_shows_no_key() {
        let builder = Client::builder().api_key("sk-hidden").default_header("authorization", "sk-hidden");
        let builder = builder.base_url("http://localhost:1");
        let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
        assert!(!shown.contains("sk-hidden"), "{shown}");
    }
}
