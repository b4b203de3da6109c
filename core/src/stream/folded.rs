//! What an event did to the message: a few numbers, so that nothing is copied to tell it.

/// What [`Accumulator::fold`](super::Accumulator::fold) did with one event; the key to its derived events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    pub(super) index: usize,
    /// `None` for an event that has no derived ones.
    pub(super) change: Option<Change>,
}

/// What grew, and by how many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Text { added: usize },
    Thinking { added: usize },
    InputJson { added: usize },
    Citation,
    Signature,
    Compaction,
    BlockStop,
    MessageStop,
}

impl Folded {
    pub(super) const NOTHING: Self = Self { index: 0, change: None };

    /// Whether the event changed a block, or was the last.
    pub(super) fn changed(self) -> bool {
        self.change.is_some()
    }
}
