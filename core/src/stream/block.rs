//! One block of a message under way.

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, value::RawValue};

use super::{
    folded::Change,
    piece::PieceKind,
    tool_input::{InputParser, Keeps, ToolInput},
    wire::WireDelta,
};
use crate::{
    error::{Error, ErrorKind},
    tolerant,
    types::ContentBlock,
};

/// A block as far as it has come, read in place.
///
/// It serialises as the block's JSON. The input of a tool in it is what the model wrote, to the digit; if that was cut off,
/// the values that were finished; if it is not JSON, the raw text as a string.
pub struct BlockSnapshot {
    fields: Map<String, Value>,
    /// What kind of pieces its text is made of, if it has a text.
    text_of: Option<PieceKind>,
    /// The place of the text among the fields: it is looked up once, and not for every piece.
    place: Option<usize>,
    has_input: bool,
    input: Option<Box<InputParser>>,
    finished: bool,
}

impl BlockSnapshot {
    /// `None` when it is no object.
    pub(super) fn new(block: Value) -> Option<Self> {
        let Value::Object(mut fields) = block else { return None };
        if is_tool(text_of(&fields, "type")) && !fields.contains_key("input") {
            fields.insert("input".to_owned(), Value::Object(Map::new()));
        }
        let kind = text_of(&fields, "type");
        let text_of = [PieceKind::Text, PieceKind::Thinking].into_iter().find(|of| kind == Some(of.field()));
        let has_input = fields.contains_key("input");
        Some(Self { fields, text_of, place: None, has_input, input: None, finished: false })
    }

    /// The block's `type`; empty where it has none.
    #[must_use]
    pub fn kind(&self) -> &str {
        text_of(&self.fields, "type").unwrap_or_default()
    }

