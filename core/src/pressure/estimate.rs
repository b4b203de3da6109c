//! What a call will cost in tokens, guessed from those before it.

use super::{Need, number};

const BYTES_PER_TOKEN: f64 = 4.0;
/// What a call is taken to write before any is known.
const FIRST_OUTPUT: f64 = 1024.0;
const WEIGHT: f64 = 0.1;
const QUANTILE: f64 = 0.9;

/// The tokens of one call, expected.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tokens {
    pub(super) input: f64,
    pub(super) output: f64,
}

/// Learns from the usage of answers.
#[derive(Debug)]
pub(super) struct Estimate {
    /// Real tokens for each one guessed from the length of the body.
    ratio: f64,
    /// Nine of ten calls write less.
    output: f64,
}

impl Default for Estimate {
    fn default() -> Self {
        Self { ratio: 1.0, output: FIRST_OUTPUT }
    }
}

impl Estimate {
    /// What a call is likely to use.
    pub(super) fn of(&self, need: Need) -> Tokens {
        let output = need.max_tokens.map_or(0.0, |most| self.output.min(number::of_wide(most)));
        Tokens { input: raw(need) * self.ratio, output }
    }

    /// What a call has used.
    pub(super) fn learn(&mut self, need: Need, used: Tokens) {
        if used.input > 0.0 && raw(need) > 0.0 {
            self.ratio += WEIGHT * ((used.input / raw(need)).clamp(0.01, 4.0) - self.ratio);
        }
        if used.output > 0.0 {
            let step = WEIGHT * self.output.max(10.0);
            self.output += if used.output > self.output { step * QUANTILE } else { -step * (1.0 - QUANTILE) };
        }
    }
}

fn raw(need: Need) -> f64 {
    number::of(need.body_bytes) / BYTES_PER_TOKEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_come_near_what_calls_really_use() {
        let mut estimate = Estimate::default();
        let need = Need { body_bytes: 4000, max_tokens: Some(8000) };
        let first = estimate.of(need);
        assert!(first.input > 900.0 && first.output < 2000.0, "{first:?}");
        for round in 0..2000 {
            estimate.learn(need, Tokens { input: 500.0, output: f64::from(round % 100) * 10.0 });
        }
        let learned = estimate.of(need);
        assert!((450.0..550.0).contains(&learned.input), "{learned:?}");
        assert!((700.0..1200.0).contains(&learned.output), "{learned:?}");
        assert!(estimate.of(Need { max_tokens: Some(10), ..need }).output <= 10.0);
        assert!(estimate.of(Need { max_tokens: None, ..need }).output < 1.0);
    }
}
