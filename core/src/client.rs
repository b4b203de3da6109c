//! The client: cheap to clone, safe to share.

#[cfg(test)]
mod auth_tests;
mod builder;
#[cfg(test)]
mod hook_tests;
#[cfg(test)]
mod patience_tests;
#[cfg(test)]
mod scripted;

use std::{
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
};

use arc_swap::{ArcSwapOption, Guard};
use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;

pub use self::builder::ClientBuilder;
use self::builder::Lenders;
use crate::{
    auth::Source,
    config::Config,
    error::Error,
    long_call,
    pressure::{Key, Need, PressureState, Scheduler},
    request::{Demand, Endpoint, Request, Response},
    resources::{ApiCall, Batches, Files, Messages, Models},
    retry::{self, ByteStream, Call, Fetch, Long, Open, Plan, Whole},
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
    /// Scheme, host and port of the base URL.
    origin: Arc<str>,
    /// Tells credentials apart without holding on to them.
    hasher: RandomState,
    pool: ArcSwapOption<Pool>,
    /// The clients that this one has things in common with.
    lenders: Lenders,
}

/// Connections belong to the process that opened them, as does a token that is being fetched: after a fork the child must
/// not touch its parent's.
struct Pool {
    process: u32,
    transport: Arc<dyn Transport>,
    credential: Arc<Source>,
    /// The hash of the credential that it is.
    identity: u64,
    scheduler: Arc<Scheduler>,
}

impl Inner {
    /// Tells callers apart by their credential without holding on to it.
    fn identity(&self, credential: Option<&[u8]>) -> u64 {
        self.hasher.hash_one(credential)
    }
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

