//! How long to wait for what.

use std::time::Duration;

/// The time limits of a call. Each is `None` for no limit; a setter takes [`Duration::MAX`] for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeouts {
    /// Name lookup, connection and TLS together. Fixed when the client is built. Default 5 s.
    pub(crate) connect: Option<Duration>,
    /// No progress while the body of the request is sent. Default 60 s.
    pub(crate) write: Option<Duration>,
    /// From the moment the request has left to the head of the answer, for each attempt. Default 600 s.
    pub(crate) head: Option<Duration>,
    /// Silence after the head: the longest gap without a byte; pings count as bytes. Default 120 s.
    pub(crate) idle: Option<Duration>,
    /// The whole call with all its attempts and waits. Default none.
    pub(crate) total: Option<Duration>,
}

/// Ten years, which no process lives: a limit as long as this is no limit.
const FOR_EVER: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// The limit that was asked for, if it is one.
pub(crate) fn limit(asked: Duration) -> Option<Duration> {
    (asked < FOR_EVER).then_some(asked)
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_secs(5)),
            write: Some(Duration::from_secs(60)),
            head: Some(Duration::from_secs(600)),
            idle: Some(Duration::from_secs(120)),
            total: None,
        }
    }
}
