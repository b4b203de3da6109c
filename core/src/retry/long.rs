//! Whole messages that would take long to write: fetched as a stream, given back whole.

use tokio::time::Instant;

use super::attempt::{Attempt, Call, Turn, settle};
use crate::{error::Error, pressure::Entry, request::Response, stream::EventStream};

/// A call that asks for a stream and takes a whole answer too, as some gateways send.
pub(crate) struct Long(pub(crate) Call);

/// What came of it.
#[expect(clippy::large_enum_variant, reason = "lives for a moment, on the way to `fold`")]
pub(crate) enum Answer {
    Whole(Response),
    Stream(EventStream, u32),
}

impl Attempt for Long {
    type Answer = Answer;

    async fn attempt(&self, turn: Turn, entry: &mut Entry) -> Result<Answer, Error> {
        let (head, mut body) = self.0.send(turn, entry).await?;
        if !self.0.is_event_stream(&head, &mut body).await? {
            return self.0.read(head, body, turn).await.map(Answer::Whole);
        }
        Ok(Answer::Stream(self.0.open(head, body, turn).await?, turn.tries))
    }

    fn hold(answer: &mut Answer, entry: Entry, wants_usage: bool) {
        match answer {
            Answer::Whole(response) => settle(response, entry, wants_usage),
            Answer::Stream(events, _) => events.hold(entry),
        }
    }

    fn call(&self) -> &Call {
        &self.0
    }
}

/// Reads the stream to its end. One that breaks is the error that it is for whoever reads streams, partial message
/// included, and is not tried again: what was written by then has been paid for.
pub(crate) async fn fold(answer: Answer, start: Instant) -> Result<Response, Error> {
    let (mut events, attempts) = match answer {
        Answer::Whole(response) => return Ok(response),
        Answer::Stream(events, attempts) => (events, attempts),
    };
    events.fold_rest().await?;
    let body = events.finish()?;
    Ok(Response { head: events.head().clone(), body, attempts, elapsed: start.elapsed() })
}
