//! The input of a tool while the model writes it.

use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::{
    error::{Error, ErrorKind},
    partial_json::{Fault, Parser, Tree},
};

/// The parser of a tool's input; it builds a value where one is wanted.
pub(super) type InputParser = Parser<Option<Tree>>;

/// What is kept of a tool's input beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keeps {
    /// The string that is last and unfinished.
    pub(super) strings: bool,
    /// No values.
    pub(super) text_only: bool,
}

impl Keeps {
    pub(super) fn parser(self) -> InputParser {
        InputParser::growing((!self.text_only).then(Tree::default), self.strings)
    }
}

/// The input of a tool as far as it has come: parsed, as the raw text, and whether it is whole.
///
/// It serialises like the `input` of the message: what the model wrote, to the digit; what was finished of it; or the raw
/// text as a string where that is not JSON.
#[derive(Clone, Copy)]
pub struct ToolInput<'a> {
    /// What the block began with.
    pub(super) begun: &'a Value,
    /// `None` before the first piece that is not empty.
    pub(super) parser: Option<&'a InputParser>,
    /// The block was finished.
    pub(super) finished: bool,
}

impl<'a> ToolInput<'a> {
    /// The values that were finished so far, in place; what the block began with (mostly `{}`) before there is any.
    ///
    /// # Errors
    /// [`ErrorKind::StreamMalformed`] when the model wrote what is not JSON; its text is the error's
    /// [`body`](Error::body), the place in the message and in [`fault`](Self::fault). The stream goes on all the same.
    pub fn value(&self) -> Result<&'a Value, Error> {
        match self.fault() {
            None => Ok(self.parser.and_then(|parser| parser.growth().as_ref()?.value()).unwrap_or(self.begun)),
            Some(fault) => {
                let message = format!("the model wrote a tool input that cannot be read as JSON: {fault}");
                Err(Error::new(ErrorKind::StreamMalformed, message)
                    .with_raw(Bytes::copy_from_slice(self.raw().as_bytes())))
            }
        }
    }

    /// Why the text cannot be read as JSON, if it cannot.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.parser.and_then(Parser::fault)
    }

    /// All of the model's text so far; empty where the input came whole with its block, or not at all.
    #[must_use]
    pub fn raw(&self) -> &'a str {
        self.parser.map_or("", Parser::raw)
    }

    /// The input as JSON as it was when its text had `end` bytes: what it serialised to then. Read anew where more has come.
    #[must_use]
    pub fn json_at(&self, end: usize) -> Bytes {
        let mut earlier = None;
        if let Some(parser) = self.parser.filter(|parser| end < parser.raw().len()) {
            let anew = earlier.insert(InputParser::growing(None, parser.keeps_strings()));
            anew.push(parser.raw().get(..end).unwrap_or_default());
        }
        let parser = earlier.as_ref().or(self.parser).filter(|parser| !parser.raw().is_empty());
        serde_json::to_vec(&ToolInput { begun: self.begun, parser, finished: self.finished })
            .map(Bytes::from)
            .unwrap_or_default()
    }

    /// Whether the input is whole. One that was cut off or is not JSON never is; one without any text is once its block
    /// is finished.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.parser.map_or(self.finished, Parser::is_complete)
    }
}

impl Serialize for ToolInput<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(parser) = self.parser else { return self.begun.serialize(serializer) };
        match parser.json() {
            Some(json) => json.serialize(serializer),
            None if parser.fault().is_some() => parser.raw().serialize(serializer),
            None => self.begun.serialize(serializer),
        }
    }
}

impl std::fmt::Debug for ToolInput<'_> {
    /// Shows how far it is, never what is in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ToolInput")
            .field("bytes", &self.raw().len())
            .field("complete", &self.is_complete())
            .field("fault", &self.fault())
            .finish()
    }
}
