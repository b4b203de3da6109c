//! The table: what a failure means for trying again.

use super::{Error, ErrorKind, Sent};

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Trying again cannot help, or could charge the caller twice without reason.
    Stop,
    /// The attempt failed; another may succeed. Counted.
    Retry,
    /// The server turned the request away unrun; come back later. Bounded by waiting time.
    Throttle,
}

/// Limits of spending do not go away by waiting.
const SPEND_LIMITS: [&str; 2] = ["enforced_spend_limit_reached", "contract_spend_limit_reached"];

impl Verdict {
    /// What this failure means. The server has the last word, where it says one.
    pub(crate) fn on(error: &Error) -> Self {
        match (advised_by_server(error), by_kind(error)) {
            _ if error.is_permanent() => Self::Stop,
            _ if error.is_transient() => Self::Retry,
            (Some(false), _) => Self::Stop,
            (Some(true), Self::Stop) => Self::Retry,
            (_, verdict) => verdict,
        }
    }
}

fn by_kind(error: &Error) -> Verdict {
    use ErrorKind as K;
    match error.kind() {
        K::RateLimited if is_spend_limit(error) => Verdict::Stop,
        K::RateLimited | K::Overloaded => Verdict::Throttle,
        K::Unavailable if error.retry_after().is_some() => Verdict::Throttle,
        // A request that was sent whole and got no answer in time has probably run.
        K::Timeout if error.sent() != Sent::None => Verdict::Stop,
        K::Connect
        | K::Timeout
        | K::Transport
        | K::RequestTimeout
        | K::Conflict
        | K::InternalServer
        | K::NotImplemented
        | K::Unavailable
        | K::GatewayTimeout
        | K::StreamTruncated => Verdict::Retry,
        _ => Verdict::Stop,
    }
}

/// The `x-should-retry` header, exact and in lower case.
fn advised_by_server(error: &Error) -> Option<bool> {
    match error.headers()?.get("x-should-retry")?.as_bytes() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

fn is_spend_limit(error: &Error) -> bool {
    error.error_code().is_some_and(|code| SPEND_LIMITS.contains(&code))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue};

    use super::*;

    fn status(status: u16) -> Error {
        Error::new(ErrorKind::from_status(status), "").with_status(status)
    }

    #[test]
    fn statuses_are_classed_as_the_table_says() {
        for (code, verdict) in [
            (307, Verdict::Stop),
            (400, Verdict::Stop),
            (401, Verdict::Stop),
            (404, Verdict::Stop),
            (408, Verdict::Retry),
            (409, Verdict::Retry),
            (412, Verdict::Stop),
            (413, Verdict::Stop),
            (422, Verdict::Stop),
            (429, Verdict::Throttle),
            (431, Verdict::Stop),
            (499, Verdict::Stop),
            (500, Verdict::Retry),
            (501, Verdict::Retry),
            (502, Verdict::Retry),
            (503, Verdict::Retry),
            (504, Verdict::Retry),
            (529, Verdict::Throttle),
        ] {
            assert_eq!(Verdict::on(&status(code)), verdict, "{code}");
        }
    }

    #[test]
    fn a_503_with_a_hint_is_a_refusal() {
        assert_eq!(Verdict::on(&status(503).with_retry_after(Some(Duration::from_secs(1)))), Verdict::Throttle);
    }

    #[test]
    fn a_request_that_probably_ran_is_not_sent_again() {
        let timeout = || Error::new(ErrorKind::Timeout, "");
        assert_eq!(Verdict::on(&timeout()), Verdict::Retry);
        assert_eq!(Verdict::on(&timeout().with_sent(Sent::Full)), Verdict::Stop);
    }

    #[test]
    fn the_server_has_the_last_word() {
        let advised = |code, advice| {
            let headers = HeaderMap::from_iter([(
                http::HeaderName::from_static("x-should-retry"),
                HeaderValue::from_static(advice),
            )]);
            Verdict::on(&status(code).with_headers(headers))
        };
        assert_eq!(advised(500, "false"), Verdict::Stop);
        assert_eq!(advised(400, "true"), Verdict::Retry);
        assert_eq!(advised(429, "true"), Verdict::Throttle);
        assert_eq!(advised(500, "FALSE"), Verdict::Retry);
    }

    #[test]
    fn a_spend_limit_is_not_waited_for() {
        let body = super::super::ErrorBody::parse(
            br#"{"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
        );
        assert_eq!(Verdict::on(&status(429).with_body(body, bytes::Bytes::new())), Verdict::Stop);
    }
}
