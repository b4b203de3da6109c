//! Trying again: which failures, how often, after how long.

mod answer;
mod attempt;
mod backoff;
mod bytes;
mod long;

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use self::backoff::Backoff;
pub use self::bytes::ByteStream;
pub(crate) use self::{
    attempt::{Attempt, Call, Open, Turn, Whole},
    bytes::Fetch,
    long::{Long, fold},
};
use crate::{
    error::{Error, ErrorKind, Sent, Verdict},
    policy::Policy,
    pressure::{Entry, Refusal},
    random,
};

/// What a call brings along besides its request: how patient it is, and its place among the calls of the client.
pub(crate) struct Plan {
    pub(crate) policy: Policy,
    pub(crate) total: Option<Duration>,
    pub(crate) entry: Entry,
}

/// Tries until it succeeds, or until trying again is of no use or not allowed.
///
/// Nothing has reached the caller before this returns, so nothing is ever delivered twice. Every attempt waits for its turn;
/// dropping the future leaves the queue, or cancels the request, at once.
pub(crate) async fn run<A: Attempt>(attempt: &A, plan: Plan) -> Result<A::Answer, Error> {
    let Plan { policy, total, mut entry } = plan;
    let start = Instant::now();
    let total = Total { limit: total, end: total.and_then(|limit| start.checked_add(limit)) };
    let mut backoff = Backoff::new(policy, random::generator());
    let mut last: Option<Error> = None;
    for tries in 1.. {
        if let Err(late) = total.within(Sent::None, async { Ok(entry.admitted().await) }).await {
            return Err(waiting(late, last).with_effort(tries - 1, start.elapsed()));
        }
        let error = match total.within(Sent::Partial, attempt.attempt(Turn { tries, start }, &mut entry)).await {
            Ok(mut answer) => {
                A::hold(&mut answer, entry);
                return Ok(answer);
            }
            Err(error) => error.with_effort(tries, start.elapsed()),
        };
        let Some(wait) = next_wait(&error, policy, &mut backoff, &mut entry) else { return Err(error) };
        if total.end.is_some_and(|end| Instant::now() + wait > end) {
            return Err(error);
        }
        tracing::debug!(kind = error.kind().name(), request_id = error.request_id(), tries, ?wait, "trying again");
        last = Some(error);
        sleep(wait).await;
    }
    unreachable!("the loop ends by returning")
}

/// What is known of a call that ran out of time before its next attempt could begin.
fn waiting(late: Error, last: Option<Error>) -> Error {
    let late = late.with_note("it was still waiting for its turn");
    match last {
        None => late,
        Some(last) => late.with_sent(last.sent()).with_retry_after(last.retry_after()).with_source(last),
    }
}

/// How long to wait before the next attempt, if there is to be one. The other calls learn of the failure in any case.
fn next_wait(error: &Error, policy: Policy, backoff: &mut Backoff, entry: &mut Entry) -> Option<Duration> {
    let verdict = Verdict::on(error, policy.allowed);
    match verdict {
        Verdict::Stop => None,
        Verdict::Throttle => {
            let is_overload = error.kind() != ErrorKind::RateLimited;
            // A hint that nobody is to wait for holds nobody.
            let hint = error.retry_after().filter(|hint| *hint <= policy.max_retry_after);
            let exponent = entry.refused(&Refusal { hint, is_overload, headers: error.headers() });
            backoff.next(verdict, error.retry_after(), exponent)
        }
        Verdict::Retry => {
            let is_affordable = entry.failed();
            backoff.next(verdict, error.retry_after(), 0).filter(|_| is_affordable)
        }
    }
}

/// The limit of a whole call.
struct Total {
    limit: Option<Duration>,
    end: Option<Instant>,
}

impl Total {
    async fn within<T>(&self, sent: Sent, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let (Some(end), Some(limit)) = (self.end, self.limit) else { return work.await };
        match timeout_at(end, work).await {
            Ok(result) => result,
            Err(_) => {
                let message = format!("the call took longer than its total limit of {limit:?}");
                Err(Error::new(ErrorKind::Timeout, message).with_sent(sent))
            }
        }
    }
}
