//! Pieces of Python source.

use super::super::prose;

/// The first line of every file.
pub(super) const NOTICE: &str =
    "# Written by `make generate` from the types declared in core/src/types: change them there, then run it.\n";

/// How wide a line may be.
const WIDTH: usize = 120;

/// A text of documentation with Python's words for JSON's, and nothing in it that would end a literal.
pub(super) fn spoken(doc: &str) -> String {
    let words = doc.split_inclusive(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let words = words.map(|word| match word.strip_prefix("null") {
        Some(end) if !end.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_') => format!("None{end}"),
        _ => word.to_owned(),
    });
    words.collect::<String>().replace('\\', "\\\\").replace("\"\"\"", "'''")
}

/// A string literal of documentation, indented by this many spaces.
pub(super) fn docstring(doc: &str, indent: usize) -> String {
    let doc = spoken(doc);
    let margin = " ".repeat(indent);
    if !doc.contains('\n') && doc.chars().count() + indent + 6 <= WIDTH && !doc.ends_with('"') {
        return format!("{margin}\"\"\"{doc}\"\"\"\n");
    }
    let mut text = format!("{margin}\"\"\"");
    for (number, line) in prose::wrapped(&doc, WIDTH - indent - 3).iter().enumerate() {
        if number > 0 && !line.is_empty() {
            text.push_str(&margin);
        }
        text.push_str(line);
        text.push('\n');
    }
    text + &margin + "\"\"\"\n"
}

/// A call, subscript or import on one line where it fits, else with one item a line.
pub(super) fn items(before: &str, items: &[String], after: &str) -> String {
    let line = format!("{before}{}{after}", items.join(", "));
    if line.chars().count() <= WIDTH && !line.contains('\n') {
        return line + "\n";
    }
    let margin = " ".repeat(before.len() - before.trim_start().len());
    let items: Vec<String> = items.iter().map(|item| format!("{margin}    {item},\n")).collect();
    format!("{before}\n{}{margin}{after}\n", items.concat())
}

/// A string literal.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_line() {
        assert_eq!(docstring("Text.", 4), "    \"\"\"Text.\"\"\"\n");
    }

    #[test]
    fn a_long_text_is_wrapped_and_keeps_its_paragraphs() {
        let text = docstring(&format!("{}\n\nEnd.", "word ".repeat(40).trim()), 4);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(lines[2..], ["", "    End.", "    \"\"\""]);
    }

    #[test]
    fn what_would_end_the_literal_is_replaced() {
        assert_eq!(docstring("a \\ b", 0), "\"\"\"a \\\\ b\"\"\"\n");
        assert_eq!(docstring("say \"x\"", 0), "\"\"\"say \"x\"\n\"\"\"\n");
    }

    #[test]
    fn what_json_calls_null_is_none() {
        assert_eq!(spoken("null if `null`, nullable or not_null: null"), "None if `None`, nullable or not_null: None");
    }

    #[test]
    fn items_that_do_not_fit_stand_below_each_other() {
        assert_eq!(items("f(", &["a".into(), "b".into()], ")"), "f(a, b)\n");
        let long = vec!["x".repeat(70), "y".repeat(70)];
        assert_eq!(items("  f(", &long, ")"), format!("  f(\n      {},\n      {},\n  )\n", long[0], long[1]));
    }
}
