//! An event's JSON, read just far enough to fold it, without copying its texts.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::types::EventKind;

/// The fields of an event that folding looks at.
#[derive(Debug, Default, Deserialize)]
pub(super) struct WireEvent<'a> {
    #[serde(borrow, rename = "type")]
    event_type: Option<Text<'a>>,
    pub(super) index: Option<u64>,
    #[serde(borrow)]
    pub(super) delta: Option<WireDelta<'a>>,
    #[serde(borrow)]
    pub(super) content_block: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) message: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

/// The fields of a delta that folding looks at.
#[derive(Debug, Default, Deserialize)]
pub(super) struct WireDelta<'a> {
    #[serde(borrow, rename = "type")]
    delta_type: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) text: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) partial_json: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) thinking: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) signature: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) citation: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) content: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) encrypted_content: Option<&'a RawValue>,
}

/// A string that borrows from the event wherever it holds no escapes.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// What kind of event it is, seen as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Ping,
    Error,
    Event(EventKind),
}

impl<'a> WireEvent<'a> {
    /// Reads an event. One whose fields have types that folding does not expect, but that is JSON and of no kind this
    /// version knows, is read by its type alone.
    pub(super) fn parse(json: &'a [u8], frame_name: &str) -> Result<Self, serde_json::Error> {
        if !json.trim_ascii_start().starts_with(b"{") {
            return Err(serde::de::Error::custom("the data is not a JSON object"));
        }
        serde_json::from_slice(json).or_else(|error| {
            let value: Value = serde_json::from_slice(json)?;
            let name = |v: &Value| v.get("type").and_then(Value::as_str).map(str::to_owned);
            let event_type = name(&value).unwrap_or_else(|| frame_name.to_owned());
            let delta_type = value.get("delta").and_then(name).unwrap_or_default();
            let known_delta = delta_type.is_empty() || KNOWN_DELTAS.contains(&delta_type.as_str());
            match EventKind::from_name(&event_type) {
                EventKind::Unknown => {}
                EventKind::ContentBlockDelta if !known_delta => {}
                _ => return Err(error),
            }
            Ok(Self {
                event_type: Some(Text(event_type.into())),
                index: value.get("index").and_then(Value::as_u64),
                delta: Some(WireDelta { delta_type: Some(Text(delta_type.into())), ..WireDelta::default() }),
                ..Self::default()
            })
        })
    }

    /// The JSON's own `type` decides; an event without one goes by the frame's name. Only an error is one by either, since
    /// some servers send it bare, with the error's type where the event's should be.
    pub(super) fn sort(&self, frame_name: &str) -> Sort {
        if frame_name == "error" {
            return Sort::Error;
        }
        let name = self.event_type.as_ref().map_or(frame_name, |t| &t.0);
        match name {
            "ping" => Sort::Ping,
            "error" => Sort::Error,
            "" | "message" if self.error.is_some() => Sort::Error,
            name => Sort::Event(EventKind::from_name(name)),
        }
    }
}

impl<'a> WireEvent<'a> {
    /// The text this event adds to a text block.
    pub(super) fn text(&self) -> Option<&Cow<'a, str>> {
        let delta = self.delta.as_ref().filter(|delta| delta.kind() == "text_delta")?;
        delta.text.as_ref().map(|text| &text.0)
    }
}

impl WireDelta<'_> {
    pub(super) fn kind(&self) -> &str {
        self.delta_type.as_ref().map_or("", |t| &t.0)
    }
}

const KNOWN_DELTAS: [&str; 6] =
    ["text_delta", "input_json_delta", "thinking_delta", "signature_delta", "citations_delta", "compaction_delta"];

#[cfg(test)]
mod tests {
    use super::*;

    fn sort(json: &str, name: &str) -> Sort {
        WireEvent::parse(json.as_bytes(), name).unwrap().sort(name)
    }

    #[test]
    fn a_text_without_escapes_is_borrowed() {
        let json = br#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}"#;
        let event = WireEvent::parse(json, "").unwrap();
        assert!(matches!(event.delta.unwrap().text, Some(Text(Cow::Borrowed("hi")))));
    }

    #[test]
    fn the_type_in_the_json_decides_and_the_frame_name_stands_in() {
        assert_eq!(sort(r#"{"type":"message_stop"}"#, "other"), Sort::Event(EventKind::MessageStop));
        assert_eq!(sort("{}", "message_stop"), Sort::Event(EventKind::MessageStop));
        assert_eq!(sort(r#"{"error":{"message":"x"}}"#, ""), Sort::Error);
        assert_eq!(sort(r#"{"error":{"message":"x"}}"#, "error"), Sort::Error);
        assert_eq!(sort(r#"{"code":500,"type":"server_error"}"#, "error"), Sort::Error);
        assert_eq!(sort("{}", "ping"), Sort::Ping);
    }

    #[test]
    fn an_event_is_an_object() {
        for data in ["null", "[]", "7", "\"message_stop\""] {
            assert!(WireEvent::parse(data.as_bytes(), "").is_err(), "{data}");
        }
    }

    #[test]
    fn unknown_kinds_may_use_known_names_for_other_things() {
        assert_eq!(sort(r#"{"type":"new_event","index":"seven","delta":5}"#, ""), Sort::Event(EventKind::Unknown));
        let json = br#"{"type":"content_block_delta","index":1,"delta":{"type":"new_delta","text":{"a":1}}}"#;
        assert_eq!(WireEvent::parse(json, "").unwrap().delta.unwrap().kind(), "new_delta");
        let json = br#"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":{"a":1}}}"#;
        assert!(WireEvent::parse(json, "").is_err());
    }
}
