//! Documentation as the writers of faces need it.

/// The lines of a text: paragraphs wrapped, lists (lines that begin with a dash) one item a line.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let hanging = if paragraph.starts_with("- ") { "  " } else { "" };
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::replace(&mut line, hanging.to_owned()));
            } else if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stay_apart_and_items_hang() {
        assert_eq!(wrapped("one two\n\nthree", 5), ["one", "two", "", "three"]);
        assert_eq!(wrapped("- one two", 5), ["- one", "  two"]);
    }
}
