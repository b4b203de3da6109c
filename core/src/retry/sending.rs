//! Sending a request and waiting for the head of its answer, within the limits of both.

use std::{pin::pin, time::Duration};

use tokio::time::{Instant, sleep_until};

use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind, Reason, Sent},
    transport::{Body, Moment, Outgoing, Phase, Progress, Transport},
};

/// How many interim answers (1xx) are borne over HTTP/1.1. HTTP/2 swallows them unseen; there the head limit bounds them.
const MAX_INTERIM: u32 = 16;

/// Sends the request and gives its answer once the head is there.
///
/// While the body is sent, the write limit bounds the time without progress; from then on the head limit bounds all of the
/// wait, however many bytes trickle in. Waiting for a free connection, for a stream of one or for the caller's reader is
/// bounded by neither, opening a connection by the transport. A request without a body cannot tell when its stream is open,
/// so its wait for one is bounded by the head limit.
/// Dropping the future closes the connection or resets the stream.
pub(super) async fn send(
    transport: &dyn Transport,
    mut request: http::Request<Outgoing>,
    timeouts: Timeouts,
    progress: &Progress,
) -> Result<http::Response<Body>, Error> {
    progress.restart();
    request.extensions_mut().insert(progress.clone());
    let mut steps = progress.watch();
    let mut answer = pin!(transport.send(request));
    let (mut last, mut since) = (Moment::default(), Instant::now());
    loop {
        let now = *steps.borrow_and_update();
        if now.interim > MAX_INTERIM {
            return Err(too_many_interim_answers());
        }
        // An interim answer is no progress.
        if (now.phase, now.bytes, now.is_reading) != (last.phase, last.bytes, last.is_reading) {
            (last, since) = (now, Instant::now());
        }
        tokio::select! {
            biased;
            answer = &mut answer => return answer,
            _ = steps.changed() => {}
            error = expired(now, since, timeouts) => return Err(error),
        }
    }
}

/// Ends when the limit that holds at this moment has run out.
async fn expired(now: Moment, since: Instant, timeouts: Timeouts) -> Error {
    let limit = match now.phase {
        Phase::Waiting | Phase::Connecting => None,
        // The server cannot take what the caller has not given yet.
        Phase::Sending if now.is_reading => None,
        Phase::Sending => timeouts.write,
        Phase::Sent => timeouts.head,
    };
    let Some(limit) = limit else { return std::future::pending().await };
    sleep_until(since + limit).await;
    too_late(now, limit)
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
