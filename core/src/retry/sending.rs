//! Sending a request and waiting for the head of its answer, within the limits of both.

use std::{
    future::poll_fn,
    pin::pin,
    task::{Poll, ready},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind, Reason, Sent},
    transport::{Body, Moment, Outgoing, Phase, Progress, RequestHead, Transport},
};

/// How many interim answers (1xx) are borne over HTTP/1.1. HTTP/2 swallows them unseen; there the head limit bounds them.
const MAX_INTERIM: u32 = 16;

/// The shortest and the longest time between two looks at the limits.
const OFTEN: Duration = Duration::from_millis(1);
const SELDOM: Duration = Duration::from_secs(3600);

/// Sends the request and gives its answer once the head is there.
///
/// While the body is sent, the write limit bounds the time without progress; from then on the head limit bounds all of the
/// wait, however many bytes trickle in. Waiting for a free connection, for a stream of one or for the caller's reader is
/// bounded by neither, opening a connection by the transport. A request without a body cannot tell when its stream is open,
/// so its wait for one is bounded by the head limit.
/// Dropping the future closes the connection or resets the stream.
pub(super) fn send(
    transport: &dyn Transport,
    head: RequestHead,
    body: Outgoing,
    timeouts: Timeouts,
    progress: &Progress,
) -> impl Future<Output = Result<http::Response<Body>, Error>> + Send {
    progress.restart();
    // Handed over at once: a future that held the request would be moved with it.
    let mut answer = transport.send(head, body, progress);
    async move {
        let limits = Limits(timeouts);
        let mut timer = pin!(sleep_until(Instant::now() + limits.shortest()));
        poll_fn(|cx| {
            if let Poll::Ready(answer) = answer.as_mut().poll(cx) {
                return Poll::Ready(answer);
            }
            if progress.poll_too_many_interim(MAX_INTERIM, cx).is_ready() {
                return Poll::Ready(Err(too_many_interim_answers()));
            }
            loop {
                ready!(timer.as_mut().poll(cx));
                match limits.look(progress) {
                    Ok(again) => timer.as_mut().reset(again),
                    Err(late) => return Poll::Ready(Err(late)),
                }
            }
        })
        .await
    }
}

/// How long each phase may last. No step of the request moves a timer: it is looked at when the shortest limit is over, and
/// by then the moment says which limit holds since when.
struct Limits(Timeouts);

impl Limits {
    /// No limit can have run out before so long, whenever it begins.
    fn shortest(&self) -> Duration {
        let shortest = self.0.write.into_iter().chain(self.0.head).min().unwrap_or(SELDOM);
        shortest.clamp(OFTEN, SELDOM)
    }

    /// When to look again.
    ///
    /// # Errors
    /// That of the limit which has run out.
    fn look(&self, progress: &Progress) -> Result<Instant, Error> {
        let (moment, since) = progress.since();
        let limit = match moment.phase {
            Phase::Waiting | Phase::Connecting => None,
            // The server cannot take what the caller has not given yet.
            Phase::Sending if moment.is_reading => None,
            Phase::Sending => self.0.write,
            Phase::Sent => self.0.head,
        };
        let now = Instant::now();
        let again = now + self.shortest();
        let Some((limit, end)) = limit.and_then(|limit| Some((limit, since?.checked_add(limit)?))) else {
            return Ok(again);
        };
        // The moment may pass, and the next one have a shorter limit.
        if end > now { Ok(end.min(again)) } else { Err(too_late(moment, limit)) }
    }
}

fn too_late(now: Moment, limit: Duration) -> Error {
    if now.phase == Phase::Sent {
        let message = format!("no answer within the head limit of {limit:?}");
        return Error::new(ErrorKind::Timeout, message).with_reason(Reason::HeadLimit).with_sent(Sent::Full);
    }
    let message =
        format!("the server took nothing of the request for the write limit of {limit:?}, after {} bytes", now.bytes);
    Error::new(ErrorKind::Timeout, message).with_reason(Reason::WriteLimit).with_sent(Sent::Partial)
}

fn too_many_interim_answers() -> Error {
    let message = format!("more than {MAX_INTERIM} interim answers (1xx) came, and no other");
    let error = Error::new(ErrorKind::LimitExceeded, message).with_reason(Reason::InterimAnswers);
    error.with_sent(Sent::Full).permanent()
}

#[cfg(test)]
mod tests;
