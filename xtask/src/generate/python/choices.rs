//! Words, and unions of answers.

use super::super::schema::{Definition, Kind, Schema, Type};
use super::annotation;
use super::module::{self, Module};
use super::names::{self, ALIASES};
use super::text::{self, quoted};

const HEAD: &str = "\"\"\"Words, and unions of the classes of answers.\"\"\"

from __future__ import annotations

";

/// The definitions: words first, then unions, then choices between kinds of JSON, which are made of those.
pub(super) fn module(schema: &Schema) -> Module {
    let mut module = Module::default();
    for definition in ordered(schema, |definition| !schema.is_sent(definition)) {
        module.add(&names::python(&definition.name), &choice(schema, definition, &annotation::received));
    }
    add_aliases(&mut module, schema, |definition| !schema.is_sent(definition));
    module
}

/// The file.
pub(super) fn text(module: &Module, answers: &Module) -> String {
    let typing = ["Any", "Literal", "TypeAlias", "Union"];
    let imports =
        module::import_used("typing", &typing, &module.text, 0) + "\n" + &answers.import("._answers", &module.text, 0);
    [text::NOTICE, HEAD, &imports, &module.text].concat()
}

/// The words, unions and eithers that are wanted, so that each stands below what it is made of.
pub(super) fn ordered(schema: &Schema, wanted: impl Fn(&Definition) -> bool) -> Vec<&Definition> {
    let rank = |definition: &Definition| match definition.kind {
        Kind::Record { .. } => None,
        Kind::Words { .. } => Some(0),
        Kind::Union { .. } => Some(1),
        Kind::Either { .. } => Some(2),
    };
    let mut chosen: Vec<(i32, &Definition)> =
        schema.definitions.iter().filter(|one| wanted(one)).filter_map(|one| Some((rank(one)?, one))).collect();
    chosen.sort_by_key(|(rank, _)| *rank);
    chosen.into_iter().map(|(_, definition)| definition).collect()
}

/// An alias for a choice, with its documentation.
pub(super) fn choice(schema: &Schema, definition: &Definition, write: &dyn Fn(&Schema, &Type) -> String) -> String {
    let name = names::python(&definition.name);
    let (value, doc) = match &definition.kind {
        Kind::Words { words } => (literals(&definition.name, words), meanings(&definition.doc, words)),
        Kind::Union { variants } => {
            let variants: Vec<String> = variants.iter().map(|name| names::python(name)).collect();
            (union(&name, &variants), definition.doc.clone())
        }
        Kind::Either { variants } => {
            (union(&name, &annotation::kinds(schema, variants, write)), definition.doc.clone())
        }
        Kind::Record { .. } => return String::new(),
    };
    format!("\n{value}{}", text::docstring(&doc, 0))
}

/// Second names, of those definitions that are there.
pub(super) fn add_aliases(module: &mut Module, schema: &Schema, wanted: impl Fn(&Definition) -> bool) {
    for (alias, target) in ALIASES {
        let found = schema.definitions.iter().find(|one| names::python(&one.name) == *target);
        if found.is_some_and(&wanted) && schema.find(alias).is_none() {
            let doc = format!("The same as `{target}`.");
            module.add(alias, &format!("\n{alias}: TypeAlias = {target}\n{}", text::docstring(&doc, 0)));
        }
    }
}

fn union(name: &str, variants: &[String]) -> String {
    match variants {
        [only] => format!("{name}: TypeAlias = {only}\n"),
        _ => text::items(&format!("{name}: TypeAlias = Union["), variants, "]"),
    }
}

fn literals(name: &str, words: &[(String, String)]) -> String {
    let python = names::python(name);
    let words: Vec<String> = words.iter().map(|(word, _)| quoted(word)).collect();
    if names::is_open(name) {
        let literal = text::items("    Literal[", &words, "]");
        let literal = literal.trim_end();
        return format!("{python}: TypeAlias = Union[\n{literal},\n    str,\n]\n");
    }
    text::items(&format!("{python}: TypeAlias = Literal["), &words, "]")
}

fn meanings(doc: &str, words: &[(String, String)]) -> String {
    let meanings: Vec<String> = words
        .iter()
        .filter(|(_, meaning)| !meaning.is_empty())
        .map(|(word, meaning)| format!("- `{word}`: {}", meaning.replace("\n\n", " ")))
        .collect();
    format!("{doc}\n\n{}", meanings.join("\n"))
}
