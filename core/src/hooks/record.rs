//! What a hook is told.

use std::time::Duration;

use http::Method;

use crate::error::ErrorKind;

/// What a hook is told of an attempt: no header, no query, no body, so nothing secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptRecord {
    /// The method of the request.
    pub method: Method,
    /// The path of the request, without its query.
    pub path: String,
    /// The model that the request names, if it names one.
    pub model: Option<String>,
    /// Which attempt of the call it is, counted from 1.
    pub attempt: u32,
    /// The HTTP status of the answer, once there is one.
    pub status: Option<u16>,
    /// The id to quote to the API's support, once it is known.
    pub request_id: Option<String>,
    /// The time since this attempt began.
    pub took: Duration,
    /// The time since the call began, waits between attempts included.
    pub elapsed: Duration,
    /// What went wrong, in `on_retry` and `on_error`.
    pub kind: Option<ErrorKind>,
    /// The wait before the next attempt, in `on_retry`.
    pub delay: Option<Duration>,
}