    /// The text so far of a `text` block.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.grown(PieceKind::Text)
    }

    /// The reasoning so far of a `thinking` block.
    #[must_use]
    pub fn thinking(&self) -> Option<&str> {
        self.grown(PieceKind::Thinking)
    }

    /// The signature of a `thinking` block.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        text_of(&self.fields, "signature").filter(|_| self.kind() == "thinking")
    }

    /// The citations so far; empty where there are none.
    #[must_use]
    pub fn citations(&self) -> &[Value] {
        self.fields.get("citations").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The input so far of a block that has one.
    #[must_use]
    pub fn tool_input(&self) -> Option<ToolInput<'_>> {
        let begun = self.fields.get("input")?;
        Some(ToolInput { begun, parser: self.input.as_deref(), finished: self.finished })
    }

    /// Any field of the block; of a tool's `input` only what the block began with, see [`Self::tool_input`].
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// Whether its `content_block_stop` has come.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// The block as JSON, in time proportional to its size.
    #[must_use]
    pub fn to_json(&self) -> Bytes {
        serde_json::to_vec(self).map(Bytes::from).unwrap_or_default()
    }

    /// The block as a typed value, in time proportional to its size.
    ///
    /// # Errors
    /// [`ErrorKind::StreamMalformed`] when it lacks what its type must have.
    pub fn to_content_block(&self) -> Result<ContentBlock, Error> {
        let json = self.to_json();
        tolerant::read(&json).map_err(|e| {
            Error::new(ErrorKind::StreamMalformed, format!("a block of the answer cannot be read: {e}")).with_raw(json)
        })
    }

    /// How many values the parsed input holds.
    pub(super) fn values(&self) -> usize {
        self.input.as_ref().map_or(0, |input| input.values())
    }

    /// Adds a delta and says what that changed. A delta that does not fit the block's kind, like one of an unknown kind,
    /// changes nothing.
    pub(super) fn grow(&mut self, delta: &WireDelta<'_>, keeps: Keeps) -> Result<Option<Change>, serde_json::Error> {
        if let Some(kind) = PieceKind::ALL.into_iter().find(|kind| kind.delta() == delta.kind()) {
            let text = match kind {
                PieceKind::Text => &delta.text,
                PieceKind::Thinking => &delta.thinking,
                PieceKind::InputJson => &delta.partial_json,
            };
            return Ok(self.add(kind, text.as_ref().map_or("", |text| &text.0), keeps));
        }
        Ok(Some(match (delta.kind(), self.kind()) {
            ("signature_delta", "thinking") => {
                let Some(signature) = &delta.signature else { return Ok(None) };
                self.fields.insert("signature".to_owned(), Value::String(signature.0.to_string()));
                Change::Signature
            }
            ("citations_delta", "text") => match delta.citation {
                Some(citation) => self.cite(citation)?,
                None => return Ok(None),
            },
            ("compaction_delta", "compaction") => {
                self.replace("content", delta.content)?;
                self.replace("encrypted_content", delta.encrypted_content)?;
                Change::Compaction
            }
            _ => return Ok(None),
        }))
    }

    /// Adds a piece and says what that changed; nothing where the block has no place for it.
    pub(super) fn add(&mut self, kind: PieceKind, text: &str, keeps: Keeps) -> Option<Change> {
        let added = text.len();
        match kind {
            PieceKind::InputJson if self.has_input => {
                if !text.is_empty() {
                    self.input.get_or_insert_with(|| Box::new(keeps.parser())).push(text);
                }
                Some(Change::InputJson { added })
            }
            _ if self.text_of != Some(kind) => None,
            PieceKind::Text => {
                self.append(kind, text);
                Some(Change::Text { added })
            }
            PieceKind::Thinking => {
                self.append(kind, text);
                Some(Change::Thinking { added })
            }
            PieceKind::InputJson => None,
        }
    }

    /// The text that pieces of this kind add to, once one has.
    pub(super) fn growing(&mut self, kind: PieceKind) -> Option<&mut String> {
        let place = self.place.filter(|_| self.text_of == Some(kind))?;
        match self.fields.values_mut().nth(place) {
            Some(Value::String(so_far)) => Some(so_far),
            _ => None,
        }
    }

    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    fn append(&mut self, kind: PieceKind, text: &str) {
        if let Some(so_far) = self.growing(kind) {
            so_far.push_str(text);
            return;
        }
        match self.fields.get_mut(kind.field()) {
            Some(Value::String(so_far)) => so_far.push_str(text),
            _ => drop(self.fields.insert(kind.field().to_owned(), Value::String(text.to_owned()))),
        }
        self.place = self.fields.keys().position(|key| key == kind.field());
    }

    /// The text that pieces of this kind add to, if it is this block's.
    fn grown(&self, kind: PieceKind) -> Option<&str> {
        if self.text_of != Some(kind) {
            return None;
        }
        match self.place.and_then(|place| self.fields.values().nth(place)) {
            Some(text) => text.as_str(),
            None => text_of(&self.fields, kind.field()),
        }
    }

    fn cite(&mut self, citation: &RawValue) -> Result<Change, serde_json::Error> {
        let citation = tolerant::part(citation)?;
        match self.fields.get_mut("citations") {
            Some(Value::Array(list)) => list.push(citation),
            _ => drop(self.fields.insert("citations".to_owned(), Value::Array(vec![citation]))),
        }
        Ok(Change::Citation)
    }

    /// What the delta leaves out is null, like in a block that was sent whole.
    fn replace(&mut self, key: &str, value: Option<&RawValue>) -> Result<(), serde_json::Error> {
        let value = value.map_or(Ok(Value::Null), tolerant::part)?;
        self.fields.insert(key.to_owned(), value);
        Ok(())
    }
}

impl Serialize for BlockSnapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (key, value) in &self.fields {
            match self.tool_input() {
                Some(input) if key == "input" => map.serialize_entry(key, &input)?,
                _ => map.serialize_entry(key, value)?,
            }
        }
        map.end()
    }
}

impl std::fmt::Debug for BlockSnapshot {
    /// Shows the kind, never the content.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockSnapshot").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

fn is_tool(kind: Option<&str>) -> bool {
    matches!(kind, Some("tool_use" | "server_tool_use" | "mcp_tool_use"))
}

fn text_of<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    fields.get(key).and_then(Value::as_str)
}
