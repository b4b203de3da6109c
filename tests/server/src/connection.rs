//! One connection: requests in, answers out, and an eye on the client all the while.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncWriteExt},
    net::{TcpStream, tcp::WriteHalf},
};

use crate::{
    answer::Then,
    reply::Reply,
    request::{ReadError, RequestReader},
    router::{self, Answering},
    runs::{Entry, Outcome},
    server::Shared,
    writer,
};

/// Some systems throw unread bytes away when a reset arrives; this lets the client read them first.
const TIME_TO_READ_BEFORE_RESET: Duration = Duration::from_millis(20);

/// How long a request whose body is not read is kept waiting at most.
const LONGEST_UNREAD: Duration = Duration::from_secs(20);

/// Serves the connection until one side ends it.
pub(crate) async fn serve(mut stream: TcpStream, number: u64, shared: Arc<Shared>) {
    // Without it the pieces of a body would be glued together; a failure here shows up in the tests that count them.
    let _ = stream.set_nodelay(true);
    let last = converse(&mut stream, number, &shared).await;
    if last == Outcome::Reset {
        tokio::time::sleep(TIME_TO_READ_BEFORE_RESET).await;
        let _ = stream.set_zero_linger();
    } else {
        // The client may be gone already, and then there is nothing left to end.
        let _ = stream.shutdown().await;
    }
}

/// Answers requests until the connection must end, and says how the last answer did.
async fn converse(stream: &mut TcpStream, number: u64, shared: &Arc<Shared>) -> Outcome {
    let (read, mut write) = stream.split();
    let mut reader = RequestReader::new(read);
    loop {
        let request = match reader.next(&mut write, |request| router::head_is_enough(request, shared)).await {
            Ok(Some(request)) => request,
            Ok(None) | Err(ReadError::Gone) => return Outcome::ClientClosed,
            Err(ReadError::Malformed(why)) => {
                return refuse(&mut write, shared, 400, "invalid_request_error", &why).await;
            }
            Err(ReadError::TooLarge) => {
                return refuse(&mut write, shared, 413, "request_too_large", "the request is too large").await;
            }
        };
        let Answering { reply, log, seat } = router::route(&request, number, shared).await;
        let outcome = tokio::select! {
            // An answer that is complete stays complete, even when the client closes in the same moment.
            biased;
            played = writer::play(&mut write, &reply, log.as_ref()) => played.unwrap_or(Outcome::ClientClosed),
            () = gone(&mut reader, request.is_unread) => Outcome::ClientClosed,
        };
        note(log.as_ref(), outcome);
        if let Some(seat) = seat {
            seat.end(outcome);
        }
        if let Some(then) = reply.then.filter(|_| outcome == Outcome::Complete) {
            tokio::time::sleep(reply.then_after).await;
            return end(then, &mut reader, &mut write).await;
        }
        let stays_open = request.keep_alive && !request.is_unread && reply.framing != crate::Framing::Close;
        if outcome != Outcome::Complete || !stays_open {
            return outcome;
        }
    }
}

/// Waits until the client has gone. Whoever leaves a body unread cannot see that, and so waits for a while only.
async fn gone<R: AsyncRead + Unpin>(reader: &mut RequestReader<R>, is_unread: bool) {
    if is_unread {
        tokio::time::sleep(LONGEST_UNREAD).await;
    } else {
        reader.closed().await;
    }
}

/// Ends the connection behind a whole answer, or says how it is to be ended.
async fn end<R: AsyncRead + Unpin>(then: Then, reader: &mut RequestReader<R>, write: &mut WriteHalf<'_>) -> Outcome {
    match then {
        Then::Close => Outcome::Complete,
        Then::Reset => Outcome::Reset,
        Then::HalfClose => {
            // The client may be gone already, and then there is nothing left to end.
            let _ = write.shutdown().await;
            let _ = tokio::time::timeout(LONGEST_UNREAD, reader.drain()).await;
            Outcome::Complete
        }
    }
}

fn note(log: Option<&Entry>, outcome: Outcome) {
    if let Some(log) = log {
        log.end(outcome);
    }
}

async fn refuse(write: &mut WriteHalf<'_>, shared: &Shared, status: u16, kind: &str, why: &str) -> Outcome {
    let reply = Reply::error(status, kind, why, &shared.next_request_id()).with_header("connection", "close");
    writer::play(write, &reply, None).await.unwrap_or(Outcome::ClientClosed)
}
