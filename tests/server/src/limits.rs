//! A server with limits: a bucket of requests, a limit of answers under way, and the headers that tell of them.

mod bucket;
mod headers;

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use serde::{Deserialize, Serialize};

use self::bucket::Bucket;
use crate::{reply::Reply, runs::Outcome};

/// What a server allows, and what it says about it. The default allows everything and says nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How many requests are let in; no number means all. Beyond it the answer is 429.
    pub bucket: Option<BucketSize>,
    /// How many answers may be under way at once. Beyond it the answer is 529, and no header says how long to wait.
    pub max_in_flight: Option<u32>,
    /// How long an answer takes, in milliseconds. A refusal takes no time.
    pub service_ms: u64,
    /// Whether every answer tells of the bucket: `anthropic-ratelimit-requests-limit`, `-remaining` and `-reset`.
    pub headers: bool,
    /// Whether a 429 says in `retry-after` when the next request will be let in: whole seconds, at least one.
    pub retry_after: bool,
}

/// The size of a bucket, which is full at the start.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketSize {
    /// How many requests it holds when it is full.
    pub capacity: u32,
    /// How many requests flow back in a minute, evenly.
    pub refill_per_minute: NonZeroU32,
}

/// What a server with limits has done so far. Times are in milliseconds since its limits were set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LimitCounters {
    /// Requests that were answered to the end.
    pub answered: u64,
    /// Requests that were let in, and whose client was gone before it had the whole answer.
    pub abandoned: u64,
    /// Requests that the bucket turned away, with 429.
    pub rate_limited: u64,
    /// Requests that were turned away with 529.
    pub overloaded: u64,
    /// Answers under way now.
    pub in_flight: u32,
    /// The most answers that were under way at once.
    pub peak_in_flight: u32,
    /// When the first request came.
    pub first_ms: Option<u64>,
    /// When the last answer ended.
    pub last_ms: Option<u64>,
}

impl LimitCounters {
    /// Requests that were turned away.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.rate_limited + self.overloaded
    }
}

/// All servers with limits, by name.
#[derive(Default)]
pub(crate) struct LimitedServers(Mutex<HashMap<String, Arc<Limited>>>);

impl LimitedServers {
    /// Sets the limits of `name`: its bucket is full again, its counters are zero.
    pub(crate) fn set(&self, name: &str, limits: Limits) {
        self.lock().insert(name.to_owned(), Arc::new(Limited::new(limits)));
    }

