//! What the fuzz targets and the micro-benchmarks reach of the core's private parts. It is built only with `--cfg fuzzing`.

#[cfg(feature = "host")]
mod handover;

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use http::{HeaderMap, HeaderValue};
use tokio::time::Instant;
use url::Url;

#[cfg(feature = "host")]
pub use self::handover::{hand_over, next_events};
pub use crate::pressure::{Step, check_pressure};
use crate::{
    client::Client,
    config,
    deadline::Timeouts,
    error::{Error, ErrorKind, Reason, Verdict},
    headers, hint,
    policy::Policy,
    proxy::{Proxies, Proxy},
    request,
    request::{Endpoint, ResponseHead},
    retry::Backoff,
    secret::Secret,
    stream::{EventStream, MessageStream, Opening},
    tolerant,
    transport::{
        Body, CommonHeaders, Exchange, Outgoing, Phase, Progress, RequestHead, Transport, exchange, write_head,
    },
    validate,
};

/// Opens a stream whose answer is these chunks, with the limits that a client has by default.
pub async fn event_stream(chunks: Vec<Bytes>, keeps_strings: bool) -> Result<EventStream, Error> {
    EventStream::open(Opening {
        head: ResponseHead { status: 200, version: http::Version::HTTP_11, headers: HeaderMap::new() },
        body: Body::new(Chunks(chunks.into())),
        timeouts: Timeouts::default(),
        is_fine_grained: keeps_strings,
        attempts: 1,
        start: Instant::now(),
    })
    .await
}

/// The same as a program in Rust reads it.
pub async fn message_stream(chunks: Vec<Bytes>) -> Result<MessageStream, Error> {
    event_stream(chunks, false).await.map(MessageStream::new)
}

struct Chunks(VecDeque<Bytes>);

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// The server's hint on when to come back.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    hint::retry_after(headers, now)
}

/// The base URL as the configuration reads it.
pub fn base_url(text: &str) -> Result<Url, Error> {
    config::parse_base_url(text)
}

/// Where a request goes.
pub fn address(base: &Url, path: &str, query: &[(String, String)]) -> Result<http::Uri, Error> {
    request::address(base, path, query)
}

/// Sets a header.
pub fn set_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    headers::set(headers, name, value)
}

/// The headers that an environment variable holds.
pub fn header_lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    headers::lines(text)
}

/// Applies one layer of headers on top of others, and gives the layer's `Debug` output.
pub fn layer(entries: &[(String, Option<String>)], headers: &mut HeaderMap) -> (String, Result<(), Error>) {
    let mut layer = headers::Layer::default();
    entries.iter().for_each(|(name, value)| layer.push(name.clone(), value.clone()));
    (format!("{layer:?}"), layer.apply(headers))
}

/// The headers that a client has for all requests.
pub struct ClientHeaders(Arc<CommonHeaders>);

impl ClientHeaders {
    /// Put together once.
    pub fn new(all: HeaderMap) -> Self {
        Self(Arc::new(CommonHeaders::new(all)))
    }

    /// The head of one attempt as HTTP/1.1 writes it, with a layer on top of the headers of all.
    pub fn attempt(&self, entries: impl IntoIterator<Item = (String, Option<String>)>) -> Result<Vec<u8>, Error> {
        let mut layer = headers::Layer::default();
        entries.into_iter().for_each(|(name, value)| layer.push(name, value));
        if layer.is_empty() {
            return Ok(write_head(self.0.clone()));
        }
        let mut own = self.0.map().clone();
        layer.apply(&mut own)?;
        Ok(write_head(Arc::new(CommonHeaders::new(own))))
    }
}

/// Headers as logs show them.
pub fn shown_headers(headers: &HeaderMap) -> String {
    headers::Shown(headers).to_string()
}

/// The header that carries a credential, or what cannot be in it.
pub fn secret_header(prefix: &str, text: &str) -> Result<HeaderValue, String> {
    Secret::new(text).header(prefix).map_err(|misfit| misfit.to_string())
}

