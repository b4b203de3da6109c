//! The one error type: what happened, what it means, what to do, and the request id.

mod body;
mod code;
mod kind;
mod page;
mod reason;
mod show;
mod verdict;

use std::{
    error::Error as StdError,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use crate::{hint::retry_after, rate_limits::RateLimits};

pub(crate) use self::body::ErrorBody;
pub use self::code::ErrorCode;
pub use self::kind::ErrorKind;
pub use self::reason::Reason;
pub(crate) use self::verdict::{Allowed, Verdict};

/// How much of the request had left when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sent {
    /// Nothing: the server cannot have seen it.
    #[default]
    None,
    /// Perhaps a part of it, perhaps all.
    Partial,
    /// All of it, or the server answered.
    Full,
}

/// Why a call failed, with everything that is known about it.
///
/// `Display` gives one line for people. `Debug` shows the same facts by name. Neither shows credentials, the request, the
/// raw body of the answer or the partial message; those last two are there through [`Error::body`] and [`Error::partial_message`].
pub struct Error(Box<Inner>);

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that have nothing to do with each other")]
struct Inner {
    kind: Option<ErrorKind>,
    reason: Option<Reason>,
    message: String,
    status: Option<u16>,
    api_message: Option<String>,
    error_type: Option<String>,
    details: Option<Value>,
    request_id: Option<String>,
    headers: Option<HeaderMap>,
    body: Option<Bytes>,
    partial: Option<Bytes>,
    attempts: u32,
    elapsed: Duration,
    sent: Sent,
    retry_after: Option<Duration>,
    permanent: bool,
    earlier_run: bool,
    dead_connection: bool,
    transient: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of this kind; `message` says what happened, without secrets and without prompts.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind: Some(kind), message: message.into(), ..Inner::default() }))
    }

    /// What went wrong, as a number that is the same in every language.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind.unwrap_or(ErrorKind::Panic)
    }

    /// The finer word under the kind, where a connection, a limit or the way an answer broke has one.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.0.reason
    }

    /// The class of this error in languages that have classes: that of its code, where the code is known, else of its kind.
    #[must_use]
    pub fn class_name(&self) -> &'static str {
        self.known_code().map_or(self.kind().class_name(), ErrorCode::class_name)
    }

    /// What a person can do about it, in a few words; empty where there is nothing general to say.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        let of_code = self.known_code().map_or("", ErrorCode::advice);
        if of_code.is_empty() { self.kind().advice() } else { of_code }
    }

    /// What happened, in the server's words where it gave some.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// `error.message` from the body, where the body was JSON and held one. Its wording may change: do not match on it.
    #[must_use]
    pub fn api_message(&self) -> Option<&str> {
        self.0.api_message.as_deref()
    }

    /// The HTTP status of the answer, if there was one; 200 for an error event inside a stream.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// `error.type` from the body, such as `overloaded_error`; any text, also types that this version does not know.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        self.0.error_type.as_deref()
    }

    /// `error.details` from the body.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.0.details.as_ref()
    }

    /// `error.details.error_code` from the body, such as `thread_not_found`; any text, also codes that this version does not
    /// know.
    #[must_use]
    pub fn error_code(&self) -> Option<&str> {
        self.details()?.get("error_code")?.as_str()
    }

    /// What this version knows of [`Self::error_code`]; `None` for a code that is unknown, or that came with another status
    /// than its own.
    #[must_use]
    pub fn known_code(&self) -> Option<&'static ErrorCode> {
        ErrorCode::find(self.kind(), self.error_code()?)
    }

    /// The id to quote to the API's support, from the `request-id` header or the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The workspace that the credential belongs to, from the `anthropic-workspace-id` header.
    #[must_use]
    pub fn workspace_id(&self) -> Option<&str> {
        self.headers()?.get("anthropic-workspace-id")?.to_str().ok()
    }

    /// The headers of the answer, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_ref()
    }

    /// What the server says about rate limits; empty where it says nothing.
    #[must_use]
    pub fn rate_limits(&self) -> RateLimits {
        self.headers().map(RateLimits::from_headers).unwrap_or_default()
    }

    /// The raw body of the answer, or the raw data of the event that was at fault.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The message as far as it had arrived when a stream broke, as JSON.
    #[must_use]
    pub fn partial_message(&self) -> Option<&Bytes> {
        self.0.partial.as_ref()
    }

    /// How many times the request was tried; 0 when it never left.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The time from the call to this failure, waits between attempts included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// How much of the request had left.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.0.sent
    }

    /// Whether the request may have run on the server, in this attempt or an earlier one, and so may be billed.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        let turned_away = matches!(self.kind(), ErrorKind::RateLimited | ErrorKind::Overloaded)
            || (self.kind() == ErrorKind::Unavailable && self.retry_after().is_some())
            || self.status().is_some_and(|s| (300..500).contains(&s) && ![408, 409, 499].contains(&s));
        self.0.earlier_run || (self.0.sent != Sent::None && (self.0.partial.is_some() || !turned_away))
    }

    /// Whether sending the same request again can help; the rule that Tidings' own retries follow.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        Verdict::on(self, Allowed::default()) != Verdict::Stop
    }

    /// Whether the cause is known to stay, whatever the kind says in general.
    pub(crate) fn is_permanent(&self) -> bool {
        self.0.permanent
    }

    /// Whether a connection that had served before was found dead before any byte of the answer came, so that another
    /// attempt need not wait: it was the connection that was old, not the server that was in trouble.
    pub(crate) fn is_dead_connection(&self) -> bool {
        self.0.dead_connection
    }

    /// Whether the cause, met before anything was sent, is known to pass, whatever the kind says in general.
    pub(crate) fn is_transient(&self) -> bool {
        self.0.transient
    }

    /// How long the server asked to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    pub(crate) fn with_reason(mut self, reason: Reason) -> Self {
        self.0.reason = Some(reason);
        self
    }

    pub(crate) fn on_dead_connection(mut self) -> Self {
        self.0.dead_connection = true;
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self.0.sent = Sent::Full;
        self
    }

    pub(crate) fn with_body(mut self, parsed: ErrorBody, raw: Bytes) -> Self {
        self.0.api_message = parsed.message.filter(|_| !parsed.is_text);
        self.0.error_type = parsed.error_type;
        self.0.details = parsed.details;
        self.0.request_id = self.0.request_id.or(parsed.request_id);
        self.0.body = Some(raw);
        self
    }

    pub(crate) fn with_raw(mut self, raw: Bytes) -> Self {
        self.0.body = Some(raw);
        self
    }

    pub(crate) fn with_headers(mut self, headers: HeaderMap) -> Self {
        if let Some(id) = headers.get("request-id").and_then(|v| v.to_str().ok()) {
            self.0.request_id = Some(id.to_owned());
        }
        self.0.retry_after = self.0.retry_after.or_else(|| retry_after(&headers, SystemTime::now()));
        self.0.headers = Some(headers);
        self
    }

    pub(crate) fn with_partial(mut self, message: Option<Bytes>) -> Self {
        self.0.partial = message;
        self
    }

    /// The same error with how much of the request had left, which decides whether it may have run.
    #[must_use]
    pub fn with_sent(mut self, sent: Sent) -> Self {
        self.0.sent = sent;
        self
    }

    pub(crate) fn with_details(mut self, details: Value) -> Self {
        self.0.details = Some(details);
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// The same error with a clause added to its message.
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        self.0.message = format!("{}; {note}", self.0.message);
        self
    }

    pub(crate) fn permanent(mut self) -> Self {
        self.0.permanent = true;
        self
    }

    pub(crate) fn transient(mut self) -> Self {
        self.0.transient = true;
        self
    }

    /// The same error of a call of which an earlier attempt may have run.
    pub(crate) fn with_earlier_run(mut self) -> Self {
        self.0.earlier_run = true;
        self
    }

    pub(crate) fn with_effort(mut self, attempts: u32, elapsed: Duration) -> Self {
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }
}

