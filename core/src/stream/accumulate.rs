//! The fold: events in, the message so far out.

use serde_json::{Map, Value};

use super::{
    block::BlockSnapshot,
    events::StreamEvent,
    fault::Fault,
    folded::{Change, Folded},
    wire::WireEvent,
};
use crate::{error::Error, fields::Fields, tolerant, types::EventKind};

/// The most blocks of one message.
const MAX_BLOCKS: usize = 10_000;
/// The most bytes of events that one message is made from.
const MAX_SIZE: usize = 256 << 20;
/// The most values that the parsed inputs of one message's tools hold.
const MAX_VALUES: usize = 4 << 20;

/// Folds the events of one stream into its message, which can be read at any time.
///
/// Deltas go to the block of their `index`. Unknown events, deltas and fields change nothing and lose nothing. A tool's
/// input is the JSON its pieces make; if the answer was cut off inside it, the values that were finished; if it is not
/// JSON at all, the raw text as a string.
///
/// A stream folds its events itself, see [`EventStream::message`](super::EventStream::message). An accumulator of one's own
/// is for programs that take events over a queue and want the message as far as they have taken them.
///
/// ```
/// use tidings::{Accumulator, StreamEvent};
///
/// # fn example(events: Vec<StreamEvent>) -> Result<(), tidings::Error> {
/// let mut message = Accumulator::new();
/// for event in &events {
///     message.fold(event)?;
///     eprintln!("{}", message.text());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Accumulator {
    pub(super) message: Option<Map<String, Value>>,
    pub(super) blocks: Vec<BlockSnapshot>,
    /// Bytes of all events so far.
    size: usize,
    /// Values in the parsed inputs of all tools.
    values: usize,
    /// A `message_delta` has given a stop reason.
    reasoned: bool,
    /// `message_stop` has come.
    stopped: bool,
    keeps_strings: bool,
}

impl Accumulator {
    /// One that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether tool inputs also show the string that is last and unfinished, as far as it has come. It holds for inputs that
    /// begin afterwards; off unless asked for. Meant for fine-grained tool streaming, where one string may take long.
    pub fn keep_unfinished_strings(&mut self, keep: bool) {
        self.keeps_strings = keep;
    }

    /// Folds one event and says what it did, which [`helper_events`](Self::helper_events) asks for.
    ///
    /// # Errors
    /// [`ErrorKind::StreamMalformed`](crate::ErrorKind::StreamMalformed) when the event breaks the protocol, [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) when the message
    /// grows beyond 10,000 blocks, 256 MiB of events or 4 million values in tool inputs.
    pub fn fold(&mut self, event: &StreamEvent) -> Result<Folded, Error> {
        let read = WireEvent::parse(&event.data, event.kind.name()).map_err(Fault::from);
        let folded = read.and_then(|wire| self.fold_wire(event.kind, &wire, &event.data));
        folded.map_err(|fault| fault.into_error(&event.data))
    }

