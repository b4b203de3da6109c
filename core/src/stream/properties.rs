//! Any message, cut into any legal sequence of events, accumulates to itself.

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Accumulator, HelperEvent, MessageStream, conformance};
use crate::types::Event;

/// A finished block, and the events that make it.
#[derive(Debug, Clone)]
struct Written {
    block: Value,
    start: Value,
    deltas: Vec<Value>,
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![3 => text(), 2 => thinking(), 4 => tool(), 1 => compaction(), 1 => whole()]
}

fn text() -> impl Strategy<Value = Written> {
    let citation = (0..9_u8).prop_map(|n| json!({"type": "char_location", "start_char_index": n, "extra": {"n": n}}));
    let delta = prop_oneof![3 => ".{0,8}".prop_map(Value::from), 1 => citation];
    prop::collection::vec(delta, 0..6).prop_map(|parts| {
        let (texts, citations): (Vec<Value>, Vec<Value>) = parts.iter().cloned().partition(Value::is_string);
        let mut block = json!({"type": "text", "text": texts.iter().filter_map(Value::as_str).collect::<String>()});
        if !citations.is_empty() {
            block["citations"] = citations.into();
        }
        let delta = |part: Value| match part {
            Value::String(text) => json!({"type": "text_delta", "text": text}),
            citation => json!({"type": "citations_delta", "citation": citation}),
        };
        Written { block, start: json!({"type": "text", "text": ""}), deltas: parts.into_iter().map(delta).collect() }
    })
}

fn thinking() -> impl Strategy<Value = Written> {
    (prop::collection::vec(".{0,8}", 0..5), "[a-zA-Z0-9+/=]{4,12}").prop_map(|(pieces, signature)| {
        let mut deltas: Vec<Value> =
            pieces.iter().map(|piece| json!({"type": "thinking_delta", "thinking": piece})).collect();
        deltas.push(json!({"type": "signature_delta", "signature": signature}));
        Written {
            block: json!({"type": "thinking", "thinking": pieces.concat(), "signature": signature}),
            start: json!({"type": "thinking", "thinking": "", "signature": ""}),
            deltas,
        }
    })
}

fn tool() -> impl Strategy<Value = Written> {
    let kinds = ["tool_use", "server_tool_use", "mcp_tool_use"];
    let input = prop::collection::vec((".{0,5}", value()), 0..5).prop_map(Map::from_iter);
    (prop::sample::select(kinds.to_vec()), input, 1..9_usize, any::<bool>()).prop_map(|(kind, input, size, said)| {
        let json = if input.is_empty() { String::new() } else { Value::from(input.clone()).to_string() };
        let characters: Vec<char> = json.chars().collect();
        let pieces = characters.chunks(size).map(String::from_iter);
        let delta = |piece: String| json!({"type": "input_json_delta", "partial_json": piece});
        let mut start = json!({"type": kind, "id": "t", "name": "f"});
        if said {
            start["input"] = json!({});
        }
        Written {
            block: json!({"type": kind, "id": "t", "name": "f", "input": input}),
            start,
            deltas: std::iter::once(String::new()).chain(pieces).map(delta).collect(),
        }
    })
}

fn compaction() -> impl Strategy<Value = Written> {
    prop::collection::vec((prop::option::of(".{0,5}"), prop::option::of(".{0,5}")), 1..3).prop_map(|versions| {
        let part = |(content, encrypted)| json!({"content": content, "encrypted_content": encrypted});
        let of_type = |kind: &str, mut fields: Value| {
            fields["type"] = kind.into();
            fields
        };
        let parts: Vec<Value> = versions.into_iter().map(part).collect();
        Written {
            block: of_type("compaction", parts.last().cloned().unwrap_or_default()),
            start: json!({"type": "compaction", "content": null, "encrypted_content": null}),
            deltas: parts.into_iter().map(|part| of_type("compaction_delta", part)).collect(),
        }
    })
}

