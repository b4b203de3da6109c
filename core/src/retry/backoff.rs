//! How long to wait: pure, with the random source passed in.

use std::time::Duration;

use crate::{error::Verdict, policy::Policy};

const BASE_ERROR: f64 = 0.5;
const CAP_ERROR: f64 = 8.0;
const BASE_THROTTLE: f64 = 1.0;
const CAP_THROTTLE: f64 = 16.0;
const BASE_ORDERED: f64 = 0.05;

/// The waits of one call.
#[derive(Debug)]
pub(crate) struct Backoff {
    policy: Policy,
    retries: u32,
    throttles: u32,
    waited: Duration,
    random: fastrand::Rng,
}

impl Backoff {
    /// Nothing waited yet.
    pub(crate) fn new(policy: Policy, random: fastrand::Rng) -> Self {
        Self { policy, retries: 0, throttles: 0, waited: Duration::ZERO, random }
    }

    /// The wait before the next attempt; `None` when there is to be none.
    ///
    /// `exponent` is what the scheduler gave for a refusal: 0 while others succeed, so that it orders the calls itself and
    /// a short spread will do; without a scheduler it is 1. It means nothing for other verdicts.
    pub(crate) fn next(&mut self, verdict: Verdict, hint: Option<Duration>, exponent: u32) -> Option<Duration> {
        if self.policy.max_retries == 0 || hint.is_some_and(|hint| hint > self.policy.max_retry_after) {
            return None;
        }
        match verdict {
            Verdict::Stop => None,
            Verdict::Retry => self.retry(hint),
            Verdict::Throttle => self.throttle(hint, exponent),
        }
    }

    /// 0.5 s, 1 s, 2 s ... up to 8 s, each shortened by up to a half; never less than the server asked for.
    fn retry(&mut self, hint: Option<Duration>) -> Option<Duration> {
        if self.retries >= self.policy.max_retries {
            return None;
        }
        let longest = grown(BASE_ERROR, self.retries, CAP_ERROR);
        self.retries += 1;
        let wait = Duration::from_secs_f64(longest * (0.5 + 0.5 * self.random.f64()));
        Some(hint.map_or(wait, |hint| hint.max(wait.min(hint * 2))))
    }

    /// The server's hint, and on top of it anything up to 1 s, 2 s, 4 s ... 16 s, so that nobody comes back together; up to
    /// 50 ms, 100 ms ... while others succeed.
    fn throttle(&mut self, hint: Option<Duration>, exponent: u32) -> Option<Duration> {
        let left = self.policy.throttle_patience.saturating_sub(self.waited);
        let hint = hint.unwrap_or_default();
        let spread = match exponent.checked_sub(1) {
            None => grown(BASE_ORDERED, self.throttles, CAP_THROTTLE),
            Some(exponent) => grown(BASE_THROTTLE, self.throttles.max(exponent), CAP_THROTTLE),
        };
        let spread = spread.max(hint.as_secs_f64() / 4.0);
        let mut wait = hint + Duration::from_secs_f64(spread * self.random.f64());
        if wait > left {
            // A hint that patience still covers is obeyed, with what is left for the spread.
            let room = left.checked_sub(hint).filter(|_| !hint.is_zero())?;
            wait = hint + room.mul_f64(self.random.f64());
        }
        self.throttles += 1;
        self.waited += wait;
        Some(wait)
    }
}

fn grown(base: f64, times: u32, cap: f64) -> f64 {
    (base * f64::from(1_u32 << times.min(16))).min(cap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff(max_retries: u32, seed: u64) -> Backoff {
        let policy = Policy { max_retries, ..Policy::default() };
        Backoff::new(policy, fastrand::Rng::with_seed(seed))
    }

    #[test]
    fn retries_grow_within_their_bounds_and_are_counted() {
        for seed in 0..100 {
            let mut backoff = backoff(5, seed);
            for longest in [0.5, 1.0, 2.0, 4.0, 8.0] {
                let wait = backoff.next(Verdict::Retry, None, 1).unwrap().as_secs_f64();
                assert!(wait >= longest / 2.0 && wait <= longest, "{wait}");
            }
            assert_eq!(backoff.next(Verdict::Retry, None, 1), None);
        }
    }

    #[test]
    fn throttles_keep_the_hint_and_add_a_growing_spread() {
        for seed in 0..100 {
            let mut backoff = backoff(2, seed);
            let hint = Duration::from_secs(2);
            for longest in [1.0, 2.0, 4.0] {
                let wait = backoff.next(Verdict::Throttle, Some(hint), 1).unwrap();
                assert!(wait >= hint && wait.as_secs_f64() <= 2.0 + longest, "{wait:?}");
            }
        }
    }

    #[test]
    fn waiting_on_throttles_ends_when_patience_does() {
        for seed in 0..100 {
            let mut backoff = backoff(2, seed);
            let waits: Vec<_> = std::iter::from_fn(|| backoff.next(Verdict::Throttle, None, 1)).collect();
            assert!(waits.len() > 4, "more refusals are borne than max_retries");
            assert!(waits.iter().sum::<Duration>() <= Duration::from_secs(60));
        }
    }

    #[test]
    fn a_hint_within_the_bound_is_obeyed_however_long() {
        for seed in 0..100 {
            for hint in [50, 58, 60].map(Duration::from_secs) {
                let wait = backoff(2, seed).next(Verdict::Throttle, Some(hint), 1).unwrap();
                assert!(wait >= hint && wait <= Duration::from_secs(60), "{wait:?}");
            }
        }
    }

    #[test]
    fn no_retries_means_none_of_any_kind() {
        for verdict in [Verdict::Retry, Verdict::Throttle, Verdict::Stop] {
            assert_eq!(backoff(0, 1).next(verdict, None, 1), None);
        }
    }

    #[test]
    fn a_hint_beyond_the_bound_fails_at_once() {
        assert_eq!(backoff(2, 1).next(Verdict::Throttle, Some(Duration::from_secs(61)), 1), None);
    }
}
