//! The deltas that are given out now, as C wants them.

use std::ptr;

use tidings::{PieceKind, StreamEvent, host::Deltas};

use crate::event::{Event, EventKind};

/// A text that is shorter is copied with what is behind it: to copy so many bytes takes less than to copy as many as it has.
const SHORT: usize = 32;

/// Deltas of one chunk, and a copy of what they lie in, where each gets its NUL.
///
/// The received bytes have no room for any, and to copy all of them at once costs less than each by itself.
#[derive(Debug, Default)]
pub(super) struct Page {
    deltas: Deltas,
    copy: Vec<u8>,
    /// Where what was copied lies.
    source: usize,
    /// The text of the one that was given out last.
    text: Vec<u8>,
}

impl Page {
    pub(super) fn is_empty(&self) -> bool {
        self.deltas.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.deltas = Deltas::default();
    }

    /// Goes on with these, once all before were given out.
    pub(super) fn turn(&mut self, deltas: Deltas) {
        let received = deltas.received();
        self.source = received.as_ptr().addr();
        self.copy.clear();
        // Room for the last NUL, and for a short text to be copied with what is behind it.
        self.copy.reserve(received.len() + SHORT);
        self.copy.extend_from_slice(received);
        self.copy.extend_from_slice(&[0; SHORT]);
        self.deltas = deltas;
    }

    /// Gives the next one, whose texts stay until the one after it; says whether there is one.
    ///
    /// It is written once, where it is wanted: to hand it on from place to place took longer than to make it.
    #[inline]
    pub(super) fn give_next(&mut self, give: impl FnOnce(Event)) -> bool {
        let Some(event) = self.deltas.next_ref() else { return false };
        let (Some(piece), data_len) = (event.piece, event.data.len()) else { return false };
        let start = event.data.as_ptr().addr().wrapping_sub(self.source);
        let data = self.copy.get(start..).unwrap_or_default();
        let (mut delta, mut delta_len) = (ptr::null(), 0);
        if piece.fits {
            // Beyond its end for a text that had escapes.
            let within = piece.text.as_ptr().addr().wrapping_sub(event.data.as_ptr().addr());
            let from_text = data.get(within..).filter(|_| within < data_len);
            end(&mut self.text, piece.text, from_text.and_then(<[u8]>::first_chunk));
            (delta, delta_len) = (self.text.as_ptr().cast(), piece.text.len());
        }
        let adds_text = piece.kind == PieceKind::Text && delta_len > 0;
        // After the text: what was just written would keep the text, which is read together with it, waiting.
        if let Some(behind) = self.copy.get_mut(start.wrapping_add(data_len)) {
            *behind = 0;
        }
        let given = Event {
            kind: EventKind::CONTENT_BLOCK_DELTA,
            index: u32::try_from(piece.index).unwrap_or(u32::MAX),
            data: self.copy.get(start..).unwrap_or_default().as_ptr().cast(),
            data_len,
            text: if adds_text { delta } else { ptr::null() },
            text_len: if adds_text { delta_len } else { 0 },
            delta,
            delta_len,
            delta_kind: piece.kind.into(),
            reserved: Event::NONE.reserved,
        };
        give(given);
        self.drop_the_empty();
        true
    }

    /// The next one for itself.
    pub(super) fn next_whole(&mut self) -> Option<StreamEvent> {
        let event = self.deltas.next();
        self.drop_the_empty();
        event
    }

    /// What was received is not kept while the next is waited for.
    fn drop_the_empty(&mut self) {
        if self.deltas.is_empty() {
            self.clear();
        }
    }
}

/// Copies a text and puts a NUL behind it; `source` is where it lies, if there is more behind it.
#[inline]
fn end(place: &mut Vec<u8>, text: &[u8], source: Option<&[u8; SHORT]>) {
    if let (Some(source), Some(place)) = (source, place.first_chunk_mut())
        && text.len() < SHORT
    {
        *place = *source;
        place[text.len()] = 0;
    } else {
        end_slowly(place, text);
    }
}

