//! Cases that need no stream: frames from bytes, a message from events, values from JSON that is still arriving.

use std::hint::black_box;

use tidings::{Accumulator, StreamEvent, partial_json::Parser, sse::Decoder};

use crate::{
    harness::{Failure, Work},
    samples::{self, Answer},
    streams,
};

/// Frames out of chunks.
pub(crate) fn decode(chunks: Vec<bytes::Bytes>, answer: &Answer) -> (Work, usize) {
    let work = move || {
        let (mut decoder, mut frames, mut size) = (Decoder::default(), Vec::new(), 0);
        for chunk in &chunks {
            decoder.feed(chunk, &mut frames)?;
            size += frames.drain(..).map(|frame| frame.data.len()).sum::<usize>();
        }
        Ok(size)
    };
    (Box::new(work), answer.size())
}

/// A message out of events that nobody has read yet.
pub(crate) fn fold_unread(answer: &Answer) -> (Work, usize) {
    let events = answer.events.iter().map(|(kind, json)| StreamEvent::new(*kind, json.clone().into())).collect();
    fold(events, answer)
}

/// A message out of events that were read, as a host folds them at its reader's place.
pub(crate) fn fold_read(answer: &Answer) -> Result<(Work, usize), Failure> {
    Ok(fold(streams::events(&answer.one_by_one())?, answer))
}

fn fold(events: Vec<StreamEvent>, answer: &Answer) -> (Work, usize) {
    let work = move || {
        let mut message = Accumulator::new();
        for event in &events {
            message.fold(event)?;
        }
        Ok(if message.is_complete() { message.text().len() } else { 0 })
    };
    (Box::new(work), answer.said.len())
}

/// The input of a tool in small pieces, the value looked at after each.
pub(crate) fn partial_json(length: usize, piece: usize) -> Result<(Work, usize), Failure> {
    let input = samples::tool_input(length);
    let whole: serde_json::Value = serde_json::from_str(&input)?;
    let expected = rows(&whole);
    let work = move || {
        let mut parser = Parser::new();
        for piece in samples::fragments(&input, piece) {
            parser.push(piece);
            black_box(parser.value());
        }
        Ok(parser.value().filter(|_| parser.is_complete()).map_or(0, rows))
    };
    Ok((Box::new(work), expected))
}

fn rows(input: &serde_json::Value) -> usize {
    input["rows"].as_array().map_or(0, Vec::len)
}
