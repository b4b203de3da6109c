//! What an event is about and what it adds, also where the core has not taken that out of its JSON.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer as _,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;
use tidings::{
    EventKind as Core, PieceKind,
    host::{EventRef, PieceRef},
};

use super::DeltaKind;

impl From<PieceKind> for DeltaKind {
    fn from(kind: PieceKind) -> Self {
        match kind {
            PieceKind::Text => Self::TEXT,
            PieceKind::Thinking => Self::THINKING,
            PieceKind::InputJson => Self::INPUT_JSON,
        }
    }
}

/// What an event does to one block.
#[derive(Debug)]
pub(super) struct Delta<'a> {
    pub(super) index: Option<u64>,
    pub(super) kind: DeltaKind,
    /// What is added; `None` if nothing that is known.
    pub(super) adds: Option<Cow<'a, [u8]>>,
}

impl<'a> Delta<'a> {
    const NONE: Self = Self { index: None, kind: DeltaKind::NONE, adds: None };

    pub(super) fn of(event: EventRef<'a>) -> Self {
        match (event.piece, event.kind) {
            (Some(piece), _) => Self::of_piece(piece),
            (None, Core::ContentBlockStart | Core::ContentBlockDelta | Core::ContentBlockStop) => {
                Self::read(event.data, event.kind == Core::ContentBlockDelta).unwrap_or(Self::NONE)
            }
            _ => Self::NONE,
        }
    }

    fn of_piece(piece: PieceRef<'a>) -> Self {
        Self {
            index: u64::try_from(piece.index).ok(),
            kind: piece.kind.into(),
            adds: piece.fits.then_some(Cow::Borrowed(piece.text)),
        }
    }

    /// The few events of a stream that are no plain delta.
    fn read(data: &'a [u8], is_delta: bool) -> Option<Self> {
        let [index, delta] = fields(data, ["index", "delta"])?;
        let index = index.and_then(|index| serde_json::from_str(index.get()).ok());
        if !is_delta {
            return Some(Self { index, ..Self::NONE });
        }
        let names = ["type", "signature", "citation"];
        let inside = delta.and_then(|delta| fields(delta.get().as_bytes(), names)).unwrap_or_default();
        let [kind, signature, citation] = inside;
        let (kind, adds) = match kind.and_then(text).as_deref() {
            Some(b"signature_delta") => (DeltaKind::SIGNATURE, signature.and_then(text)),
            Some(b"citations_delta") => {
                (DeltaKind::CITATIONS, citation.map(|json| Cow::Borrowed(json.get().as_bytes())))
            }
            _ => (DeltaKind::OTHER, None),
        };
        Some(Self { index, kind, adds })
    }
}

/// The values of some fields of an object, unread, since a later API may put anything there. Of a field that is there twice
/// the last one counts, as it does wherever JSON becomes a map.
fn fields<'a, const N: usize>(json: &'a [u8], names: [&'static str; N]) -> Option<[Option<&'a RawValue>; N]> {
    serde_json::Deserializer::from_slice(json).deserialize_map(Fields(names)).ok()
}

struct Fields<const N: usize>([&'static str; N]);

impl<'de, const N: usize> Visitor<'de> for Fields<N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = [None; N];
        while let Some((name, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
            for (wanted, place) in self.0.iter().zip(&mut found) {
                if *wanted == name {
                    *place = Some(value);
                }
            }
        }
        Ok(found)
    }
}

fn text(json: &RawValue) -> Option<Cow<'_, [u8]>> {
    let text: Cow<'_, str> = serde_json::from_str::<Borrowed<'_>>(json.get()).ok()?.0;
    Some(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}

#[derive(Deserialize)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: Core, json: &str) -> (Option<u64>, DeltaKind, Option<String>) {
        let event = EventRef { kind, data: json.as_bytes(), piece: None };
        let Delta { index, kind, adds } = Delta::of(event);
        (index, kind, adds.map(|adds| String::from_utf8(adds.into_owned()).unwrap()))
    }

    #[test]
    fn signatures_and_citations_are_taken_out_of_their_json() {
        let signature =
            r#"{"type":"content_block_delta","index":2,"delta":{"type":"signature_delta","signature":"a\u00fc=="}}"#;
        assert_eq!(told(Core::ContentBlockDelta, signature), (Some(2), DeltaKind::SIGNATURE, Some("aü==".into())));
        let citation = r#"{"index":0,"delta":{"type":"citations_delta","citation":{"type":"new", "n":1.0}}}"#;
        let json = r#"{"type":"new", "n":1.0}"#;
        assert_eq!(told(Core::ContentBlockDelta, citation), (Some(0), DeltaKind::CITATIONS, Some(json.into())));
    }

    #[test]
    fn deltas_that_nobody_knows_are_told_as_such() {
        let json = r#"{"index":7,"delta":{"type":"new_delta","text":"x"}}"#;
        assert_eq!(told(Core::ContentBlockDelta, json), (Some(7), DeltaKind::OTHER, None));
        assert_eq!(told(Core::ContentBlockDelta, r#"{"index":"x","delta":[]}"#), (None, DeltaKind::OTHER, None));
        assert_eq!(told(Core::ContentBlockDelta, "[]"), (None, DeltaKind::NONE, None));
    }

    #[test]
    fn a_block_that_begins_or_ends_is_told_by_its_index() {
        let start = r#"{"type":"content_block_start","index":1,"content_block":{"type":"text"}}"#;
        assert_eq!(told(Core::ContentBlockStart, start), (Some(1), DeltaKind::NONE, None));
        assert_eq!(told(Core::ContentBlockStop, r#"{"index":4}"#), (Some(4), DeltaKind::NONE, None));
        assert_eq!(told(Core::MessageDelta, r#"{"index":4,"delta":{}}"#), (None, DeltaKind::NONE, None));
    }

    #[test]
    fn what_does_not_fit_its_block_adds_nothing() {
        let piece = PieceRef { index: 3, kind: PieceKind::InputJson, text: b"{", fits: false };
        let delta = Delta::of(EventRef { kind: Core::ContentBlockDelta, data: b"{}", piece: Some(piece) });
        assert_eq!((delta.index, delta.kind, delta.adds.is_none()), (Some(3), DeltaKind::INPUT_JSON, true));
    }
}
