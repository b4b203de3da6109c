//! Types of the schema as TypeScript writes them.

use super::super::schema::{Definition, Field, Kind, Schema, Type};
use super::names;
use super::text::quoted;

/// The type of a value.
pub(super) fn of(schema: &Schema, value: &Type) -> String {
    match value {
        Type::Anything => "unknown".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Constant(word) => quoted(word),
        Type::Bool => "boolean".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::List(item) => list(&of(schema, item)),
        Type::Map(item) => format!("Record<string, {}>", of(schema, item)),
        Type::Named(name) => named(schema, name),
    }
}

/// The members of a choice between kinds of JSON.
pub(super) fn choices(schema: &Schema, variants: &[Type]) -> Vec<String> {
    variants.iter().map(|variant| of(schema, variant)).collect()
}

/// The type of a field of this record. A field of a request is as open as the same field of the answer, so that an
/// answer can be sent back as it is.
pub(super) fn of_field(schema: &Schema, record: &str, field: &Field) -> String {
    if names::is_open_record(record) && matches!(&field.value, Type::Map(item) if matches!(**item, Type::Anything)) {
        // Generators of schemas give interfaces, which the compiler does not take for a `Record`.
        return "unknown".to_owned();
    }
    let answer = record.strip_suffix("Param").and_then(|name| schema.find(name)).map(|answer| &answer.kind);
    let Some(Kind::Record { request: false, fields }) = answer else { return of(schema, &field.value) };
    match fields.iter().find(|other| other.name == field.name) {
        Some(Field { value: Type::Anything, .. }) => "unknown".to_owned(),
        _ => of(schema, &field.value),
    }
}

fn list(item: &str) -> String {
    if item.contains(" | ") { format!("({item})[]") } else { format!("{item}[]") }
}

fn named(schema: &Schema, name: &str) -> String {
    match schema.find(name) {
        // Inside another request, as in a batch, there is no stream.
        _ if name == "MessageParams" => "MessageCreateParamsNonStreaming".to_owned(),
        Some(definition @ Definition { kind: Kind::Either { variants }, .. }) if !names::is_exported(definition) => {
            choices(schema, variants).join(" | ")
        }
        _ => names::typescript(schema, name),
    }
}
