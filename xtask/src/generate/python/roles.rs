//! The messages of one role, which the schema has as one type: the official package has a dict for each.

use super::super::schema::{Definition, Field, Kind, Schema};
use super::module::Module;
use super::text::{self, quoted};
use super::{annotation, names};

/// The definition that has all roles.
const MESSAGE: &str = "MessageParam";

/// What a message of the system holds: text alone.
const SYSTEM_CONTENT: &str = "str | Iterable[TextBlockParam | TextBlock]";

/// Class, role, type of the content where it is not that of every message, meaning.
const ROLES: &[(&str, &str, Option<&str>, &str)] = &[
    (
        "UserMessageParam",
        "user",
        None,
        "What the user says, or a program for the user: the results of tools come here too.",
    ),
    ("AssistantMessageParam", "assistant", None, "What the model said."),
    ("SystemMessageParam", "system", Some(SYSTEM_CONTENT), "Instructions in the middle of a conversation."),
];

/// The names of those that may stand where this definition is asked for.
///
/// A checker does not see that by itself: who is given a dict may change its role.
pub(super) fn of(definition: &str) -> impl Iterator<Item = String> + use<> {
    let roles = if definition == MESSAGE { ROLES } else { &[] };
    roles.iter().map(|(class, ..)| (*class).to_owned())
}

/// Adds the dicts, where `definition` is the one that has all roles.
pub(super) fn add(module: &mut Module, schema: &Schema, definition: &Definition) {
    let Kind::Record { fields, .. } = &definition.kind else { return };
    for (class, role, content, doc) in ROLES.iter().filter(|_| definition.name == MESSAGE) {
        let fields: String = fields.iter().map(|field| declaration(schema, field, role, *content)).collect();
        let head = format!("\n\nclass {class}(TypedDict):\n{}\n", text::docstring(doc, 4));
        module.add(&names::python(class), &(head + &fields));
    }
}

fn declaration(schema: &Schema, field: &Field, role: &str, content: Option<&str>) -> String {
    let value = match (field.name.as_str(), content) {
        ("role", _) => format!("Literal[{}]", quoted(role)),
        ("content", Some(content)) => content.to_owned(),
        _ => annotation::sent(schema, &field.value),
    };
    let doc = if field.doc.is_empty() { String::new() } else { text::docstring(&field.doc, 4) };
    format!("    {}: {value}\n{doc}", field.name)
}

#[cfg(test)]
mod tests {
    use super::super::super::schema::Type;
    use super::*;

    #[test]
    fn a_message_has_a_dict_for_each_role() {
        let field = |name: &str| Field {
            name: name.to_owned(),
            doc: String::new(),
            required: true,
            nullable: false,
            default: None,
            value: Type::Text,
        };
        let kind = Kind::Record { request: true, fields: vec![field("role"), field("content")] };
        let message = Definition { name: MESSAGE.to_owned(), doc: String::new(), module: String::new(), kind };
        let mut module = Module::default();
        add(&mut module, &Schema { definitions: Vec::new() }, &message);
        assert_eq!(module.names, of(MESSAGE).collect::<Vec<_>>());
        assert!(module.text.contains("\n    role: Literal[\"user\"]\n    content: str\n"), "{}", module.text);
        assert!(module.text.contains(&format!("\n    role: Literal[\"system\"]\n    content: {SYSTEM_CONTENT}\n")));
        assert_eq!(of("TextBlockParam").count(), 0);
    }
}
