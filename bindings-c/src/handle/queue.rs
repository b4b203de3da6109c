//! The free slots, in the order in which they were freed: a queue after Michael and Scott (1996), without locks.
//!
//! Its nodes are the slots themselves, which are never given back. A link is an index and a count of changes, so that one which
//! has changed and changed back is not taken for the same.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Indexes of slots, oldest first. Its first node is spent already: what is popped is that one, and the next takes its part.
pub(super) struct Queue {
    head: AtomicU64,
    tail: AtomicU64,
    len: AtomicUsize,
}

impl Queue {
    /// A queue whose first node is slot 0, which nobody else must use.
    pub(super) const fn new() -> Self {
        Self { head: AtomicU64::new(0), tail: AtomicU64::new(0), len: AtomicUsize::new(0) }
    }

    /// About how many there are.
    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    pub(super) fn push<'a>(&self, index: usize, next: impl Fn(usize) -> &'a AtomicU64) {
        // Too many for a moment rather than too few.
        self.len.fetch_add(1, Ordering::Relaxed);
        let own = next(index);
        own.store(Link::NONE.after(own.load(Ordering::Relaxed)), Ordering::Relaxed);
        loop {
            let tail = self.tail.load(Ordering::Acquire);
            let last = next(Link::index(tail));
            let behind = last.load(Ordering::Acquire);
            if tail != self.tail.load(Ordering::Acquire) {
                continue;
            }
            if !Link::is_none(behind) {
                // Another thread has pushed and not yet said so: done for it, in case it never will.
                advance(&self.tail, tail, behind);
            } else if advance(last, behind, Link(index).after(0)) {
                advance(&self.tail, tail, Link(index).after(0));
                return;
            }
        }
    }

    pub(super) fn pop<'a>(&self, next: impl Fn(usize) -> &'a AtomicU64) -> Option<usize> {
        loop {
            let head = self.head.load(Ordering::Acquire);
            let tail = self.tail.load(Ordering::Acquire);
            let behind = next(Link::index(head)).load(Ordering::Acquire);
            if head != self.head.load(Ordering::Acquire) {
                continue;
            }
            if Link::is_none(behind) {
                return None;
            }
            if Link::index(head) == Link::index(tail) {
                advance(&self.tail, tail, behind);
            } else if advance(&self.head, head, behind) {
                self.len.fetch_sub(1, Ordering::Relaxed);
                return Some(Link::index(head));
            }
        }
    }
}

/// Points a link somewhere else, if it is still what it was.
fn advance(link: &AtomicU64, was: u64, to: u64) -> bool {
    let to = Link(Link::index(to)).after(was);
    link.compare_exchange(was, to, Ordering::AcqRel, Ordering::Relaxed).is_ok()
}

/// Where a link points: an index in the lower half. The upper half counts.
#[derive(Clone, Copy)]
struct Link(usize);

impl Link {
    const HALF: u64 = u32::MAX as u64;
    const NONE: Self = Self(u32::MAX as usize);

    /// This target as the change that follows `before`.
    fn after(self, before: u64) -> u64 {
        (self.0 as u64 & Self::HALF) | ((before >> 32).wrapping_add(1) << 32)
    }

    fn index(link: u64) -> usize {
        usize::try_from(link & Self::HALF).unwrap_or_default()
    }

    fn is_none(link: u64) -> bool {
        link & Self::HALF == Self::HALF
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_first_is_popped_first() {
        let links: Vec<AtomicU64> = (0..8).map(|_| AtomicU64::new(u64::MAX)).collect();
        let next = |index: usize| &links[index];
        let queue = Queue::new();
        assert_eq!(queue.pop(next), None);
        for index in 1..4 {
            queue.push(index, next);
        }
        assert_eq!(queue.len(), 3);
        // One node stays behind, so what comes out is one that was pushed before.
        assert_eq!([queue.pop(next), queue.pop(next), queue.pop(next)], [Some(0), Some(1), Some(2)]);
        assert_eq!(queue.pop(next), None);
        queue.push(2, next);
        assert_eq!(queue.pop(next), Some(3));
    }
}
