//! The table of faults in `tests/faults`: everything that can go wrong is made to go wrong, and compared with what must come of it.
//!
//! A program of its own, because it looks through every line that any crate in the process logs.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod faults_every_byte;
mod faults_places;
mod faults_resources;
mod faults_secrets;
mod faults_table;
mod faults_witness;
mod outcome;
#[expect(dead_code, reason = "shared with the other tests, which use all of it")]
mod server;
