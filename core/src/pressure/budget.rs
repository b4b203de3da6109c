//! The retry budget: a limit on repeating what may have cost money.

const FULL: f64 = 10.0;
const FLOOR: f64 = 5.0;
const BACK: f64 = 0.1;

/// A failure takes one token, a success gives back a tenth; at half of it nothing is tried again.
///
/// Only for failures after which the request may have run. Refusals cost nothing, and a budget for them would turn waiting
/// into failing.
#[derive(Debug)]
pub(super) struct Budget(f64);

impl Default for Budget {
    fn default() -> Self {
        Self(FULL)
    }
}

impl Budget {
    /// Something succeeded.
    pub(super) fn succeeded(&mut self) {
        self.0 = (self.0 + BACK).min(FULL);
    }

    /// Something failed; true if it may be tried again.
    pub(super) fn failed(&mut self) -> bool {
        self.0 = (self.0 - 1.0).max(0.0);
        self.0 > FLOOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_failures_uses_it_up_and_successes_fill_it_again() {
        let mut budget = Budget::default();
        assert_eq!([(); 6].map(|()| budget.failed()), [true, true, true, true, false, false]);
        for _ in 0..30 {
            budget.succeeded();
        }
        assert!(budget.failed());
        for _ in 0..1000 {
            budget.failed();
        }
        for _ in 0..61 {
            budget.succeeded();
        }
        assert!(budget.failed(), "an outage, however long, is made good by sixty successes");
    }
}
