//! Trying again: which failures, how often, after how long.

mod answer;
mod attempt;
mod backoff;
mod bytes;
mod logged;
mod long;
mod observer;
mod sending;

use std::{
    pin::{Pin, pin},
    time::Duration,
};

use tokio::time::{Instant, sleep, timeout, timeout_at};
use tracing::Instrument as _;

pub use self::bytes::ByteStream;
use self::observer::Observer;
pub(crate) use self::{
    attempt::{Attempt, Call, Open, Turn, Whole},
    backoff::Backoff,
    bytes::Fetch,
    long::{Long, fold},
};
use crate::{
    error::{Error, ErrorKind, Reason, Sent, Verdict},
    policy::Policy,
    pressure::{Barred, Entry, Refusal},
    random,
    transport::{Phase, Progress},
};

/// The longest wait after the first connection that was found dead: another one is all that it takes.
const AT_ONCE: Duration = Duration::from_millis(50);

/// How often a call that has lost its patience looks whether the queue moves, at the most.
const LOOK: Duration = Duration::from_secs(1);

/// What a call brings along besides its request: how patient it is, and its place among the calls of the client.
pub(crate) struct Plan {
    pub(crate) policy: Policy,
    pub(crate) total: Option<Duration>,
    pub(crate) entry: Entry,
    /// How far the attempt under way has come.
    pub(crate) progress: Progress,
}

/// Tries until it succeeds, or until trying again is of no use or not allowed.
///
/// Nothing has reached the caller before this returns, so nothing is ever delivered twice. Every attempt waits for its turn;
/// dropping the future leaves the queue, or cancels the request, at once.
pub(crate) async fn run<A: Attempt>(attempt: &A, plan: Plan) -> Result<A::Answer, Error> {
    // Once in here, watched or not: it is large.
    let mut tries = pin!(try_again(attempt, plan));
    let Some(observer) = attempt.call().observer() else { return tries.await };
    let watched = async { tries.as_mut().await.inspect_err(|error| observer.error(error)) };
    watched.instrument(observer.span()).await
}

async fn try_again<A: Attempt>(attempt: &A, plan: Plan) -> Result<A::Answer, Error> {
    let mut effort = Effort::new(plan);
    for tries in 1.. {
        if let Err(error) = effort.turn().await {
            return Err(effort.last_word(error.with_effort(tries - 1, effort.start.elapsed())));
        }
        match effort.once(attempt, tries).await {
            Ok(mut answer) => {
                let wants_usage = effort.entry.succeeded();
                A::hold(&mut answer, effort.entry, wants_usage);
                return Ok(answer);
            }
            Err(error) => match effort.after(error, attempt.call()).await {
                Ok(wait) => sleep(wait).await,
                Err(error) => return Err(effort.last_word(error)),
            },
        }
    }
    unreachable!("the loop ends by returning")
}

/// A call on its way through its attempts.
struct Effort {
    policy: Policy,
    total: Total,
    entry: Entry,
    progress: Progress,
    start: Instant,
    /// There from the first wait.
    backoff: Option<Backoff>,
    last: Option<Error>,
    /// One of the attempts may have run.
    may_have_run: bool,
    /// Since when its patience with refusals is tried: from its beginning, then from its first refusal.
    patient_since: Instant,
    is_refused: bool,
}

impl Effort {
    fn new(plan: Plan) -> Self {
        let Plan { policy, total, entry, progress } = plan;
        let start = Instant::now();
        let total = Total { limit: total, end: total.and_then(|limit| start.checked_add(limit)) };
        Self {
            policy,
            total,
            entry,
            progress,
            start,
            backoff: None,
            last: None,
            may_have_run: false,
            patient_since: start,
            is_refused: false,
        }
    }

