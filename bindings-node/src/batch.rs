//! What crosses into JavaScript: everything that a call has received since the last crossing.

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use tidings::{
    EventKind, ResponseHead, StreamEvent,
    host::{Delivery, Taken},
};

use crate::record::ErrorRecord;

/// Stands between the items of a joined string. JSON text cannot hold a raw control character.
const SEPARATOR: char = '\u{1e}';

/// Items as one string joined by U+001E, or as a list where an item holds that character itself.
type Joined = Either<String, Vec<String>>;

/// Which forms of the events cross.
#[derive(Clone, Copy)]
pub(crate) struct Lanes(pub(crate) u32);

impl Lanes {
    fn events(self) -> bool {
        self.0 & 1 != 0
    }

    fn texts(self) -> bool {
        self.0 & 2 != 0
    }
}

/// One crossing. What has not come is absent.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct Batch {
    /// The head of the answer.
    pub head: Option<Head>,
    /// Each event's JSON.
    pub events: Option<Joined>,
    /// One character an event: its kind's number as a digit, or `t` for a delta that brings text.
    pub kinds: Option<String>,
    /// The texts of the events marked `t`.
    pub texts: Option<Joined>,
    /// The message as JSON: the whole answer, or what a stream has been folded into.
    pub message: Option<String>,
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
    /// The id to quote to the API's support.
    pub request_id: Option<String>,
}

impl Batch {
    pub(crate) fn new(taken: Taken, lanes: Lanes) -> Self {
        let mut batch = Self { ended: taken.end.is_some(), ..Self::default() };
        batch.error = taken.end.and_then(Result::err).map(|error| ErrorRecord::from(&error));
        let mut events = Vec::new();
        for delivery in taken.items {
            match delivery {
                Delivery::Whole(response) => {
                    batch.head = Some(Head::from(&response.head));
                    batch.message = Some(text(&response.body));
                }
                Delivery::Head(answer) => batch.head = Some(Head::from(&answer.head)),
                // Nothing here asks for these.
                Delivery::Bytes(_) | Delivery::Told(..) => {}
                Delivery::Events(more) => events.extend(more),
                Delivery::Message(message) => batch.message = Some(text(&message)),
            }
        }
        batch.add_events(&events, lanes);
        batch
    }

    fn add_events(&mut self, events: &[StreamEvent], lanes: Lanes) {
        if lanes.events() && !events.is_empty() {
            self.events = join(events.iter().map(|event| &*event.data));
            self.kinds = Some(events.iter().map(kind).collect());
        }
        if lanes.texts() {
            self.texts = join(events.iter().filter_map(|event| event.text().map(|text| &**text)));
        }
    }
}

impl From<&ResponseHead> for Head {
    fn from(head: &ResponseHead) -> Self {
        Self { status: head.status.into(), request_id: head.request_id().map(str::to_owned) }
    }
}

fn kind(event: &StreamEvent) -> char {
    match (event.text(), event.kind) {
        (Some(_), _) => 't',
        (None, EventKind::MessageStart) => '1',
        (None, EventKind::ContentBlockStart) => '2',
        (None, EventKind::ContentBlockDelta) => '3',
        (None, EventKind::ContentBlockStop) => '4',
        (None, EventKind::MessageDelta) => '5',
        (None, EventKind::MessageStop) => '6',
        (None, _) => '0',
    }
}

/// `None` for no items at all.
fn join<'a>(items: impl Iterator<Item = &'a [u8]> + Clone) -> Option<Joined> {
    let mut rest = items.clone();
    let mut joined = text(rest.next()?);
    for item in rest {
        joined.push(SEPARATOR);
        joined.push_str(&String::from_utf8_lossy(item));
    }
    let count = items.clone().count();
    if joined.matches(SEPARATOR).count() + 1 == count {
        return Some(Either::A(joined));
    }
    Some(Either::B(items.map(text).collect()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