#[inline(never)]
fn end_slowly(place: &mut Vec<u8>, text: &[u8]) {
    place.clear();
    place.extend_from_slice(text);
    place.resize((text.len() + 1).max(SHORT), 0);
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        sync::Mutex,
        thread,
    };

    use serde_json::{Value, json};
    use tidings::{
        Client, Request,
        host::{Mode, start},
    };

    use super::{super::Stream, *};
    use crate::{ffi, result::ResultCode, under_way::Patience};

    /// The events as C reads them: by their lengths, and up to their NULs.
    fn read(events: &[Value]) -> Vec<(String, Option<String>, Option<String>, u32)> {
        let told = |event: &Value| {
            let name = event["type"].as_str().unwrap();
            format!("event: {name}\ndata: {event}\n\n")
        };
        let body: String = events.iter().map(told).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            assert!(socket.read(&mut request).unwrap() > 0);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n";
            write!(socket, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
        });
        let client = Client::builder().api_key("k").base_url(url).build().unwrap();
        let asked = r#"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"Hi"}],"stream":true}"#;
        let stream = start(&client, Request::post("/v1/messages", asked), Mode::Stream).unwrap();
        let stream = Stream::open(stream).unwrap();
        let list = Mutex::new(Vec::new());
        let give = |event: Event| {
            let text = |start: *const std::ffi::c_char, len| {
                let by_length = ffi::bytes(start.cast(), len, "text").unwrap();
                assert_eq!(by_length, ffi::bytes(start.cast(), usize::MAX, "text").unwrap());
                String::from_utf8(by_length.to_vec()).unwrap()
            };
            let maybe = |start: *const std::ffi::c_char, len| (!start.is_null()).then(|| text(start, len));
            let data = text(event.data, event.data_len);
            let (text, delta) = (maybe(event.text, event.text_len), maybe(event.delta, event.delta_len));
            list.lock().unwrap().push((data, text, delta, event.index));
        };
        while stream.give_next(Patience::Endless, give).unwrap() == ResultCode::OK {}
        server.join().unwrap();
        list.into_inner().unwrap()
    }

    #[test]
    fn every_delta_is_given_with_its_texts_whatever_they_hold() {
        let texts = ["a", "", "b\n\"c\"", "é", "short enough to be copied so", "31 bytes of text, and a NUL then", "d"];
        let long = "one that is longer ".repeat(9);
        let delta = |index: u32, kind: &str, field: &str, text: &str| json!({"type": "content_block_delta", "index": index, "delta": {"type": kind, field: text}});
        let block = |index: u32, kind: &str| json!({"type": "content_block_start", "index": index, "content_block": {"type": kind, kind: ""}});
        let mut events = vec![json!({"type": "message_start", "message": {"role": "assistant", "content": []}})];
        events.extend([block(0, "thinking"), block(1, "text")]);
        let mut expected = vec![(None, None, u32::MAX), (None, None, 0), (None, None, 1)];
        for text in texts.into_iter().chain([long.as_str()]) {
            for _ in 0..3 {
                events.push(delta(1, "text_delta", "text", text));
                expected.push((Some(text.to_owned()).filter(|text| !text.is_empty()), Some(text.to_owned()), 1));
            }
            events.push(delta(0, "thinking_delta", "thinking", text));
            expected.push((None, Some(text.to_owned()), 0));
            events.push(delta(0, "text_delta", "text", text));
            expected.push((None, None, 0));
        }
        events.extend([
            json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {}}),
            json!({"type": "message_stop"}),
        ]);
        expected.extend([(None, None, u32::MAX), (None, None, u32::MAX)]);
        let data = events.iter().map(Value::to_string);
        let expected = data.zip(expected).map(|(data, (text, delta, index))| (data, text, delta, index));
        assert_eq!(read(&events), expected.collect::<Vec<_>>());
    }

    #[test]
    fn a_text_ends_where_it_ends_wherever_it_is_copied_from() {
        let source = *b"text and what is behind it, long";
        let mut place = Vec::new();
        for (text, source) in
            [("text", Some(&source)), ("text", None), ("text and", Some(&source)), ("", Some(&source))]
        {
            end(&mut place, text.as_bytes(), source);
            assert_eq!(place[..=text.len()], *[text.as_bytes(), &[0]].concat());
        }
        let long = "x".repeat(SHORT);
        end(&mut place, long.as_bytes(), None);
        assert_eq!(place[..=SHORT], *[long.as_bytes(), &[0]].concat());
    }
}
