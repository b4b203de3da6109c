//! What crosses into JavaScript: everything that a call has received since the last crossing.

use std::fmt::Write;

use napi::bindgen_prelude::{Buffer, Either6, Null};
use napi_derive::napi;
use tidings::{
    EventKind, Response, StreamEvent,
    host::{Delivery, Taken},
};

use crate::{record::ErrorRecord, told::Told};

/// Stands between the items of a joined string. JSON text cannot hold a raw control character.
const SEPARATOR: char = '\u{1e}';

/// One field of a crossing. A crossing is a list and not an object: naming fields takes longer than filling them.
pub(crate) type Field = Either6<u32, bool, String, Vec<String>, Rest, Null>;

/// One crossing, to be appended to a list of them.
#[derive(Default)]
pub(crate) struct Batch {
    head: Option<String>,
    marks: Option<String>,
    parts: Option<Field>,
    json: Option<String>,
    /// Whether the call is over.
    pub(crate) ended: bool,
    rest: Rest,
}

/// What few crossings have. What has not come is absent.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct Rest {
    /// The body of an answer that may be anything.
    pub body: Option<Buffer>,
    /// Pieces of an answer that was asked for as bytes.
    pub chunks: Option<Vec<Buffer>>,
    /// What happened on the way.
    pub told: Option<Vec<Told>>,
    /// Why the call failed, if it did.
    pub error: Option<ErrorRecord>,
}

impl Batch {
    /// `raw`: a whole answer is wanted as bytes.
    pub(crate) fn new(taken: Taken, raw: bool) -> Self {
        let mut batch = Self { ended: taken.end.is_some(), ..Self::default() };
        batch.rest.error = taken.end.and_then(Result::err).map(|error| ErrorRecord::from(&error));
        let mut events = Vec::new();
        for delivery in taken.items {
            match delivery {
                Delivery::Told(moment, record) => {
                    batch.rest.told.get_or_insert_default().push(Told::new(moment, *record));
                }
                Delivery::Whole(answer) => {
                    batch.head = Some(head(&answer));
                    if raw {
                        batch.rest.body = Some(answer.body.to_vec().into());
                    } else {
                        batch.json = Some(text(&answer.body));
                    }
                }
                Delivery::Head(answer) => batch.head = Some(head(&answer)),
                Delivery::Bytes(chunk) => batch.rest.chunks.get_or_insert_default().push(chunk.to_vec().into()),
                Delivery::Events(more) => events.extend(more),
                Delivery::Message(message) => batch.json = Some(text(&message)),
            }
        }
        batch.add(&events);
        batch
    }

    /// Appends the fields, in the order in which `ts/native.ts` reads them.
    pub(crate) fn write(self, id: u32, list: &mut Vec<Field>) {
        let text = |text: Option<String>| text.map_or(Field::F(Null), Field::C);
        list.push(Field::A(id));
        list.push(Field::B(self.ended));
        list.push(text(self.head));
        list.push(text(self.json));
        list.push(text(self.marks));
        list.push(self.parts.unwrap_or(Field::F(Null)));
        list.push(if self.rest.is_empty() { Field::F(Null) } else { Field::E(self.rest) });
    }

    fn add(&mut self, events: &[StreamEvent]) {
        if events.is_empty() {
            return;
        }
        let marked: Vec<_> = events.iter().map(mark).collect();
        self.marks = Some(marked.iter().flat_map(|(mark, index, _)| [*mark, *index]).collect());
        self.parts = Some(join(marked.into_iter().map(|(_, _, part)| part)));
    }
}

impl Rest {
    fn is_empty(&self) -> bool {
        self.body.is_none() && self.chunks.is_none() && self.told.is_none() && self.error.is_none()
    }
}

/// The head of an answer in one string: status, attempts, milliseconds from the call to the answer or its head, then the
/// names and values of its headers.
fn head(answer: &Response) -> String {
    let mut joined = String::with_capacity(512);
    let milliseconds = answer.elapsed.as_secs_f64() * 1000.0;
    // Writing into a string cannot fail.
    let _ = write!(joined, "{}{SEPARATOR}{}{SEPARATOR}{milliseconds}", answer.head.status, answer.attempts);
    for (name, value) in &answer.head.headers {
        joined.push(SEPARATOR);
        joined.push_str(name.as_str());
        joined.push(SEPARATOR);
        joined.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
    joined
}

/// The mark of an event, the number of its block as a character, and the part that crosses.
///
/// `t`, `h`, `j`: a delta of text, reasoning or tool input, of which only what it adds crosses; `T`, `H`, `J`: the same
/// with its whole JSON, because it says more. A digit: the number of the kind of an event whose JSON crosses.
fn mark(event: &StreamEvent) -> (char, char, &[u8]) {
    if let Some(piece) = event.piece.as_ref().filter(|piece| piece.fits)
        && let Some(index) = u32::try_from(piece.index).ok().and_then(char::from_u32)
        // One character is one unit of a string there.
        && index.len_utf16() == 1
    {
        let (quick, whole) = MARKS[piece.kind as usize];
        let added = event.added().filter(|_| piece.is_all);
        return added.map_or((whole, index, &event.data), |text| (quick, index, text));
    }
    let digit = match event.kind {
        EventKind::MessageStart => '1',
        EventKind::ContentBlockStart => '2',
        EventKind::ContentBlockDelta => '3',
        EventKind::ContentBlockStop => '4',
        EventKind::MessageDelta => '5',
        EventKind::MessageStop => '6',
        _ => '0',
    };
    (digit, '\0', &event.data)
}

/// By the number of a [`PieceKind`](tidings::PieceKind).
const MARKS: [(char, char); 3] = [('t', 'T'), ('h', 'H'), ('j', 'J')];

/// The items joined by U+001E, or a list where an item holds that character itself. There is at least one.
pub(crate) fn join<'a>(items: impl Iterator<Item = &'a [u8]> + Clone) -> Field {
    let size = items.clone().map(|item| item.len() + 1).sum();
    let mut joined = String::with_capacity(size);
    let mut clean = true;
    for (at, item) in items.clone().enumerate() {
        if at > 0 {
            joined.push(SEPARATOR);
        }
        let item = String::from_utf8_lossy(item);
        clean &= !item.contains(SEPARATOR);
        joined.push_str(&item);
    }
    if clean { Field::C(joined) } else { Field::D(items.map(text).collect()) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
