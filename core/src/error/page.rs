//! The text of a web page, such as the ones that gateways answer with.

/// Elements whose content is not for people.
const UNSHOWN: [&str; 2] = ["style", "script"];
/// What holds the title, which most pages say again where people read it.
const HEAD: [&str; 1] = ["head"];

/// What a page says to people, in one line; `None` when the text is no page.
///
/// Not a reader of HTML: tags go, a few character references are resolved, and white space is made one.
pub(super) fn text(page: &str) -> Option<String> {
    let page = page.trim_start();
    let is_page = page.starts_with('<') && page.contains('>');
    is_page.then(|| {
        let body = shown(page, &[&UNSHOWN[..], &HEAD].concat());
        if body.is_empty() { shown(page, &UNSHOWN) } else { body }
    })
}

fn shown(page: &str, without: &[&str]) -> String {
    resolved(&without_tags(page, without)).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_tags(page: &str, without: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once('<') {
        text.push_str(before);
        // Words on both sides of a tag are two words.
        text.push(' ');
        rest = match (behind.strip_prefix("!--"), element(behind, without)) {
            (Some(comment), _) => past(comment, "-->"),
            (None, Some(name)) => past(past(behind, &format!("</{name}")), ">"),
            (None, None) => past(behind, ">"),
        };
    }
    text + rest
}

/// Which of these elements a tag begins.
fn element<'a>(tag: &str, names: &[&'a str]) -> Option<&'a str> {
    let found = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    names.iter().copied().find(|name| found.eq_ignore_ascii_case(name))
}

/// What lies behind the next occurrence of a word in small letters; nothing where there is none.
fn past<'a>(text: &'a str, word: &str) -> &'a str {
    let found = memchr::memchr_iter(word.as_bytes().first().copied().unwrap_or_default(), text.as_bytes());
    let is_it = |at: &usize| {
        text.as_bytes().get(*at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
    };
    found.into_iter().find(is_it).and_then(|at| text.get(at + word.len()..)).unwrap_or_default()
}

fn resolved(text: &str) -> String {
    let known = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    known.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_read_is_left() {
        let page = "<!DOCTYPE html>\n<HTML><HEAD><title>502</title><style>a > b { color: red }</style></HEAD>\n\
            <body><!-- x > y --><h1>502 Bad&nbsp;Gateway</h1><SCRIPT>if (a < b) go()</script>\n<p>Fish &amp; <b>chips</b></p></body></HTML>";
        assert_eq!(text(page).as_deref(), Some("502 Bad Gateway Fish & chips"));
        assert_eq!(text("<h1>Bad gateway</h1>").as_deref(), Some("Bad gateway"));
        assert_eq!(text("<head><title>Only here</title></head><body></body>").as_deref(), Some("Only here"));
    }

    #[test]
    fn a_page_that_breaks_off_anywhere_is_no_reason_to_stumble() {
        let page = "<html><!-- é --><style>é</style><p class=\"é\">é &amp; é</p><script>é";
        for (at, _) in page.char_indices() {
            assert!(text(&page[..at]).is_none_or(|text| !text.contains('<')), "{at}");
        }
    }

    #[test]
    fn what_is_no_page_is_left_alone() {
        for other in ["upstream gone", "a < b > c", "", "<", "<- here"] {
            assert_eq!(text(other), None, "{other}");
        }
    }
}
