//! An error as a record of plain fields: it crosses as data, and TypeScript builds the class.

use std::error::Error as StdError;

use napi_derive::napi;
use tidings::{Error, ErrorCode, ErrorKind, Sent};

use crate::desk::Thrown;

/// What is known about a failure. What is not known is absent. Times are in milliseconds.
#[napi(object, object_from_js = false)]
pub struct ErrorRecord {
    /// The kind's name: the key of the table of classes.
    pub kind: String,
    /// The name of the class in the core's table.
    pub class_name: &'static str,
    /// What exactly it was, where the kind is a family of causes.
    pub reason: Option<&'static str>,
    /// One line for people.
    pub message: String,
    /// `error.message` from the body.
    pub api_message: Option<String>,
    /// The HTTP status.
    pub status: Option<u32>,
    /// `error.type` from the body.
    pub error_type: Option<String>,
    /// The id to quote to the API's support.
    pub request_id: Option<String>,
    /// The workspace that the credential belongs to.
    pub workspace_id: Option<String>,
    /// `error.details.error_code` from the body.
    pub error_code: Option<String>,
    /// `error.details` from the body, as JSON.
    pub details: Option<String>,
    /// The answer's headers: name, value, name, value. Without cookies, which are credentials.
    pub headers: Option<Vec<String>>,
    /// The raw body of the answer, or the raw data of the event that was at fault.
    pub body: Option<String>,
    /// The message as far as it had arrived, as JSON.
    pub partial_message: Option<String>,
    /// How many times the request was tried.
    pub attempts: u32,
    /// From the call to the failure.
    pub elapsed: f64,
    /// `none`, `partial` or `full`.
    pub sent: &'static str,
    /// Whether the request may have run, and so may be billed.
    pub may_have_run: bool,
    /// Whether sending it again can help.
    pub is_retryable: bool,
    /// How long the server asked to wait.
    pub retry_after: Option<f64>,
    /// The causes below, nearest first.
    pub causes: Vec<String>,
    /// The number of what a provider of tokens has thrown.
    pub thrown: Option<u32>,
}

impl From<&Error> for ErrorRecord {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind().name().to_owned(),
            class_name: error.class_name(),
            reason: error.reason().map(tidings::Reason::name),
            message: error.to_string(),
            api_message: error.api_message().map(str::to_owned),
            status: error.status().map(Into::into),
            error_type: error.error_type().map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
            workspace_id: error.workspace_id().map(str::to_owned),
            error_code: error.error_code().map(str::to_owned),
            details: error.details().map(ToString::to_string),
            headers: headers(error),
            body: error.body().map(|body| lossy(body)),
            partial_message: error.partial_message().map(|message| lossy(message)),
            attempts: error.attempts(),
            elapsed: error.elapsed().as_secs_f64() * 1000.0,
            sent: match error.sent() {
                Sent::None => "none",
                Sent::Partial => "partial",
                Sent::Full => "full",
            },
            may_have_run: error.may_have_run(),
            is_retryable: error.is_retryable(),
            retry_after: error.retry_after().map(|wait| wait.as_secs_f64() * 1000.0),
            causes: causes(error).map(ToString::to_string).collect(),
            thrown: causes(error).find_map(|cause| cause.downcast_ref::<Thrown>()).map(|thrown| thrown.number),
        }
    }
}

/// A record of an error as it crosses, for the test that walks the core's table.
#[napi(object, object_from_js = false)]
pub struct ErrorSample {
    /// The name of the class that the error's class derives from.
    pub parent_class: &'static str,
    /// The error.
    pub record: ErrorRecord,
}

/// One error of every kind and of every known code.
#[napi]
#[must_use]
#[cfg_attr(test, allow(dead_code, reason = "napi exports nothing from a test build, which clippy also looks at"))]
pub fn error_samples() -> Vec<ErrorSample> {
    let sample = |parent_class, error: Error| ErrorSample { parent_class, record: (&error).into() };
    let kinds = ErrorKind::ALL.iter().map(|kind| sample(kind.parent_class(), Error::new(*kind, "words")));
    let codes = ErrorCode::ALL.iter().map(|code| sample(code.kind().class_name(), code.to_error("words")));
    kinds.chain(codes).collect()
}

fn causes(error: &Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

fn headers(error: &Error) -> Option<Vec<String>> {
    let pairs = error.headers()?.iter().filter(|(name, _)| *name != "set-cookie");
    Some(pairs.flat_map(|(name, value)| [name.as_str().to_owned(), lossy(value.as_bytes())]).collect())
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
