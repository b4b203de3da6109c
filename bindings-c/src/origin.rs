//! Which process an object was made in.

use std::sync::{
    LazyLock,
    atomic::{AtomicU32, Ordering},
};

use crate::ffi;

/// How many forks lie between this process and the one that began to count.
static FORKS: AtomicU32 = AtomicU32::new(0);
/// Whether they are counted. A system call for every event of a stream would cost as much as the rest of it.
static ARE_COUNTED: LazyLock<bool> = LazyLock::new(|| ffi::at_fork(count));

/// The process that an object belongs to; the child of a fork is another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    forks: u32,
    /// Asked for only where forks cannot be counted.
    process: Option<u32>,
}

impl Origin {
    /// This process.
    pub(crate) fn here() -> Self {
        let process = if *ARE_COUNTED { None } else { Some(std::process::id()) };
        Self { forks: FORKS.load(Ordering::Relaxed), process }
    }

    /// Whether this is a child of that process.
    pub(crate) fn is_parent(self) -> bool {
        FORKS.load(Ordering::Relaxed) != self.forks || self.process.is_some_and(|process| process != std::process::id())
    }
}

/// In the child of a fork, where there is no other thread yet and hardly anything is allowed.
extern "C" fn count() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_here_is_not_the_parents() {
        assert!(!Origin::here().is_parent());
        let elsewhere = Origin { forks: FORKS.load(Ordering::Relaxed).wrapping_sub(1), process: None };
        assert!(elsewhere.is_parent());
        assert!(Origin { process: Some(0), ..Origin::here() }.is_parent());
    }
}
