//! JSON objects whose keys are the caller's own.

use serde_json::Value;

use super::{
    union::either,
    wire::{Extra, Wire},
};

either! {
    /// A JSON object with any keys, such as a JSON Schema or the input of a tool.
    pub enum JSONObject {
        /// The object.
        Object(Extra),
    }
}

impl From<Value> for JSONObject {
    /// What `serde_json::json!` gives. Anything that is not an object is sent as it is, and refused.
    fn from(value: Value) -> Self {
        Self::read(value).unwrap_or(Self::Unknown(Value::Null))
    }
}
