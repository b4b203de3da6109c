//! What the tests of the declared types share.

use std::fmt::Debug;

use serde_json::Value;

use super::wire::Wire;

/// Reads JSON as a type and asserts that the type gives the same JSON back.
#[track_caller]
pub(super) fn kept<T: Wire>(json: &Value) -> T {
    let read = T::read(json.clone()).unwrap_or_else(|| panic!("not read: {json}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), *json);
    read
}

/// The same, and asserts that every kind and word in it has a name.
#[track_caller]
pub(super) fn known<T: Wire + Debug>(json: &Value) -> T {
    let read: T = kept(json);
    let shown = format!("{read:?}");
    assert!(!shown.contains("Unknown(") && !shown.contains("Other("), "{shown}");
    read
}
