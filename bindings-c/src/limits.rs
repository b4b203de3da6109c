//! The rate limits of an answer, as JSON.

use serde_json::{Map, Value, json};
use tidings::{RateLimit, RateLimits};

/// What an answer says of its rate limits; what it does not say is not there.
pub(crate) fn to_json(limits: &RateLimits) -> Value {
    let named = [
        ("requests", &limits.requests),
        ("tokens", &limits.tokens),
        ("input_tokens", &limits.input_tokens),
        ("output_tokens", &limits.output_tokens),
        ("priority_input_tokens", &limits.priority_input_tokens),
        ("priority_output_tokens", &limits.priority_output_tokens),
    ];
    let said = named.into_iter().filter(|(_, limit)| **limit != RateLimit::default());
    let mut known: Map<String, Value> = said.map(|(name, limit)| (name.to_owned(), one(limit))).collect();
    if let Some(wait) = limits.retry_after {
        known.insert("retry_after".to_owned(), wait.as_secs_f64().into());
    }
    known.into()
}

fn one(limit: &RateLimit) -> Value {
    let fields = [("limit", json!(limit.limit)), ("remaining", json!(limit.remaining)), ("reset", json!(limit.reset))];
    let said = fields.into_iter().filter(|(_, value)| !value.is_null());
    said.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}
