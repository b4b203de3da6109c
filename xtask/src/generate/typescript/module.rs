//! A file of declarations.

use std::collections::BTreeSet;

use super::super::schema::{Definition, Kind, Schema};
use super::{declaration, names, text};

/// A file that is being written.
pub(super) struct Module {
    /// Where it is, inside the tree.
    pub(super) path: &'static str,
    /// The names that other files import.
    pub(super) names: Vec<String>,
    head: &'static str,
    body: String,
}

/// Names that are written by hand, and where.
const BY_HAND: (&str, &[&str]) = ("./calls.js", &["MessageCreateParamsNonStreaming"]);

/// The files, in the order in which they are read best.
pub(super) fn all(schema: &Schema) -> Vec<Module> {
    let is_words = |definition: &Definition| matches!(definition.kind, Kind::Words { .. });
    let is_sent = |definition: &Definition| !is_words(definition) && schema.is_sent(definition);
    vec![
        Module::new(
            schema,
            "bindings-node/ts/types/params.ts",
            "/** What is sent. Fields that these types do not know go into `extraBody`. */\n",
            is_sent,
        ),
        Module::new(
            schema,
            "bindings-node/ts/types/answers.ts",
            "/** What is received. Fields that these types do not know are there all the same. */\n",
            |definition| !is_words(definition) && !is_sent(definition),
        ),
        Module::new(
            schema,
            "bindings-node/ts/types/words.ts",
            "/** Strings with a meaning, of requests and of answers. The API may answer with new ones. */\n",
            is_words,
        ),
    ]
}

impl Module {
    fn new(schema: &Schema, path: &'static str, head: &'static str, belongs: impl Fn(&Definition) -> bool) -> Self {
        let mut module = Self { path, names: Vec::new(), head, body: String::new() };
        let exported = schema.definitions.iter().filter(|definition| names::is_exported(definition));
        let members: Vec<&Definition> = exported.filter(|definition| belongs(definition)).collect();
        for topic in topics(&members) {
            module.body += &["\n// ", &topic.replace('_', " "), "\n"].concat();
            for definition in members.iter().filter(|definition| definition.module == topic) {
                module.add(&names::typescript(schema, &definition.name), &declaration::of(schema, definition));
            }
        }
        module.add_aliases();
        module
    }

    fn add(&mut self, name: &str, declaration: &str) {
        if !name.contains('.') {
            self.names.push(name.to_owned());
        }
        self.body += "\n";
        self.body += declaration;
    }

    fn add_aliases(&mut self) {
        let has = |target: &str| target.split('.').next().is_some_and(|name| self.names.iter().any(|own| own == name));
        let aliases: Vec<_> = names::ALIASES.iter().filter(|(_, target)| has(target)).collect();
        if !aliases.is_empty() {
            self.body += "\n// other names\n";
        }
        for (alias, target) in aliases {
            self.add(alias, &format!("/** Another name of {{@link {target}}}. */\nexport type {alias} = {target};\n"));
        }
    }

    /// The source, with what it needs of the other files.
    pub(super) fn text(&self, all: &[Self]) -> String {
        let words = words(&self.body);
        let others = all.iter().filter(|other| other.path != self.path);
        let others = others.map(|other| (other.import_path(), other.names.iter().map(String::as_str).collect()));
        let by_hand = (BY_HAND.0.to_owned(), BY_HAND.1.to_vec());
        let imports: String = others
            .chain([by_hand])
            .map(|(path, names): (String, Vec<&str>)| {
                let used: BTreeSet<&str> = names.into_iter().filter(|name| words.contains(name)).collect();
                text::import(&path, &used.into_iter().map(str::to_owned).collect::<Vec<_>>())
            })
            .collect();
        [text::NOTICE, self.head, &imports, &self.body].concat()
    }

    fn import_path(&self) -> String {
        let file = self.path.rsplit('/').next().unwrap_or(self.path);
        format!("./{}", file.replace(".ts", ".js"))
    }
}

/// What the definitions are about, in the order in which it first comes up.
fn topics<'a>(definitions: &[&'a Definition]) -> Vec<&'a str> {
    let mut topics: Vec<&str> = Vec::new();
    for definition in definitions {
        if !topics.contains(&definition.module.as_str()) {
            topics.push(&definition.module);
        }
    }
    topics
}

/// Everything in a source that could be a name, its comments left out.
fn words(source: &str) -> BTreeSet<&str> {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with(['/', '*']));
    lines.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')).collect()
}