    /// Whether the message is complete: `message_stop` came, or a `message_delta` with a stop reason.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stopped || self.reasoned
    }

    /// Whether `message_stop` came, after which nothing more is to be expected.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Folds an event that was read already. `json` is the event whole, for the kinds that keep fields nobody knows.
    ///
    /// What comes before the message has begun passes by; only a block begins it too, see [`unannounced`].
    pub(super) fn fold_wire(&mut self, kind: EventKind, event: &WireEvent<'_>, json: &[u8]) -> Result<Folded, Fault> {
        if json.len() > MAX_SIZE - self.size {
            return Err(Fault::TooLong("bytes of events", MAX_SIZE));
        }
        self.size += json.len();
        match kind {
            EventKind::MessageStart => self.start(event)?,
            EventKind::ContentBlockStart => self.start_block(event)?,
            _ if self.message.is_none() => {}
            EventKind::ContentBlockDelta => return self.grow(event),
            EventKind::ContentBlockStop => return self.stop_block(event),
            EventKind::MessageDelta => self.change(json)?,
            EventKind::MessageStop => {
                self.stopped = true;
                return Ok(Folded { index: 0, change: Some(Change::MessageStop) });
            }
            EventKind::Unknown => {}
        }
        Ok(Folded::NOTHING)
    }

    fn start(&mut self, event: &WireEvent<'_>) -> Result<(), Fault> {
        if self.message.is_some() {
            return Err(Fault::Restart);
        }
        let message = event.message.ok_or(Fault::Missing("message_start", "message"))?;
        let Value::Object(mut message) = tolerant::part(message)? else {
            return Err(Fault::Missing("message_start", "message"));
        };
        if let Some(Value::Array(blocks)) = message.insert("content".to_owned(), Value::Array(Vec::new())) {
            self.blocks = blocks.into_iter().filter_map(BlockSnapshot::new).collect();
        }
        self.message = Some(message);
        Ok(())
    }

    fn start_block(&mut self, event: &WireEvent<'_>) -> Result<(), Fault> {
        self.message.get_or_insert_with(unannounced);
        let next = self.blocks.len();
        if event.index.is_some_and(|index| index != next as u64) {
            return Err(Fault::OutOfTurn(event.index.unwrap_or_default(), next));
        }
        if next == MAX_BLOCKS {
            return Err(Fault::TooLong("blocks", MAX_BLOCKS));
        }
        let missing = Fault::Missing("content_block_start", "content_block");
        let Some(block) = event.content_block else { return Err(missing) };
        let block = BlockSnapshot::new(tolerant::part(block)?).ok_or(missing)?;
        let model = block.field("to").and_then(|to| to.get("model")).filter(|_| block.kind() == "fallback");
        if let (Some(message), Some(model @ Value::String(_))) = (&mut self.message, model) {
            message.insert("model".to_owned(), model.clone());
        }
        self.blocks.push(block);
        Ok(())
    }

    fn grow(&mut self, event: &WireEvent<'_>) -> Result<Folded, Fault> {
        let keeps_strings = self.keeps_strings;
        let (index, block) = self.block_of(EventKind::ContentBlockDelta, event.index)?;
        let delta = event.delta.as_ref().ok_or(Fault::Missing("content_block_delta", "delta"))?;
        let before = block.values();
        let change = block.grow(delta, keeps_strings)?;
        let more = block.values() - before;
        self.values += more;
        if self.values > MAX_VALUES {
            return Err(Fault::TooLong("values in tool inputs", MAX_VALUES));
        }
        Ok(Folded { index, change })
    }

    fn stop_block(&mut self, event: &WireEvent<'_>) -> Result<Folded, Fault> {
        let (index, block) = self.block_of(EventKind::ContentBlockStop, event.index)?;
        block.finish();
        Ok(Folded { index, change: Some(Change::BlockStop) })
    }

    /// Every key of the delta replaces the message's; counters of the usage replace where they say something.
    fn change(&mut self, json: &[u8]) -> Result<(), Fault> {
        let Some(message) = &mut self.message else { return Ok(()) };
        let change = ChangeOfMessage::read(json)?;
        let reasoned = message_ends(change.delta.as_ref());
        let overlay = change.delta.unwrap_or_default().into_iter();
        message.extend(overlay.filter(|(key, value)| !(is_of_its_own(key) || key == "container" && value.is_null())));
        let beside = [
            ("context_management", change.context_management),
            ("input_transformations", change.input_transformations),
        ];
        message.extend(beside.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        let totals = message.entry("usage").or_insert(Value::Null);
        if totals.is_null() {
            *totals = Value::Object(Map::new());
        }
        if let Value::Object(totals) = totals {
            totals.extend(change.usage.unwrap_or_default().into_iter().filter(|(_, counter)| !counter.is_null()));
        }
        self.reasoned |= reasoned;
        Ok(())
    }

    fn block_of(&mut self, kind: EventKind, index: Option<u64>) -> Result<(usize, &mut BlockSnapshot), Fault> {
        let index = index.ok_or(Fault::Missing(kind.name(), "index"))?;
        let place = usize::try_from(index).unwrap_or(usize::MAX);
        let block = self.blocks.get_mut(place).ok_or(Fault::NoBlock(kind.name(), index))?;
        Ok((place, block))
    }
}

