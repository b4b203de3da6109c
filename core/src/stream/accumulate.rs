//! The fold: events in, the message so far out.

use serde_json::{Map, Value};

use super::{
    block::BlockSnapshot,
    events::StreamEvent,
    fault::Fault,
    folded::{Change, Folded},
    growing::Growing,
    piece::PieceKind,
    tool_input::Keeps,
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
    keeps: Keeps,
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
        self.keeps.strings = keep;
    }

    /// Whether tool inputs are only checked and kept as text, for whoever needs the message as JSON and nothing else: their
    /// [`value`](super::ToolInput::value) is what the block began with. It holds for inputs that begin afterwards.
    pub fn keep_inputs_as_text(&mut self, keep: bool) {
        self.keeps.text_only = keep;
    }

    /// Folds one event and says what it did, which [`helper_events`](Self::helper_events) asks for.
    ///
    /// # Errors
    /// [`ErrorKind::StreamMalformed`](crate::ErrorKind::StreamMalformed) when the event breaks the protocol, [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) when the message
    /// grows beyond 10,000 blocks, 256 MiB of events or 4 million values in tool inputs.
    pub fn fold(&mut self, event: &StreamEvent) -> Result<Folded, Error> {
        let folded = match &event.piece {
            Some(piece) => {
                let text = String::from_utf8_lossy(piece.text(&event.data));
                self.fold_piece(piece.kind, piece.index, &text, event.data.len())
            }
            None => WireEvent::parse(&event.data, event.kind.name())
                .map_err(Fault::from)
                .and_then(|wire| self.fold_wire(event.kind, &wire, &event.data)),
        };
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
        self.grow_by(json.len())?;
        match kind {
            EventKind::MessageStart => self.start(event)?,
            EventKind::ContentBlockStart => self.start_block(event)?,
            EventKind::Unknown => {}
            _ if self.message.is_none() => return Err(Fault::Early(kind.name())),
            EventKind::ContentBlockDelta => return self.grow(event),
            EventKind::ContentBlockStop => return self.stop_block(event),
            EventKind::MessageDelta => self.change(json)?,
            EventKind::MessageStop => {
                self.stopped = true;
                return Ok(Folded { index: 0, change: Some(Change::MessageStop) });
            }
        }
        Ok(Folded::NOTHING)
    }

    /// Folds a delta that was taken out of its event, which had `size` bytes.
    pub(super) fn fold_piece(
        &mut self,
        kind: PieceKind,
        index: usize,
        text: &str,
        size: usize,
    ) -> Result<Folded, Fault> {
        self.grow_by(size)?;
        if self.message.is_none() {
            return Err(Fault::Early(EventKind::ContentBlockDelta.name()));
        }
        self.grow_block(index as u64, |block, keeps| Ok(block.add(kind, text, keeps)))
    }

    /// The text of this block, to which many more pieces of this kind are to be added; nothing where it has not begun to grow.
    pub(super) fn growing(&mut self, kind: PieceKind, index: usize) -> Option<Growing<'_>> {
        let text = self.blocks.get_mut(index)?.growing(kind)?;
        Some(Growing::new(text, &mut self.size, MAX_SIZE))
    }

    fn grow_by(&mut self, size: usize) -> Result<(), Fault> {
        if size > MAX_SIZE - self.size {
            return Err(Fault::TooLong("bytes of events", MAX_SIZE));
        }
        self.size += size;
        Ok(())
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
        let index = event.index.ok_or(Fault::Missing("content_block_delta", "index"))?;
        self.block_of(EventKind::ContentBlockDelta, event.index)?;
        let delta = event.delta.as_ref().ok_or(Fault::Missing("content_block_delta", "delta"))?;
        self.grow_block(index, |block, keeps| block.grow(delta, keeps))
    }

    fn grow_block(
        &mut self,
        index: u64,
        grow: impl FnOnce(&mut BlockSnapshot, Keeps) -> Result<Option<Change>, serde_json::Error>,
    ) -> Result<Folded, Fault> {
        let keeps = self.keeps;
        let (index, block) = self.block_of(EventKind::ContentBlockDelta, Some(index))?;
        let before = block.values();
        let change = grow(block, keeps)?;
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

    /// The tokens used so far: those that input limits count, and those of the output.
    pub(crate) fn tokens(&self) -> Option<(u64, u64)> {
        let usage = self.message.as_ref()?.get("usage")?;
        let counter = |name: &str| usage.get(name).and_then(Value::as_u64);
        let cached = counter("cache_creation_input_tokens").unwrap_or_default();
        Some((counter("input_tokens")?.saturating_add(cached), counter("output_tokens")?))
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
pub(super) mod tests;
