//! One scheduler for all calls of a client: who may send, and when.

mod state;

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

pub(crate) use self::state::PressureOptions;
pub use self::state::{PressureBucket, PressureState};

/// What limits are counted by: one queue each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Scheme, host and port.
    pub(crate) origin: Arc<str>,
    /// A hash of the credential, never the credential.
    pub(crate) credential: u64,
    /// The model; empty where a call names none.
    pub(crate) model: Arc<str>,
}

/// What a call is likely to use up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Need {
    /// The length of the body.
    pub(crate) body_bytes: usize,
    /// The most tokens the answer may have.
    pub(crate) max_tokens: Option<u64>,
}

/// How the server turned an attempt away.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Refusal<'a> {
    /// How long the server asks to wait.
    pub(crate) hint: Option<Duration>,
    /// Whether the server has too much to do (529, 503), rather than this key a quota.
    pub(crate) is_overload: bool,
    /// The headers of the refusal.
    pub(crate) headers: Option<&'a HeaderMap>,
}

/// Orders the calls of one client in one process.
#[derive(Debug)]
pub(crate) struct Scheduler {
    options: PressureOptions,
}

impl Scheduler {
    /// A scheduler that knows nothing yet.
    pub(crate) fn new(options: PressureOptions) -> Self {
        Self { options }
    }

    /// Takes a place at the end of the queue of `key`. Never blocks.
    pub(crate) fn enter(self: &Arc<Self>, key: Key, need: Need) -> Entry {
        let _ = (key, need, &self.options);
        Entry { waited: Duration::ZERO }
    }

    /// The state of every key that has been used lately.
    pub(crate) fn state(&self) -> Vec<PressureState> {
        Vec::new()
    }
}

/// A call's place, from its first wait to the end of its answer. Dropping it leaves the queue or frees the slot.
#[derive(Debug)]
pub(crate) struct Entry {
    waited: Duration,
}

impl Entry {
    /// Waits until the call may send. Called before every attempt. Dropping the future keeps the place and takes no slot.
    pub(crate) async fn admitted(&mut self) {}

    /// The head of a success is there. The slot stays taken until the entry is dropped: a stream is in flight until its end.
    pub(crate) fn answered(&mut self, headers: &HeaderMap) {
        let _ = headers;
    }

    /// The server turned the attempt away. The slot is free again; the place in the queue stays, in front of newcomers.
    /// Gives the exponent for this call's own backoff: 0 while others succeed.
    pub(crate) fn refused(&mut self, refusal: &Refusal<'_>) -> u32 {
        let _ = (refusal.hint, refusal.is_overload, refusal.headers);
        1
    }

    /// The attempt failed in a way that may have cost something. Frees the slot. `false` when too much has failed lately
    /// to try again.
    pub(crate) fn failed(&mut self) -> bool {
        true
    }

    /// What the call really used, from the answer's usage; corrects what was only estimated.
    pub(crate) fn used(&mut self, input_tokens: u64, output_tokens: u64) {
        let _ = (input_tokens, output_tokens);
    }

    /// Whether [`Self::used`] would change anything.
    pub(crate) fn wants_usage(&self) -> bool {
        false
    }

    /// How long this call has waited to be sent, over all its attempts.
    pub(crate) fn waited(&self) -> Duration {
        self.waited
    }
}