/// Fields of a message that no `message_delta` changes by its delta, whatever it holds.
fn is_of_its_own(key: &str) -> bool {
    matches!(key, "type" | "role" | "id" | "content" | "usage")
}

/// The parts of a `message_delta`, whole; the last two are beta, and stand beside the delta.
struct ChangeOfMessage {
    delta: Option<Map<String, Value>>,
    usage: Option<Map<String, Value>>,
    context_management: Option<Value>,
    input_transformations: Option<Value>,
}

impl ChangeOfMessage {
    /// Of a field that is repeated the last counts; null, like anything that is of no use there, is as good as nothing.
    fn read(json: &[u8]) -> Result<Self, serde_json::Error> {
        let fields: Fields<'_> = serde_json::from_slice(json)?;
        let field = |name| fields.some(name).map(tolerant::part).transpose();
        let object = |name| {
            Ok(match field(name)? {
                Some(Value::Object(fields)) => Some(fields),
                _ => None,
            })
        };
        Ok(Self {
            delta: object("delta")?,
            usage: object("usage")?,
            context_management: field("context_management")?,
            input_transformations: field("input_transformations")?,
        })
    }
}

/// The message of a stream that begins with its first block: llama.cpp leaves `message_start` out where the first character
/// of an answer takes several tokens. Nothing is made up; what was not said stays out.
fn unannounced() -> Map<String, Value> {
    let fields = [("type", "message".into()), ("role", "assistant".into()), ("content", Value::Array(Vec::new()))];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn message_ends(delta: Option<&Map<String, Value>>) -> bool {
    delta.and_then(|delta| delta.get("stop_reason")).is_some_and(|reason| !reason.is_null())
}

#[cfg(test)]
pub(super) mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::error::ErrorKind;

    pub(in crate::stream) fn event(json: &str) -> StreamEvent {
        let wire = WireEvent::parse(json.as_bytes(), "").unwrap();
        let super::super::wire::Sort::Event(kind) = wire.sort("") else { panic!("{json}") };
        StreamEvent { kind, data: Bytes::copy_from_slice(json.as_bytes()), text: None }
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
        let delta =
            |fields| format!(r#"{{"type":"message_delta","delta":{{}},"usage":{{"output_tokens":1}},{fields}}}"#);
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
        assert_eq!(
            (&message["id"], &message["content"], message.get("type")),
            (&"m".into(), &serde_json::json!([]), None)
        );
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
    fn what_comes_before_the_message_passes_by() {
        let early = [
            r#"{"type":"content_block_stop","index":0}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}"#,
            r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#,
            r#"{"type":"message_stop"}"#,
        ];
        let message = folded(&early).unwrap();
        assert!(message.message_json().is_none() && !message.is_complete());
    }

    #[test]
    fn events_out_of_order_are_faults_that_say_so() {
        let fault = |events: &[&str]| folded(events).unwrap_err().message().to_owned();
        let stray = fault(&[START, r#"{"type":"content_block_stop","index":4}"#]);
        assert_eq!(
            stray,
            "the stream broke the protocol: a content_block_stop event for block 4, which was never started"
        );
        assert_eq!(fault(&[START, START]), "the stream broke the protocol: a second message_start");
        let block = |index| {
            format!(r#"{{"type":"content_block_start","index":{index},"content_block":{{"type":"text","text":""}}}}"#)
        };
        let skipped = fault(&[START, &block(0), &block(4_000_000_000_u64)]);
        assert_eq!(skipped, "the stream broke the protocol: block 4000000000 started where 1 was next");
    }

    #[test]
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
}
