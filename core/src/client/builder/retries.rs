//! Options for trying again, and for the pressure on the server.

use std::{sync::Arc, time::Duration};

use super::ClientBuilder;
use crate::pressure::PressureState;

impl ClientBuilder {
    /// How often to try again after a failure; default 2. With 0, refusals (429, 529) are not waited for either,
    /// neither its own nor, where the server has asked for quiet, those of others: such a call fails unsent.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.0.retries.max_retries = Some(retries);
        self
    }

    /// The longest wait that the server may ask for; default 60 s. A longer one fails at once, with the wait in the error.
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.0.retries.max_retry_after = Some(limit);
        self
    }

    /// The longest time that a call spends waiting on refusals (429, 529) in all; default 60 s, or
    /// [`Self::max_retry_after`] if that is longer. Refusals do not count as retries: the server has not run anything.
    pub fn throttle_patience(mut self, limit: Duration) -> Self {
        self.0.retries.throttle_patience = Some(limit);
        self
    }

    /// Whether a request that may have run, and so may be billed, is tried again; default yes. Such are connections that
    /// break after the request began to leave, 408, 409 and 5xx.
    pub fn retry_ambiguous(mut self, yes: bool) -> Self {
        self.0.retries.retry_ambiguous = Some(yes);
        self
    }

    /// Whether a request that was sent whole and got no answer within its limits is tried again; default no, because it has
    /// probably run.
    pub fn retry_on_timeout(mut self, yes: bool) -> Self {
        self.0.retries.retry_on_timeout = Some(yes);
        self
    }

    /// Whether calls wait for their turn so that the server is not asked for more than it can give; default yes.
    ///
    /// All calls of a client and its clones share what is known of the server: what it advertises of its rate limits, its
    /// refusals, how many requests it bears at once. Of a server of which nothing is known yet it is asked a little less than all
    /// at once: 4 calls, twice as many every 100 ms, and everything after a second.
    pub fn pressure(mut self, yes: bool) -> Self {
        self.0.pressure.enabled = yes;
        self
    }

    /// The most calls that are under way at once, streams until their end included; default no limit. The others wait in
    /// the order they came, so a call that is made inside an open stream needs room for both. Holds with [`Self::pressure`]
    /// off too.
    pub fn max_in_flight(mut self, calls: usize) -> Self {
        self.0.pressure.max_in_flight = Some(calls);
        self
    }

    /// Calls `hook` whenever the pressure on the server changes: a limit found or lifted, a hold begun or ended. It runs on
    /// the task of a call, so it must be quick and must not block.
    pub fn on_pressure(mut self, hook: impl Fn(&PressureState) + Send + Sync + 'static) -> Self {
        self.0.pressure.on_change = Some(Arc::new(hook));
        self
    }
}
