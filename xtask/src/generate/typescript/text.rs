//! Pieces of TypeScript source.

use super::super::prose;

/// The first line of every file.
pub(super) const NOTICE: &str =
    "// Written by `make generate` from the types declared in core/src/types: change them there, then run it.\n";

/// How wide a line may be.
const WIDTH: usize = 120;

/// A comment of documentation, indented by this many spaces; empty where there is nothing to say.
pub(super) fn comment(doc: &str, indent: usize) -> String {
    if doc.is_empty() {
        return String::new();
    }
    // The types are declared in Rust, which has another word for it.
    let doc = doc.replace("*/", "*\\/").replace("`None`", "`null`");
    let margin = " ".repeat(indent);
    let line = format!("{margin}/** {doc} */\n");
    if !doc.contains('\n') && line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let lines = prose::wrapped(&doc, WIDTH - indent - 3);
    let lines: String = lines.iter().map(|line| format!("{margin} * {line}").trim_end().to_owned() + "\n").collect();
    format!("{margin}/**\n{lines}{margin} */\n")
}

/// A declaration whose value is one of several types, on one line where it fits.
pub(super) fn choice(before: &str, members: &[String]) -> String {
    let line = format!("{before} {};\n", members.join(" | "));
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    format!("{before}\n  | {};\n", members.join("\n  | "))
}

/// An import of types on one line where it fits.
pub(super) fn import(path: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let line = format!("import type {{ {} }} from '{path}';\n", names.join(", "));
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let names = prose::wrapped(&(names.join(", ") + ","), WIDTH - 2);
    format!("import type {{\n  {}\n}} from '{path}';\n", names.join("\n  "))
}

/// A string literal.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The text with every line that is not empty moved to the right.
pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_comment_is_one_line() {
        assert_eq!(comment("Text.", 2), "  /** Text. */\n");
        assert_eq!(comment("", 2), "");
    }

    #[test]
    fn a_long_comment_is_wrapped_and_keeps_its_paragraphs() {
        let text = comment(&format!("{}\n\nEnd.", "word ".repeat(40).trim()), 2);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(lines[3..], ["   *", "   * End.", "   */"]);
    }

    #[test]
    fn what_would_end_a_comment_or_a_string_is_replaced() {
        assert_eq!(comment("a */ b", 0), "/** a *\\/ b */\n");
        assert_eq!(quoted("it's"), "'it\\'s'");
    }

    #[test]
    fn a_choice_that_does_not_fit_has_one_member_a_line() {
        assert_eq!(choice("export type A =", &["B".into(), "C".into()]), "export type A = B | C;\n");
        let long = ["b".repeat(70), "c".repeat(70)];
        assert_eq!(choice("export type A =", &long), format!("export type A =\n  | {}\n  | {};\n", long[0], long[1]));
    }

    #[test]
    fn an_import_that_does_not_fit_is_wrapped() {
        assert_eq!(import("./a.js", &["A".into(), "B".into()]), "import type { A, B } from './a.js';\n");
        let long = ["a".repeat(70), "b".repeat(70)];
        assert_eq!(
            import("./a.js", &long),
            format!("import type {{\n  {},\n  {},\n}} from './a.js';\n", long[0], long[1])
        );
    }
}
