//! What crosses into JavaScript: everything that a call has received since the last crossing.

use napi::bindgen_prelude::{Buffer, Either};
use napi_derive::napi;
use tidings::{
    EventKind, Response, StreamEvent,
    host::{Delivery, Taken},
};

use crate::{record::ErrorRecord, told::Told};

/// Stands between the items of a joined string. JSON text cannot hold a raw control character.
pub(crate) const SEPARATOR: char = '\u{1e}';

/// Items as one string joined by U+001E, or as a list where an item holds that character itself.
pub(crate) type Joined = Either<String, Vec<String>>;

/// One crossing. What has not come is absent.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct Batch {
    /// The head of the answer.
    pub head: Option<Head>,
    /// Two characters an event: its mark (see [`mark`]), and the number of its block.
    pub marks: Option<String>,
    /// Of each event what its mark says: the text that it adds, or its JSON.
    pub parts: Option<Joined>,
    /// The body as text: of a whole answer, or the message that a stream has been folded into.
    pub json: Option<String>,
    /// The body of an answer that may be anything.
    pub body: Option<Buffer>,
    /// Pieces of an answer that was asked for as bytes.
    pub chunks: Option<Vec<Buffer>>,
    /// What happened on the way.
    pub told: Option<Vec<Told>>,
    /// Whether the call is over.
    pub ended: bool,
    /// Why it failed, if it did.
    pub error: Option<ErrorRecord>,
}

/// The head of an answer.
#[napi(object, object_from_js = false)]
pub struct Head {
    /// The HTTP status.
    pub status: u32,
    /// Names and values, joined by U+001E.
    pub headers: String,
    /// The id to quote to the API's support.
    pub request_id: Option<String>,
    /// The workspace that the credential belongs to.
    pub workspace_id: Option<String>,
    /// How many times the request was tried.
    pub attempts: u32,
    /// Milliseconds from the call to the head, or to the whole answer.
    pub elapsed: f64,
}

impl Batch {
    /// `raw`: a whole answer is wanted as bytes.
    pub(crate) fn new(taken: Taken, raw: bool) -> Self {
        let mut batch = Self { ended: taken.end.is_some(), ..Self::default() };
        batch.error = taken.end.and_then(Result::err).map(|error| ErrorRecord::from(&error));
        let mut events = Vec::new();
        for delivery in taken.items {
            match delivery {
                Delivery::Told(moment, record) => {
                    batch.told.get_or_insert_default().push(Told::new(moment, *record));
                }
                Delivery::Whole(answer) => {
                    batch.head = Some(Head::from(&answer));
                    if raw {
                        batch.body = Some(answer.body.to_vec().into());
                    } else {
                        batch.json = Some(text(&answer.body));
                    }
                }
                Delivery::Head(answer) => batch.head = Some(Head::from(&answer)),
                Delivery::Bytes(chunk) => batch.chunks.get_or_insert_default().push(chunk.to_vec().into()),
                Delivery::Events(more) if events.is_empty() => events = more,
                Delivery::Events(more) => events.extend(more),
                Delivery::Message(message) => batch.json = Some(text(&message)),
            }
        }
        batch.add(&events);
        batch
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

impl From<&Response> for Head {
    fn from(answer: &Response) -> Self {
        let head = &answer.head;
        let mut headers = String::with_capacity(512);
        for (name, value) in &head.headers {
            if !headers.is_empty() {
                headers.push(SEPARATOR);
            }
            headers.push_str(name.as_str());
            headers.push(SEPARATOR);
            headers.push_str(&String::from_utf8_lossy(value.as_bytes()));
        }
        Self {
            status: head.status.into(),
            headers,
            request_id: head.request_id().map(str::to_owned),
            workspace_id: head.workspace_id().map(str::to_owned),
            attempts: answer.attempts,
            elapsed: answer.elapsed.as_secs_f64() * 1000.0,
        }
    }
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
        return if piece.is_all { (quick, index, &piece.text) } else { (whole, index, &event.data) };
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

/// The items joined. There is at least one.
pub(crate) fn join<'a>(items: impl Iterator<Item = &'a [u8]> + Clone) -> Joined {
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
    if clean { Either::A(joined) } else { Either::B(items.map(text).collect()) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