    /// Waits until it may send.
    ///
    /// # Errors
    /// Why it is not to: the time is over, or the server refuses for longer than the caller bears.
    async fn turn(&mut self) -> Result<(), Error> {
        // Nearly every call finds its way free.
        if self.total.has(Duration::ZERO) && self.entry.passes() {
            return Ok(());
        }
        let patience = self.policy.throttle_patience;
        loop {
            if let Some(barred) = self.entry.barred().filter(|barred| self.is_too_long(barred.gate)) {
                return Err(refused_unsent(barred, &format!("the server asks for {:.1?} of quiet", barred.gate)));
            }
            let Self { total, entry, patient_since, .. } = self;
            // Once it is over, a look whether the queue moves is due every now and then.
            let left = match patience.saturating_sub(patient_since.elapsed()) {
                Duration::ZERO => LOOK.max(patience / 10),
                left => left,
            };
            let admitted = {
                let wait = pin!(async { Ok(timeout(left, entry.admitted()).await.is_ok()) });
                total.within(Sent::None, wait).await
            };
            match admitted {
                Ok(true) => return Ok(()),
                Err(late) => return Err(waiting(late, entry.waited(), self.last.take())),
                // A queue that moves is worth waiting in.
                Ok(false) => {
                    let is_over = self.patient_since.elapsed() >= patience;
                    if let Some(barred) = self.entry.barred().filter(|barred| is_over && barred.lasting >= patience) {
                        let why = format!("the server has refused everything for {:.0?}", barred.lasting);
                        return Err(self.last.take().unwrap_or_else(|| refused_unsent(barred, &why)));
                    }
                }
            }
        }
    }

    /// Whether a wait that the server asked somebody for is longer than this caller bears.
    fn is_too_long(&self, gate: Duration) -> bool {
        // A gate opens up to a tenth later than the server asked.
        let longest = self.policy.max_retry_after.saturating_add(self.policy.max_retry_after / 10);
        !gate.is_zero() && (self.policy.max_retries == 0 || gate > longest || !self.total.has(gate))
    }

    /// Tries.
    async fn once<A: Attempt>(&mut self, attempt: &A, tries: u32) -> Result<A::Answer, Error> {
        let Self { total, entry, start, .. } = self;
        // The turn may come in the very moment in which the time is over, and then nothing is tried.
        let mut is_begun = false;
        let answer = {
            let work = pin!(async {
                is_begun = true;
                attempt.call().observe(Observer::begin);
                attempt.attempt(Turn { tries, start: *start }, entry).await
            });
            total.within(Sent::None, work).await
        };
        answer.map_err(|error| {
            if is_begun {
                cut_off(error, &self.progress).with_effort(tries, start.elapsed())
            } else {
                waiting(error, entry.waited(), self.last.take()).with_effort(tries - 1, start.elapsed())
            }
        })
    }

    /// The wait after a failure, if another attempt is to be made; else the failure.
    async fn after(&mut self, error: Error, call: &Call) -> Result<Duration, Error> {
        if matches!(error.reason(), Some(Reason::TotalLimit | Reason::PoolLimit)) {
            return Err(error);
        }
        let wait = match self.total.within(Sent::None, Box::pin(call.refresh_after(&error)).as_mut()).await {
            Ok(true) => Some(Duration::ZERO),
            Ok(false) => self.wait(&error),
            Err(no_token) => return Err(no_token.with_effort(error.attempts(), self.start.elapsed())),
        };
        match wait.filter(|wait| self.total.has(*wait)) {
            None if is_lost_name(&error, self.last.as_ref()) => Err(error.permanent()),
            None => Err(error),
            Some(wait) => {
                call.observe(|observer| observer.retry(&error, wait));
                self.may_have_run |= error.may_have_run();
                self.last = Some(error);
                Ok(wait)
            }
        }
    }

    fn backoff(&mut self) -> &mut Backoff {
        let policy = self.policy;
        self.backoff.get_or_insert_with(|| Backoff::new(policy, random::generator()))
    }

    /// The error that the call ends with: it speaks for all attempts.
    fn last_word(&self, error: Error) -> Error {
        if self.may_have_run { error.with_earlier_run() } else { error }
    }