    pub(crate) fn get(&self, name: &str) -> Option<Arc<Limited>> {
        self.lock().get(name).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Limited>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One server with limits.
pub(crate) struct Limited {
    limits: Limits,
    set: Instant,
    state: Mutex<State>,
}

struct State {
    bucket: Option<Bucket>,
    counters: LimitCounters,
}

impl Limited {
    fn new(limits: Limits) -> Self {
        let state = State { bucket: limits.bucket.map(Bucket::full), counters: LimitCounters::default() };
        Self { limits, set: Instant::now(), state: Mutex::new(state) }
    }

    pub(crate) fn counters(&self) -> LimitCounters {
        self.lock().counters
    }

    /// Lets a request in, which `reply` answers, or turns it away at once.
    ///
    /// With a reply that was let in comes its seat, which must be held while it is being sent.
    pub(crate) fn admit(self: &Arc<Self>, reply: Reply, request_id: &str) -> (Reply, Option<Seat>) {
        let now = self.set.elapsed();
        let mut state = self.lock();
        state.counters.first_ms.get_or_insert(milliseconds(now));
        let (mut reply, seat) = match state.enter(&self.limits, now) {
            Ok(()) => (reply, Some(Seat { server: Arc::clone(self), is_answered: false })),
            Err(refusal) => (self.refuse(refusal, request_id), None),
        };
        if let Some(bucket) = state.bucket.as_ref().filter(|_| self.limits.headers) {
            reply.headers.extend(headers::of_bucket(bucket, now, SystemTime::now()));
        }
        if seat.is_some() {
            reply.delay += Duration::from_millis(self.limits.service_ms);
        }
        (reply, seat)
    }

    fn refuse(&self, refusal: Refusal, request_id: &str) -> Reply {
        match refusal {
            Refusal::Overloaded => Reply::error(529, "overloaded_error", "Overloaded", request_id),
            Refusal::RateLimited(wait) => {
                let message = "This request would exceed the limit of requests per minute";
                let reply = Reply::error(429, "rate_limit_error", message, request_id);
                if self.limits.retry_after {
                    reply.with_header("retry-after", &headers::whole_seconds(wait))
                } else {
                    reply
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a request was turned away.
#[derive(Clone, Copy)]
enum Refusal {
    Overloaded,
    /// The bucket is empty for so long.
    RateLimited(Duration),
}

impl State {
    /// Takes what one request takes. A request that is turned away takes nothing.
    fn enter(&mut self, limits: &Limits, now: Duration) -> Result<(), Refusal> {
        let counters = &mut self.counters;
        if limits.max_in_flight.is_some_and(|limit| counters.in_flight >= limit) {
            counters.overloaded += 1;
            return Err(Refusal::Overloaded);
        }
        if let Some(bucket) = &mut self.bucket {
            bucket.take(now).map_err(|wait| {
                counters.rate_limited += 1;
                Refusal::RateLimited(wait)
            })?;
        }
        counters.in_flight += 1;
        counters.peak_in_flight = counters.peak_in_flight.max(counters.in_flight);
        Ok(())
    }
}

/// The place of one request among those under way. Dropping it gives the place back.
pub(crate) struct Seat {
    server: Arc<Limited>,
    is_answered: bool,
}

impl Seat {
    /// Notes how the answer ended.
    pub(crate) fn end(mut self, outcome: Outcome) {
        self.is_answered = outcome == Outcome::Complete;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let now = milliseconds(self.server.set.elapsed());
        let counters = &mut self.server.lock().counters;
        counters.in_flight -= 1;
        if self.is_answered {
            counters.answered += 1;
            counters.last_ms = Some(now);
        } else {
            counters.abandoned += 1;
        }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(json: &str) -> Arc<Limited> {
        Arc::new(Limited::new(serde_json::from_str(json).unwrap()))
    }

    fn ask(server: &Arc<Limited>) -> (Reply, Option<Seat>) {
        server.admit(Reply::new(200, "text/plain", "ok"), "req_1")
    }

    fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
        reply.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn a_bucket_that_is_empty_turns_away_and_says_for_how_long() {
        let server = server(
            r#"{"bucket": {"capacity": 2, "refill_per_minute": 40}, "service_ms": 7, "headers": true, "retry_after": true}"#,
        );
        let (first, _seat) = ask(&server);
        assert_eq!((first.status, first.delay), (200, Duration::from_millis(7)));
        assert_eq!(header(&first, "anthropic-ratelimit-requests-limit"), Some("2"));
        assert_eq!(header(&first, "anthropic-ratelimit-requests-remaining"), Some("1"));
        assert_eq!(header(&first, "retry-after"), None);
        assert!(ask(&server).1.is_some());
        let (refused, seat) = ask(&server);
        assert!(seat.is_none());
        assert_eq!((refused.status, refused.delay), (429, Duration::ZERO));
        assert_eq!(header(&refused, "retry-after"), Some("2"));
        assert_eq!(header(&refused, "anthropic-ratelimit-requests-remaining"), Some("0"));
        assert_eq!((server.counters().rate_limited, server.counters().refused()), (1, 1));
    }

    #[test]
    fn a_server_that_is_told_to_be_silent_says_nothing() {
        let server = server(r#"{"bucket": {"capacity": 0, "refill_per_minute": 1}}"#);
        let (refused, _) = ask(&server);
        assert_eq!(refused.status, 429);
        let names: Vec<_> = refused.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["content-type", "request-id"]);
    }

    #[test]
    fn too_many_at_once_are_turned_away_without_a_hint_until_one_has_ended() {
        let server = server(r#"{"max_in_flight": 2, "retry_after": true}"#);
        let (_, first) = ask(&server);
        let (_, _second) = ask(&server);
        let (refused, _) = ask(&server);
        assert_eq!((refused.status, header(&refused, "retry-after")), (529, None));
        first.unwrap().end(Outcome::Complete);
        assert!(ask(&server).1.is_some());
        assert_eq!((server.counters().overloaded, server.counters().peak_in_flight), (1, 2));
    }

    #[test]
    fn only_an_answer_that_was_sent_whole_counts() {
        let server = server("{}");
        for outcome in [Outcome::Complete, Outcome::ClientClosed] {
            ask(&server).1.unwrap().end(outcome);
        }
        drop(ask(&server));
        let counters = server.counters();
        assert_eq!((counters.answered, counters.abandoned, counters.in_flight), (1, 2, 0));
    }

    #[test]
    fn setting_the_limits_again_begins_anew() {
        let servers = LimitedServers::default();
        let closed = r#"{"bucket": {"capacity": 0, "refill_per_minute": 1}}"#;
        servers.set("a", serde_json::from_str(closed).unwrap());
        assert_eq!(ask(&servers.get("a").unwrap()).0.status, 429);
        servers.set("a", Limits::default());
        assert_eq!(servers.get("a").unwrap().counters(), LimitCounters::default());
        assert_eq!(ask(&servers.get("a").unwrap()).0.status, 200);
    }
}
