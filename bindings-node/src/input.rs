//! The input of a tool while it arrives, told to JavaScript as what each piece changes.

use napi_derive::napi;
use tidings::partial_json::{Growth, Parser};

use crate::batch::{Field, join};

/// Reads the input of a tool piece by piece. The values are built in TypeScript, where they cost least.
#[napi]
pub struct InputReader {
    parser: Parser<Journal>,
}

#[napi]
impl InputReader {
    /// A reader that has seen nothing. `keeps_strings`: the string that is last and unfinished is shown.
    #[napi(constructor)]
    #[must_use]
    pub fn new(keeps_strings: bool) -> Self {
        Self { parser: Parser::growing(Journal::default(), keeps_strings) }
    }

    /// Takes the next piece, and gives the steps by which the value changes; `ts/input.ts` knows them. Absent for none.
    #[napi]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands strings over by value")]
    pub fn push(&mut self, fragment: String) -> Option<Field> {
        self.parser.push(&fragment);
        let steps = std::mem::take(&mut self.parser.growth_mut().0);
        (!steps.is_empty()).then(|| join(steps.iter().map(String::as_bytes)))
    }

    /// Why the text cannot be read as JSON, if it cannot.
    #[napi(getter)]
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.parser.fault().map(|fault| fault.to_string())
    }
}

/// The steps since the last look, each a letter and what goes with it.
#[derive(Default)]
struct Journal(Vec<String>);

impl Journal {
    fn step(&mut self, letter: char, rest: &str) {
        let mut step = String::with_capacity(rest.len() + 1);
        step.push(letter);
        step.push_str(rest);
        self.0.push(step);
    }
}

impl Growth for Journal {
    fn is_wanted(&self) -> bool {
        true
    }

    fn name(&mut self, key: String) {
        self.step('k', &key);
    }

    fn open(&mut self, is_object: bool) {
        self.step(if is_object { '{' } else { '[' }, "");
    }

    fn close(&mut self) {
        self.step(']', "");
    }

    fn word(&mut self, word: Option<bool>) {
        self.step('w', word.map_or("null", |word| if word { "true" } else { "false" }));
    }

    fn string(&mut self, rest: String) {
        self.step('s', &rest);
    }

    fn number(&mut self, text: &str) {
        self.step('n', text);
    }

    fn show_string(&mut self, more: String) {
        self.step('S', &more);
    }

    fn show_number(&mut self, text: &str) {
        self.step('N', text);
    }

    fn retract(&mut self) {
        self.step('-', "");
    }

    fn clear(&mut self) {
        self.0.clear();
        self.step('!', "");
    }
}
