//! We find the same in an answer as hyper does, however they are cut.
//!
//! The input is the answers, each behind a line that says what was asked: `GET` or `HEAD`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings::fuzzing::answers;
use tidings_fuzz::cuts;

fuzz_target!(|input: &[u8]| {
    let mut exchanges = exchanges(input);
    // Behind an answer hyper overlooks empty lines; we do not use such a connection again.
    exchanges.truncate(1);
    let whole: Vec<_> = exchanges.iter().map(|(is_head, answer)| (*is_head, vec![answer.to_vec()])).collect();
    let cut: Vec<_> = exchanges.iter().map(|(is_head, answer)| (*is_head, pieces(answer))).collect();
    for exchanges in [whole, cut] {
        assert_eq!(find(&exchanges, false), find(&exchanges, true));
    }
});

/// Whether only the head was asked for, and the answer.
fn exchanges(mut input: &[u8]) -> Vec<(bool, &[u8])> {
    let mut exchanges = Vec::new();
    while let Some((is_head, rest)) = asked(input) {
        let end = (0..rest.len()).find(|&at| rest[..at].ends_with(b"\n") && asked(&rest[at..]).is_some());
        let (answer, behind) = rest.split_at(end.unwrap_or(rest.len()));
        exchanges.push((is_head, answer));
        input = behind;
    }
    exchanges
}

fn asked(input: &[u8]) -> Option<(bool, &[u8])> {
    let get = input.strip_prefix(b"GET\n").map(|rest| (false, rest));
    get.or_else(|| input.strip_prefix(b"HEAD\n").map(|rest| (true, rest)))
}

fn pieces(answer: &[u8]) -> Vec<Vec<u8>> {
    cuts::pieces(answer, &cuts::offsets(answer)).into_iter().map(<[u8]>::to_vec).collect()
}

fn find(exchanges: &[(bool, Vec<Vec<u8>>)], is_hyper: bool) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime of one thread").block_on(answers(exchanges, is_hyper))
}
