//! The table: what a failure means for trying again.

use super::{Error, ErrorKind, Sent};

/// What is known of an attempt that failed, and so what another one may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// The request never left whole: the server cannot have run it.
    NeverLeft,
    /// The server turned it away unrun and will take it later.
    Refused,
    /// It was on its way when something broke: it may have run, and may be billed.
    MayHaveRun,
    /// It was sent whole and no answer came in time: it has probably run.
    ProbablyRan,
    /// Another attempt cannot help.
    Final,
}

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

/// Which repetitions of a request that may have run are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowed {
    /// Of one that may have run.
    pub(crate) ambiguous: bool,
    /// Of one that has probably run: it was sent whole, and no answer came in time.
    pub(crate) after_timeout: bool,
}

impl Default for Allowed {
    fn default() -> Self {
        Self { ambiguous: true, after_timeout: false }
    }
}

/// Limits of spending do not go away by waiting.
const SPEND_LIMITS: [&str; 2] = ["enforced_spend_limit_reached", "contract_spend_limit_reached"];

impl Verdict {
    /// What is to be done about a failure, given what the caller allows.
    pub(crate) fn on(error: &Error, allowed: Allowed) -> Self {
        match Class::of(error) {
            Class::NeverLeft => Self::Retry,
            Class::Refused => Self::Throttle,
            Class::MayHaveRun if allowed.ambiguous => Self::Retry,
            Class::ProbablyRan if allowed.after_timeout => Self::Retry,
            Class::MayHaveRun | Class::ProbablyRan | Class::Final => Self::Stop,
        }
    }
}

impl Class {
    /// The class of a failure. The server has the last word, where it says one.
    fn of(error: &Error) -> Self {
        match (advised_by_server(error), by_kind(error)) {
            _ if error.is_permanent() => Self::Final,
            (Some(false), _) => Self::Final,
            (Some(true), Self::Final) => Self::MayHaveRun,
            (_, class) => class,
        }
    }
}

fn by_kind(error: &Error) -> Class {
    use ErrorKind as K;
    match error.kind() {
        K::RateLimited if is_spend_limit(error) => Class::Final,
        K::RateLimited | K::Overloaded => Class::Refused,
        K::Unavailable if error.retry_after().is_some() => Class::Refused,
        K::Connect => Class::NeverLeft,
        K::Transport if error.sent() == Sent::None => Class::NeverLeft,
        K::Timeout => by_limit(error.sent()),
        // 505: the server will not speak another HTTP version the next time.
        K::InternalServer if error.status() == Some(505) => Class::Final,
        // An answer without content says nothing of what was wrong.
        K::UnexpectedResponse if error.body().is_some_and(bytes::Bytes::is_empty) => Class::MayHaveRun,
        K::Transport
        | K::RequestTimeout
        | K::Conflict
        | K::InternalServer
        | K::Unavailable
        | K::GatewayTimeout
        | K::StreamTruncated => Class::MayHaveRun,
        _ => Class::Final,
    }
}

/// A limit that ran out before the request had left whole says nothing about the server.
fn by_limit(sent: Sent) -> Class {
    match sent {
        Sent::None => Class::NeverLeft,
        Sent::Partial => Class::MayHaveRun,
        Sent::Full => Class::ProbablyRan,
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

    fn on(error: &Error) -> Verdict {
        Verdict::on(error, Allowed::default())
    }

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
            (501, Verdict::Stop),
            (502, Verdict::Retry),
            (503, Verdict::Retry),
            (504, Verdict::Retry),
            (505, Verdict::Stop),
            (529, Verdict::Throttle),
        ] {
            assert_eq!(on(&status(code)), verdict, "{code}");
        }
    }

    #[test]
    fn a_503_with_a_hint_is_a_refusal() {
        assert_eq!(on(&status(503).with_retry_after(Some(Duration::from_secs(1)))), Verdict::Throttle);
    }

    #[test]
    fn a_request_that_probably_ran_is_not_sent_again() {
        let timeout = || Error::new(ErrorKind::Timeout, "");
        assert_eq!(on(&timeout()), Verdict::Retry);
        assert_eq!(on(&timeout().with_sent(Sent::Partial)), Verdict::Retry);
        assert_eq!(on(&timeout().with_sent(Sent::Full)), Verdict::Stop);
        let allowed = Allowed { after_timeout: true, ..Allowed::default() };
        assert_eq!(Verdict::on(&timeout().with_sent(Sent::Full), allowed), Verdict::Retry);
    }

    #[test]
    fn one_switch_keeps_what_may_have_run_from_running_twice() {
        let allowed = Allowed { ambiguous: false, after_timeout: false };
        let broken = Error::new(ErrorKind::Transport, "").with_sent(Sent::Partial);
        for (error, class, verdict) in [
            (Error::new(ErrorKind::Connect, ""), Class::NeverLeft, Verdict::Retry),
            (status(429), Class::Refused, Verdict::Throttle),
            (broken, Class::MayHaveRun, Verdict::Stop),
            (status(500), Class::MayHaveRun, Verdict::Stop),
            (status(400), Class::Final, Verdict::Stop),
        ] {
            assert_eq!((Class::of(&error), Verdict::on(&error, allowed)), (class, verdict), "{error}");
        }
    }

    #[test]
    fn an_empty_answer_is_asked_for_again_and_a_web_page_is_not() {
        let answer = |body| {
            let error = Error::new(ErrorKind::UnexpectedResponse, "").with_status(200);
            on(&error.with_raw(bytes::Bytes::from_static(body)))
        };
        assert_eq!((answer(b""), answer(b"<html>")), (Verdict::Retry, Verdict::Stop));
    }

    #[test]
    fn the_server_has_the_last_word() {
        let advised = |code, advice| {
            let headers = HeaderMap::from_iter([(
                http::HeaderName::from_static("x-should-retry"),
                HeaderValue::from_static(advice),
            )]);
            on(&status(code).with_headers(headers))
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
        assert_eq!(on(&status(429).with_body(body, bytes::Bytes::new())), Verdict::Stop);
    }
}
