//! What memory the process has while all held streams are open and idle.

use std::cell::Cell;

use crate::clock;

/// Counts the pieces of text of all held streams, to know when the last has come.
pub(crate) struct Held {
    before: u64,
    awaited: Cell<usize>,
    open: Cell<u64>,
}

/// Bytes that the process had before the streams, and with all of them open.
pub(crate) struct Memory {
    pub(crate) before: u64,
    pub(crate) open: u64,
}

impl Held {
    /// So many pieces of text come before the first of the streams ends.
    pub(crate) fn new(texts: usize) -> Self {
        Self { before: clock::resident(), awaited: Cell::new(texts), open: Cell::new(0) }
    }

    /// A piece of text has come.
    pub(crate) fn see(&self) {
        self.awaited.set(self.awaited.get().checked_sub(1).expect("no more texts than are awaited"));
        if self.awaited.get() == 0 {
            self.open.set(clock::resident());
        }
    }

    pub(crate) fn memory(&self) -> Memory {
        assert_eq!(self.awaited.get(), 0, "texts of the held streams never came");
        Memory { before: self.before, open: self.open.get() }
    }
}
