//! The decoder of event streams gives what the standard's own steps give, however the stream is cut.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use tidings::sse::{Decoder, Frame};
use tidings_fuzz::{
    cuts,
    sse::{self, Event, Outcome},
};

fuzz_target!(|stream: &[u8]| {
    let expected = sse::read(stream);
    assert_eq!(decode(&[stream]), expected, "whole");
    assert_eq!(decode(&stream.chunks(1).collect::<Vec<_>>()), expected, "byte by byte");
    assert_eq!(decode(&cuts::pieces(stream, &cuts::offsets(stream))), expected, "in pieces");
});

fn decode(pieces: &[&[u8]]) -> Outcome {
    let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(&Bytes::copy_from_slice(piece), &mut frames).expect("no input is as long as the bounds");
    }
    Outcome {
        events: frames.into_iter().map(event).collect(),
        last_event_id: text(decoder.last_event_id()),
        retry: decoder.retry(),
    }
}

fn event(frame: Frame) -> Event {
    Event { name: text(&frame.event), data: text(&frame.data), id: text(&frame.id) }
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8(bytes.to_vec()).expect("a frame is UTF-8")
}
