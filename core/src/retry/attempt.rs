//! One try: send, look at the head, hand over.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Method, Uri, header};
use tokio::time::Instant;

use super::{
    answer::{self, Outline},
    logged,
    observer::{About, Observer},
    sending,
};
use crate::{
    auth::{Pass, Source},
    config::{BETA, Config},
    deadline::Timeouts,
    error::Error,
    pressure::Entry,
    request::{Endpoint, Payload, Request, Response, ResponseHead, Wanted},
    stream::{EventStream, Opening},
    surrogates,
    transport::{Body, CommonHeaders, Progress, RequestHead, Transport},
    validate,
};

/// The beta with which a tool's input comes in pieces that end in the middle of a string, which is then of use already.
const FINE_GRAINED: &str = "fine-grained-tool-streaming-2025-05-14";

/// The status of an answer that has no body, whatever it was asked for.
const NO_CONTENT: u16 = 204;

/// Something that can be tried more than once.
pub(crate) trait Attempt: Sync {
    type Answer: Send;

    /// Tries once. The entry is told what the head of an answer says.
    fn attempt(&self, turn: Turn, entry: &mut Entry) -> impl Future<Output = Result<Self::Answer, Error>> + Send;

    /// The answer is there; one that goes on for longer keeps the entry until its end. The entry is told what a whole one
    /// has used, where it `wants_usage`.
    fn hold(answer: &mut Self::Answer, entry: Entry, wants_usage: bool);

    /// The call that is tried.
    fn call(&self) -> &Call;
}

/// Which attempt it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    /// Counted from 1.
    pub(crate) tries: u32,
    /// When the call began.
    pub(crate) start: Instant,
}

/// What every attempt of a call has in common: a request that is complete before the first of them.
pub(crate) struct Call {
    transport: Arc<dyn Transport>,
    method: Method,
    to: Uri,
    headers: Arc<CommonHeaders>,
    pass: Pass,
    observer: Option<Box<Observer>>,
    log_bodies: bool,
    payload: Payload,
    wanted: Wanted,
    for_message: bool,
    without_content: Option<Bytes>,
    pub(crate) timeouts: Timeouts,
    pub(crate) progress: Progress,
}

/// A call that wants its answer whole.
pub(crate) struct Whole(pub(crate) Call);

/// A call that wants its answer as a stream of events.
pub(crate) struct Open(pub(crate) Call);

impl Attempt for Whole {
    type Answer = Response;

    async fn attempt(&self, turn: Turn, entry: &mut Entry) -> Result<Response, Error> {
        let (head, body) = self.0.send(turn, entry).await?;
        self.0.read(head, body, turn).await
    }

    fn hold(answer: &mut Response, entry: Entry, wants_usage: bool) {
        settle(answer, entry, wants_usage);
    }

    fn call(&self) -> &Call {
        &self.0
    }
}

impl Attempt for Open {
    type Answer = EventStream;

    async fn attempt(&self, turn: Turn, entry: &mut Entry) -> Result<EventStream, Error> {
        let (head, mut body) = self.0.send(turn, entry).await?;
        if head.status != NO_CONTENT && self.0.is_event_stream(&head, &mut body).await? {
            return self.0.open(head, body, turn).await;
        }
        let body = answer::read_some(&mut body).await;
        if answer::is_error(&body) {
            return Err(Error::reported(&body).with_status(head.status).with_headers(head.headers));
        }
        let is_whole = Outline::of(&body).is_some_and(|outline| outline.is_message());
        let expected = if is_whole { "an event stream, but a whole message" } else { "an event stream" };
        Err(answer::unexpected(head, body, expected))
    }

    fn hold(answer: &mut EventStream, entry: Entry, _: bool) {
        answer.hold(entry);
    }

    fn call(&self) -> &Call {
        &self.0
    }
}

/// Tells the entry what a whole answer has used.
pub(super) fn settle(answer: &Response, mut entry: Entry, wants_usage: bool) {
    if let Some((input, output)) = wants_usage.then(|| answer::tokens(&answer.body)).flatten() {
        entry.used(input, output);
    }
}

