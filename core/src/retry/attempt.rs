//! One try: authorise, send, look at the head, hand over.

use std::{borrow::Cow, sync::Arc, time::SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, header};
use tokio::time::{Instant, timeout};

use crate::{
    auth,
    config::Config,
    deadline::Timeouts,
    error::{Error, ErrorBody, ErrorKind, Sent},
    request::{Request, Response, ResponseHead},
    stream::{EventStream, Opening},
    surrogates,
    transport::{Body, Transport},
};

/// The most of a plain answer that is kept, in bytes.
const MAX_BODY: usize = 64 << 20;
/// The most of an error's body that is kept, in bytes.
const MAX_ERROR_BODY: usize = 1 << 20;

/// Something that can be tried more than once.
pub(crate) trait Attempt: Sync {
    type Answer: Send;

    /// Tries once; `tries` counts from 1, `start` is when the call began.
    fn attempt(&self, tries: u32, start: Instant) -> impl Future<Output = Result<Self::Answer, Error>> + Send;
}

/// What every attempt of a call has in common.
pub(crate) struct Call<'a> {
    pub(crate) config: &'a Config,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) request: &'a Request,
    pub(crate) timeouts: Timeouts,
}

/// A call that wants its answer whole.
pub(crate) struct Whole<'a>(pub(crate) Call<'a>);

/// A call that wants its answer as a stream of events.
pub(crate) struct Open<'a>(pub(crate) Call<'a>);

impl Attempt for Whole<'_> {
    type Answer = Response;

    async fn attempt(&self, tries: u32, _start: Instant) -> Result<Response, Error> {
        let (head, mut body) = self.0.send().await?;
        let body =
            read(&mut body, MAX_BODY, self.0.timeouts).await.map_err(|e| e.with_headers(head.headers.clone()))?;
        let body = match surrogates::replace_lone(&body) {
            Cow::Borrowed(_) => body,
            Cow::Owned(repaired) => repaired.into(),
        };
        let is_object = body.trim_ascii_start().starts_with(b"{");
        if !is_object || serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_err() {
            return Err(unexpected(head, body, "a JSON object"));
        }
        Ok(Response { head, body, attempts: tries })
    }
}

impl Attempt for Open<'_> {
    type Answer = EventStream;

    async fn attempt(&self, tries: u32, start: Instant) -> Result<EventStream, Error> {
        let (head, mut body) = self.0.send().await?;
        if !is_event_stream(&head.headers) {
            let start = read(&mut body, MAX_ERROR_BODY, self.0.timeouts).await.unwrap_or_default();
            return Err(unexpected(head, start, "an event stream"));
        }
        let opening = Opening { head, body, timeouts: self.0.timeouts, attempts: tries, start };
        EventStream::open(opening).await
    }
}

impl Call<'_> {
    /// Sends the request and gives head and body of a success; any other status is an error.
    async fn send(&self) -> Result<(ResponseHead, Body), Error> {
        let request = self.build()?;
        let answer = match self.timeouts.head {
            None => self.transport.send(request).await?,
            Some(limit) => timeout(limit, self.transport.send(request)).await.map_err(|_| {
                let message = format!("no answer within the head limit of {limit:?}");
                Error::new(ErrorKind::Timeout, message).with_sent(Sent::Full)
            })??,
        };
        let (parts, mut body) = answer.into_parts();
        if parts.status.is_success() {
            return Ok((ResponseHead { status: parts.status.as_u16(), headers: parts.headers }, body));
        }
        // What could be read of the body is enough: the status has decided already.
        let body = read(&mut body, MAX_ERROR_BODY, self.timeouts).await.unwrap_or_default();
        Err(refused(parts.status.as_u16(), parts.headers, body))
    }

    fn build(&self) -> Result<http::Request<Bytes>, Error> {
        let mut headers = self.config.headers.clone();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        self.request.options.headers.apply(&mut headers)?;
        auth::authorize(&mut headers, &self.config.credential)?;
        let mut request = http::Request::new(self.request.body.clone());
        *request.method_mut() = self.request.method.clone();
        *request.uri_mut() = self.config.url(&self.request.path).parse().map_err(|e| {
            Error::new(ErrorKind::Config, format!("the path {:?} does not make a URL", self.request.path))
                .with_source(e)
        })?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Reads a body up to a bound, under the idle limit.
async fn read(body: &mut Body, most: usize, timeouts: Timeouts) -> Result<Bytes, Error> {
    let mut whole = BytesMut::new();
    loop {
        let chunk = match timeouts.idle {
            None => body.chunk().await,
            Some(limit) => timeout(limit, body.chunk()).await.map_err(|_| {
                let message = format!("no byte of the answer for the idle limit of {limit:?}");
                Error::new(ErrorKind::Timeout, message).with_sent(Sent::Full)
            })?,
        };
        let Some(chunk) = chunk.transpose()? else { return Ok(whole.freeze()) };
        if whole.len() + chunk.len() > most {
            let message = format!("the answer is larger than {most} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message).with_sent(Sent::Full));
        }
        whole.extend_from_slice(&chunk);
    }
}

fn refused(status: u16, headers: HeaderMap, body: Bytes) -> Error {
    let parsed = ErrorBody::parse(&body);
    let kind = ErrorKind::from_status(status);
    let message = match (kind, headers.get(header::LOCATION).and_then(|to| to.to_str().ok())) {
        (ErrorKind::Redirect, Some(to)) => format!("the server redirects to {to}"),
        _ => parsed.message.clone().unwrap_or_else(|| "no message".to_owned()),
    };
    let hint = super::retry_after(&headers, SystemTime::now());
    Error::new(kind, message).with_status(status).with_headers(headers).with_body(parsed, body).with_retry_after(hint)
}

fn unexpected(head: ResponseHead, body: Bytes, expected: &str) -> Error {
    let found =
        head.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("no content type").to_owned();
    Error::new(ErrorKind::UnexpectedResponse, format!("the answer is not {expected} (content type: {found})"))
        .with_status(head.status)
        .with_headers(head.headers)
        .with_raw(body)
}

/// An answer that does not say what it is gets the benefit of the doubt.
fn is_event_stream(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return true };
    value.to_str().is_ok_and(|v| v.trim_start().to_ascii_lowercase().starts_with("text/event-stream"))
}
