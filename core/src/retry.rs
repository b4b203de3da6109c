//! Trying again: which failures, how often, after how long.

mod answer;
mod attempt;
mod backoff;
mod bytes;
mod logged;
mod long;

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};
use tracing::{Instrument as _, Span};

use self::backoff::Backoff;
pub use self::bytes::ByteStream;
pub(crate) use self::{
    attempt::{Attempt, Call, Open, Whole},
    backoff::Policy,
    bytes::Fetch,
    long::{Long, fold},
};
use crate::{
    error::{Error, ErrorKind, Sent, Verdict},
    hooks::Observer,
    random,
};

/// Tries until it succeeds, or until trying again is of no use or not allowed.
///
/// Nothing has reached the caller before this returns, so nothing is ever delivered twice.
pub(crate) async fn run<A: Attempt>(attempt: &A, policy: Policy, total: Option<Duration>) -> Result<A::Answer, Error> {
    let span = attempt.call().observer().map_or_else(Span::none, Observer::span);
    try_again(attempt, policy, total).instrument(span).await
}

async fn try_again<A: Attempt>(attempt: &A, policy: Policy, total: Option<Duration>) -> Result<A::Answer, Error> {
    let call = attempt.call();
    let start = Instant::now();
    let deadline = total.map(|limit| start + limit);
    let mut backoff = Backoff::new(policy, random::generator());
    for tries in 1.. {
        let began = Instant::now();
        let error = match within(deadline, total, attempt.attempt(tries, start)).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let (wait, error) = match within(deadline, total, call.refresh_after(&error)).await {
            Ok(true) => (Some(Duration::ZERO), error),
            Ok(false) => (backoff.next(Verdict::on(&error), error.retry_after()), error),
            Err(error) => (backoff.next(Verdict::on(&error), None), error),
        };
        let error = error.with_effort(tries, start.elapsed());
        let in_time = |wait: &Duration| deadline.is_none_or(|deadline| Instant::now() + *wait <= deadline);
        let Some(wait) = wait.filter(in_time) else {
            if let Some(observer) = call.observer() {
                observer.error(tries, &error, began.elapsed());
            }
            return Err(error);
        };
        if let Some(observer) = call.observer() {
            observer.retry(tries, &error, began.elapsed(), wait);
        }
        if !wait.is_zero() {
            sleep(wait).await;
        }
    }
    unreachable!("the loop ends by returning")
}

async fn within<T>(
    deadline: Option<Instant>,
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let (Some(deadline), Some(limit)) = (deadline, limit) else { return work.await };
    match timeout_at(deadline, work).await {
        Ok(result) => result,
        Err(_) => {
            Err(Error::new(ErrorKind::Timeout, format!("the call took longer than its total limit of {limit:?}"))
                .with_sent(Sent::Partial))
        }
    }
}
