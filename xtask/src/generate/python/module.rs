//! A module that is being written: its definitions, and what they need from other modules.

use std::collections::BTreeSet;

use super::text;

/// The definitions of a module, in the order in which they are to stand.
#[derive(Default)]
pub(super) struct Module {
    /// The names that users import.
    pub(super) names: Vec<String>,
    /// The source.
    pub(super) text: String,
}

impl Module {
    /// Adds a definition.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        self.names.push(name.to_owned());
        self.text.push_str(text);
    }

    /// The import of those of its names that a text uses, indented by this many spaces; empty where it uses none.
    pub(super) fn import(&self, path: &str, source: &str, indent: usize) -> String {
        let words = words(source);
        let used: BTreeSet<&String> = self.names.iter().filter(|name| words.contains(name.as_str())).collect();
        import(path, &used.into_iter().cloned().collect::<Vec<_>>(), indent)
    }
}

/// An import of these names; empty where there are none.
pub(super) fn import(path: &str, names: &[String], indent: usize) -> String {
    if names.is_empty() {
        return String::new();
    }
    let line = format!("{}from {path} import ", " ".repeat(indent));
    let whole = format!("{line}{}\n", names.join(", "));
    if whole.len() <= 121 { whole } else { text::items(&format!("{line}("), names, ")") }
}

/// The import of those of the candidates that a text uses.
pub(super) fn import_used(path: &str, candidates: &[&str], source: &str, indent: usize) -> String {
    let words = words(source);
    let used: Vec<String> =
        candidates.iter().filter(|name| words.contains(**name)).map(|name| (*name).into()).collect();
    import(path, &used, indent)
}

/// Everything in a source that could be a name.
fn words(source: &str) -> BTreeSet<&str> {
    source.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_used_is_imported() {
        let mut module = Module::default();
        module.add("Text", "");
        module.add("TextBlock", "");
        assert_eq!(module.import("._a", "x: list[TextBlock]", 4), "    from ._a import TextBlock\n");
        assert_eq!(module.import("._a", "x: Texts", 4), "");
    }
}
