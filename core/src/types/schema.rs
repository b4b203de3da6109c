//! Writes the committed JSON Schema from the declared types. Run by `make generate`; without it, the test compares.

use std::{collections::BTreeSet, path::Path};

use serde_json::{Map, Value, json};

use super::{
    BatchCreateParams, BatchListParams, CountTokensParams, DeletedFile, DeletedMessageBatch, ErrorResponse, ErrorType,
    FileListParams, FileMetadata, Message, MessageBatch, MessageBatchIndividualResponse, MessageParams,
    MessageTokensCount, ModelInfo, ModelListParams, ParsedMessageStreamEvent, RawMessageStreamEvent,
    shape::{Bound, Either, Field, Need, Origin, Record, Shape, Shaped, Union, Words},
};

/// What everything else is reachable from.
const ROOTS: &[fn() -> Shape] = &[
    MessageParams::shape,
    CountTokensParams::shape,
    Message::shape,
    RawMessageStreamEvent::shape,
    ParsedMessageStreamEvent::shape,
    ErrorResponse::shape,
    ErrorType::shape,
    MessageTokensCount::shape,
    BatchCreateParams::shape,
    BatchListParams::shape,
    MessageBatch::shape,
    DeletedMessageBatch::shape,
    MessageBatchIndividualResponse::shape,
    ModelListParams::shape,
    ModelInfo::shape,
    FileListParams::shape,
    FileMetadata::shape,
    DeletedFile::shape,
];

/// The definitions written so far, in the order in which they are met.
#[derive(Default)]
struct Writer {
    seen: BTreeSet<&'static str>,
    definitions: Map<String, Value>,
}

impl Writer {
    /// The schema of a value of this shape; named shapes become references.
    fn schema(&mut self, shape: Shape) -> Value {
        match shape {
            Shape::Anything => json!({}),
            Shape::Text => json!({"type": "string"}),
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Integer => json!({"type": "integer"}),
            Shape::Count => json!({"type": "integer", "minimum": 0}),
            Shape::Number => json!({"type": "number"}),
            Shape::List(item) => json!({"type": "array", "items": self.schema(item())}),
            Shape::Map(item) => json!({"type": "object", "additionalProperties": self.schema(item())}),
            Shape::Record(record) => self.named(record.name, |writer| writer.record(record)),
            Shape::Union(union) => self.named(union.name, |writer| writer.union(union)),
            Shape::Either(either) => self.named(either.name, |writer| writer.either(either)),
            Shape::Words(words) => self.named(words.name, |_| Self::words(words)),
        }
    }

    fn named(&mut self, name: &'static str, write: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.seen.insert(name) {
            self.definitions.insert(name.to_owned(), Value::Null);
            let definition = write(self);
            self.definitions.insert(name.to_owned(), definition);
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    fn record(&mut self, record: &Record) -> Value {
        let mut properties = Map::new();
        for (name, word) in record.constants {
            properties.insert((*name).to_owned(), json!({"const": word}));
        }
        for field in record.fields {
            properties.insert(field.name.to_owned(), self.field(field));
        }
        let needed = record.fields.iter().filter(|field| matches!(field.need, Need::Required | Need::Defaulted));
        let required: Vec<&str> =
            record.constants.iter().map(|(name, _)| *name).chain(needed.map(|field| field.name)).collect();
        described(&record.origin, json!({"type": "object", "properties": properties, "required": required}))
    }

    fn field(&mut self, field: &Field) -> Value {
        let shape = (field.shape)();
        let default = default(&shape).filter(|_| field.need == Need::Defaulted);
        let mut schema = self.schema(shape);
        bound(&mut schema, field.bound);
        if let Some(default) = default {
            schema["default"] = default;
        }
        if field.need == Need::Nullable {
            schema = json!({"anyOf": [schema, {"type": "null"}]});
        }
        schema["description"] = text(field.doc).into();
        schema
    }

    fn union(&mut self, union: &Union) -> Value {
        let variants: Vec<Value> = union.variants.iter().map(|shape| self.schema(shape())).collect();
        let mut schema = json!({"anyOf": open(variants, "object"), "x-tag": "type", "x-open": true});
        if let Some(untyped) = union.untyped {
            schema["x-untyped"] = self.schema(untyped());
        }
        described(&union.origin, schema)
    }

    fn either(&mut self, either: &Either) -> Value {
        let variants: Vec<Value> = either.variants.iter().map(|shape| self.schema(shape())).collect();
        described(&either.origin, json!({"anyOf": variants, "x-open": true}))
    }

    fn words(words: &Words) -> Value {
        let meanings = words.list.iter().zip(words.docs);
        let meanings: Vec<Value> =
            meanings.map(|(word, doc)| json!({"const": word, "description": text(doc)})).collect();
        described(&words.origin, json!({"type": "string", "anyOf": open(meanings, "string"), "x-open": true}))
    }
}

/// What a simple value is when the server leaves it out.
fn default(shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Text => Some("".into()),
        Shape::Bool => Some(false.into()),
        Shape::Integer | Shape::Count => Some(0.into()),
        Shape::Number => Some(0.0.into()),
        _ => None,
    }
}

/// Adds what keeps a choice open: anything else of the same JSON type.
fn open(mut choices: Vec<Value>, kind: &str) -> Vec<Value> {
    choices.push(json!({"type": kind}));
    choices
}

/// What is certain about a value, in the schema's own words where it has them.
fn bound(schema: &mut Value, bound: Option<Bound>) {
    match bound {
        None | Some(Bound::Present) => {}
        Some(Bound::Between(low, high)) => {
            schema["minimum"] = low.into();
            schema["maximum"] = high.into();
        }
        Some(Bound::AtLeast(low)) => schema["minimum"] = low.into(),
        Some(Bound::Items(least, most)) => {
            schema["minItems"] = least.into();
            schema["maxItems"] = most.into();
        }
        Some(Bound::NoneEmpty) => schema["items"]["minLength"] = 1.into(),
        Some(Bound::Base64) => schema["contentEncoding"] = "base64".into(),
        Some(Bound::Closed | Bound::Speaker) => schema["x-closed"] = true.into(),
    }
}

fn described(origin: &Origin, mut schema: Value) -> Value {
    schema["description"] = text(origin.doc).into();
    schema["x-module"] = origin.module.rsplit("::").next().into();
    if let Some(face) = origin.face {
        schema["x-face"] = face.into();
    }
    schema
}

/// A doc comment as plain text: one line a paragraph, without the space that every line begins with. Examples are Rust and stay out.
fn text(doc: &str) -> String {
    let prose = doc.split("```").step_by(2).collect::<Vec<_>>().join("");
    let lines: Vec<&str> = prose.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.join(" ")).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_committed_schema_is_what_the_types_say() {
    let mut writer = Writer::default();
    let roots: Vec<Value> = ROOTS.iter().map(|shape| writer.schema(shape())).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The wire of the Claude Messages API, as Tidings declares it",
        "description": "Written by `make generate` from core/src/types. Objects are open: fields that are not named here are kept.",
        "anyOf": roots,
        "$defs": writer.definitions,
    });
    let written = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/messages.json");
    if std::env::var_os("TIDINGS_GENERATE").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == written, "core/schema/messages.json is not what the types say: run `make generate`");
}