/// The headers of a request, without a credential.
fn headers_of(request: &Request, config: &Config) -> Result<Arc<CommonHeaders>, Error> {
    let layers = [&request.headers, &request.options.headers];
    if matches!(request.payload, Payload::Json(_)) && layers.iter().all(|layer| layer.is_empty()) {
        return Ok(config.ready.headers.clone());
    }
    let mut headers = config.headers.clone();
    if let Some(content_type) = request.payload.content_type() {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    if matches!(request.payload, Payload::None) && request.method.as_str().starts_with('P') {
        // A `POST` without a length is refused by some proxies.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    for layer in layers {
        layer.apply(&mut headers)?;
    }
    Ok(Arc::new(CommonHeaders::new(headers)))
}

impl Call {
    /// Puts the request together; the credential is put on each attempt. Nothing is sent, so what is wrong here was never
    /// tried.
    pub(crate) fn new(
        config: &Config,
        transport: Arc<dyn Transport>,
        source: &Arc<Source>,
        request: &Request,
    ) -> Result<Self, Error> {
        let headers = headers_of(request, config)?;
        let to = match &config.ready.messages {
            Some(messages) if request.is_plainly(Endpoint::MESSAGES) => messages.clone(),
            _ => request.address(&config.base_url, &config.query)?,
        };
        let pass = Pass::new(source, headers.map())?;
        if config.ready.is_readable {
            source.warn_of_plain_http(&to);
        }
        if let Some((endpoint, body)) = request.to_validate(config.validation) {
            validate::body(endpoint, body, headers.map())?;
        }
        Ok(Self {
            transport,
            method: request.method.clone(),
            to,
            headers,
            pass,
            observer: Observer::new(&config.hooks, || About::of(request)),
            log_bodies: config.log_bodies,
            payload: request.payload.clone(),
            wanted: request.wanted,
            for_message: request.endpoint() == Endpoint::CreateMessage,
            without_content: request.without_content.clone(),
            timeouts: request.options.timeouts(config.timeouts),
            progress: Progress::default(),
        })
    }

    /// The credential that the caller of this call has set by hand, if there is one.
    pub(crate) fn credential_by_hand(&self) -> Option<&[u8]> {
        self.pass.by_hand(self.headers.map())
    }

    /// Reads a success as a stream, up to its first event.
    pub(super) async fn open(&self, head: ResponseHead, body: Body, turn: Turn) -> Result<EventStream, Error> {
        let betas = self.headers.map().get_all(BETA);
        let is_fine_grained = betas.iter().any(|names| names.to_str().is_ok_and(|names| names.contains(FINE_GRAINED)));
        let timeouts = self.timeouts;
        EventStream::open(Opening { head, body, timeouts, is_fine_grained, attempts: turn.tries, start: turn.start })
            .await
    }

    /// Whoever watches this call; `None` where nobody does.
    pub(super) fn observer(&self) -> Option<&Observer> {
        self.observer.as_deref()
    }

    /// Tells whoever watches this call, if somebody does.
    pub(super) fn observe(&self, tell: impl FnOnce(&Observer)) {
        if let Some(observer) = self.observer() {
            tell(observer);
        }
    }

    /// Whether the attempt is worth repeating at once, because `error` is a 401 and there is now another token than the one
    /// that was refused. Says so once a call. Waits while the token is fetched, which goes on when this is dropped.
    ///
    /// # Errors
    /// Why there is no other token; then the call fails with that.
    pub(super) async fn refresh_after(&self, error: &Error) -> Result<bool, Error> {
        if self.payload.is_spent() {
            return Ok(false);
        }
        self.pass.renew_after(error).await
    }

    /// Sends the request and gives head and body of a success; any other status is an error.
    pub(super) async fn send(&self, turn: Turn, entry: &mut Entry) -> Result<(ResponseHead, Body), Error> {
        let sent = self.send_once(turn.tries).await;
        if let Ok((head, _)) = &sent {
            entry.answered(&head.headers);
        }
        sent.map_err(|error| {
            if error.is_retryable() && self.payload.is_spent() {
                // What was read is gone, so another attempt would send something else.
                error.permanent().with_note(
                    "it was not tried again, because its body came from a reader or pipe, which can be read only once",
                )
            } else {
                error
            }
        })
    }

    async fn send_once(&self, tries: u32) -> Result<(ResponseHead, Body), Error> {
        let head = RequestHead {
            method: self.method.clone(),
            to: self.to.clone(),
            headers: self.headers.clone(),
            credential: self.pass.header().await?,
        };
        self.observe(|observer| observer.request(tries, &head.all_headers()));
        if let (true, Payload::Json(body)) = (self.log_bodies, &self.payload) {
            logged::request(body);
        }
        let body = self.payload.open().await?;
        let answer = sending::send(&*self.transport, head, body, self.timeouts, &self.progress).await?;
        let (parts, mut body) = answer.into_parts();
        self.observe(|observer| observer.response(tries, parts.status.as_u16(), &parts.headers));
        if self.log_bodies {
            body = logged::answer(body);
        }
        if parts.status.is_success() {
            return Ok((
                ResponseHead { status: parts.status.as_u16(), version: parts.version, headers: parts.headers },
                body,
            ));
        }
        // The status has decided already; of the body as much is kept as comes in a short time.
        let body = Box::pin(answer::read_some(&mut body)).await;
        Err(answer::refused(parts.status.as_u16(), parts.headers, body))
    }

    /// Reads a success to its end and makes sure that it is what was asked for.
    pub(super) async fn read(&self, head: ResponseHead, mut body: Body, turn: Turn) -> Result<Response, Error> {
        let body = answer::read_whole(&mut body, self.timeouts.idle)
            .await
            .map_err(|e| e.with_status(head.status).with_headers(head.headers.clone()))?;
        let body = self.accept(&head, body)?;
        Ok(Response { head, body, attempts: turn.tries, elapsed: turn.start.elapsed() })
    }

    /// The body of a success, if it is what was asked for.
    fn accept(&self, head: &ResponseHead, body: Bytes) -> Result<Bytes, Error> {
        let reported = || Error::reported(&body).with_status(head.status).with_headers(head.headers.clone());
        match self.wanted {
            Wanted::Any if answer::is_json(&head.headers) && answer::is_error(&body) => return Err(reported()),
            Wanted::Any | Wanted::Raw => return Ok(body),
            Wanted::Object => {}
        }
        if let Some(stands_for) = self.without_content.as_ref().filter(|_| head.status == 204 && body.is_empty()) {
            return Ok(stands_for.clone());
        }
        let repaired = match surrogates::replace_lone(&body) {
            Cow::Borrowed(_) => None,
            Cow::Owned(repaired) => Some(Bytes::from(repaired)),
        };
        let readable = repaired.as_ref().unwrap_or(&body);
        match Outline::of(readable) {
            Some(outline) if outline.is_error() => Err(reported()),
            Some(outline) if self.for_message && outline.is_no_message() => {
                Err(answer::unexpected(head.clone(), readable.clone(), "a message"))
            }
            Some(_) => Ok(repaired.unwrap_or(body)),
            None => Err(answer::unexpected(head.clone(), readable.clone(), "a JSON object")),
        }
    }

    /// Whether a success is to be read as a stream. One that does not say what it is gets the benefit of the doubt, unless
    /// it begins like an object of JSON.
    pub(super) async fn is_event_stream(&self, head: &ResponseHead, body: &mut Body) -> Result<bool, Error> {
        if head.headers.contains_key(header::CONTENT_TYPE) {
            return Ok(answer::is_event_stream(&head.headers));
        }
        let first = answer::first_byte(body, self.timeouts.idle).await;
        first
            .map(|first| first != Some(b'{'))
            .map_err(|e| e.with_status(head.status).with_headers(head.headers.clone()))
    }
}
