//! Shows that reading a tool's input while it arrives takes time in proportion to its size.
//!
//!     cargo run --package tidings --example partial_json_growth
//!
//! The input comes in fragments of 20 bytes, and the value so far is read after each.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use std::time::{Duration, Instant};

use tidings::partial_json::Parser;

fn main() {
    println!("{:<22} {:>9} {:>9} {:>10} {:>12}", "input", "bytes", "reads", "time", "ns per byte");
    for (name, head, more) in [
        ("members", "{\"first\": 0", ", \"name\": \"value\", \"n\": 12345"),
        ("flat array", "[0", ",1"),
        ("one string", "{\"text\": \"", "lorem ipsum "),
        ("nested", "{\"a\": [{\"b\": [0", ",{\"c\": [1, null]}"),
    ] {
        for size in [250_000, 500_000, 1_000_000] {
            let text = head.to_owned() + &more.repeat((size - head.len()) / more.len());
            let (reads, time) = read_all(&text);
            let per_byte = time.as_nanos() / text.len() as u128;
            println!("{name:<22} {:>9} {reads:>9} {time:>10.2?} {per_byte:>12}", text.len());
        }
    }
}

/// How often there was a value to read, and how long all of it took.
fn read_all(text: &str) -> (usize, Duration) {
    let start = Instant::now();
    let mut parser = Parser::new();
    let mut reads = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (fragment, after) = rest.split_at(rest.len().min(20));
        parser.push(fragment);
        reads += usize::from(std::hint::black_box(parser.value()).is_some());
        rest = after;
    }
    (reads, start.elapsed())
}