    /// Message batches: many messages at half the price, within a day.
    #[must_use]
    pub fn batches(&self) -> Batches<'_> {
        Batches::new(self)
    }

    /// The models there are.
    #[must_use]
    pub fn models(&self) -> Models<'_> {
        Models::new(self)
    }

    /// Files to be used in messages.
    #[must_use]
    pub fn files(&self) -> Files<'_> {
        Files::new(self)
    }

    /// `GET` of any path, for what has no method of its own here.
    ///
    /// ```no_run
    /// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
    /// let skills = client.get("/v1/skills").query("limit", 5).await?;
    /// eprintln!("{}", skills["data"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, path: impl Into<String>) -> ApiCall<Value> {
        ApiCall::raw_verb(self, Request::get(path))
    }

    /// `POST` of any path, with a body that is sent as JSON.
    pub fn post(&self, path: impl Into<String>, body: &(impl Serialize + ?Sized)) -> ApiCall<Value> {
        ApiCall::raw_verb_with(self, Method::POST, path.into(), body)
    }

    /// `PUT` of any path, with a body that is sent as JSON.
    pub fn put(&self, path: impl Into<String>, body: &(impl Serialize + ?Sized)) -> ApiCall<Value> {
        ApiCall::raw_verb_with(self, Method::PUT, path.into(), body)
    }

    /// `PATCH` of any path, with a body that is sent as JSON.
    pub fn patch(&self, path: impl Into<String>, body: &(impl Serialize + ?Sized)) -> ApiCall<Value> {
        ApiCall::raw_verb_with(self, Method::PATCH, path.into(), body)
    }

    /// `DELETE` of any path.
    pub fn delete(&self, path: impl Into<String>) -> ApiCall<Value> {
        ApiCall::raw_verb(self, Request::delete(path))
    }

    /// The base URL, as text.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.config.base_url.as_str()
    }

    /// The whole URL that a request would be sent to, its query included.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation) when it would lead elsewhere than to the base URL.
    pub fn url(&self, request: &Request) -> Result<String, Error> {
        request.address(&self.0.config.base_url, &self.0.config.query).map(|to| to.to_string())
    }

    /// How often a failed call is tried again.
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.0.config.retries.policy().max_retries
    }

    /// What is known of the pressure that the server bears, for each credential and model that was used: limits, calls
    /// under way and waiting, holds. Empty before the first call.
    ///
    /// ```
    /// # fn example(client: &tidings::Client) {
    /// for state in client.pressure() {
    ///     eprintln!("{state:?}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn pressure(&self) -> Vec<PressureState> {
        let pool = self.0.pool.load_full().filter(|pool| pool.process == std::process::id());
        pool.map(|pool| pool.scheduler.state()).unwrap_or_default()
    }

    /// Sends a request and gives its whole answer, trying again where that is safe and of use.
    ///
    /// A message that would take long to write is fetched as a stream and given back whole, see
    /// [`ClientBuilder::stream_long_calls`].
    ///
    /// Runs on the tokio runtime that polls it. Dropping the future cancels the request.
    pub async fn send(&self, request: &Request) -> Result<Response, Error> {
        self.send_in(std::process::id(), request).await
    }

    /// The same for who knows which process this is: to ask is a call of the system.
    pub(crate) async fn send_in(&self, process: u32, request: &Request) -> Result<Response, Error> {
        let demand = Demand::of_body(request);
        if let Some(streamed) = self.as_stream(request, &demand) {
            // In a place of its own: what it needs is more than most calls do.
            return Box::pin(self.send_long(process, &streamed, demand)).await;
        }
        let (call, plan) = self.call(process, request, &demand)?;
        retry::run(&Whole(call), plan).await
    }

    async fn send_long(&self, process: u32, streamed: &Request, demand: Demand<'_>) -> Result<Response, Error> {
        let start = Instant::now();
        let (call, plan) = self.call(process, streamed, &demand)?;
        retry::fold(retry::run(&Long(call), plan).await?, start).await
    }

    /// Sends a request that asks for a stream (its body says `"stream": true`) and gives the events, once the first is there.
    ///
    /// Runs on the tokio runtime that polls it. Dropping the future or the stream closes the connection.
    pub async fn open(&self, request: &Request) -> Result<EventStream, Error> {
        let (call, plan) = self.call(std::process::id(), request, &Demand::of_body(request))?;
        retry::run(&Open(call), plan).await
    }

    /// Sends a request and gives the bytes of its answer as they come, such as those of a file.
    ///
    /// It is tried again until the head of a success is there, and not after that. Runs on the tokio runtime that polls it.
    /// Dropping the future or the stream closes the connection.
    pub async fn fetch(&self, request: &Request) -> Result<ByteStream, Error> {
        let (call, plan) = self.call(std::process::id(), request, &Demand::of_body(request))?;
        retry::run(&Fetch(call), plan).await
    }

    /// The request as a stream, if it is for a whole message that would take long.
    fn as_stream(&self, request: &Request, demand: &Demand<'_>) -> Option<Request> {
        // Of a body of many megabytes the first few members were read, and only what may be long is read whole.
        demand.max_tokens.filter(|most| long_call::may_take_long(*most))?;
        let wanted = request.options.stream_long_calls.unwrap_or(self.0.config.stream_long_calls);
        let body = request.body().filter(|_| wanted && request.endpoint() == Endpoint::CreateMessage)?;
        Some(request.clone().json(long_call::as_stream(body)?))
    }

    fn call(&self, process: u32, request: &Request, demand: &Demand<'_>) -> Result<(Call, Plan), Error> {
        let config = &self.0.config;
        let pool = self.pool(process);
        let call = Call::new(config, pool.transport.clone(), &pool.credential, request)?;
        let need = Need { body_bytes: request.body().map_or(0, Bytes::len), max_tokens: demand.max_tokens };
        let credential = call.credential_by_hand().map_or(pool.identity, |by_hand| self.0.identity(Some(by_hand)));
        let key = Key { origin: self.0.origin.clone(), credential, model: Arc::from(&*demand.model) };
        let plan = Plan {
            policy: request.options.retries.over(config.retries).policy(),
            total: call.timeouts.total,
            entry: pool.scheduler.enter(key, need),
            progress: call.progress.clone(),
        };
        Ok((call, plan))
    }

    /// Whether a function of the program is called on the way of a call.
    pub(crate) fn calls_hooks(&self) -> bool {
        let owner = self.0.lenders.pressure.as_ref().unwrap_or(self);
        !self.0.config.hooks.is_empty() || owner.0.config.pressure.on_change.is_some()
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    fn from_config(config: Config, lenders: Lenders) -> Self {
        let origin = config.base_url.origin().ascii_serialization().into();
        // Who shares a scheduler has to tell credentials apart in the same way.
        let hasher = lenders.pressure.as_ref().map_or_else(RandomState::new, |lender| lender.0.hasher.clone());
        Self(Arc::new(Inner { config, origin, hasher, pool: ArcSwapOption::empty(), lenders }))
    }

    /// The same client, its requests sent over `transport`.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn over(self, transport: Arc<dyn Transport>) -> Self {
        let credential = Arc::new(Source::new(&self.0.config.credential));
        let scheduler = Arc::new(Scheduler::new(self.0.config.pressure.clone()));
        let identity = self.0.identity(credential.identity());
        let process = std::process::id();
        self.0.pool.store(Some(Arc::new(Pool { process, transport, credential, identity, scheduler })));
        self
    }

    fn pool(&self, process: u32) -> Arc<Pool> {
        let found = self.0.pool.load_full();
        if let Some(pool) = found.as_ref().filter(|pool| pool.process == process) {
            return pool.clone();
        }
        let pool = Arc::new(self.new_pool(process));
        let earlier = Guard::into_inner(self.0.pool.compare_and_swap(&found, Some(pool.clone())));
        // Of two threads that come at once, the first one's pool is everybody's: calls share what they know of the server.
        if let Some(others) = earlier.as_ref().filter(|pool| pool.process == process) {
            return others.clone();
        }
        // A pool of the parent process is leaked: closing its sockets here would disturb the parent.
        std::mem::forget(earlier);
        pool
    }

    fn new_pool(&self, process: u32) -> Pool {
        let Inner { config, lenders, .. } = &*self.0;
        let credential = match &lenders.credential {
            Some(lender) => lender.pool(process).credential.clone(),
            None => Arc::new(Source::new(&config.credential)),
        };
        Pool {
            process,
            identity: self.0.identity(credential.identity()),
            credential,
            transport: match &lenders.connections {
                Some(lender) => lender.pool(process).transport.clone(),
                None => Arc::new(HttpTransport::new(&config.network, config.timeouts.connect)),
            },
            scheduler: match &lenders.pressure {
                Some(lender) => lender.pool(process).scheduler.clone(),
                None => Arc::new(Scheduler::new(config.pressure.clone())),
            },
        }
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
