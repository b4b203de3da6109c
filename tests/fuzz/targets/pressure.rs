//! The scheduler, whatever callers and servers do: nobody is lost, overtaken, let go above the cap, or waits for ever.
//!
//! The input is whether it is switched on, the cap, and then one step after the other.

#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use tidings::fuzzing::{Step, check_pressure};

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    if let Ok((enabled, cap, steps)) = plan(&mut u) {
        check_pressure(enabled, cap, &steps);
    }
});

fn plan(u: &mut Unstructured<'_>) -> Result<(bool, Option<usize>, Vec<Step>)> {
    let enabled = u.ratio(7, 8)?;
    let cap = if u.arbitrary()? { Some(u.int_in_range(0..=4)?) } else { None };
    let mut steps = Vec::new();
    while !u.is_empty() && steps.len() < 300 {
        steps.push(step(u)?);
    }
    // Zero stands for one.
    Ok((enabled, cap.map(|cap| cap.max(1)), steps))
}

fn step(u: &mut Unstructured<'_>) -> Result<Step> {
    let kind = u.int_in_range(0..=11_u8)?;
    let call = usize::from(u.arbitrary::<u8>()?);
    Ok(match kind {
        0 | 1 => Step::Enter(call),
        2 | 3 => Step::Want(call),
        4 => Step::Unwant(call),
        5 => Step::Answer(call, u.arbitrary()?, u.arbitrary()?),
        6 => Step::Refuse(call, u.arbitrary()?, u.arbitrary()?),
        7 => Step::RefuseWith(call, u.arbitrary()?, u.arbitrary()?),
        8 => Step::Fail(call),
        9 => Step::Use(call, u.arbitrary()?),
        10 => Step::Leave(call),
        _ => Step::Pass(u.arbitrary()?),
    })
}
