//! The classes of what the API answers.

use std::collections::BTreeSet;

use super::super::schema::{Definition, Field, Kind, Schema, Type};
use super::annotation;
use super::module::{self, Module};
use super::names;
use super::text::{self, quoted};

/// Classes with more to them than their fields, or that are special forms of others, and the base that they have for it.
const BASES: &[(&str, &str)] = &[
    ("Message", "MessageBase"),
    ("TextEvent", "TextEventBase"),
    ("ParsedMessageStopEvent", "RawMessageStopEvent"),
    ("ParsedContentBlockStopEvent", "RawContentBlockStopEvent"),
    ("TextDelta", "Delta"),
    ("ThinkingDelta", "Delta"),
    ("InputJsonDelta", "Delta"),
];

/// Fields that hold, where texts are read as values, what is written by hand.
const READ: &[(&str, &str, &str)] = &[
    ("ParsedMessageStopEvent", "message", "ParsedMessage[Any]"),
    ("ParsedContentBlockStopEvent", "content_block", "ParsedContentBlock[Any]"),
];

/// The union of what a stream gives, in the order of the core's numbers.
const EVENTS: &str = "RawMessageStreamEvent";

/// The union of what the stream helper gives.
const HELPER_EVENTS: &str = "ParsedMessageStreamEvent";

/// Classes by the number that a kind of piece has in the core.
const PIECES: &str = "
# By the number that the kind of piece has in the core: what a delta brings, and what the stream helper derives from it.
DELTA_CLASSES = (TextDelta, ThinkingDelta, InputJSONDelta)
GROWN_CLASSES = (TextEvent, ThinkingEvent, InputJsonEvent)
";

const HEAD: &str = "\"\"\"The classes of what the API answers.\"\"\"

from __future__ import annotations

from .._events import Delta, Event, TextEventBase, UnknownEvent
from .._models import AnswerModel, MessageBase

TYPE_CHECKING = False
if TYPE_CHECKING:
";

/// The classes, each below those that it is made of.
pub(super) fn module(schema: &Schema) -> Module {
    let mut writer = Writer { schema, seen: BTreeSet::new(), module: Module::default() };
    for definition in &schema.definitions {
        writer.definition(definition);
    }
    writer.module
}

/// The file.
pub(super) fn text(schema: &Schema, module: &Module, choices: &Module) -> String {
    let events: Vec<String> = variants(schema, EVENTS).into_iter().map(|event| names::python(&event.name)).collect();
    let events: Vec<String> = std::iter::once("UnknownEvent".to_owned()).chain(events).collect();
    let imports = module::import_used("datetime", &["datetime"], &module.text, 4)
        + &module::import_used("typing", &["Any", "Literal"], &module.text, 4)
        + "\n"
        + &choices.import("._choices", &module.text, 4)
        + &module::import_used("._parsed", &["ParsedContentBlock", "ParsedMessage"], &module.text, 4);
    [
        text::NOTICE,
        HEAD,
        &imports,
        &module.text,
        "\n\n# By the number that the kind of event has in the core. Read by the native part.\n",
        &text::items("EVENT_CLASSES = (", &events, ")"),
        PIECES,
        "\n# By `type`.\n",
        &text::items("HELPER_EVENT_CLASSES = {", &by_type(schema, variants(schema, HELPER_EVENTS).into_iter()), "}"),
    ]
    .concat()
}

struct Writer<'a> {
    schema: &'a Schema,
    seen: BTreeSet<&'a str>,
    module: Module,
}

impl<'a> Writer<'a> {
    fn definition(&mut self, definition: &'a Definition) {
        if self.schema.is_sent(definition) || !self.seen.insert(&definition.name) {
            return;
        }
        match &definition.kind {
            Kind::Record { fields, .. } => {
                let made_of = fields.iter().flat_map(|field| targets(self.schema, &field.value));
                for target in made_of.chain(self.schema.find(base(self.schema, &definition.name))) {
                    self.definition(target);
                }
                self.record(definition, fields);
            }
            Kind::Union { .. } => {
                for variant in variants(self.schema, &definition.name) {
                    self.definition(variant);
                }
                self.union(definition);
            }
            Kind::Either { .. } | Kind::Words { .. } => {}
        }
    }

    fn record(&mut self, definition: &Definition, fields: &[Field]) {
        let name = names::python(&definition.name);
        let mut class = format!("\n\nclass {name}({}):\n", base(self.schema, &definition.name));
        class += &text::docstring(&definition.doc, 4);
        let nested = fields.iter().filter_map(|field| Some((field, builder(self.schema, &field.value)?)));
        let nested: Vec<String> = nested.map(|(field, made)| format!("{}: {made}", quoted(&field.name))).collect();
        if !nested.is_empty() {
            class += "\n";
            class += &text::items("    _nested = {", &nested, "}");
        }
        let moments: Vec<String> =
            fields.iter().filter(|field| is_moment(field)).map(|field| quoted(&field.name)).collect();
        if !moments.is_empty() {
            let line = format!("    _moments = ({},)\n", moments.join(", "));
            class += &line;
        }
        let is_event = is_event(self.schema, &definition.name);
        if is_event {
            class += &defaults(fields);
        }
        let fields: String = fields.iter().filter_map(|field| self.field(&name, field, is_event)).collect();
        if !fields.is_empty() {
            class += "\n";
            class += &fields;
        }
        self.module.add(&name, &class);
    }

