//! What is known of the pressure on the server.

use std::ffi::c_char;

use serde_json::{Value, json};
use tidings::{PressureBucket, PressureState};

use crate::{
    boundary::enter,
    client::Client,
    ffi::{self, Boxed, Castable},
    text::Text,
};

/// What a client knew of the pressure on the server at one moment. Immutable: may be read by several threads at once.
#[derive(Debug)]
pub struct Pressure(Text);

impl Castable for Pressure {
    type Ownership = Boxed;
}

impl Pressure {
    pub(crate) fn of(states: &[PressureState]) -> Self {
        Self(Text::new(states.iter().map(to_json).collect::<Value>().to_string()))
    }
}

/// What is known of the pressure that the server bears, for each credential and model that was used.
///
/// New: free it with tidings_pressure_free. It stays as it was when it was asked for. NULL gives NULL. Any thread. Never
/// fails otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_pressure(client: *const Client) -> *mut Pressure {
    enter(|| Ok(ffi::give(Pressure::of(&ffi::borrow(client, "client")?.core().pressure()))))
}

/// Frees what tidings_client_pressure gave. NULL is fine. Not while another thread reads it. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_pressure_free(pressure: *mut Pressure) {
    enter(|| {
        ffi::free(pressure);
        Ok(())
    });
}

/// All of it as a JSON array with one object for each credential and model; empty before the first call.
///
/// Its fields: `origin` (scheme, host and port of the server), `model` (empty for calls that name none), `in_flight` and
/// `waiting` (calls), `limit` (the most calls at once that the server seems to bear) and `rate` (calls a second), both
/// null while there is no reason for them, `buckets` (what the server advertises of its rate limits: `name`, `limit` a
/// minute, `level` that is left, `share` that this client takes for its own), `gate` (seconds in which nothing will be
/// sent, or null), `refusals` so far, `waited` (seconds that calls have spent waiting, added up). There may be more.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed: good until `pressure` is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_pressure_json(pressure: *const Pressure, len: *mut usize) -> *const c_char {
    ffi::set(len, 0);
    enter(|| {
        let Pressure(json) = ffi::borrow(pressure, "pressure")?;
        ffi::set(len, json.as_bytes().len());
        Ok(json.as_ptr())
    })
}

fn to_json(state: &PressureState) -> Value {
    json!({
        "origin": *state.origin,
        "model": *state.model,
        "in_flight": state.in_flight,
        "waiting": state.waiting,
        "limit": state.limit,
        "rate": state.rate,
        "buckets": state.buckets.iter().map(bucket_json).collect::<Value>(),
        "gate": state.gate.map(|left| left.as_secs_f64()),
        "refusals": state.refusals,
        "waited": state.waited.as_secs_f64(),
    })
}

fn bucket_json(bucket: &PressureBucket) -> Value {
    json!({"name": bucket.name, "limit": bucket.limit, "level": bucket.level, "share": bucket.share})
}
