//! Events written as a server sends them, for programs that hand a stream on.

use std::borrow::Cow;

use serde::Deserialize;

use super::events::StreamEvent;

/// The name of an event that this version does not know.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, rename = "type")]
    name: Option<Cow<'a, str>>,
}

impl StreamEvent {
    /// The event as a server sends it: its name, its JSON and an empty line.
    #[must_use]
    pub fn to_sse(&self) -> Vec<u8> {
        let unknown = || serde_json::from_slice::<Named<'_>>(&self.data).ok()?.name.map(Cow::into_owned);
        let name = match self.kind.name() {
            "" => unknown().filter(|name| !name.contains(['\r', '\n'])),
            name => Some(name.to_owned()),
        };
        let mut frame = name.map(|name| format!("event: {name}\n")).unwrap_or_default().into_bytes();
        // JSON may hold ends of lines between its tokens, each of which begins a line of data.
        for line in self.data.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty()) {
            frame.extend_from_slice(b"data: ");
            frame.extend_from_slice(line);
            frame.push(b'\n');
        }
        frame.push(b'\n');
        frame
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::types::EventKind;

    fn written(kind: EventKind, data: &'static str) -> String {
        String::from_utf8(StreamEvent::new(kind, Bytes::from_static(data.as_bytes())).to_sse()).unwrap()
    }

    #[test]
    fn an_event_has_its_name_its_data_and_an_end() {
        let stop = r#"{"type":"message_stop"}"#;
        assert_eq!(written(EventKind::MessageStop, stop), format!("event: message_stop\ndata: {stop}\n\n"));
        assert_eq!(
            written(EventKind::MessageStop, "{\n\"type\":\r\n\"message_stop\"}"),
            "event: message_stop\ndata: {\ndata: \"type\":\ndata: \"message_stop\"}\n\n"
        );
    }

    #[test]
    fn an_event_of_an_unknown_kind_has_the_name_that_it_gives_itself() {
        assert_eq!(written(EventKind::Unknown, r#"{"type":"new"}"#), "event: new\ndata: {\"type\":\"new\"}\n\n");
        assert_eq!(written(EventKind::Unknown, r#"{"type":"a\nb"}"#), "data: {\"type\":\"a\\nb\"}\n\n");
        assert_eq!(written(EventKind::Unknown, "[]"), "data: []\n\n");
    }
}
