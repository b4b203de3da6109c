//! The typed dicts of what is sent.

use super::super::schema::{Definition, Field, Kind, Schema};
use super::annotation;
use super::choices::{add_aliases, choice, ordered};
use super::module::{self, Module};
use super::{names, roles, text};

/// The body of a request for a message, and the field of it that the methods decide on.
pub(super) const BODY: (&str, &str) = ("MessageParams", "stream");

const HEAD: &str = "\"\"\"What requests are made of: the types of plain dicts, for type checkers and editors.\"\"\"

from __future__ import annotations

from collections.abc import Iterable, Mapping
";

/// The definitions: dicts first, then unions, which are made of them.
pub(super) fn module(schema: &Schema) -> Module {
    let mut module = Module::default();
    let sent = |definition: &Definition| schema.is_sent(definition);
    for definition in schema.definitions.iter().filter(|definition| sent(definition)) {
        if let Kind::Record { fields, .. } = &definition.kind {
            let is_switch = |field: &Field| (definition.name.as_str(), field.name.as_str()) == BODY;
            // A class cannot name a key that is a word of Python's own.
            let said = fields.iter().filter(|field| !is_switch(field) && !names::is_reserved(&field.name));
            let fields: Vec<&Field> = said.collect();
            module.add(&names::python(&definition.name), &typed_dict(schema, definition, &fields));
            roles::add(&mut module, schema, definition);
            if definition.name == BODY.0 {
                add_body(&mut module);
            }
        }
    }
    module.text.push('\n');
    for definition in ordered(schema, sent) {
        module.add(&names::python(&definition.name), &choice(schema, definition, &annotation::sent));
    }
    add_aliases(&mut module, schema, sent);
    module
}

/// The file.
pub(super) fn text(module: &Module, answers: &Module, choices: &Module) -> String {
    let typing = ["Any", "Literal", "TypeAlias", "TypedDict", "Union"];
    let imports = module::import_used("typing", &typing, &module.text, 0)
        + "\n"
        + &answers.import("._answers", &module.text, 0)
        + &choices.import("._choices", &module.text, 0)
        + &module::import_used("._options", &["Strings"], &module.text, 0);
    [text::NOTICE, HEAD, &imports, &module.text].concat()
}

/// A dict. Python 3.10 cannot say of one field that it may be left out, so those that must be there have a class of their own.
fn typed_dict(schema: &Schema, definition: &Definition, fields: &[&Field]) -> String {
    let name = names::python(&definition.name);
    let doc = text::docstring(&definition.doc, 4);
    let (required, optional): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.required);
    let (required, optional) = (declarations(schema, &required), declarations(schema, &optional));
    match (required.is_empty(), optional.is_empty()) {
        (_, true) => {
            format!("\n\nclass {name}(TypedDict):\n{doc}{}{required}", if required.is_empty() { "" } else { "\n" })
        }
        (true, false) => format!("\n\nclass {name}(TypedDict, total=False):\n{doc}\n{optional}"),
        (false, false) => format!(
            "\n\nclass _{name}(TypedDict):\n{required}\n\nclass {name}(_{name}, total=False):\n{doc}\n{optional}"
        ),
    }
}

fn declarations(schema: &Schema, fields: &[&Field]) -> String {
    fields.iter().map(|field| declaration(schema, field)).collect()
}

fn declaration(schema: &Schema, field: &Field) -> String {
    let mut line = format!("    {}: {}\n", field.name, annotation::sent(schema, &field.value) + null(field));
    if !field.doc.is_empty() {
        line += &text::docstring(&field.doc, 4);
    }
    line
}

/// What a field takes beside its values.
pub(super) fn null(field: &Field) -> &'static str {
    if field.nullable { " | None" } else { "" }
}

/// The whole arguments of `create`, by what it gives.
fn add_body(module: &mut Module) {
    let base = names::python(BODY.0);
    for (name, total, literal, doc) in [
        (
            "MessageCreateParamsNonStreaming",
            ", total=False",
            "False",
            "The parameters of a call that gives the message.",
        ),
        ("MessageCreateParamsStreaming", "", "True", "The parameters of a call that gives the events of a stream."),
    ] {
        let class =
            format!("\n\nclass {name}({base}{total}):\n{}\n    stream: Literal[{literal}]\n", text::docstring(doc, 4));
        module.add(name, &class);
    }
    let union =
        "\n\nMessageCreateParams: TypeAlias = Union[MessageCreateParamsNonStreaming, MessageCreateParamsStreaming]\n";
    module
        .add("MessageCreateParams", &format!("{union}{}", text::docstring("The parameters of `messages.create`.", 0)));
}