/// A block that arrives at once, perhaps with deltas that nobody knows.
fn whole() -> impl Strategy<Value = Written> {
    (prop::sample::select(vec!["redacted_thinking", "hologram"]), value(), any::<bool>()).prop_map(
        |(kind, data, more)| {
            let block = json!({"type": kind, "data": data});
            let deltas = if more { vec![json!({"type": "new_delta", "data": data})] } else { Vec::new() };
            Written { start: block.clone(), block, deltas }
        },
    )
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(|n| Value::from((n * 8.0).round() / 8.0)),
        ".{0,10}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,4}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// All events of the message in one legal order that `choices` picks: blocks begin one after the other and grow as they like.
fn events(blocks: &[Written], choices: &[u8]) -> Vec<Value> {
    let mut choices = choices.iter().copied().chain(std::iter::repeat(0));
    let mut choose = |many: usize| usize::from(choices.next().unwrap_or_default()) % many;
    let usage = json!({"input_tokens": 3, "output_tokens": 1});
    let message = json!({"id": "m", "type": "message", "content": [], "stop_reason": null, "usage": usage});
    let mut events = vec![json!({"type": "message_start", "message": message})];
    let mut begun = 0;
    let mut growing: Vec<(usize, usize)> = Vec::new();
    while begun < blocks.len() || !growing.is_empty() {
        let choice = choose(growing.len() + usize::from(begun < blocks.len()));
        let Some((index, given)) = growing.get_mut(choice) else {
            events.push(json!({"type": "content_block_start", "index": begun, "content_block": blocks[begun].start}));
            growing.push((begun, 0));
            begun += 1;
            continue;
        };
        if let Some(delta) = blocks[*index].deltas.get(*given) {
            events.push(json!({"type": "content_block_delta", "index": *index, "delta": delta}));
            *given += 1;
        } else {
            events.push(json!({"type": "content_block_stop", "index": *index}));
            growing.remove(choice);
        }
        match choose(6) {
            1 => events.push(json!({"type": "ping"})),
            2 => events.push(json!({"type": "new_event", "index": "seven"})),
            _ => {}
        }
    }
    let usage = json!({"input_tokens": null, "output_tokens": 9});
    events.push(json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage}));
    events.push(json!({"type": "message_stop"}));
    events
}

fn stream(events: &[Value]) -> Vec<u8> {
    let mut stream = String::new();
    for event in events {
        write!(stream, "event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap()).unwrap();
    }
    stream.into_bytes()
}

/// Follows the derived events of a stream, and folds a second message from the events that it passes on.
async fn follow(mut stream: MessageStream) -> (Accumulator, Vec<Value>) {
    let mut folded = Accumulator::new();
    let mut finished = Vec::new();
    while let Some(event) = stream.next_helper_event().await.unwrap() {
        let raw = match event {
            HelperEvent::Raw(raw) => raw,
            HelperEvent::Text { text, snapshot, .. } => {
                assert!(snapshot.ends_with(text));
                continue;
            }
            HelperEvent::InputJson { partial_json, snapshot, .. } => {
                assert!(snapshot.raw().ends_with(partial_json) && snapshot.value().unwrap().is_object());
                continue;
            }
            HelperEvent::ContentBlockStop { event, content_block, .. } => {
                assert!(content_block.tool_input().is_none_or(|input| input.is_complete()));
                finished.push(serde_json::to_value(content_block).unwrap());
                event
            }
            HelperEvent::MessageStop { event, .. } => event,
            _ => continue,
        };
        folded.fold(raw).unwrap();
        let raw = raw.clone();
        assert_eq!(folded.message_json(), stream.message().message_json(), "after {raw:?}");
    }
    (folded, finished)
}

/// The events of a stream as values of their types, and its texts, each as a program reads them; and both from its JSON.
async fn read(chunks: &[&[u8]]) -> [(Vec<Event>, String); 2] {
    let mut whole = (Vec::new(), String::new());
    let mut stream = MessageStream::new(conformance::open(chunks).await.unwrap());
    while let Some(event) = stream.next_event().await.unwrap() {
        whole.0.push(event);
    }
    let mut stream = MessageStream::new(conformance::open(chunks).await.unwrap());
    while let Some(text) = stream.next_text().await.unwrap() {
        whole.1.push_str(&text);
    }
    let (mut raw, mut stream) = ((Vec::new(), String::new()), conformance::open(chunks).await.unwrap());
    while let Some(batch) = stream.next_batch().await {
        for event in batch.unwrap() {
            let typed = Event::from_json(event.kind, &event.data).unwrap();
            raw.1.push_str(typed.text().unwrap_or_default());
            raw.0.push(typed);
        }
    }
    [whole, raw]
}

proptest! {
    // Miri interprets: two cases show what a hundred would.
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 2 } else { 128 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_message_in_any_legal_order_of_events_accumulates_to_itself(
        blocks in prop::collection::vec(written(), 0..5),
        choices in prop::collection::vec(any::<u8>(), 0..60),
        size in 1..400_usize,
    ) {
        let stream = stream(&events(&blocks, &choices));
        let chunks: Vec<&[u8]> = stream.chunks(size).collect();
        let content: Vec<Value> = blocks.iter().map(|written| written.block.clone()).collect();
        let usage = json!({"input_tokens": 3, "output_tokens": 9});
        let message =
            json!({"id": "m", "type": "message", "content": content, "stop_reason": "end_turn", "usage": usage});

        let outcome = conformance::replay(&chunks);
        prop_assert_eq!(outcome.failure, None);
        prop_assert_eq!(outcome.message.as_ref(), Some(&message));

        let (folded, finished) = conformance::block_on(async {
            follow(MessageStream::new(conformance::open(&chunks).await.unwrap())).await
        });
        prop_assert_eq!(serde_json::to_value(&folded).unwrap(), message);
        prop_assert_eq!(finished.len(), content.len());
        prop_assert!(finished.iter().all(|block| content.contains(block)));

        let [read, raw] = conformance::block_on(read(&chunks));
        prop_assert_eq!(read, raw);
    }
}
