//! Derived events as JSON, in the shape of the official stream helpers.

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap},
};
use serde_json::value::RawValue;

use super::{derive::HelperEvent, events::StreamEvent};
use crate::fields::Fields;

impl Serialize for HelperEvent<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Raw(event) => {
                let json: &RawValue = serde_json::from_slice(&event.data).map_err(S::Error::custom)?;
                return json.serialize(serializer);
            }
            Self::ContentBlockStop { event, content_block, .. } => {
                return with_field(serializer, event, "content_block", content_block);
            }
            Self::MessageStop { event, message } => return with_field(serializer, event, "message", message),
            _ => {}
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", self.name())?;
        self.serialize_fields(&mut map)?;
        map.end()
    }
}

impl HelperEvent<'_> {
    fn serialize_fields<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Text { text, snapshot, .. } => {
                map.serialize_entry("text", text)?;
                map.serialize_entry("snapshot", snapshot)
            }
            Self::InputJson { partial_json, snapshot, .. } => {
                map.serialize_entry("partial_json", partial_json)?;
                map.serialize_entry("snapshot", snapshot)
            }
            Self::Citation { citation, snapshot, .. } => {
                map.serialize_entry("citation", citation)?;
                map.serialize_entry("snapshot", snapshot)
            }
            Self::Thinking { thinking, snapshot, .. } => {
                map.serialize_entry("thinking", thinking)?;
                map.serialize_entry("snapshot", snapshot)
            }
            Self::Signature { signature, .. } => map.serialize_entry("signature", signature),
            Self::Compaction { content, encrypted_content, .. } => {
                map.serialize_entry("content", content)?;
                map.serialize_entry("encrypted_content", encrypted_content)
            }
            Self::Raw(_) | Self::ContentBlockStop { .. } | Self::MessageStop { .. } => Ok(()),
        }
    }
}

/// The fields of an event as they came, and one more, which wins.
fn with_field<S: Serializer>(
    serializer: S,
    event: &StreamEvent,
    name: &str,
    value: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let fields: Fields<'_> = serde_json::from_slice(&event.data).map_err(S::Error::custom)?;
    let mut map = serializer.serialize_map(None)?;
    for (key, field) in fields.iter().filter(|(key, _)| *key != name) {
        map.serialize_entry(key, field)?;
    }
    map.serialize_entry(name, value)?;
    map.end()
}