    /// How long to wait before the next attempt, if there is to be one. The other calls learn of the failure in any case.
    fn wait(&mut self, error: &Error) -> Option<Duration> {
        let verdict = Verdict::on(error, self.policy.allowed);
        let hint = error.retry_after();
        match verdict {
            Verdict::Stop => None,
            Verdict::Throttle => {
                if !std::mem::replace(&mut self.is_refused, true) {
                    self.patient_since = Instant::now();
                }
                let is_overload = error.kind() != ErrorKind::RateLimited;
                // A hint that nobody is to wait for holds nobody.
                let obeyed = hint.filter(|hint| *hint <= self.policy.max_retry_after);
                let exponent = self.entry.refused(&Refusal { hint: obeyed, is_overload, headers: error.headers() });
                self.backoff().next(verdict, hint, exponent)
            }
            Verdict::Retry => {
                let is_affordable = self.entry.failed();
                let wait = self.backoff().next(verdict, hint, 0).filter(|_| is_affordable)?;
                if is_lost_name(error, self.last.as_ref()) {
                    return None;
                }
                let is_first = self.last.is_none();
                Some(if is_first && error.is_dead_connection() { at_once() } else { wait })
            }
        }
    }
}

/// Spread a little, since connections that die together come back together.
fn at_once() -> Duration {
    AT_ONCE.mul_f64(random::generator().f64())
}

/// Adds to the error of a call that took too long how far its attempt had come.
fn cut_off(error: Error, progress: &Progress) -> Error {
    if error.reason() != Some(Reason::TotalLimit) || error.status().is_some() {
        return error;
    }
    let error = error.with_sent(progress.sent());
    if progress.now().phase == Phase::Waiting {
        return error.with_reason(Reason::PoolLimit).with_note("all connections of the client were in use");
    }
    error
}

/// Whether a name was not found twice: a third look finds no more.
fn is_lost_name(error: &Error, last: Option<&Error>) -> bool {
    let is_lost = |error: &Error| error.reason() == Some(Reason::Dns);
    is_lost(error) && last.is_some_and(is_lost)
}

/// What is known of a call that ran out of time before its next attempt could begin.
fn waiting(late: Error, waited: Duration, last: Option<Error>) -> Error {
    let late = late.with_note(&format!("it was still waiting for its turn, {waited:.1?} in all"));
    match last {
        None => late,
        Some(last) => late.with_retry_after(last.retry_after()).with_source(last),
    }
}

/// The error of a call that was not sent because the server refuses others.
fn refused_unsent(barred: Barred, why: &str) -> Error {
    let kind = if barred.is_overload { ErrorKind::Overloaded } else { ErrorKind::RateLimited };
    let hint = Some(barred.gate).filter(|gate| !gate.is_zero());
    Error::new(kind, format!("{why}, so the request was not sent")).with_retry_after(hint)
}

/// The limit of a whole call.
struct Total {
    limit: Option<Duration>,
    end: Option<Instant>,
}

impl Total {
    /// Whether there is still time after a wait.
    fn has(&self, wait: Duration) -> bool {
        self.end.is_none_or(|end| Instant::now().checked_add(wait).is_some_and(|then| then < end))
    }

    /// The work stays where it is, since a future holds twice what it is given by value.
    async fn within<T>(&self, sent: Sent, work: Pin<&mut impl Future<Output = Result<T, Error>>>) -> Result<T, Error> {
        let (Some(end), Some(limit)) = (self.end, self.limit) else { return work.await };
        // What is to end is not begun: a timeout looks at its work before it looks at the clock.
        let done = if self.has(Duration::ZERO) { timeout_at(end, work).await.ok() } else { None };
        done.unwrap_or_else(|| {
            let message = format!("the call took longer than its total limit of {limit:?}");
            Err(Error::new(ErrorKind::Timeout, message).with_reason(Reason::TotalLimit).with_sent(sent))
        })
    }
}
