//! Counts as fractions and back, without surprises at the ends.

use std::time::Duration;

/// A span of time; nothing where it would be negative, or is no number.
pub(super) fn seconds(span: f64) -> Duration {
    Duration::try_from_secs_f64(span.max(0.0)).unwrap_or_default()
}

/// A count; four billion stands for all that is more.
pub(super) fn of(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A number from a header; four billion stands for all that is more.
pub(super) fn of_wide(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The whole part of something that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of floats saturates, NaN gives 0")]
pub(super) fn whole(number: f64) -> usize {
    number as usize
}

/// The same, as wide as headers have it.
pub(super) fn whole_wide(number: f64) -> u64 {
    u64::try_from(whole(number)).unwrap_or(u64::MAX)
}
