//! The parser: text in, in pieces; the value so far out.

use serde_json::{Value, value::RawValue};

use super::{
    fault::Fault,
    growth::Growth,
    number::{Progress, Step},
    text::Text,
    tree::Tree,
};
use crate::surrogates;

/// The most containers inside each other. Below the limits of the JSON readers of all languages, so that what passes here
/// can be read everywhere.
const MAX_DEPTH: usize = 120;
/// The most values: a value takes up to forty times the memory of its text.
const MAX_VALUES: usize = 1 << 20;
/// The most characters of a number, which is read again whenever it is last.
const MAX_NUMBER: usize = 1024;

/// Reads JSON that arrives in pieces, cut anywhere.
///
/// The value so far is what was finished: an unfinished string, literal, key or number at the end is left out until it is
/// finished (a number that could end where the text ends counts), and open objects and arrays hold what they have. Half of
/// a surrogate pair becomes U+FFFD, the last of two equal keys wins, and whatever follows the value is ignored. A number
/// beyond the range of a double reads as null; its digits stay in [`raw`](Self::raw).
///
/// Text that is not JSON, or JSON that is nested deeper than 120 levels, has more than 2^20 values or a number of more than
/// 1024 characters, leaves a [`Fault`] and no value; the text is kept all the same. Pushing takes time in proportion to the
/// piece, reading takes none.
///
/// What it builds of the text is a [`Tree`], or anything else that can grow.
#[derive(Debug, Default)]
pub struct Parser<T = Tree> {
    raw: String,
    /// Everything before it was looked at.
    at: usize,
    state: State,
    open: Vec<Bracket>,
    text: Text,
    tree: T,
    values: usize,
    /// Where the last finished value ends, and how many containers are open there.
    finished: Option<(usize, usize)>,
    fault: Option<Fault>,
    keeps_strings: bool,
    #[cfg(test)]
    looked_at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Object,
    Array,
}

/// What comes next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    InKey,
    InString,
    InNumber {
        start: usize,
        progress: Progress,
    },
    InWord {
        rest: &'static [u8],
        value: Word,
    },
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Null,
    True,
    False,
}

impl Parser {
    /// A parser that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A parser that also shows the string that is last and unfinished, as far as it has come.
    ///
    /// ```
    /// let mut input = tidings::partial_json::Parser::keeping_unfinished_strings();
    /// input.push(r#"{"poem": "Roses are"#);
    /// assert_eq!(input.value(), Some(&serde_json::json!({"poem": "Roses are"})));
    /// ```
    #[must_use]
    pub fn keeping_unfinished_strings() -> Self {
        Self { keeps_strings: true, ..Self::default() }
    }

    /// The value so far; `None` before any of it was finished, and where the text is at [`fault`](Self::fault).
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.tree.value()
    }
}

impl<T: Growth> Parser<T> {
    /// A parser that has seen nothing and builds this.
    #[must_use]
    pub fn growing(tree: T, keeps_strings: bool) -> Self {
        Self {
            raw: String::new(),
            at: 0,
            state: State::default(),
            open: Vec::new(),
            text: Text::default(),
            tree,
            values: 0,
            finished: None,
            fault: None,
            keeps_strings,
            #[cfg(test)]
            looked_at: 0,
        }
    }

    /// What has been built.
    #[must_use]
    pub fn growth(&self) -> &T {
        &self.tree
    }

    /// What has been built, to be shown.
    pub fn growth_mut(&mut self) -> &mut T {
        &mut self.tree
    }

    /// Takes the next piece of the text.
    pub fn push(&mut self, fragment: &str) {
        self.raw.push_str(fragment);
        if self.fault.is_some() {
            return;
        }
        match self.look() {
            Ok(()) => self.show_unfinished(),
            Err(fault) => {
                self.fault = Some(fault);
                self.tree.clear();
            }
        }
    }

