//! The declaration of one type.

use super::super::schema::{Definition, Field, Kind, Schema};
use super::{expression, names, text};

/// The declaration with its documentation; one inside a namespace comes with it.
pub(super) fn of(schema: &Schema, definition: &Definition) -> String {
    let name = names::typescript(schema, &definition.name);
    let Some((outer, name)) = name.split_once('.') else {
        return format!("{}export {}", text::comment(&doc(definition), 0), body(schema, definition, &name));
    };
    let inner = text::comment(&doc(definition), 0) + &body(schema, definition, name);
    format!("export declare namespace {outer} {{\n{}}}\n", text::indented(&inner))
}

/// What is said of it; words are listed with their meanings.
fn doc(definition: &Definition) -> String {
    let Kind::Words { words } = &definition.kind else { return definition.doc.clone() };
    let meanings: Vec<String> = words.iter().map(|(word, doc)| format!("\n- `{word}`: {doc}")).collect();
    format!("{}\n{}", definition.doc, meanings.concat())
}

fn body(schema: &Schema, definition: &Definition, name: &str) -> String {
    let members = match &definition.kind {
        Kind::Record { request, fields } => return interface(schema, definition, name, *request, fields),
        Kind::Union { variants } => variants.iter().map(|variant| names::typescript(schema, variant)).collect(),
        Kind::Either { variants } => expression::choices(schema, variants),
        Kind::Words { words } => self::words(&definition.name, words),
    };
    text::choice(&format!("type {name} ="), &members)
}

fn interface(schema: &Schema, definition: &Definition, name: &str, request: bool, fields: &[Field]) -> String {
    let member = if request { sent } else { received };
    let fields = fields.iter().map(|field| {
        let value = expression::of_field(schema, &definition.name, field);
        text::comment(&field.doc, 2) + &format!("  {};\n", member(field, &value))
    });
    let mut fields: String = fields.collect();
    if names::is_open_record(&definition.name) {
        fields += "  [other: string]: unknown;\n";
    }
    if fields.is_empty() { format!("interface {name} {{}}\n") } else { format!("interface {name} {{\n{fields}}}\n") }
}

/// A field that the caller writes.
fn sent(field: &Field, value: &str) -> String {
    // Anything may be null or left out as it is.
    let null = if field.nullable && value != "unknown" { " | null" } else { "" };
    match (field.required, value) {
        (true, _) => format!("{}: {value}{null}", field.name),
        (false, "unknown") => format!("{}?: unknown", field.name),
        (false, _) => format!("{}?: {value}{null} | undefined", field.name),
    }
}

/// A field that the caller reads.
fn received(field: &Field, value: &str) -> String {
    if field.nullable && names::is_left_out(&field.name) {
        format!("{}?: {value} | null", field.name)
    } else if field.nullable {
        format!("{}: {value} | null", field.name)
    } else if field.required {
        format!("{}: {value}", field.name)
    } else {
        format!("{}?: {value}", field.name)
    }
}

fn words(name: &str, words: &[(String, String)]) -> Vec<String> {
    let mut members: Vec<String> = words.iter().map(|(word, _)| text::quoted(word)).collect();
    if names::is_open_word(name) {
        // Written so that editors still offer the words.
        members.push("(string & {})".to_owned());
    }
    members
}

#[cfg(test)]
mod tests {
    use super::super::super::schema::Type;
    use super::*;

    fn field(name: &str, required: bool, nullable: bool, value: Type) -> Field {
        Field { name: name.to_owned(), doc: "What it is.".to_owned(), required, nullable, default: None, value }
    }

    fn written(name: &str, request: bool, fields: Vec<Field>) -> String {
        let kind = Kind::Record { request, fields };
        let definition = Definition { name: name.to_owned(), doc: "A record.".to_owned(), module: String::new(), kind };
        let schema = Schema { definitions: vec![definition] };
        of(&schema, &schema.definitions[0])
    }

    #[test]
    fn what_is_sent_may_be_left_out_or_undefined() {
        let fields = vec![field("a", true, false, Type::Text), field("b", false, true, Type::Integer)];
        let expected = "/** A record. */\nexport interface ARecordBlockParam {\n  /** What it is. */\n  a: string;\n  \
                        /** What it is. */\n  b?: number | null | undefined;\n}\n";
        assert_eq!(written("ARecordBlockParam", true, fields), expected);
    }

    #[test]
    fn what_is_received_is_there_or_null_but_for_the_optional() {
        let fields = vec![field("a", false, true, Type::Text), field("b", false, false, Type::Bool)];
        let text = written("Answer", false, fields);
        assert!(text.contains("  a: string | null;\n") && text.contains("  b?: boolean;\n"), "{text}");
        let text = written("Answer", false, vec![field("toolset_name", false, true, Type::Text)]);
        assert!(text.contains("  toolset_name?: string | null;\n"), "{text}");
    }

    #[test]
    fn a_name_with_a_dot_is_declared_in_a_namespace() {
        let text =
            written("InputSchemaTyped", true, vec![field("properties", false, true, Type::Map(Type::Anything.into()))]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..3], ["export declare namespace Tool {", "  /** A record. */", "  interface InputSchema {"]);
        assert!(text.contains("    properties?: unknown;\n    [other: string]: unknown;\n"), "{text}");
    }

    #[test]
    fn a_field_of_a_request_is_as_open_as_that_of_the_answer() {
        let record = |name: &str, request: bool, value: Type| Definition {
            name: name.to_owned(),
            doc: String::new(),
            module: String::new(),
            kind: Kind::Record { request, fields: vec![field("input", true, false, value)] },
        };
        let map = Type::Map(Box::new(Type::Anything));
        let schema =
            Schema { definitions: vec![record("UseBlockParam", true, map), record("UseBlock", false, Type::Anything)] };
        assert!(of(&schema, &schema.definitions[0]).contains("  input: unknown;\n"));
    }

    #[test]
    fn words_are_listed_with_their_meanings() {
        let words = vec![("a".to_owned(), "First.".to_owned()), ("b".to_owned(), "Second.".to_owned())];
        let definition = |name: &str| Definition {
            name: name.to_owned(),
            doc: "Words.".to_owned(),
            module: String::new(),
            kind: Kind::Words { words: words.clone() },
        };
        let schema = Schema { definitions: vec![definition("Letter"), definition("Model")] };
        let expected =
            "/**\n * Words.\n *\n * - `a`: First.\n * - `b`: Second.\n */\nexport type Letter = 'a' | 'b';\n";
        assert_eq!(of(&schema, &schema.definitions[0]), expected);
        assert!(of(&schema, &schema.definitions[1]).ends_with("export type Model = 'a' | 'b' | (string & {});\n"));
    }
}
