//! How far a request has come, told by the transport to whoever watches the time.

use std::sync::Arc;

use tokio::sync::watch;

use crate::error::Sent;

/// Where a request is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Phase {
    /// It waits for one of the client's connections to be free.
    #[default]
    Waiting,
    /// A connection, or a stream of one, is looked for or opened; nothing of the request has left.
    Connecting,
    /// The connection is there, over HTTP/2 the stream too; the body is being handed over.
    Sending,
    /// All of it has been handed over.
    Sent,
}

/// A moment on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Moment {
    pub(crate) phase: Phase,
    /// Bytes of the body that have been handed over.
    pub(crate) bytes: u64,
    /// Interim answers (1xx) that have come.
    pub(crate) interim: u32,
    /// Whether the next piece of the body is waited for, which is the caller's to give.
    pub(crate) is_reading: bool,
}

/// The transport's side; clones tell the same story. Put into the extensions of a request, and watched from outside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<watch::Sender<Moment>>);

impl Progress {
    /// A view that wakes at every step.
    pub(crate) fn watch(&self) -> watch::Receiver<Moment> {
        self.0.subscribe()
    }

    pub(crate) fn now(&self) -> Moment {
        *self.0.borrow()
    }

    /// What a failure at this moment says about how much has left.
    pub(crate) fn sent(&self) -> Sent {
        match self.now().phase {
            Phase::Waiting | Phase::Connecting => Sent::None,
            Phase::Sending => Sent::Partial,
            Phase::Sent => Sent::Full,
        }
    }

    /// Begins anew, for another attempt.
    pub(crate) fn restart(&self) {
        self.0.send_replace(Moment::default());
    }

    /// Never goes back: what has begun to leave has left.
    pub(crate) fn reach(&self, phase: Phase) {
        self.0.send_if_modified(|moment| {
            let is_step = phase > moment.phase;
            moment.phase = moment.phase.max(phase);
            is_step
        });
    }

    pub(super) fn handed_over(&self, bytes: usize) {
        self.0.send_modify(|moment| {
            moment.bytes += bytes as u64;
            moment.is_reading = false;
            moment.phase = moment.phase.max(Phase::Sending);
        });
    }

    /// The body has nothing to hand over yet.
    pub(super) fn reading(&self) {
        self.0.send_if_modified(|moment| {
            let is_news = !moment.is_reading || moment.phase < Phase::Sending;
            moment.is_reading = true;
            moment.phase = moment.phase.max(Phase::Sending);
            is_news
        });
    }

    pub(super) fn interim_answer(&self) {
        self.0.send_modify(|moment| moment.interim += 1);
    }
}
