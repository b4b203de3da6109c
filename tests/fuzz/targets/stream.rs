//! Any bytes as a streamed answer: the outcome does not depend on the cuts, and what has arrived is always a readable message.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|stream: &[u8]| tidings_fuzz::stream::check(stream));
