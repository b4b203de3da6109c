//! Why a text is not the beginning of any JSON that can be read.

use std::fmt;

/// Where a text stopped being JSON, and what should have stood there.
///
/// It shows no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub(super) offset: usize,
    pub(super) expected: &'static str,
}

impl Fault {
    /// The place in the text, in bytes from its beginning.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What JSON, or a limit of the parser, asks for at that place, in words.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unreadable at byte {}: expected {}", self.offset, self.expected)
    }
}

impl std::error::Error for Fault {}
