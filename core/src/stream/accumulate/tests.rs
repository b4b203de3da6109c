use bytes::Bytes;

use super::*;
use crate::error::ErrorKind;

pub(in crate::stream) fn event(json: &str) -> StreamEvent {
    let wire = WireEvent::parse(json.as_bytes(), "").unwrap();
    let super::super::wire::Sort::Event(kind) = wire.sort("") else { panic!("{json}") };
    StreamEvent::new(kind, Bytes::copy_from_slice(json.as_bytes()))
}

pub(in crate::stream) fn folded(events: &[&str]) -> Result<Accumulator, Error> {
    let mut accumulator = Accumulator::new();
    events.iter().try_for_each(|json| accumulator.fold(&event(json)).map(drop))?;
    Ok(accumulator)
}

fn fold(events: &[&str]) -> Result<Value, Error> {
    Ok(serde_json::from_slice(&folded(events)?.message_json().unwrap()).unwrap())
}

pub(in crate::stream) const START: &str = r#"{"type":"message_start","message":{"id":"m","content":[],"stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}}"#;

#[test]
fn a_stream_may_begin_with_its_first_block() {
    let message =
        fold(&[r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hi"}}"#]).unwrap();
    assert_eq!(
        message,
        serde_json::json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi"}]})
    );
}

#[test]
fn a_compaction_delta_replaces_both_parts() {
    let start = r#"{"type":"content_block_start","index":0,"content_block":{"type":"compaction","content":null,"encrypted_content":"old"}}"#;
    let delta = r#"{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":"sum","encrypted_content":null}}"#;
    let message = fold(&[START, start, delta]).unwrap();
    let expected = serde_json::json!([{"type": "compaction", "content": "sum", "encrypted_content": null}]);
    assert_eq!(message["content"], expected);
}

#[test]
fn a_fallback_block_names_the_model_that_took_over() {
    let start = r#"{"type":"content_block_start","index":0,"content_block":{"type":"fallback","from":{"model":"a"},"to":{"model":"b"}}}"#;
    assert_eq!(fold(&[START, start]).unwrap()["model"], "b");
}

#[test]
fn what_beta_puts_beside_the_delta_belongs_to_the_message_and_null_says_nothing() {
    let delta = |fields| format!(r#"{{"type":"message_delta","delta":{{}},"usage":{{"output_tokens":1}},{fields}}}"#);
    let first = delta(r#""context_management":{"applied_edits":[]},"input_transformations":[1]"#);
    let message = fold(&[START, &first, &delta(r#""context_management":null,"other":1"#)]).unwrap();
    assert_eq!(message["context_management"], serde_json::json!({"applied_edits": []}));
    assert_eq!(message["input_transformations"], serde_json::json!([1]));
    assert_eq!(message.get("other"), None);
}

#[test]
fn deltas_that_do_not_fit_their_block_change_nothing() {
    let start = r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"t"}}"#;
    for delta in [
        r#"{"type":"thinking_delta","thinking":"x"}"#,
        r#"{"type":"signature_delta","signature":"x"}"#,
        r#"{"type":"input_json_delta","partial_json":"{}"}"#,
        r#"{"type":"compaction_delta","content":"x"}"#,
        r#"{"type":"new_delta","text":"x"}"#,
    ] {
        let mut message = folded(&[START, start]).unwrap();
        let event = event(&format!(r#"{{"type":"content_block_delta","index":0,"delta":{delta}}}"#));
        let folded = message.fold(&event).unwrap();
        assert_eq!(message.block(0).unwrap().to_json(), r#"{"type":"text","text":"t"}"#, "{delta}");
        assert_eq!(message.helper_events(&event, folded).count(), 1, "{delta}");
    }
}

#[test]
fn what_is_the_messages_own_is_changed_by_no_delta() {
    let delta = r#"{"type":"message_delta","delta":{"type":"x","role":"y","id":"z","content":[1],"usage":{},"stop_reason":"end_turn"},"delta":{"type":"x","usage":5,"stop_reason":"refusal"}}"#;
    let message = fold(&[START, delta]).unwrap();
    assert_eq!((&message["id"], &message["content"], message.get("type")), (&"m".into(), &serde_json::json!([]), None));
    assert_eq!((&message["usage"]["input_tokens"], &message["stop_reason"]), (&3.into(), &"refusal".into()));
}

#[test]
fn counters_replace_and_null_says_nothing() {
    let delta = r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":null,"output_tokens":9}}"#;
    let message = fold(&[START, delta]).unwrap();
    assert_eq!(message["usage"], serde_json::json!({"input_tokens": 3, "output_tokens": 9}));
    assert_eq!(message["stop_reason"], "end_turn");
}

#[test]
fn only_what_nobody_knows_may_come_before_the_message() {
    for (early, name) in [
        (r#"{"type":"content_block_stop","index":0}"#, "content_block_stop"),
        (r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}"#, "content_block_delta"),
        (r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, "message_delta"),
        (r#"{"type":"message_stop"}"#, "message_stop"),
    ] {
        let error = folded(&[early]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StreamMalformed);
        assert_eq!(error.message(), format!("the stream broke the protocol: a {name} event before its message began"));
    }
    let message = folded(&[r#"{"type":"new_event"}"#]).unwrap();
    assert!(message.message_json().is_none() && !message.is_complete());
}

#[test]
fn events_out_of_order_are_faults_that_say_so() {
    let fault = |events: &[&str]| folded(events).unwrap_err().message().to_owned();
    let stray = fault(&[START, r#"{"type":"content_block_stop","index":4}"#]);
    assert_eq!(stray, "the stream broke the protocol: a content_block_stop event for block 4, which was never started");
    assert_eq!(fault(&[START, START]), "the stream broke the protocol: a second message_start");
    let block = |index| {
        format!(r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#)
    };
    let skipped = fault(&[START, &block(0), &block(4_000_000_000_u64)]);
    assert_eq!(skipped, "the stream broke the protocol: block 4000000000 started where 1 was next");
}

#[test]
#[cfg_attr(miri, ignore = "too many events to interpret")]
fn blocks_are_bounded_and_each_takes_the_same_time() {
    let mut accumulator = Accumulator::new();
    let mut outcome = Ok(Folded::NOTHING);
    for index in 0..=MAX_BLOCKS {
        outcome = accumulator.fold(&event(&format!(
            r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#
        )));
    }
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    assert_eq!(error.message(), "more than 10000 blocks in one message");
}
