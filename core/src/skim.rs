//! JSON walked over once: what is of use is handed out as it is written, everything else is only looked at. Pure.

use std::borrow::Cow;

/// A place in a JSON document. It goes forward by whole values and builds nothing.
///
/// It takes and refuses what `serde_json` does where a value is ignored: nesting may be as deep as it likes, a number of any
/// size, and what is not UTF-8 is left alone. Every function gives `None` where the document is not JSON.
#[derive(Debug, Clone)]
pub struct Skim<'a> {
    json: &'a [u8],
    at: usize,
    /// What will close the arrays and objects that a value being passed over has open.
    open: Vec<u8>,
}

impl<'a> Skim<'a> {
    /// At the beginning of a document.
    #[must_use]
    pub fn new(json: &'a [u8]) -> Self {
        Self { json, at: 0, open: Vec::new() }
    }

    /// Passes over the value that is here, and gives it as it is written. Where it is an object, `member` is told the name of
    /// each member in turn, and must pass over its value.
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &[u8]) -> Option<()>) -> Option<&'a [u8]> {
        if self.peek()? != b'{' {
            return self.value();
        }
        let start = self.at;
        let mut is_more = self.enters(b'}')?;
        while is_more {
            if self.peek()? != b'"' {
                return None;
            }
            let escaped;
            let name = if let Some(name) = self.plain_string() {
                name
            } else {
                escaped = self.escaped_name()?;
                &*escaped
            };
            self.colon()?;
            member(self, name)?;
            is_more = self.goes_on(b'}')?;
        }
        self.json.get(start..self.at)
    }

    /// The same for an array, of which `item` must pass over each value.
    pub fn array(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<&'a [u8]> {
        if self.peek()? != b'[' {
            return self.value();
        }
        let start = self.at;
        let mut is_more = self.enters(b']')?;
        while is_more {
            item(self)?;
            is_more = self.goes_on(b']')?;
        }
        self.json.get(start..self.at)
    }

    /// Passes over the value that is here, and gives it as it is written.
    pub fn value(&mut self) -> Option<&'a [u8]> {
        let mut first = self.peek()?;
        let start = self.at;
        loop {
            let mut is_more = match first {
                b'{' => self.descends(b'}')?,
                b'[' => self.descends(b']')?,
                _ => self.scalar(first).map(|()| false)?,
            };
            while !is_more {
                let Some(close) = self.open.last().copied() else { return self.json.get(start..self.at) };
                is_more = self.goes_on(close)?;
                if !is_more {
                    self.open.pop();
                }
            }
            first = self.peek()?;
            if self.open.last() == Some(&b'}') {
                if first != b'"' {
                    return None;
                }
                self.string()?;
                self.colon()?;
                first = self.peek()?;
            }
        }
    }

    /// How many bytes have been passed over.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }

    /// Whether nothing but space is left.
    #[must_use]
    pub fn is_at_end(mut self) -> bool {
        self.peek().is_none()
    }

    /// Whether what stands in a string reads as it is written.
    pub(crate) fn is_plain(inside: &[u8]) -> bool {
        plain(inside) == inside.len()
    }

    /// The byte with which the next token begins.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.json.get(self.at)? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Steps into an array or object; says whether there is anything in it.
    fn enters(&mut self, close: u8) -> Option<bool> {
        self.at += 1;
        let is_empty = self.peek()? == close;
        self.at += usize::from(is_empty);
        Some(!is_empty)
    }

    /// The same, and remembers what it is in.
    fn descends(&mut self, close: u8) -> Option<bool> {
        let is_more = self.enters(close)?;
        if is_more {
            self.open.push(close);
        }
        Some(is_more)
    }

    /// Steps over what is behind a value; says whether another one follows.
    fn goes_on(&mut self, close: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => Some(true),
            _ => (byte == close).then_some(false),
        }
    }

    /// Steps over what is behind the name of a member.
    fn colon(&mut self) -> Option<()> {
        self.at += (self.peek()? == b':').then_some(1)?;
        Some(())
    }

    /// One that cannot be read is none that anybody asks for.
    #[cold]
    fn escaped_name(&mut self) -> Option<Cow<'a, [u8]>> {
        let start = self.at;
        self.escaped_string()?;
        let written = self.json.get(start..self.at)?;
        let read = serde_json::from_slice::<String>(written).map(|name| Cow::Owned(name.into_bytes()));
        Some(read.unwrap_or(Cow::Borrowed(written)))
    }

    fn scalar(&mut self, first: u8) -> Option<()> {
        match first {
            b'"' => self.string(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.at += self.json[self.at..].starts_with(word).then_some(word.len())?;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.skips(|byte| byte == b'-');
        // No number but zero begins with one.
        if !self.skips(|byte| byte == b'0') {
            self.digits()?;
        }
        if self.skips(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.skips(|byte| matches!(byte, b'e' | b'E')) {
            self.skips(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.skips(|byte| byte.is_ascii_digit()) {}
        (self.at > start).then_some(())
    }

    fn skips(&mut self, is_it: impl Fn(u8) -> bool) -> bool {
        let found = self.json.get(self.at).is_some_and(|byte| is_it(*byte));
        self.at += usize::from(found);
        found
    }

    /// Passes over a string that reads as it is written, and gives what is between its quotes.
    fn plain_string(&mut self) -> Option<&'a [u8]> {
        let rest = self.json.get(self.at + 1..)?;
        let length = plain(rest);
        if *rest.get(length)? != b'"' {
            return None;
        }
        self.at += length + 2;
        rest.get(..length)
    }

    /// Passes over a string.
    fn string(&mut self) -> Option<()> {
        if self.plain_string().is_some() { Some(()) } else { self.escaped_string() }
    }

    #[cold]
    fn escaped_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.at += plain(self.json.get(self.at..)?);
            if *self.json.get(self.at)? == b'"' {
                self.at += 1;
                return Some(());
            }
            self.escape()?;
        }
    }

    /// Passes over an escape; what else ends a plain piece may not be in a string.
    fn escape(&mut self) -> Option<()> {
        if *self.json.get(self.at)? != b'\\' {
            return None;
        }
        match self.json.get(self.at + 1)? {
            b'u' => {
                let digits = self.json.get(self.at + 2..self.at + 6)?;
                self.at += digits.iter().all(u8::is_ascii_hexdigit).then_some(6)?;
            }
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 2,
            _ => return None,
        }
        Some(())
    }
}

/// How many bytes a string goes on before something that ends it, escapes or may not be in it.
// Once in here, for all who read strings: a call meets it seldom enough to find it cold.
#[inline(never)]
fn plain(json: &[u8]) -> usize {
    // Most strings are short. Of a long one many bytes are looked at at a time, without a branch for each.
    const MANY: usize = 64;
    let (start, more) = json.split_at(json.len().min(MANY));
    let length = plain_by_eight(start);
    if length < MANY {
        return length;
    }
    let is_plain = |many: &&[u8; MANY]| many.iter().fold(0, |odd, byte| odd | u8::from(is_odd(*byte))) == 0;
    let length = MANY * (1 + more.as_chunks().0.iter().take_while(is_plain).count());
    length + plain_by_eight(&json[length..])
}

fn plain_by_eight(json: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    // The lowest of the bits that are set is right; those above it may be wrong.
    let is_zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let mut rest = json;
    while let Some((eight, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*eight);
        let quotes = is_zero(word ^ (ONES * u64::from(b'"')));
        let escapes = is_zero(word ^ (ONES * u64::from(b'\\')));
        let controls = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (quotes | escapes | controls) & (ONES << 7);
        if found != 0 {
            return json.len() - rest.len() + (found.trailing_zeros() / 8) as usize;
        }
        rest = behind;
    }
    let tail = rest.iter().take_while(|byte| !is_odd(**byte)).count();
    json.len() - rest.len() + tail
}

fn is_odd(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::*;

    fn whole(json: &[u8]) -> Option<&[u8]> {
        let mut skim = Skim::new(json);
        let value = skim.value()?;
        skim.is_at_end().then_some(value)
    }

    #[test]
    fn what_is_json_and_what_is_not_is_as_serde_has_it() {
        let good = [
            r#" {"a": [1, -2.5e-300, "1e400 {[\" \\", null, true, {}, []], "b\n": {"c": {"d": false}}} "#,
            r#"["\u00e9\ud83d\/\b\f\n\r\t", 0, -0, 0.5, 10E+2, 1e400, 123456789012345678901234567890]"#,
            "\"é, which is long enough to be read eight bytes at a time, and \u{7f} \u{1F600}\"",
            "\t\r\n7 ",
        ];
        // Every text of which a part was lost or became something else.
        for text in good {
            assert!(whole(text.as_bytes()).is_some(), "{text}");
            for place in 0..text.len() {
                let mut bytes = text.as_bytes().to_vec();
                bytes.remove(place);
                same(&bytes);
                same(&text.as_bytes()[..place]);
                for other in *b"\"\\{}[],:0-.eE+tnu \x1f\xff" {
                    bytes = text.as_bytes().to_vec();
                    bytes[place] = other;
                    same(&bytes);
                    bytes.insert(place, text.as_bytes()[place]);
                    same(&bytes);
                }
            }
        }
    }

    #[test]
    fn where_a_string_ends_is_found_however_long_it_is() {
        for length in (0..300).step_by(7) {
            for at in 0..length {
                for odd in [b'"', b'\\', 0, 0x1f] {
                    let mut text = vec![b'a'; length];
                    text[at] = odd;
                    text[length - 1] = odd;
                    text[(at + 1) % length] |= 0x80;
                    let expected = text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
                    assert_eq!(plain(&text), expected.unwrap_or(length), "{length}, {at}, {odd}");
                }
            }
            assert_eq!(plain(&vec![0xe9; length]), length);
        }
    }

    #[track_caller]
    fn same(json: &[u8]) {
        let expected = serde_json::from_slice::<IgnoredAny>(json).is_ok();
        assert_eq!(whole(json).is_some(), expected, "{}", json.escape_ascii());
    }

    #[test]
    fn nesting_takes_no_stack() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert_eq!(whole(deep.as_bytes()).map(<[u8]>::len), Some(2_000_000));
        assert!(whole(&deep.as_bytes()[1..]).is_none());
    }

    #[test]
    fn members_and_items_are_given_as_they_are_written() {
        let json = br#" { "a" : [ 1.50 , {"x":[]} ] , "\u0062" : "\u0062" , "a" : 2 , "\ud83d" : null } "#;
        let (mut members, mut items) = (Vec::new(), Vec::new());
        let mut skim = Skim::new(json);
        let object = skim.object(|skim, name| {
            let value = skim.array(|skim| skim.value().map(|item| items.push(item)))?;
            members.push((name.to_vec(), value));
            Some(())
        });
        assert_eq!(object, Some(json.trim_ascii()));
        assert_eq!(skim.position(), json.len() - 1);
        assert!(skim.is_at_end());
        assert_eq!(items, [&b"1.50"[..], br#"{"x":[]}"#]);
        let expected: [(&[u8], &[u8]); 4] =
            [(b"a", br#"[ 1.50 , {"x":[]} ]"#), (b"b", br#""\u0062""#), (b"a", b"2"), (br#""\ud83d""#, b"null")];
        assert!(members.iter().map(|(name, value)| (&**name, *value)).eq(expected), "{members:?}");
    }

    #[test]
    fn what_is_neither_object_nor_array_is_a_value() {
        for json in ["7", "[7]", r#""x""#, "null"] {
            assert_eq!(Skim::new(json.as_bytes()).object(|_, _| None), Some(json.as_bytes()));
        }
        assert_eq!(Skim::new(b"{}").array(|_| None), Some(&b"{}"[..]));
    }
}
