//! The value so far, done the slow way: the whole text is read again, and what is open is closed.

/// The finished part of `text` as valid JSON; `None` when nothing is finished, or when no JSON begins so.
pub(crate) fn complete(text: &str) -> Option<String> {
    let mut scan = Scan { text: text.as_bytes(), at: 0, open: Vec::new(), finished: None };
    if let Err(Stop::NotJson) = scan.run() {
        return None;
    }
    let (end, depth) = scan.finished?;
    let mut json = text[..end].to_owned();
    json.extend(scan.open[..depth].iter().rev().map(|&open| char::from(closing(open))));
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
            match self.next()? {
                close if close == closing(open) => self.close(),
                b',' if open == b'{' => {
                    self.key()?;
                    self.value()?;
                }
                b',' => self.value()?,
                _ => return Err(Stop::NotJson),
            }
        }
        Ok(())
    }

    /// A value; of an object or array only its beginning, up to and with its first value.
    fn value(&mut self) -> Result<(), Stop> {
        match self.next()? {
            b'"' => self.string()?,
            b't' => self.word(b"rue")?,
            b'f' => self.word(b"alse")?,
            b'n' => self.word(b"ull")?,
            first @ (b'-' | b'0'..=b'9') => self.number(first)?,
            open @ (b'{' | b'[') => return self.container(open),
            _ => return Err(Stop::NotJson),
        }
        self.finish();
        Ok(())
    }

    fn container(&mut self, open: u8) -> Result<(), Stop> {
        self.open.push(open);
        self.finish();
        if self.peek()? == closing(open) {
            self.at += 1;
            self.close();
            return Ok(());
        }
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
    fn number(&mut self, mut first: u8) -> Result<(), Stop> {
        if first == b'-' {
            first = self.byte()?;
        }
        match first {
            b'0' if self.digits() > 0 => return Err(Stop::NotJson),
            b'0' => {}
            b'1'..=b'9' => drop(self.digits()),
            _ => return Err(Stop::NotJson),
        }
        if self.skip(b".") {
            self.some_digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.some_digits()?;
        }
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), Stop> {
        match self.digits() {
            0 if self.at == self.text.len() => Err(Stop::Cut),
            0 => Err(Stop::NotJson),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.skip(b"0123456789") {}
        self.at - start
    }

    fn skip(&mut self, any: &[u8]) -> bool {
        let found = self.text.get(self.at).is_some_and(|byte| any.contains(byte));
        self.at += usize::from(found);
        found
    }
}

fn closing(open: u8) -> u8 {
    if open == b'{' { b'}' } else { b']' }
}
