//! Trying again: which failures, how often, after how long.

mod answer;
mod attempt;
mod backoff;
mod bytes;
mod long;

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

pub use self::bytes::ByteStream;
pub(crate) use self::{
    attempt::{Attempt, Call, Open, Whole},
    backoff::{Backoff, Policy},
    bytes::Fetch,
    long::{Long, fold},
};
use crate::{
    error::{Error, ErrorKind, Sent, Verdict},
    random,
};

/// Tries until it succeeds, or until trying again is of no use or not allowed.
///
/// Nothing has reached the caller before this returns, so nothing is ever delivered twice.
pub(crate) async fn run<A: Attempt>(attempt: &A, policy: Policy, total: Option<Duration>) -> Result<A::Answer, Error> {
    let start = Instant::now();
    let deadline = total.map(|limit| start + limit);
    let mut backoff = Backoff::new(policy, random::generator());
    for tries in 1.. {
        let error = match within(deadline, total, attempt.attempt(tries, start)).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error.with_effort(tries, start.elapsed()),
        };
        let Some(wait) = backoff.next(Verdict::on(&error), error.retry_after(), 1) else { return Err(error) };
        if deadline.is_some_and(|deadline| Instant::now() + wait > deadline) {
            return Err(error);
        }
        tracing::debug!(kind = error.kind().name(), request_id = error.request_id(), tries, ?wait, "trying again");
        sleep(wait).await;
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
