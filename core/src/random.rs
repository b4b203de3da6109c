//! Randomness that two processes never share.

use fastrand::Rng;

/// A generator of its own, for jitter and for names that nobody else may come upon.
///
/// A fork copies the state that seeds come from, so parent and child would draw the same; the process id keeps them apart.
pub(crate) fn generator() -> Rng {
    // A finding of the fuzzer must come again in another process.
    let process = if cfg!(fuzzing) { 0 } else { std::process::id() };
    seeded(fastrand::u64(..), process)
}

/// Odd, so that no two processes get the same seed from the same state.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

fn seeded(state: u64, process: u32) -> Rng {
    Rng::with_seed(state ^ u64::from(process).wrapping_mul(SPREAD))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_processes_draw_differently_from_the_same_state() {
        let drawn: std::collections::HashSet<_> = (1..1000).map(|process| seeded(7, process).u128(..)).collect();
        assert_eq!(drawn.len(), 999);
        assert_eq!(seeded(7, 1).u64(..), seeded(7, 1).u64(..));
    }
}
