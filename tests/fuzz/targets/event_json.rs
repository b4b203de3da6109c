//! JSON as a type of the wire and back: nothing is lost, nothing is made up, and reading again gives the same.

#![no_main]

use std::fmt::Debug;

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tidings::{
    Event, EventKind,
    types::{
        ContentBlock, ContentBlockParam, ErrorResponse, FileMetadata, Message, MessageBatch,
        MessageBatchIndividualResponse, MessageParams, ModelInfo,
    },
};
use tidings_fuzz::json;

fuzz_target!(|bytes: &[u8]| {
    // What begins like JSON is taken as it is.
    if bytes.starts_with(b"{") {
        check_all(bytes);
    } else if let Ok(text) = written(&mut Unstructured::new(bytes)) {
        check_all(text.as_bytes());
    }
});

fn written(u: &mut Unstructured<'_>) -> Result<String> {
    const DEFINITIONS: [&str; 11] = [
        "RawMessageStreamEvent",
        "ParsedMessageStreamEvent",
        "Message",
        "ContentBlock",
        "ContentBlockParam",
        "MessageParams",
        "ErrorResponse",
        "ModelInfo",
        "FileMetadata",
        "MessageBatch",
        "MessageBatchIndividualResponse",
    ];
    let definition = u.choose(&DEFINITIONS)?;
    Ok(json::write(&json::value(u, definition)?))
}

fn check_all(json: &[u8]) {
    let whole = tidings::fuzzing::tolerant(json);
    let kind = whole.as_ref().ok().and_then(|whole| whole.get("type")?.as_str()).unwrap_or("content_block_start");
    let kind = EventKind::from_name(kind);
    let event = Event::from_json(kind, json);
    assert_eq!(event.is_ok(), whole.is_ok());
    let (Ok(event), Ok(whole)) = (event, whole) else { return };
    check_event(kind, &event, &whole);
    check::<Event>(&whole);
    check::<Message>(&whole);
    check::<ContentBlock>(&whole);
    check::<ContentBlockParam>(&whole);
    check::<MessageParams>(&whole);
    check::<ErrorResponse>(&whole);
    check::<ModelInfo>(&whole);
    check::<FileMetadata>(&whole);
    check::<MessageBatch>(&whole);
    check::<MessageBatchIndividualResponse>(&whole);
}

/// An event without a `type` gets that of its kind, and is otherwise what came.
fn check_event(kind: EventKind, event: &Event, whole: &Value) {
    let mut expected = whole.clone();
    if let Some(fields) = expected.as_object_mut() {
        fields.entry("type").or_insert_with(|| kind.name().into());
    }
    assert_holds(&to_value(event), &expected);
    let text = serde_json::to_vec(event).expect("an event is JSON");
    assert_eq!(Event::from_json(kind, &text).expect("it was written by us"), *event);
    assert!(event.text().is_none_or(|text| whole["delta"]["text"] == text));
}

/// Every constant that a type adds when it writes was in what it read, or stands for what was left out.
fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(whole: &Value) {
    let Ok(read) = serde_json::from_value::<T>(whole.clone()) else { return };
    let written = to_value(&read);
    assert_holds(&written, whole);
    let again: T = serde_json::from_value(written.clone()).expect("what was written can be read");
    assert_eq!(again, read, "{written}");
    assert_eq!(to_value(&again), written);
}

fn to_value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("a type of the wire is JSON")
}

/// All that came is there; what is there besides are constants, which are strings.
fn assert_holds(written: &Value, whole: &Value) {
    match (written, whole) {
        (Value::Object(written), Value::Object(whole)) => {
            for (name, value) in whole {
                assert_holds(written.get(name).unwrap_or_else(|| panic!("{name} was lost")), value);
            }
            for (name, value) in written {
                assert!(whole.contains_key(name) || value.is_string(), "{name} was made up: {value}");
            }
        }
        (Value::Array(written), Value::Array(whole)) => {
            assert_eq!(written.len(), whole.len(), "{written:?} from {whole:?}");
            written.iter().zip(whole).for_each(|(written, whole)| assert_holds(written, whole));
        }
        (written, whole) => assert_eq!(json::plain(written.clone()), json::plain(whole.clone())),
    }
}
