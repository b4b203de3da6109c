//! JSON that was cut off: the values that were finished, closed properly.

/// Gives the finished part of `text` as valid JSON: whole values stay, an unfinished one at the end is dropped, open
/// objects and arrays are closed, and whatever follows the value is ignored.
///
/// `None` when the text is not the beginning of any JSON, or when nothing of it was finished. Looks at each byte once.
pub(crate) fn complete(text: &str) -> Option<String> {
    let mut scan = Scan { text: text.as_bytes(), at: 0, open: Vec::new(), finished: None };
    match scan.run() {
        Ok(()) | Err(Stop::Cut) => {}
        Err(Stop::NotJson) => return None,
    }
    let (end, depth) = scan.finished?;
    let mut json = text[..end].to_owned();
    json.extend(scan.open[..depth].iter().rev().map(|&open| char::from(if open == b'{' { b'}' } else { b']' })));
    Some(json)
}

enum Stop {
    /// The text ends inside a value.
    Cut,
    NotJson,
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    /// The brackets that are open, outermost first.
    open: Vec<u8>,
    /// Where the last finished value ends, and how many brackets are open there.
    finished: Option<(usize, usize)>,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        self.value()?;
        while let Some(&open) = self.open.last() {
            let close = if open == b'{' { b'}' } else { b']' };
            match self.next()? {
                c if c == close => self.close(),
                b',' => self.member(open)?,
                _ => return Err(Stop::NotJson),
            }
        }
        Ok(())
    }

    /// A value; of an object or array only its beginning, up to and with its first value.
    fn value(&mut self) -> Result<(), Stop> {
        loop {
            match self.next()? {
                b'"' => self.string()?,
                b't' => self.word(b"rue")?,
                b'f' => self.word(b"alse")?,
                b'n' => self.word(b"ull")?,
                b'-' | b'0'..=b'9' => self.number()?,
                open @ (b'{' | b'[') => {
                    self.open.push(open);
                    self.finish();
                    let close = if open == b'{' { b'}' } else { b']' };
                    if self.peek()? == close {
                        self.at += 1;
                        self.close();
                        return Ok(());
                    }
                    if open == b'{' {
                        self.key()?;
                    }
                    continue;
                }
                _ => return Err(Stop::NotJson),
            }
            self.finish();
            return Ok(());
        }
    }

    fn member(&mut self, open: u8) -> Result<(), Stop> {
        if open == b'{' {
            self.key()?;
        }
        self.value()
    }

    fn key(&mut self) -> Result<(), Stop> {
        if self.next()? != b'"' {
            return Err(Stop::NotJson);
        }
        self.string()?;
        if self.next()? == b':' { Ok(()) } else { Err(Stop::NotJson) }
    }

    fn close(&mut self) {
        self.open.pop();
        self.finish();
    }

    fn finish(&mut self) {
        self.finished = Some((self.at, self.open.len()));
    }

    fn peek(&mut self) -> Result<u8, Stop> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied().ok_or(Stop::Cut)
    }

    fn next(&mut self) -> Result<u8, Stop> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let byte = self.text.get(self.at).copied().ok_or(Stop::Cut)?;
        self.at += 1;
        Ok(byte)
    }

    fn string(&mut self) -> Result<(), Stop> {
        loop {
            match self.byte()? {
                b'"' => return Ok(()),
                b'\\' => self.escape()?,
                0..=0x1F => return Err(Stop::NotJson),
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Result<(), Stop> {
        match self.byte()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'u' => (0..4).try_for_each(|_| if self.byte()?.is_ascii_hexdigit() { Ok(()) } else { Err(Stop::NotJson) }),
            _ => Err(Stop::NotJson),
        }
    }

    fn word(&mut self, rest: &[u8]) -> Result<(), Stop> {
        rest.iter().try_for_each(|&expected| if self.byte()? == expected { Ok(()) } else { Err(Stop::NotJson) })
    }

    /// A number that reaches the end of the text counts as finished if it is one as it stands.
    fn number(&mut self) -> Result<(), Stop> {
        let start = self.at - 1;
        while let Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') = self.text.get(self.at) {
            self.at += 1;
        }
        let number = &self.text[start..self.at];
        if serde_json::from_slice::<serde::de::IgnoredAny>(number).is_ok() {
            return Ok(());
        }
        // Only a number that still lacks digits may be cut; anything else was wrong already.
        let grown = [number, b"0"].concat();
        let cut = self.at == self.text.len() && serde_json::from_slice::<serde::de::IgnoredAny>(&grown).is_ok();
        Err(if cut { Stop::Cut } else { Stop::NotJson })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(text: &str) -> Option<serde_json::Value> {
        complete(text).map(|json| serde_json::from_str(&json).unwrap())
    }

    #[test]
    fn finished_values_stay_and_the_unfinished_one_goes() {
        for (text, json) in [
            (r#"{"a": "x", "b": "unfin"#, r#"{"a": "x"}"#),
            ("[1, 2", "[1, 2]"),
            (r#"{"a": 12"#, r#"{"a": 12}"#),
            (r#"{"a": 1."#, "{}"),
            (r#"{"a": 1e"#, "{}"),
            (r#"{"a": -"#, "{}"),
            (r#"{"a": tru"#, "{}"),
            (r#"{"a": 1} trailing"#, r#"{"a": 1}"#),
            (r#"{"a": {"b": [true, "#, r#"{"a": {"b": [true]}}"#),
            (r#"{"a": [{}, []"#, r#"{"a": [{}, []]}"#),
            (r#"{"a": [{"b": nul"#, r#"{"a": [{}]}"#),
            (r#"{"key"#, "{}"),
            ("{", "{}"),
        ] {
            assert_eq!(completed(text), Some(serde_json::from_str(json).unwrap()), "{text}");
        }
    }

    #[test]
    fn text_that_no_json_begins_with_is_refused() {
        for text in
            [r#"{"a": 1 "b": 2}"#, r#"{"a": 1,}"#, "[1,]", "{\"a\": \"\n\"", "{a: 1}", "[01]", "/* c */", "NaN", ""]
        {
            assert_eq!(complete(text), None, "{text}");
        }
    }

    #[test]
    fn every_prefix_of_a_document_completes_to_valid_json() {
        let text = r#"{"city": "S\u00e3o \"P\"", "days": [1, 2.5, -3e2], "deep": {"a": {"b": null}}, "flag": true}"#;
        for end in 1..=text.len() {
            completed(&text[..end]).unwrap_or_else(|| panic!("{}", &text[..end]));
        }
        assert_eq!(complete(text).as_deref(), Some(text));
    }

    #[test]
    fn nesting_takes_no_stack() {
        let text = "[".repeat(1_000_000);
        assert_eq!(complete(&text).map(|json| json.len()), Some(2_000_000));
    }
}
