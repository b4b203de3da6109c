//! An event's JSON, read just far enough to fold it, without copying its texts.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{fields::Fields, types::EventKind};

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
    /// Reads an event. What its kind has no use for may be anything, and of a field that is repeated the last counts.
    pub(super) fn parse(json: &'a [u8], frame_name: &str) -> Result<Self, serde_json::Error> {
        if !json.trim_ascii_start().starts_with(b"{") {
            return Err(serde::de::Error::custom("the data is not a JSON object"));
        }
        // Hardly ever does an event hold anything odd, and then it is read again.
        serde_json::from_slice(json).or_else(|_| Self::parse_fields(&serde_json::from_slice(json)?, frame_name))
    }

    fn parse_fields(fields: &Fields<'a>, frame_name: &str) -> Result<Self, serde_json::Error> {
        let event_type = fields.get("type").and_then(|name| read(name).ok());
        let kind = EventKind::from_name(event_type.as_ref().map_or(frame_name, |text: &Text<'_>| &text.0));
        let of = |wanted: EventKind, name| fields.some(name).filter(|_| kind == wanted);
        let index = fields.some("index").map(read);
        Ok(Self {
            event_type,
            index: match kind {
                EventKind::ContentBlockDelta | EventKind::ContentBlockStop => index.transpose()?,
                // Blocks come one after the other; their number only confirms it.
                _ => index.and_then(Result::ok),
            },
            delta: of(EventKind::ContentBlockDelta, "delta").map(WireDelta::parse).transpose()?,
            content_block: of(EventKind::ContentBlockStart, "content_block"),
            message: of(EventKind::MessageStart, "message"),
            error: fields.some("error"),
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

impl<'a> WireDelta<'a> {
    fn parse(json: &'a RawValue) -> Result<Self, serde_json::Error> {
        let fields: Fields<'a> = read(json)?;
        let delta_type: Option<Text<'a>> = fields.get("type").and_then(|name| read(name).ok());
        let kind = delta_type.as_ref().map_or("", |text| &*text.0).to_owned();
        let raw = |wanted: &str, name| fields.some(name).filter(|_| kind == wanted);
        let text = |wanted: &str, name| raw(wanted, name).map_or(Ok(None), read);
        Ok(Self {
            text: text("text_delta", "text")?,
            partial_json: text("input_json_delta", "partial_json")?,
            thinking: text("thinking_delta", "thinking")?,
            signature: text("signature_delta", "signature")?,
            citation: raw("citations_delta", "citation"),
            content: raw("compaction_delta", "content"),
            encrypted_content: raw("compaction_delta", "encrypted_content"),
            delta_type,
        })
    }

    pub(super) fn kind(&self) -> &str {
        self.delta_type.as_ref().map_or("", |t| &t.0)
    }
}

fn read<'a, T: Deserialize<'a>>(json: &'a RawValue) -> Result<T, serde_json::Error> {
    serde_json::from_str(json.get())
}

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

    #[test]
    fn what_a_kind_has_no_use_for_may_be_anything() {
        for json in [
            r#"{"type":"message_delta","delta":{"thinking":{}},"index":"a"}"#,
            r#"{"type":"message_start","message":{},"delta":7,"index":"a"}"#,
            r#"{"type":"content_block_stop","index":0,"delta":"x"}"#,
            r#"{"type":"content_block_start","index":"a","content_block":{}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x","thinking":5}}"#,
        ] {
            assert!(matches!(sort(json, ""), Sort::Event(kind) if kind != EventKind::Unknown), "{json}");
        }
    }

    #[test]
    fn of_a_repeated_field_the_last_counts() {
        let json = br#"{"type":"ping","index":1,"index":2,"type":"content_block_delta","delta":{"type":"text_delta","text":"a","text":"b"}}"#;
        let event = WireEvent::parse(json, "").unwrap();
        let text = event.delta.and_then(|delta| delta.text).map(|text| text.0.into_owned());
        assert_eq!((event.index, text.as_deref()), (Some(2), Some("b")));
    }
}
