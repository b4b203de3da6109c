//! How a case is run and counted.

use std::{alloc::System, error::Error, hint::black_box};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Anything that goes wrong.
pub(crate) type Failure = Box<dyn Error>;

/// What a case does, ready to be done any number of times. It gives a number that shows that all of it was done.
pub(crate) type Work = Box<dyn FnMut() -> Result<usize, Failure>>;

/// One thing that is counted.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What it does, in a few words.
    pub(crate) about: &'static str,
    /// Makes all that the work needs; with it comes the number that the work must give.
    pub(crate) prepare: fn() -> Result<(Work, usize), Failure>,
}

/// What one round of a case took of the allocator.
pub(crate) struct Counts {
    /// Blocks that were asked for, and those that were asked to grow or shrink.
    pub(crate) allocations: usize,
    /// How many bytes that were in all, of a block that grew only what was added.
    pub(crate) bytes: usize,
}

/// Runs a case twice and counts the second time: what is made once a process is there by then.
pub(crate) fn count(case: &Case) -> Result<Counts, Failure> {
    let (mut work, expected) = (case.prepare)()?;
    check(work()?, expected)?;
    let region = Region::new(ALLOCATOR);
    let found = measured(&mut work);
    let change = region.change();
    check(found?, expected)?;
    Ok(Counts { allocations: change.allocations + change.reallocations, bytes: change.bytes_allocated })
}

/// The one function whose instructions count, with all that it calls.
#[inline(never)]
pub(crate) fn measured(work: &mut Work) -> Result<usize, Failure> {
    // Not the last that it does, or it would be a jump and no call.
    black_box(work())
}

fn check(found: usize, expected: usize) -> Result<(), Failure> {
    if found == expected {
        return Ok(());
    }
    Err(format!("it gave {found} and not {expected}").into())
}

/// What of the processor decides which code runs.
pub(crate) fn machine() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    let has_wide = std::arch::is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    let has_wide = false;
    if has_wide { "avx2" } else { "no avx2" }
}
