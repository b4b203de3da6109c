//! What the fuzz targets reach of the core's private parts. It is built only with `--cfg fuzzing`.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use tokio::time::Instant;
use url::Url;

use crate::{
    config,
    deadline::Timeouts,
    error::Error,
    headers, hint, request,
    request::{Endpoint, ResponseHead},
    stream::{EventStream, Opening},
    tolerant,
    transport::Body,
    validate,
};

/// Opens a stream whose answer is these chunks, with the limits that a client has by default.
pub async fn event_stream(chunks: Vec<Bytes>, keeps_strings: bool) -> Result<EventStream, Error> {
    EventStream::open(Opening {
        head: ResponseHead { status: 200, headers: HeaderMap::new() },
        body: Body::new(Chunks(chunks.into())),
        timeouts: Timeouts::default(),
        is_fine_grained: keeps_strings,
        attempts: 1,
        start: Instant::now(),
    })
    .await
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

/// Any JSON as a value.
pub fn tolerant(json: &[u8]) -> Result<serde_json::Value, serde_json::Error> {
    tolerant::value(json)
}

/// Looks over the body of a request.
pub fn validate(endpoint: Endpoint, body: &[u8]) -> Result<(), Error> {
    validate::body(endpoint, body, &HeaderMap::new())
}
