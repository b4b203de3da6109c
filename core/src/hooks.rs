//! What a program can watch of its calls: one small record for each thing that happens, for its own functions and for
//! `tracing`.

mod record;

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

pub use self::record::AttemptRecord;

/// A function of the program.
type Hook = Arc<dyn Fn(&AttemptRecord) + Send + Sync>;

/// The functions that the program wants to be called.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    request: Vec<Hook>,
    response: Vec<Hook>,
    retry: Vec<Hook>,
    error: Vec<Hook>,
}

/// What a function can be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An attempt begins.
    Request,
    /// The head of an answer is there, whatever its status.
    Response,
    /// An attempt failed and another will be made.
    Retry,
    /// A call failed.
    Error,
}

impl Hooks {
    /// Adds a function; those of one moment are called in the order in which they were added.
    pub(crate) fn add(&mut self, moment: Moment, hook: impl Fn(&AttemptRecord) + Send + Sync + 'static) {
        let hooks = match moment {
            Moment::Request => &mut self.request,
            Moment::Response => &mut self.response,
            Moment::Retry => &mut self.retry,
            Moment::Error => &mut self.error,
        };
        hooks.push(Arc::new(hook));
    }

    pub(crate) fn is_empty(&self) -> bool {
        [&self.request, &self.response, &self.retry, &self.error].iter().all(|hooks| hooks.is_empty())
    }

    fn of(&self, moment: Moment) -> &[Hook] {
        match moment {
            Moment::Request => &self.request,
            Moment::Response => &self.response,
            Moment::Retry => &self.retry,
            Moment::Error => &self.error,
        }
    }

    /// Calls the functions of this moment with a record that is made only if there are any. One that panics does not hurt
    /// the call.
    pub(crate) fn call(&self, moment: Moment, record: impl FnOnce() -> AttemptRecord) {
        let hooks = self.of(moment);
        if hooks.is_empty() {
            return;
        }
        let record = record();
        for hook in hooks {
            if catch_unwind(AssertUnwindSafe(|| hook(&record))).is_err() {
                tracing::error!(target: "tidings", hook = ?moment, "a hook panicked; the call goes on");
            }
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |moment| self.of(moment).len();
        f.debug_struct("Hooks")
            .field("on_request", &count(Moment::Request))
            .field("on_response", &count(Moment::Response))
            .field("on_retry", &count(Moment::Retry))
            .field("on_error", &count(Moment::Error))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn hooks_are_called_in_order_and_one_that_panics_hurts_nobody() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut hooks = Hooks::default();
        assert!(hooks.is_empty());
        for name in ["first", "second"] {
            let seen = seen.clone();
            hooks.add(Moment::Retry, move |record| {
                seen.lock().unwrap().push((name, record.attempt));
                assert_ne!(name, "first", "a defect in a hook");
            });
        }
        assert!(!hooks.is_empty());
        hooks.call(Moment::Error, || panic!("nobody asked for this record"));
        hooks.call(Moment::Retry, || AttemptRecord { attempt: 7, ..AttemptRecord::default() });
        assert_eq!(*seen.lock().unwrap(), [("first", 7), ("second", 7)]);
    }
}
