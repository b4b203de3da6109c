//! Micro-benchmarks of the core: each does one thing once, so that what it takes can be counted.
//!
//!     tidings-micro list          a line for each: its name, and what it does
//!     tidings-micro machine       what of the processor decides which code runs
//!     tidings-micro count NAME    how many allocations it makes, and of how many bytes
//!
//! `cargo xtask bench-gate` runs `count` under callgrind, which counts the instructions of [`harness::measured`].

#![cfg_attr(fuzzing, expect(clippy::print_stdout, reason = "its results go to standard output"))]

#[cfg(fuzzing)]
mod calls;
#[cfg(fuzzing)]
mod cases;
#[cfg(fuzzing)]
mod events;
#[cfg(fuzzing)]
mod harness;
#[cfg(fuzzing)]
mod requests;
#[cfg(fuzzing)]
mod samples;
#[cfg(fuzzing)]
mod streams;

use std::process::ExitCode;

#[cfg(fuzzing)]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["list"] => cases::CASES.iter().for_each(|case| println!("{}\t{}", case.name, case.about)),
        ["machine"] => println!("{}", harness::machine()),
        ["count", name] => match cases::CASES.iter().find(|case| case.name == name).map(harness::count) {
            Some(Ok(counts)) => println!("{} {}", counts.allocations, counts.bytes),
            Some(Err(error)) => return fail(&format!("{name}: {error}")),
            None => return fail(&format!("there is no case named {name}")),
        },
        _ => return fail("tidings-micro list | machine | count NAME"),
    }
    ExitCode::SUCCESS
}

/// The core's private parts are there only for a build with `--cfg fuzzing`.
#[cfg(not(fuzzing))]
fn main() -> ExitCode {
    fail("this was built without the core's private parts; `make bench-gate` builds it with them")
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
