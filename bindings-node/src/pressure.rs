//! The pressure on a client as records of plain fields.

use std::time::Duration;

use napi_derive::napi;
use tidings::{PressureBucket, PressureState};

/// How much is under way for one credential and model, and what holds the rest back. Times are in milliseconds.
#[napi(object, object_from_js = false)]
pub struct PressureRecord {
    /// Scheme, host and port of the server.
    pub origin: String,
    /// The model, empty for calls that name none.
    pub model: String,
    /// Calls sent and not yet over.
    pub in_flight: i64,
    /// Calls that wait to be sent.
    pub waiting: i64,
    /// The most calls in flight that the server seems to bear.
    pub limit: Option<i64>,
    /// Calls a second that the server seems to bear.
    pub rate: Option<f64>,
    /// The limits that the server advertises.
    pub buckets: Vec<BucketRecord>,
    /// How long nothing will be sent.
    pub gate: Option<f64>,
    /// Attempts that the server turned away.
    pub refusals: i64,
    /// Time that calls have spent waiting.
    pub waited: f64,
}

/// One limit that the server advertises.
#[napi(object, object_from_js = false)]
pub struct BucketRecord {
    /// What is limited.
    pub name: &'static str,
    /// The most in a minute.
    pub limit: i64,
    /// How much of it is left.
    pub level: f64,
    /// The share that the client takes for its own.
    pub share: f64,
}

impl From<&PressureState> for PressureRecord {
    fn from(state: &PressureState) -> Self {
        Self {
            origin: state.origin.to_string(),
            model: state.model.to_string(),
            in_flight: number(state.in_flight),
            waiting: number(state.waiting),
            limit: state.limit.map(number),
            rate: state.rate,
            buckets: state.buckets.iter().map(BucketRecord::from).collect(),
            gate: state.gate.map(milliseconds),
            refusals: number(state.refusals),
            waited: milliseconds(state.waited),
        }
    }
}

impl From<&PressureBucket> for BucketRecord {
    fn from(bucket: &PressureBucket) -> Self {
        Self { name: bucket.name, limit: number(bucket.limit), level: bucket.level, share: bucket.share }
    }
}

fn number(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