    /// Why the text cannot be read, if it cannot.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// All of the text as it came.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Whether the value is whole: nothing is open and nothing was cut off.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let ends_here = match self.state {
            State::Done => true,
            State::InNumber { progress, .. } => self.open.is_empty() && progress.is_whole(),
            _ => false,
        };
        ends_here && self.fault.is_none()
    }

    /// The value so far as JSON, its numbers as they came, to the digit; `None` where [`value`](Self::value) is `None`.
    #[must_use]
    pub fn json(&self) -> Option<Box<RawValue>> {
        if self.fault.is_some() {
            return None;
        }
        let (end, depth, quote) = match self.state {
            State::InNumber { progress, .. } if progress.is_whole() => (self.raw.len(), self.open.len(), ""),
            State::InString if self.keeps_strings => (self.raw.len() - self.text.pending(), self.open.len(), "\""),
            _ => self.finished.map(|(end, depth)| (end, depth, ""))?,
        };
        let mut json = self.raw[..end].trim_start().to_owned();
        json.push_str(quote);
        json.extend(self.open[..depth].iter().rev().map(|bracket| match bracket {
            Bracket::Object => '}',
            Bracket::Array => ']',
        }));
        let json = String::from_utf8(surrogates::replace_lone(json.as_bytes()).into_owned()).ok()?;
        RawValue::from_string(json).ok()
    }

    /// Whether it also shows the string that is last and unfinished.
    pub(crate) fn keeps_strings(&self) -> bool {
        self.keeps_strings
    }

    /// How many values have begun.
    pub(crate) fn values(&self) -> usize {
        self.values
    }

    /// Reads on to the end of the text.
    fn look(&mut self) -> Result<(), Fault> {
        while self.state != State::Done
            && let Some(&byte) = self.raw.as_bytes().get(self.at)
        {
            #[cfg(test)]
            {
                self.looked_at += 1;
            }
            match self.state {
                State::InKey | State::InString => self.string()?,
                State::InNumber { start, progress } => self.number(start, progress, byte)?,
                State::InWord { rest, value } => self.word(rest, value, byte)?,
                _ if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                _ => {
                    self.structure(byte)?;
                    self.at += 1;
                }
            }
        }
        Ok(())
    }

    fn structure(&mut self, byte: u8) -> Result<(), Fault> {
        match (self.state, byte) {
            (State::ValueOrEnd, b']') | (State::KeyOrEnd, b'}') => self.close(),
            (State::Value | State::ValueOrEnd, _) => self.value_begins(byte)?,
            (State::Key | State::KeyOrEnd, b'"') => self.state = State::InKey,
            (State::Key, _) => return Err(self.wrong("a key in double quotes")),
            (State::KeyOrEnd, _) => return Err(self.wrong("a key in double quotes, or `}`")),
            (State::Colon, b':') => self.state = State::Value,
            (State::Colon, _) => return Err(self.wrong("`:` after a key")),
            (_, byte) => self.member_ends(byte)?,
        }
        Ok(())
    }

    fn value_begins(&mut self, byte: u8) -> Result<(), Fault> {
        self.state = match byte {
            b'{' | b'[' => return self.open(byte),
            b'"' => State::InString,
            b't' => State::InWord { rest: b"rue", value: Word::True },
            b'f' => State::InWord { rest: b"alse", value: Word::False },
            b'n' => State::InWord { rest: b"ull", value: Word::Null },
            _ => match (Progress::begin(byte), self.state) {
                (Some(progress), _) => State::InNumber { start: self.at, progress },
                (None, State::ValueOrEnd) => return Err(self.wrong("a value, or `]`")),
                (None, _) => return Err(self.wrong("a value")),
            },
        };
        self.count()
    }

    fn open(&mut self, byte: u8) -> Result<(), Fault> {
        if self.open.len() == MAX_DEPTH {
            return Err(self.wrong("no more than 120 levels of nesting"));
        }
        let (bracket, state) = match byte {
            b'{' => (Bracket::Object, State::KeyOrEnd),
            _ => (Bracket::Array, State::ValueOrEnd),
        };
        self.tree.open(bracket == Bracket::Object);
        self.open.push(bracket);
        self.state = state;
        self.finished = Some((self.at + 1, self.open.len()));
        self.count()
    }

    fn member_ends(&mut self, byte: u8) -> Result<(), Fault> {
        match (self.open.last(), byte) {
            (Some(Bracket::Object), b',') => self.state = State::Key,
            (Some(Bracket::Array), b',') => self.state = State::Value,
            (Some(Bracket::Object), b'}') | (Some(Bracket::Array), b']') => self.close(),
            (Some(Bracket::Object), _) => return Err(self.wrong("`,` or `}`")),
            _ => return Err(self.wrong("`,` or `]`")),
        }
        Ok(())
    }

    fn close(&mut self) {
        self.tree.close();
        self.open.pop();
        self.value_ended(self.at + 1);
    }

    fn string(&mut self) -> Result<(), Fault> {
        let fed = self.text.feed(&self.raw[self.at..]);
        let fed = fed.map_err(|(at, expected)| Fault { offset: self.at + at, expected })?;
        #[cfg(test)]
        {
            self.looked_at += fed.bytes;
        }
        self.at += fed.bytes;
        if !self.tree.is_wanted() {
            self.text.forget();
        }
        if !fed.closed {
            return Ok(());
        }
        let text = self.text.take();
        if self.state == State::InKey {
            self.tree.name(text);
            self.state = State::Colon;
            return Ok(());
        }
        self.tree.string(text);
        self.value_ended(self.at);
        Ok(())
    }

    fn number(&mut self, start: usize, progress: Progress, byte: u8) -> Result<(), Fault> {
        match progress.step(byte) {
            Step::Goes(_) if self.at - start >= MAX_NUMBER => Err(self.wrong("a number of at most 1024 characters")),
            Step::Goes(progress) => {
                self.state = State::InNumber { start, progress };
                self.at += 1;
                Ok(())
            }
            Step::Ends => {
                self.look_again(start);
                self.tree.number(&self.raw[start..self.at]);
                self.value_ended(self.at);
                Ok(())
            }
            Step::Wrong(expected) => Err(self.wrong(expected)),
        }
    }

    /// A number is read from its beginning whenever it has grown.
    #[cfg_attr(not(test), expect(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "tests count"))]
    fn look_again(&mut self, start: usize) {
        #[cfg(test)]
        {
            self.looked_at += self.at - start;
        }
        let _ = start;
    }

    fn word(&mut self, rest: &'static [u8], value: Word, byte: u8) -> Result<(), Fault> {
        let rest = rest.strip_prefix(&[byte]).ok_or_else(|| self.wrong("true, false or null"))?;
        self.at += 1;
        self.state = State::InWord { rest, value };
        if rest.is_empty() {
            self.tree.word(match value {
                Word::Null => None,
                Word::True => Some(true),
                Word::False => Some(false),
            });
            self.value_ended(self.at);
        }
        Ok(())
    }

    fn value_ended(&mut self, end: usize) {
        self.finished = Some((end, self.open.len()));
        self.state = if self.open.is_empty() { State::Done } else { State::CommaOrEnd };
    }

    /// Brings the value at the end of the text into the tree, or takes it out again, as far as it counts.
    fn show_unfinished(&mut self) {
        match self.state {
            State::InNumber { start, progress } if progress.is_whole() => {
                self.look_again(start);
                self.tree.show_number(&self.raw[start..self.at]);
            }
            State::InNumber { .. } => self.tree.retract(),
            State::InString if self.keeps_strings => self.tree.show_string(self.text.take()),
            _ => {}
        }
    }

    fn count(&mut self) -> Result<(), Fault> {
        self.values += 1;
        if self.values > MAX_VALUES { Err(self.wrong("no more than 1048576 values")) } else { Ok(()) }
    }

    fn wrong(&self, expected: &'static str) -> Fault {
        Fault { offset: self.at, expected }
    }
}

#[cfg(test)]
mod tests;
