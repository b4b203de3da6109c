//! One limit that the server advertises, mirrored.

const MINUTE: f64 = 60.0;
/// A little slower than the server refills, so that the mirror never runs ahead of it.
const CARE: f64 = 0.98;

/// A bucket as the server has it, by this client's reckoning: never fuller, when nobody else takes from it. Times are seconds
/// on the lane's clock.
#[derive(Debug)]
pub(super) struct Bucket {
    limit: f64,
    level: f64,
    filled_at: f64,
    /// All that was ever taken, and all corrections ever made.
    taken: f64,
    corrected: f64,
    /// Taken by calls whose answers have not yet told what is left.
    open: f64,
    grain: f64,
}

/// What was expected of a bucket right after a call took from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) cost: f64,
    at: f64,
    level: f64,
    taken: f64,
    corrected: f64,
    open: f64,
}

impl Bucket {
    /// As an answer tells of it for the first time. `after` was taken by calls sent after the one answered, `open` by all calls
    /// under way; `grain` is what the server rounds to.
    pub(super) fn new(now: f64, limit: f64, remaining: f64, after: f64, open: f64, grain: f64) -> Self {
        Self { limit, level: remaining - after, filled_at: now, taken: 0.0, corrected: 0.0, open, grain }
    }

    /// What is expected now, for a call that has taken its `cost` already.
    pub(super) fn mark(&self, now: f64, cost: f64) -> Mark {
        Mark { cost, at: now, level: self.level, taken: self.taken, corrected: self.corrected, open: self.open }
    }

    /// When there is enough for `cost`, if not now. What costs more than the whole limit needs a full bucket.
    pub(super) fn full_until(&mut self, now: f64, share: f64, cost: f64) -> Option<f64> {
        self.fill(now, share);
        let reserve = self.grain.min(self.limit / 20.0);
        let missing = (cost + reserve).min(self.limit) - self.level;
        (missing > 1e-6).then(|| now + missing / (self.rate() * share))
    }

    /// Takes `cost` out.
    pub(super) fn take(&mut self, now: f64, share: f64, cost: f64) -> Mark {
        self.fill(now, share);
        self.level -= cost;
        self.taken += cost;
        let mark = self.mark(now, cost);
        self.open += cost;
        mark
    }

    /// Nothing more will be heard of what a call took.
    pub(super) fn close(&mut self, mark: &Mark) {
        self.open = (self.open - mark.cost).max(0.0);
    }

    /// Puts back, or takes more: a call was not sent, or used something else than expected.
    pub(super) fn correct(&mut self, by: f64) {
        self.level += by;
        self.corrected += by;
    }

    /// What the answer of the call with this mark tells. Only what cannot be explained by calls under way and by refilling
    /// corrects the level, and only by as much.
    pub(super) fn observe(&mut self, now: f64, share: f64, mark: &Mark, limit: f64, remaining: f64, late: f64) {
        self.fill(now, share);
        self.limit = limit;
        let expected = mark.level + self.corrected - mark.corrected;
        let lowest = expected - (self.taken - mark.taken) - self.grain;
        let refilled = (now - mark.at).max(0.0) * self.rate() / CARE;
        let highest = expected + mark.open + late + refilled;
        if remaining < lowest {
            self.correct(remaining - lowest);
        } else if remaining > highest {
            self.correct((remaining - highest) * share);
        }
    }

    /// The server says of a refused call that so much is left; it may be less, not more.
    pub(super) fn refused(&mut self, now: f64, share: f64, remaining: f64) {
        self.fill(now, share);
        if remaining < self.level {
            self.correct(remaining - self.level);
        }
    }

    pub(super) fn limit(&self) -> f64 {
        self.limit
    }

    pub(super) fn level(&self) -> f64 {
        self.level
    }

    /// Refilled in a second by the whole of the key.
    fn rate(&self) -> f64 {
        (self.limit / MINUTE * CARE).max(1e-6)
    }

    fn fill(&mut self, now: f64, share: f64) {
        let gained = (now - self.filled_at).max(0.0) * self.rate() * share;
        self.level = (self.level + gained).min(self.limit);
        self.filled_at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: f64 = 1.0;

    /// A bucket of 60 a minute with ten left.
    fn ten_left() -> Bucket {
        Bucket::new(0.0, 60.0, 10.0, 0.0, 0.0, 1.0)
    }

    #[test]
    fn what_calls_under_way_explain_corrects_nothing() {
        let mut bucket = ten_left();
        let marks: Vec<_> = (0..8).map(|_| bucket.take(0.0, WHOLE, 1.0)).collect();
        // In whatever order the server saw them, and whether it counted when they came or when it answered.
        for remaining in [9.0, 2.0, 5.0, 4.0, 2.0] {
            bucket.observe(0.1, WHOLE, &marks[3], 60.0, remaining, 0.0);
        }
        assert!((bucket.level() - 2.1).abs() < 0.01, "{}", bucket.level());
    }

    #[test]
    fn what_others_took_is_taken_once_however_many_answers_tell_of_it() {
        let mut bucket = ten_left();
        let marks: Vec<_> = (0..4).map(|_| bucket.take(0.0, WHOLE, 1.0)).collect();
        for mark in &marks {
            bucket.observe(0.0, WHOLE, mark, 60.0, 0.0, 0.0);
        }
        let level = bucket.level();
        assert!((0.0..=1.0).contains(&level), "{level}");
    }

    #[test]
    fn more_than_was_thought_is_believed() {
        let mut bucket = ten_left();
        let mark = bucket.take(0.0, WHOLE, 1.0);
        bucket.observe(1.0, WHOLE, &mark, 60.0, 40.0, 0.0);
        assert!(bucket.level() > 35.0 && bucket.level() < 41.0, "{}", bucket.level());
    }

    #[test]
    fn a_call_that_costs_more_than_the_limit_goes_when_the_bucket_is_full() {
        let mut bucket = ten_left();
        let full = bucket.full_until(0.0, WHOLE, 1e6).unwrap();
        assert!((50.0..52.0).contains(&full), "{full}");
        assert_eq!(bucket.full_until(52.0, WHOLE, 1e6), None);
        bucket.take(52.0, WHOLE, 1e6);
        assert!(bucket.full_until(53.0, WHOLE, 1.0).is_some());
    }

    #[test]
    fn it_fills_a_little_slower_than_the_server_s() {
        let mut bucket = Bucket::new(0.0, 60.0, 0.0, 0.0, 0.0, 1.0);
        assert!(bucket.full_until(1.9, WHOLE, 1.0).is_some(), "one is kept back");
        assert_eq!(bucket.full_until(2.1, WHOLE, 1.0), None);
        bucket.take(2.1, WHOLE, 0.0);
        assert!(bucket.level() < 2.1);
        bucket.full_until(1e6, WHOLE, 1.0);
        assert!((bucket.level() - 60.0).abs() < 1e-9, "never above the limit");
    }
}
