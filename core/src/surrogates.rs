//! Half characters: a `\ud83d` escape without its other half, which no UTF-8 text can hold.

use std::borrow::Cow;

/// Gives `json` with every surrogate escape that has no partner replaced by U+FFFD; as it is where there is none.
///
/// A model whose answer was cut, and servers that cut text by UTF-16 units, send such escapes. Most JSON readers refuse
/// them, and with them everything around.
pub(crate) fn replace_lone(json: &[u8]) -> Cow<'_, [u8]> {
    let mut repaired: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &json[at..]) {
        let escape = at + found;
        at = match unit(json, escape) {
            None => escape + 2,
            Some(0xD800..=0xDBFF) if matches!(unit(json, escape + 6), Some(0xDC00..=0xDFFF)) => escape + 12,
            Some(0xD800..=0xDFFF) => {
                let copy = repaired.get_or_insert_with(|| json.to_vec());
                copy[escape..escape + 6].copy_from_slice(b"\\ufffd");
                escape + 6
            }
            Some(_) => escape + 6,
        };
        if at >= json.len() {
            break;
        }
    }
    repaired.map_or(Cow::Borrowed(json), Cow::Owned)
}

/// The UTF-16 unit that a `\uXXXX` escape at this place stands for.
fn unit(json: &[u8], at: usize) -> Option<u16> {
    let escape = json.get(at..at + 6)?;
    let digits = escape.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(json: &str) -> String {
        String::from_utf8(replace_lone(json.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn halves_are_replaced_and_whole_characters_stay() {
        for (json, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00 x""#, r#""\ufffd x""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\uD83D\ud83d\uDE00""#, r#""\ufffd\ud83d\uDE00""#),
            (r#""\u00e9\n\\ud83d""#, r#""\u00e9\n\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\ud83"#, r#""\ud83"#),
            ("\"\\", "\"\\"),
        ] {
            assert_eq!(replaced(json), expected, "{json}");
        }
    }

    #[test]
    fn text_without_halves_is_not_copied() {
        assert!(matches!(replace_lone(br#"{"a":"\ud83d\ude00 \n"}"#), Cow::Borrowed(_)));
    }
}