    /// A field's declaration. Those that Python cannot name are attributes all the same, for `getattr`.
    fn field(&self, class: &str, field: &Field, is_event: bool) -> Option<String> {
        if names::is_reserved(&field.name) {
            return None;
        }
        let read = READ.iter().find(|(of, name, _)| (*of, *name) == (class, &*field.name));
        let kind = match read {
            Some((_, _, kind)) => (*kind).to_owned(),
            None if is_moment(field) => "datetime".to_owned(),
            None => annotation::received(self.schema, &field.value),
        };
        let mut line = format!("    {}: {kind}", field.name);
        if field.nullable || !field.required {
            line += " | None";
        }
        let value = match &field.value {
            Type::Constant(word) => Some(quoted(word)),
            // What makes points in time of text stands in the place of a default.
            _ if is_moment(field) => None,
            _ => default(field).filter(|_| !is_event),
        };
        line += &value.map_or_else(|| "\n".to_owned(), |value| format!(" = {value}\n"));
        if !field.doc.is_empty() {
            line += &text::docstring(&field.doc, 4);
        }
        Some(line)
    }

    /// The classes of a union, by their `type`.
    fn union(&mut self, definition: &Definition) {
        let classes = by_type(self.schema, variants(self.schema, &definition.name).into_iter());
        if ![EVENTS, HELPER_EVENTS].contains(&&*definition.name) && !classes.is_empty() {
            let made = text::items(&format!("_{} = {{", names::snake(&definition.name)), &classes, "}");
            self.module.text += "\n\n";
            self.module.text += &made;
        }
    }
}

/// Whether a field is a point in time.
fn is_moment(field: &Field) -> bool {
    matches!(field.value, Type::Text) && field.doc.contains("RFC 3339")
}

/// The class that a class is derived from.
fn base(schema: &Schema, name: &str) -> &'static str {
    if let Some((_, base)) = BASES.iter().find(|(class, _)| *class == name) {
        return base;
    }
    if is_event(schema, name) { "Event" } else { "AnswerModel" }
}

/// Whether a record is something that a stream gives.
fn is_event(schema: &Schema, name: &str) -> bool {
    let streams = schema.definitions.iter().filter(|definition| definition.name.ends_with("StreamEvent"));
    streams.flat_map(|union| variants(schema, &union.name)).any(|event| event.name == name)
}

/// The class of a field's value, classes by `type`, or one of these in a list for the values of a dict; `None` where it
/// stays as the JSON has it.
fn builder(schema: &Schema, value: &Type) -> Option<String> {
    if let Type::Map(item) = value {
        return builder(schema, item).map(|made| format!("[{made}]"));
    }
    let targets = targets(schema, value);
    match targets[..] {
        [] => None,
        [Definition { kind: Kind::Union { .. }, name, .. }] => Some(format!("_{}", names::snake(name))),
        [only] => Some(names::python(&only.name)),
        _ => {
            let records = targets.iter().flat_map(|target| match target.kind {
                Kind::Union { .. } => variants(schema, &target.name),
                _ => vec![*target],
            });
            Some(format!("{{{}}}", by_type(schema, records).join(", ")))
        }
    }
}

/// The records and unions of answers that a type is made of, choices between kinds of JSON seen through.
fn targets<'a>(schema: &'a Schema, value: &'a Type) -> Vec<&'a Definition> {
    let Some(definition) = value.inner().and_then(|name| schema.find(name)) else { return Vec::new() };
    match &definition.kind {
        Kind::Either { variants } => variants.iter().flat_map(|variant| targets(schema, variant)).collect(),
        Kind::Words { .. } => Vec::new(),
        _ if schema.is_sent(definition) => Vec::new(),
        _ => vec![definition],
    }
}

/// The records of a union, those of unions in it too.
fn variants<'a>(schema: &'a Schema, union: &str) -> Vec<&'a Definition> {
    let Some(Definition { kind: Kind::Union { variants: members }, .. }) = schema.find(union) else {
        return Vec::new();
    };
    let members = members.iter().filter_map(|name| schema.find(name));
    let records = members.flat_map(|member| match member.kind {
        Kind::Union { .. } => variants(schema, &member.name),
        _ => vec![member],
    });
    records.collect()
}

/// Entries of a table from `type` to class.
fn by_type<'a>(schema: &Schema, records: impl Iterator<Item = &'a Definition>) -> Vec<String> {
    let mut entries = Vec::new();
    for record in records {
        let Kind::Record { fields, .. } = &record.kind else { continue };
        let tag = fields.iter().find(|field| field.name == "type").map(|field| &field.value);
        let tags: Vec<&String> = match tag {
            Some(Type::Constant(tag)) => vec![tag],
            Some(Type::Named(name)) => match schema.find(name).map(|words| &words.kind) {
                Some(Kind::Words { words }) => words.iter().map(|(word, _)| word).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let class = names::python(&record.name);
        entries.extend(tags.into_iter().map(|tag| format!("{}: {class}", quoted(tag))));
    }
    entries
}

/// What the fields of an event are that did not come.
fn defaults(fields: &[Field]) -> String {
    let defaults = fields.iter().filter(|field| !matches!(field.value, Type::Constant(_)));
    let defaults: Vec<String> =
        defaults.filter_map(|field| Some(format!("{}: {}", quoted(&field.name), default(field)?))).collect();
    if defaults.is_empty() { String::new() } else { text::items("    _defaults = {", &defaults, "}") }
}

/// What a field is that did not come.
fn default(field: &Field) -> Option<String> {
    match &field.default {
        None if field.required => None,
        None => Some("None".to_owned()),
        Some(serde_json::Value::Bool(flag)) => Some(if *flag { "True" } else { "False" }.to_owned()),
        Some(other) => Some(other.to_string()),
    }
}
