//! What can be seen of the pressure on a client.

use std::{fmt, sync::Arc, time::Duration};

/// Called with the state of one key whenever something of note changes in it.
pub(crate) type Hook = Arc<dyn Fn(&PressureState) + Send + Sync>;

/// How a scheduler is to work.
#[derive(Clone)]
pub(crate) struct PressureOptions {
    /// Whether calls are held back by what the server says; without it only `max_in_flight` counts.
    pub(crate) enabled: bool,
    /// The most calls in flight, over all keys.
    pub(crate) max_in_flight: Option<usize>,
    /// Called, outside of every lock, when limits, gate or refusals of a key change.
    pub(crate) on_change: Option<Hook>,
}

impl Default for PressureOptions {
    fn default() -> Self {
        Self { enabled: true, max_in_flight: None, on_change: None }
    }
}

impl fmt::Debug for PressureOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PressureOptions")
            .field("enabled", &self.enabled)
            .field("max_in_flight", &self.max_in_flight)
            .field("on_change", &self.on_change.is_some())
            .finish()
    }
}

/// The pressure on one key: how much is under way, and what holds the rest back.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PressureState {
    /// Scheme, host and port of the server.
    pub origin: Arc<str>,
    /// The model, empty for calls that name none.
    pub model: Arc<str>,
    /// Calls sent and not yet over.
    pub in_flight: usize,
    /// Calls that wait to be sent.
    pub waiting: usize,
    /// The most calls in flight that the server seems to bear; `None` before the first refusal and after a long calm.
    pub limit: Option<usize>,
    /// Calls a second that the server seems to bear, where it refused with a hint and advertises no limits.
    pub rate: Option<f64>,
    /// The limits that the server advertises, mirrored.
    pub buckets: Vec<PressureBucket>,
    /// How long nothing will be sent, because the server said to come back later.
    pub gate: Option<Duration>,
    /// Attempts that the server turned away, so far.
    pub refusals: u64,
    /// Time that calls have spent waiting to be sent, added up.
    pub waited: Duration,
}

/// One limit that the server advertises, as this client mirrors it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PressureBucket {
    /// `requests`, `tokens`, `input_tokens` or `output_tokens`.
    pub name: &'static str,
    /// The most that is allowed in a minute.
    pub limit: u64,
    /// How much of it is left by this client's reckoning; below zero when more was used than expected.
    pub level: f64,
    /// The share of the limit, from 0 to 1, that this client takes for its own; less than 1 when others use the key too.
    pub share: f64,
}
