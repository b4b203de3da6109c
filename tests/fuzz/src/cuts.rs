//! The ways in which one input is cut.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Offsets at which the input is cut, ascending and all inside of it; they depend on the input alone.
pub fn offsets(input: &[u8]) -> Vec<usize> {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let mut state = hasher.finish() | 1;
    let mut next = |below: usize| {
        // xorshift: good enough to spread cuts.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below.max(1)
    };
    let mut offsets: Vec<usize> = (0..=next(7)).map(|_| next(input.len())).collect();
    // Cuts close to each other find what one cut alone does not.
    let near = offsets[0];
    offsets.extend((0..next(4)).map(|_| (near + next(6)).min(input.len())));
    offsets.sort_unstable();
    offsets
}

/// The pieces between the offsets; some may be empty.
pub fn pieces<'a>(input: &'a [u8], offsets: &[usize]) -> Vec<&'a [u8]> {
    let ends = offsets.iter().copied().chain([input.len()]);
    let begins = [0].into_iter().chain(offsets.iter().copied());
    begins.zip(ends).map(|(from, to)| &input[from..to]).collect()
}

/// The same for text; cuts inside of a character move to its beginning.
pub fn text_pieces(input: &str) -> Vec<&str> {
    let mut offsets = offsets(input.as_bytes());
    offsets.iter_mut().for_each(|at| *at = input.floor_char_boundary(*at));
    let ends = offsets.iter().copied().chain([input.len()]);
    let begins = [0].into_iter().chain(offsets.iter().copied());
    begins.zip(ends).map(|(from, to)| &input[from..to]).collect()
}
