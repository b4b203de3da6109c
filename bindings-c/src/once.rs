//! What is made when it is first asked for, and then stays.

use std::sync::OnceLock;

/// A place for something that is made once. It is made outside of the lock: the child of a fork must not wait for one that
/// its parent holds for long.
#[derive(Debug)]
pub(crate) struct Once<T>(OnceLock<T>);

impl<T> Once<T> {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// What is there, or is made now. Where two threads make it, both get what the faster one made.
    pub(crate) fn get(&self, make: impl FnOnce() -> T) -> &T {
        if let Some(found) = self.0.get() {
            return found;
        }
        let fresh = make();
        self.0.get_or_init(|| fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_first_stays_where_it_is() {
        let once = Once::new();
        let first = once.get(|| {
            // Another thread that was faster.
            once.get(|| "faster");
            "slower"
        });
        assert_eq!((*first, *once.get(|| "later")), ("faster", "faster"));
    }
}