/// Where a request goes: host, port, whether over TLS, and the authorization, of a proxy.
pub type Through = (String, u16, bool, Option<HeaderValue>);

/// The proxy for a request by what the environment says, and the `Debug` output of what was read there.
pub fn proxy_by_env(
    variable: &dyn Fn(&str) -> Option<String>,
    is_https: bool,
    host: &str,
    port: u16,
) -> (String, Result<Option<Through>, Error>) {
    let proxies = Proxies::from_env(variable);
    (format!("{proxies:?}"), through(proxies.choose(is_https, host, port)))
}

/// The proxy for a request when one was named.
pub fn proxy_by_name(url: &str, is_https: bool, host: &str, port: u16) -> Result<Option<Through>, Error> {
    through(Proxies::explicit(url)?.choose(is_https, host, port))
}

fn through(chosen: Result<Option<&Arc<Proxy>>, Error>) -> Result<Option<Through>, Error> {
    let told = |proxy: &Arc<Proxy>| (proxy.host.clone(), proxy.port, proxy.is_https, proxy.authorization.clone());
    chosen.map(|chosen| chosen.map(told))
}

/// The chunks of an answer.
pub type Chunked = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;
/// Answers a request, of which it gets the headers.
pub type Script = dyn Fn(&HeaderMap) -> BoxFuture<'static, Result<http::Response<Chunked>, Error>> + Send + Sync;

/// The client, its requests answered by the script.
pub fn client_over(client: Client, script: Box<Script>) -> Client {
    client.over(Arc::new(Scripted(script)))
}

struct Scripted(Box<Script>);

impl Transport for Scripted {
    fn send(
        &self,
        head: RequestHead,
        _: Outgoing,
        progress: &Progress,
    ) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let (answer, progress) = ((self.0)(&head.all_headers()), progress.clone());
        Box::pin(async move {
            // The request leaves at once.
            progress.reach(Phase::Sent);
            Ok(answer.await?.map(Body::new))
        })
    }
}

/// What we find in these answers, or hyper does, each given as whether only its head is asked for and the reads in which it
/// comes.
pub async fn answers(exchanges: &[(bool, Vec<Vec<u8>>)], is_hyper: bool) -> String {
    let exchanges = exchanges.iter().map(|(is_head, reads)| Exchange { is_head: *is_head, reads: reads.clone() });
    format!("{:?}", exchange(&exchanges.collect::<Vec<_>>(), is_hyper).await.0)
}

/// The waits of one call whose attempts end with these verdicts (0 stops, 1 is tried again, else it is a refusal), hints and
/// exponents.
pub fn waits(
    limits: (u32, Duration, Duration),
    seed: u64,
    ends: &[(u8, Option<Duration>, u32)],
) -> Vec<Option<Duration>> {
    let (max_retries, max_retry_after, throttle_patience) = limits;
    let policy = Policy { max_retries, max_retry_after, throttle_patience, ..Policy::default() };
    let mut backoff = Backoff::new(policy, fastrand::Rng::with_seed(seed));
    let verdict = |number| match number {
        0 => Verdict::Stop,
        1 => Verdict::Retry,
        _ => Verdict::Throttle,
    };
    ends.iter().map(|(number, hint, exponent)| backoff.next(verdict(*number), *hint, *exponent)).collect()
}

/// A failure as the transport tells of it.
pub fn failure(kind: ErrorKind, reason: Option<Reason>, is_dead_connection: bool) -> Error {
    let error = Error::new(kind, "broken");
    let error = if is_dead_connection { error.on_dead_connection() } else { error };
    match reason {
        Some(reason) => error.with_reason(reason),
        None => error,
    }
}

/// Any JSON as a value.
pub fn tolerant(json: &[u8]) -> Result<serde_json::Value, serde_json::Error> {
    tolerant::value(json)
}

/// Looks over the body of a request.
pub fn validate(endpoint: Endpoint, body: &[u8]) -> Result<(), Error> {
    validate::body(endpoint, body, &HeaderMap::new())
}
