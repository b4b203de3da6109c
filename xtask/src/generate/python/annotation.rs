//! Types of the schema as Python writes them.

use super::super::schema::{Definition, Field, Kind, Schema, Type};
use super::text::quoted;
use super::{names, roles};

/// The type of what is received.
pub(super) fn received(schema: &Schema, value: &Type) -> String {
    match value {
        Type::List(item) => format!("list[{}]", received(schema, item)),
        Type::Map(item) => format!("dict[str, {}]", received(schema, item)),
        Type::Named(name) => named(schema, name, &received).unwrap_or_else(|| names::python(name)),
        plain => plain_type(plain),
    }
}

/// The type of what may be sent: any iterable and mapping, and answers where they have the fields of what is asked for.
pub(super) fn sent(schema: &Schema, value: &Type) -> String {
    match value {
        Type::List(item) if matches!(**item, Type::Text) => "Strings".to_owned(),
        Type::List(item) => format!("Iterable[{}]", sent(schema, item)),
        Type::Map(item) => format!("Mapping[str, {}]", sent(schema, item)),
        // Not `Any`, which would let type checkers doubt which overload of a method is meant.
        Type::Anything => "object".to_owned(),
        Type::Named(name) if name == "MessageParams" => "MessageCreateParamsNonStreaming".to_owned(),
        Type::Named(name) => named(schema, name, &sent).unwrap_or_else(|| {
            let own = std::iter::once(names::python(name));
            own.chain(roles::of(name)).chain(counterparts(schema, name)).collect::<Vec<_>>().join(" | ")
        }),
        plain => plain_type(plain),
    }
}

fn plain_type(value: &Type) -> String {
    match value {
        Type::Text => "str".to_owned(),
        Type::Constant(word) => format!("Literal[{}]", quoted(word)),
        Type::Bool => "bool".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        _ => "Any".to_owned(),
    }
}

/// Choices between kinds of JSON are written out: their names say less than they.
fn named(schema: &Schema, name: &str, write: &dyn Fn(&Schema, &Type) -> String) -> Option<String> {
    match &schema.find(name)?.kind {
        Kind::Either { variants } => Some(kinds(schema, variants, write).join(" | ")),
        _ => None,
    }
}

/// The kinds of a choice. One dict alone is a choice between that and any other: a help with the fields that it names.
pub(super) fn kinds(schema: &Schema, variants: &[Type], write: &dyn Fn(&Schema, &Type) -> String) -> Vec<String> {
    let mut kinds: Vec<String> = variants.iter().map(|variant| write(schema, variant)).collect();
    if let [Type::Named(name)] = variants
        && matches!(schema.find(name), Some(Definition { kind: Kind::Record { request: true, .. }, .. }))
    {
        kinds.push("Mapping[str, object]".to_owned());
    }
    kinds
}

/// The answers that may be sent where `name` is asked for.
fn counterparts(schema: &Schema, name: &str) -> Vec<String> {
    let Some(definition) = schema.find(name) else { return Vec::new() };
    match &definition.kind {
        Kind::Record { request: true, fields } => counterpart(schema, name, fields).into_iter().collect(),
        Kind::Union { variants } if schema.is_sent(definition) => {
            let whole = name.strip_suffix("Param").and_then(|name| schema.find(name));
            match whole {
                Some(Definition { kind: Kind::Union { .. }, name, .. }) => vec![names::python(name)],
                _ => variants.iter().flat_map(|variant| counterparts(schema, variant)).collect(),
            }
        }
        _ => Vec::new(),
    }
}

fn counterpart(schema: &Schema, name: &str, fields: &[Field]) -> Option<String> {
    let answer = schema.find(name.strip_suffix("Param")?)?;
    let Kind::Record { request: false, fields: theirs } = &answer.kind else { return None };
    let has = |field: &Field| theirs.iter().any(|other| other.name == field.name);
    let fits = fields.iter().filter(|field| field.required).all(has) && fields.iter().any(has);
    fits.then(|| names::python(&answer.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, request: bool, fields: &[&str]) -> Definition {
        let field = |name: &&str| Field {
            name: (*name).to_owned(),
            doc: String::new(),
            required: true,
            nullable: false,
            default: None,
            value: Type::Text,
        };
        let kind = Kind::Record { request, fields: fields.iter().map(field).collect() };
        Definition { name: name.to_owned(), doc: String::new(), module: String::new(), kind }
    }

    fn schema() -> Schema {
        let variants = vec![Type::Text, Type::List(Box::new(Type::Named("TextBlockParam".to_owned())))];
        let either = Definition { kind: Kind::Either { variants }, ..record("Content", true, &[]) };
        Schema {
            definitions: vec![
                record("TextBlockParam", true, &["type", "text"]),
                record("TextBlock", false, &["type", "text", "citations"]),
                record("DiagnosticsParam", true, &["previous_message_id"]),
                record("Diagnostics", false, &["cache_miss_reason"]),
                either,
            ],
        }
    }

    #[test]
    fn an_answer_may_be_sent_where_it_has_what_is_asked_for() {
        let sent = |name: &str| sent(&schema(), &Type::Named(name.to_owned()));
        assert_eq!(sent("TextBlockParam"), "TextBlockParam | TextBlock");
        assert_eq!(sent("DiagnosticsParam"), "DiagnosticsParam");
    }

    #[test]
    fn a_choice_between_kinds_of_json_is_written_out() {
        let content = Type::Named("Content".to_owned());
        assert_eq!(sent(&schema(), &content), "str | Iterable[TextBlockParam | TextBlock]");
        assert_eq!(received(&schema(), &content), "str | list[TextBlockParam]");
    }

    #[test]
    fn a_string_is_no_list_of_strings() {
        assert_eq!(sent(&schema(), &Type::List(Box::new(Type::Text))), "Strings");
    }
}
