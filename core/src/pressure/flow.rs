//! Whether others succeed: how far a refused call has to step back.

const HALF_LIFE: f64 = 10.0;
/// So many successes for a refusal mean that the rest works.
const ENOUGH: f64 = 4.0;
const MOST: u32 = 5;

/// Successes and refusals of late.
#[derive(Debug, Default)]
pub(super) struct Flow {
    successes: f64,
    refusals: f64,
    at: f64,
    exponent: u32,
}

impl Flow {
    pub(super) fn succeeded(&mut self, now: f64) {
        self.fade(now);
        self.successes += 1.0;
        self.exponent = self.exponent.saturating_sub(1);
    }

    /// Counts a refusal; `is_news` if it is the first after the lane has last stepped back. Gives the exponent of a call's own
    /// backoff, 0 while others succeed.
    pub(super) fn refused(&mut self, now: f64, is_news: bool) -> u32 {
        self.fade(now);
        self.refusals += 1.0;
        if is_news {
            self.exponent = (self.exponent + 1).min(MOST);
        }
        if self.is_flowing() { 0 } else { self.exponent.max(1) + 1 }
    }

    /// The refusals in a row, so to say: successes take them off again.
    pub(super) fn exponent(&self) -> u32 {
        self.exponent
    }

    fn is_flowing(&self) -> bool {
        self.successes >= ENOUGH * self.refusals
    }

    fn fade(&mut self, now: f64) {
        let kept = (-(now - self.at).max(0.0) / HALF_LIFE).exp2();
        self.successes *= kept;
        self.refusals *= kept;
        self.at = now;
    }
}
