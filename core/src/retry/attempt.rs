//! One try: send, look at the head, hand over.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, header};
use tokio::time::{Instant, timeout};

use super::answer;
use crate::{
    auth,
    config::Config,
    deadline::Timeouts,
    error::{Error, ErrorKind, Sent},
    request::{Request, Response, ResponseHead},
    stream::{EventStream, Opening},
    surrogates,
    transport::{Body, Transport},
};

/// Something that can be tried more than once.
pub(crate) trait Attempt: Sync {
    type Answer: Send;

    /// Tries once; `tries` counts from 1, `start` is when the call began.
    fn attempt(&self, tries: u32, start: Instant) -> impl Future<Output = Result<Self::Answer, Error>> + Send;
}

/// What every attempt of a call has in common: a request that is complete before the first of them.
pub(crate) struct Call {
    transport: Arc<dyn Transport>,
    request: http::Request<Bytes>,
    pub(crate) timeouts: Timeouts,
}

/// A call that wants its answer whole.
pub(crate) struct Whole(pub(crate) Call);

/// A call that wants its answer as a stream of events.
pub(crate) struct Open(pub(crate) Call);

impl Attempt for Whole {
    type Answer = Response;

    async fn attempt(&self, tries: u32, start: Instant) -> Result<Response, Error> {
        let (head, mut body) = self.0.send().await?;
        let body = answer::read_whole(&mut body, self.0.timeouts.idle)
            .await
            .map_err(|e| e.with_status(head.status).with_headers(head.headers.clone()))?;
        let body = match surrogates::replace_lone(&body) {
            Cow::Borrowed(_) => body,
            Cow::Owned(repaired) => repaired.into(),
        };
        if answer::is_error(&body) {
            return Err(Error::reported(&body).with_status(head.status).with_headers(head.headers));
        }
        if !answer::is_object(&body) {
            return Err(answer::unexpected(head, body, "a JSON object"));
        }
        Ok(Response { head, body, attempts: tries, elapsed: start.elapsed() })
    }
}

impl Attempt for Open {
    type Answer = EventStream;

    async fn attempt(&self, tries: u32, start: Instant) -> Result<EventStream, Error> {
        let (head, mut body) = self.0.send().await?;
        if answer::is_event_stream(&head.headers) {
            let opening = Opening { head, body, timeouts: self.0.timeouts, attempts: tries, start };
            return EventStream::open(opening).await;
        }
        let body = answer::read_some(&mut body).await;
        if answer::is_error(&body) {
            return Err(Error::reported(&body).with_status(head.status).with_headers(head.headers));
        }
        Err(answer::unexpected(head, body, "an event stream"))
    }
}

impl Call {
    /// Puts headers and credential on the request. Nothing is sent, so what is wrong here was never tried.
    pub(crate) fn new(config: &Config, transport: Arc<dyn Transport>, request: &Request) -> Result<Self, Error> {
        let mut headers = config.headers.clone();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        request.options.headers.apply(&mut headers)?;
        auth::authorize(&mut headers, &config.credential)?;
        let mut built = http::Request::new(request.body.clone());
        *built.method_mut() = request.method.clone();
        *built.uri_mut() = config.url(&request.path).parse().map_err(|e| {
            Error::new(ErrorKind::Config, format!("the path {:?} does not make a URL", request.path)).with_source(e)
        })?;
        *built.headers_mut() = headers;
        Ok(Self { transport, request: built, timeouts: request.options.timeouts(config.timeouts) })
    }

    /// Sends the request and gives head and body of a success; any other status is an error.
    async fn send(&self) -> Result<(ResponseHead, Body), Error> {
        let sending = self.transport.send(self.request.clone());
        let answer = match self.timeouts.head {
            None => sending.await?,
            Some(limit) => timeout(limit, sending).await.map_err(|_| {
                let message = format!("no answer within the head limit of {limit:?}");
                Error::new(ErrorKind::Timeout, message).with_sent(Sent::Partial)
            })??,
        };
        let (parts, mut body) = answer.into_parts();
        if parts.status.is_success() {
            return Ok((ResponseHead { status: parts.status.as_u16(), headers: parts.headers }, body));
        }
        // The status has decided already; of the body as much is kept as comes in a short time.
        let body = answer::read_some(&mut body).await;
        Err(answer::refused(parts.status.as_u16(), parts.headers, body))
    }
}
