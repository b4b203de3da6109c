//! Sending a request and receiving its answer, behind one trait.

mod chunks;
mod connect;
mod connection;
mod failure;
mod http;
mod http1;
mod lanes;
mod leash;
mod pool;
mod progress;
mod request_head;
mod route;
mod sending;
mod socket;
mod tls;
mod tunnel;
mod wire;

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};

#[cfg(fuzzing)]
pub(crate) use self::http1::oracle::{Exchange, exchange};
pub(crate) use self::{
    chunks::{AsyncChunks, BlockingChunks, Outgoing},
    failure::Failed,
    http::HttpTransport,
    progress::{Moment, Phase, Progress},
    request_head::{CommonHeaders, RequestHead},
    tls::{Identity, Roots, TlsOptions},
};
use crate::error::Error;

/// Sends one request and gives its answer as soon as the head is there. Follows no redirect and tries nothing twice. How far
/// it is, `progress` is told.
///
/// Dropping the future, or the body, closes the connection or resets the stream.
pub(crate) trait Transport: Send + Sync {
    fn send(
        &self,
        head: RequestHead,
        body: Outgoing,
        progress: &Progress,
    ) -> BoxFuture<'static, Result<::http::Response<Body>, Error>>;
}

/// A body as its chunks come: of an answer, or of a request that is too large to hold.
pub(crate) struct Body {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    /// What comes before the chunks; empty for nothing.
    put_back: Bytes,
}

impl Body {
    pub(crate) fn new(chunks: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        Self { chunks: Box::pin(chunks), put_back: Bytes::new() }
    }

    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if !self.put_back.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.put_back))));
        }
        self.chunks.as_mut().poll_next(cx)
    }

    /// Has `read`, which is all that was read so far, read again.
    pub(crate) fn put_back(&mut self, read: Bytes) {
        self.put_back = read;
    }

    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await
    }
}

/// The head of a `GET` with these headers, as HTTP/1.1 writes it.
#[cfg(fuzzing)]
pub(crate) fn write_head(headers: std::sync::Arc<CommonHeaders>) -> Vec<u8> {
    let host = ::http::HeaderValue::from_static("localhost");
    let way = http1::Way { host: &host, authorization: None, is_proxied: false };
    let head = RequestHead { headers, ..RequestHead::get("http://localhost/") };
    http1::written(&head, &way, http1::Length::Known(7))
}

#[cfg(test)]
mod tests;
