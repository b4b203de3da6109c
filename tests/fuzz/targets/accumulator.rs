//! Events after the schema, in any order: the fold never panics, never grows without end, and always has a readable message.

#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tidings_fuzz::{json, stream};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = written(&mut Unstructured::new(bytes)) {
        stream::check(text.as_bytes());
    }
});

/// A stream of events, as a server would write it.
fn written(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    let mut blocks = 0;
    while !u.is_empty() && text.len() < 8192 {
        let event = event(u, &mut blocks)?;
        if u.ratio(3, 4)? {
            let name = event["type"].as_str().unwrap_or_default();
            text.extend(["event: ", if u.ratio(15, 16)? { name } else { "error" }, "\n"]);
        }
        text.extend(["data: ", &json::write(&event), "\n\n"]);
    }
    Ok(text)
}

fn event(u: &mut Unstructured<'_>, blocks: &mut u64) -> Result<Value> {
    Ok(match u.int_in_range(0..=15)? {
        0 => json::value(u, "RawMessageStartEvent")?,
        1..=3 => {
            let mut event = json::value(u, "RawContentBlockStartEvent")?;
            place(u, &mut event, *blocks)?;
            *blocks += 1;
            event
        }
        4 | 5 => {
            let mut event = json::value(u, "RawContentBlockDeltaEvent")?;
            let index = near(u, *blocks)?;
            place(u, &mut event, index)?;
            event
        }
        6..=10 => {
            let delta = json!({"type": "input_json_delta", "partial_json": piece(u)?});
            json!({"type": "content_block_delta", "index": near(u, *blocks)?, "delta": delta})
        }
        11 | 12 => json!({"type": "content_block_stop", "index": near(u, *blocks)?}),
        13 => json::value(u, "RawMessageDeltaEvent")?,
        14 => json!({"type": u.choose(&["message_stop", "ping", "intermission", "message_start"])?}),
        _ => json::anything(u, 0)?,
    })
}

/// Mostly the last block.
fn near(u: &mut Unstructured<'_>, blocks: u64) -> Result<u64> {
    let last = blocks.saturating_sub(1);
    Ok(if u.ratio(7, 8)? { last } else { u.int_in_range(0..=blocks)? })
}

fn place(u: &mut Unstructured<'_>, event: &mut Value, index: u64) -> Result<()> {
    if u.ratio(31, 32)?
        && let Some(fields) = event.as_object_mut()
    {
        fields.insert("index".to_owned(), index.into());
    }
    Ok(())
}

/// A piece of a tool's input.
fn piece(u: &mut Unstructured<'_>) -> Result<String> {
    const PIECES: [&str; 20] = [
        "{", "}", "[", "]", ",", ":", "\"a\":", "{\"a\": ", "\"", "\\", "\\ud83d", "\\ude00", "tr", "ue", "12", "e4",
        "00", "null", " ", "x\"}",
    ];
    if u.ratio(7, 8)? { Ok((*u.choose(&PIECES)?).to_owned()) } else { json::text(u) }
}
