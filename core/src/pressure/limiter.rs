//! How many calls may be in flight where the server says nothing: a ramp at first, and after a refusal additive increase and
//! multiplicative decrease.

use super::number;

/// Calls at once before anything is known, and the time in which that doubles.
const RAMP_START: f64 = 4.0;
const RAMP_DOUBLES: f64 = 0.1;
const RAMP_ENDS: f64 = 1.0;
/// What is kept of the calls in flight after a refusal: while others succeed, and while nothing does.
const BETA: f64 = 0.95;
const BETA_NOTHING: f64 = 0.5;
/// What a round of successes adds, and the most that a second adds.
const ADD: f64 = 2.0;
const ADD_SECOND: f64 = 1.0;
const ADD_SHARE: f64 = 0.05;
/// Half of the time over which the most calls in flight are remembered.
const MEMORY: f64 = 30.0;

/// The limit on calls in flight of one key. Times are seconds on the lane's clock.
#[derive(Debug)]
pub(super) struct Limiter {
    mode: Mode,
    /// Where doubling ends: what was borne before the last refusal.
    threshold: f64,
    cut_at: f64,
    grown_at: f64,
    has_succeeded: bool,
    peak: Peak,
}

#[derive(Debug)]
enum Mode {
    /// Nothing known; since the first send, if there was one.
    Ramp(Option<f64>),
    Off,
    Limit(f64),
}

impl Default for Limiter {
    fn default() -> Self {
        Self {
            mode: Mode::Ramp(None),
            threshold: f64::INFINITY,
            cut_at: f64::NEG_INFINITY,
            grown_at: 0.0,
            has_succeeded: false,
            peak: Peak::default(),
        }
    }
}

impl Limiter {
    /// When one more may be sent, if not now: the earliest time worth looking again.
    pub(super) fn full_until(&self, now: f64, in_flight: usize) -> Option<f64> {
        let wanted = number::of(in_flight) + 1.0;
        match self.mode {
            Mode::Off | Mode::Ramp(None) => None,
            Mode::Ramp(Some(since)) => {
                let opens = since + RAMP_DOUBLES * (wanted / RAMP_START).log2();
                (now < opens && now < since + RAMP_ENDS).then_some(opens)
            }
            Mode::Limit(limit) => (wanted > limit.max(1.0)).then_some(f64::INFINITY),
        }
    }

    /// A call goes, the `in_flight`th.
    pub(super) fn sent(&mut self, now: f64, in_flight: usize) {
        self.peak.note(now, in_flight);
        match self.mode {
            Mode::Ramp(None) => self.mode = Mode::Ramp(Some(now)),
            Mode::Ramp(Some(since)) if now >= since + RAMP_ENDS => self.mode = Mode::Off,
            _ => {}
        }
    }

    /// One step up: by one for each success below the threshold, slowly above. Long after the last trouble it ends.
    pub(super) fn succeeded(&mut self, now: f64) {
        self.has_succeeded = true;
        let elapsed = (now - self.grown_at).max(0.0);
        self.grown_at = now;
        let Mode::Limit(limit) = &mut self.mode else { return };
        *limit +=
            if *limit < self.threshold { 1.0 } else { (ADD / *limit).min(elapsed * (ADD_SECOND + ADD_SHARE * *limit)) };
        if *limit > 2.0 * number::of(self.peak.recent(now)) {
            self.mode = Mode::Off;
        }
    }

    /// Steps down, because the server refused a call that was sent at `sent_at` as the `in_flight`th. What was sent before the
    /// last step says nothing new; true if this was news.
    pub(super) fn refused(&mut self, now: f64, sent_at: f64, in_flight: usize) -> bool {
        if sent_at <= self.cut_at {
            return false;
        }
        let borne = match self.mode {
            Mode::Limit(limit) => limit.min(number::of(in_flight)),
            _ => number::of(in_flight),
        };
        let below = (borne * BETA).min(borne - 1.0).max(1.0);
        let limit = if self.has_succeeded { below } else { (borne * BETA_NOTHING).max(1.0) };
        if self.has_succeeded || self.threshold.is_infinite() {
            self.threshold = below;
        }
        self.mode = Mode::Limit(limit);
        self.has_succeeded = false;
        self.cut_at = now;
        self.grown_at = now;
        true
    }