impl Error {
    /// The error that a server reports as JSON where no error status says so: in an event, or in a body with status 200.
    /// Its kind is the one its status would have had.
    pub(crate) fn reported(data: &Bytes) -> Self {
        let body = ErrorBody::parse(data);
        let kind =
            body.error_type.as_deref().and_then(ErrorKind::from_type).or(body.status.map(ErrorKind::from_status));
        let message =
            body.message.clone().unwrap_or_else(|| "the server reported an error without a message".to_owned());
        Self::new(kind.unwrap_or(ErrorKind::StreamError), message).with_body(body, data.clone())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|e| e as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_not_run_but_a_lost_answer_may_have() {
        assert!(!Error::new(ErrorKind::RateLimited, "").with_status(429).may_have_run());
        assert!(!Error::new(ErrorKind::Connect, "").may_have_run());
        assert!(Error::new(ErrorKind::Transport, "").with_sent(Sent::Partial).may_have_run());
        assert!(Error::new(ErrorKind::InternalServer, "").with_status(500).may_have_run());
        assert!(Error::new(ErrorKind::ClientClosed, "").with_status(499).may_have_run());
        let broken = Error::new(ErrorKind::Overloaded, "").with_status(200);
        assert!(broken.with_partial(Some(Bytes::from_static(b"{}"))).may_have_run());
    }
    #[test]
    fn a_known_code_decides_the_class_and_an_unknown_one_does_not() {
        let class = |kind, details: &str| {
            let json = format!(r#"{{"error":{{"message":"No.","details":{details}}}}}"#);
            let error = Error::new(kind, "No.").with_body(ErrorBody::parse(json.as_bytes()), Bytes::new());
            (error.class_name(), error.error_code().map(str::to_owned))
        };
        let code = |code: &str| Some(code.to_owned());
        let known = r#"{"error_code":"file_expired"}"#;
        assert_eq!(class(ErrorKind::NotFound, known), ("FileExpiredError", code("file_expired")));
        assert_eq!(class(ErrorKind::Conflict, known), ("ConflictError", code("file_expired")));
        assert_eq!(class(ErrorKind::NotFound, r#"{"error_code":"galaxy"}"#), ("NotFoundError", code("galaxy")));
        for none in [r#"{"error_code":7}"#, r#""file_expired""#, "[]", "null"] {
            assert_eq!(class(ErrorKind::NotFound, none), ("NotFoundError", None), "{none}");
        }
    }

    #[test]
    fn only_json_has_an_api_message() {
        let said = |body: &[u8]| {
            let error = Error::new(ErrorKind::BadRequest, "").with_body(ErrorBody::parse(body), Bytes::new());
            error.api_message().map(str::to_owned)
        };
        assert_eq!(said(br#"{"error":{"message":"No."}}"#).as_deref(), Some("No."));
        assert_eq!(said(br#"{"error":"No."}"#).as_deref(), Some("No."));
        assert_eq!(said(b"<h1>No.</h1>"), None);
        assert_eq!(said(b""), None);
    }
}
