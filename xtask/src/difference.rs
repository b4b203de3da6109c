//! What a committed file and a generated one differ in.

/// The first line that differs, with its number and both texts.
pub(crate) fn first(committed: &str, generated: &str) -> Option<String> {
    let (mut old, mut new) = (committed.lines(), generated.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (old.next(), new.next()) {
            (None, None) => return (committed != generated).then(|| "its line ends differ".to_owned()),
            (old, new) if old == new => {}
            (old, new) => return Some(format!("line {number} is {}, the source gives {}", quoted(old), quoted(new))),
        }
    }
}

fn quoted(line: Option<&str>) -> String {
    line.map_or_else(|| "absent".to_owned(), |text| format!("`{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(first("a\nb\n", "a\nb\n"), None);
    }

    #[test]
    fn a_changed_line_is_shown_with_its_number() {
        assert_eq!(first("a\nb\n", "a\nc\n").unwrap(), "line 2 is `b`, the source gives `c`");
    }

    #[test]
    fn a_line_only_one_side_has_is_a_difference() {
        assert_eq!(first("a\n", "a\nb\n").unwrap(), "line 2 is absent, the source gives `b`");
        assert_eq!(first("a\nb\n", "a\n").unwrap(), "line 2 is `b`, the source gives absent");
    }

    #[test]
    fn a_missing_last_line_end_is_a_difference() {
        assert!(first("a\nb", "a\nb\n").is_some());
    }
}