    /// The limit, once there is one.
    pub(super) fn limit(&self) -> Option<usize> {
        match self.mode {
            Mode::Limit(limit) => Some(number::whole(limit.max(1.0))),
            _ => None,
        }
    }

    /// Whether anything has succeeded since the last step down.
    pub(super) fn has_succeeded(&self) -> bool {
        self.has_succeeded
    }
}

/// The most calls in flight of the last while.
#[derive(Debug, Default)]
struct Peak {
    since: f64,
    current: usize,
    previous: usize,
}

impl Peak {
    fn note(&mut self, now: f64, in_flight: usize) {
        self.turn(now);
        self.current = self.current.max(in_flight);
    }

    fn recent(&mut self, now: f64) -> usize {
        self.turn(now);
        self.current.max(self.previous)
    }

    fn turn(&mut self, now: f64) {
        if now - self.since >= MEMORY {
            self.previous = if now - self.since < 2.0 * MEMORY { self.current } else { 0 };
            self.current = 0;
            self.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A limiter past its ramp that has just been cut to `limit` while others succeeded.
    fn cut_at(in_flight: usize) -> Limiter {
        let mut limiter = Limiter::default();
        limiter.sent(0.0, 1);
        limiter.succeeded(1.0);
        for number in 1..=in_flight {
            limiter.sent(2.0, number);
        }
        assert!(limiter.refused(3.0, 2.0, in_flight));
        limiter
    }

    #[test]
    fn the_ramp_lets_four_go_at_once_and_is_over_in_a_second() {
        let mut limiter = Limiter::default();
        limiter.sent(10.0, 1);
        assert_eq!(limiter.full_until(10.0, 3), None);
        let fifth = limiter.full_until(10.0, 4).unwrap();
        assert!(fifth > 10.0 && fifth < 10.1, "{fifth}");
        assert!(limiter.full_until(10.0, 200).unwrap() < 10.6);
        assert_eq!(limiter.full_until(11.1, 1_000_000), None);
        assert_eq!(limiter.limit(), None);
    }

    #[test]
    fn a_refusal_takes_a_little_while_others_succeed_and_half_when_nothing_does() {
        let mut limiter = cut_at(40);
        assert_eq!(limiter.limit(), Some(38));
        assert!(!limiter.refused(3.1, 2.9, 40), "what was sent before the cut is not news");
        assert_eq!(limiter.limit(), Some(38));
        assert!(limiter.refused(4.0, 3.5, 38));
        assert_eq!(limiter.limit(), Some(19));
        for round in 0..20 {
            limiter.refused(6.0 + f64::from(round), 5.5 + f64::from(round), 38);
        }
        assert_eq!(limiter.limit(), Some(1), "one is always let through");
        assert_eq!(limiter.full_until(100.0, 0), None);
    }

    #[test]
    fn growth_is_fast_to_what_was_borne_and_slow_above() {
        let mut limiter = cut_at(40);
        limiter.refused(4.0, 3.5, 38);
        for _ in 0..19 {
            limiter.succeeded(4.1);
        }
        assert_eq!(limiter.limit(), Some(38));
        for millisecond in 0..1000 {
            limiter.succeeded(4.1 + f64::from(millisecond) / 1000.0);
        }
        assert!((39..=42).contains(&limiter.limit().unwrap()), "{:?}", limiter.limit());
    }

    #[test]
    fn a_long_calm_ends_it() {
        let mut limiter = cut_at(40);
        for second in 0..600 {
            let now = 100.0 + f64::from(second);
            limiter.sent(now, 5);
            limiter.succeeded(now);
        }
        assert_eq!(limiter.limit(), None);
        assert_eq!(limiter.full_until(1000.0, 1000), None);
    }
}
