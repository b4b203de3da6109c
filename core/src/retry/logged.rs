//! Bodies in the log, for whoever asked twice to have them there.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::{error::Error, transport::Body};

/// Writes the body of a request.
pub(super) fn request(body: &[u8]) {
    tracing::trace!(target: "tidings", body = %String::from_utf8_lossy(body), "request body");
}

/// The same body, every chunk of which is written as it passes.
pub(super) fn answer(body: Body) -> Body {
    Body::new(Logged(body))
}

struct Logged(Body);

impl Stream for Logged {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = self.0.poll_chunk(cx);
        if let Poll::Ready(Some(Ok(chunk))) = &chunk {
            tracing::trace!(target: "tidings", body = %String::from_utf8_lossy(chunk), "part of the answer's body");
        }
        chunk
    }
}
