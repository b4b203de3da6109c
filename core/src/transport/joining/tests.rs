use proptest::prelude::*;

use super::{
    oracle::{Exchange, Outcome, exchange},
    *,
};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nTransfer-Encoding: Chunked\r\n\r\n";

/// What is left of `text`, read in pieces of so many bytes.
fn passed(text: &[u8], sizes: &[usize]) -> Vec<u8> {
    let (mut place, mut passed, mut at) = (Place::Head(Vec::new()), Vec::new(), 0_usize);
    for size in sizes.iter().copied().chain([usize::MAX]) {
        let mut bytes = text[at..text.len().min(at.saturating_add(size))].to_vec();
        at += bytes.len();
        let left = place.pass(&mut bytes);
        passed.extend_from_slice(&bytes[..left]);
    }
    passed
}

fn at_once(text: &str) -> String {
    String::from_utf8(passed(text.as_bytes(), &[])).unwrap()
}

fn chunks(pieces: &[&str]) -> String {
    let chunks: Vec<_> = pieces.iter().map(|piece| format!("{:x}\r\n{piece}\r\n", piece.len())).collect();
    format!("{HEAD}{}0\r\n\r\n", chunks.concat())
}

#[test]
fn chunks_that_come_together_are_one_and_the_end_stays() {
    let joined = at_once(&chunks(&["data: a\n\n", "data: b\n\n", "data: c\n\n"]));
    assert_eq!(joined, format!("{HEAD}1b\r\ndata: a\n\ndata: b\n\ndata: c\n\n\r\n0\r\n\r\n"));
}

#[test]
fn the_next_answers_on_the_connection_are_joined_too() {
    let plain = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n1\r\na\r\n1\r\nb\r\n";
    let empty = "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    let all = format!("{}{plain}{empty}{}", chunks(&["a", "b"]), chunks(&["c", "d"]));
    let joined = format!("{HEAD}2\r\nab\r\n0\r\n\r\n{plain}{empty}{HEAD}2\r\ncd\r\n0\r\n\r\n");
    assert_eq!(at_once(&all), joined);
}

#[test]
fn what_is_not_quite_as_expected_passes_as_it_came() {
    let body = "1\r\na\r\n1\r\nb\r\n0\r\n\r\n";
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n folded\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\ntransfer-encoding: chunked\r\n\r\n",
        "no http at all\r\n\r\n",
    ] {
        assert_eq!(at_once(&format!("{head}{body}")), format!("{head}{body}"));
    }
    for broken in [
        "1;name=value\r\na\r\n1\r\nb\r\n",
        "1\r\nab\r\n1\r\nb\r\n",
        "1\na\n1\nb\n",
        "x\r\na\r\n1\r\nb\r\n",
        "111111111\r\na\r\n1\r\nb\r\n",
        "0\r\ntrailer: x\r\n\r\n1\r\na\r\n1\r\nb\r\n",
    ] {
        assert_eq!(at_once(&format!("{HEAD}{broken}")), format!("{HEAD}{broken}"));
    }
}

/// Sends requests for these answers, with and without joining.
fn both(exchanges: &[Exchange]) -> [(Vec<Outcome>, usize); 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    [false, true].map(|joins| runtime.block_on(exchange(exchanges, joins)))
}

fn whole(is_head: bool, answer: impl Into<Vec<u8>>) -> Exchange {
    Exchange { is_head, reads: vec![answer.into()] }
}

#[test]
fn what_comes_in_one_read_is_one_piece_of_the_body() {
    let pieces = ["data: a\n\n"; 100];
    let answers = [whole(false, chunks(&pieces)), whole(false, chunks(&pieces))];
    let [(plain, many), (joined, few)] = both(&answers);
    assert_eq!(plain, joined);
    assert_eq!((many, few), (200, 2));
    assert!(joined.iter().all(|outcome| outcome.broken.is_none() && outcome.body == pieces.concat().as_bytes()));
}

#[test]
fn the_announced_length_of_an_answer_to_head_is_not_waited_for() {
    // What looks like an answer begins where the body that never comes would have ended.
    let inside = format!("{HEAD}1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
    let next = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{inside}", inside.len());
    let length = next.len() - inside.len();
    let answers = [whole(true, format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n")), whole(false, next)];
    let [plain, joined] = both(&answers);
    assert_eq!(plain, joined);
    assert_eq!(String::from_utf8_lossy(&joined.0[1].body), inside);
}

#[test]
fn a_head_that_trickles_in_is_read_when_it_ends() {
    let text = chunks(&["a", "b"]);
    let head: Vec<usize> = vec![1; HEAD.len()];
    assert_eq!(passed(text.as_bytes(), &head), format!("{HEAD}2\r\nab\r\n0\r\n\r\n").as_bytes());
    let mut place = Place::Head(Vec::new());
    place.pass(&mut b"HTTP/1.1 200 OK\r\n".to_vec());
    for _ in 0..=MAX_HEAD {
        assert!(matches!(place, Place::Head(_)));
        place.pass(&mut b"x: y\r\n".repeat(100));
        if place == Place::Unknown {
            return;
        }
    }
    panic!("a head without an end is kept for ever");
}

#[test]
fn what_looks_like_an_answer_inside_of_another_is_left_alone() {
    let inside = format!("{HEAD}1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
    let size = format!("{:x}\r\n", inside.len());
    for before in [
        "HTTP/1.1 200 OK\r\n\r\n".to_owned(),
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", inside.len()),
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: {}\r\n\r\n{size}", size.len()),
        format!("{HEAD}{size}"),
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n".to_owned(),
    ] {
        let text = format!("{before}{inside}\r\n");
        assert_eq!(at_once(&text), text);
    }
}

#[test]
fn a_chunk_that_is_cut_keeps_none_behind_it_from_being_joined() {
    let text = chunks(&["abc", "d", "e"]);
    let joined = format!("{HEAD}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    for cut in HEAD.len() + 1..=HEAD.len() + 8 {
        assert_eq!(String::from_utf8(passed(text.as_bytes(), &[cut])).unwrap(), joined);
    }
}

/// An answer, or nearly one.
fn answer() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        8 => Just(HEAD),
        1 => prop::sample::select(vec![
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 6\r\ncontent-length: 6\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 6\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked, gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding : chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding:\r\n chunked\r\n\r\n",
            "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n",
            "\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n",
            "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 3\r\n\r\n",
            "",
        ]),
    ];
    let data = prop_oneof![8 => "[a\r\n0-9;]{1,40}", 1 => "[a\r\n]{600,3000}"];
    let form = prop_oneof![20 => Just(0), 1 => 1..9];
    let chunk = (form, data).prop_map(|(form, data)| {
        let length = data.len();
        match form {
            0 => format!("{length:x}\r\n{data}\r\n"),
            1 => format!("{length:X}\r\n{data}\r\n"),
            2 => format!("{length:08x}\r\n{data}\r\n"),
            3 => format!("{length:09x}\r\n{data}\r\n"),
            4 => format!("{length:x};name=\"value\"\r\n{data}\r\n"),
            5 => format!("{length:x} \r\n{data}\r\n"),
            6 => format!("{length:x}\n{data}\n"),
            7 => format!("{:x}\r\n{data}\r\n", length + 1),
            _ => format!("{:x}\r\n{data}\r\n", u64::MAX - 1),
        }
    });
    let end = prop_oneof![
        8 => Just("0\r\n\r\n"),
        1 => prop::sample::select(vec!["000\r\n\r\n", "0\r\nx: y\r\n\r\n", "0;e\r\n\r\n", "0\r\n", "0\n\n", "0\r\n\r\nmore", ""]),
    ];
    (head, prop::collection::vec(chunk, 0..30), end)
        .prop_map(|(head, chunks, end)| format!("{head}{}{end}", chunks.concat()))
}

/// Answers in any cuts, now and then with a byte that is another.
fn exchanges() -> impl Strategy<Value = Vec<Exchange>> {
    let size = prop_oneof![1 => 0_usize..4, 4 => 0_usize..300, 1 => 1000_usize..9000];
    let other =
        prop::option::weighted(0.15, (any::<prop::sample::Index>(), prop::sample::select(b"\r\n 0aG;:\xff".to_vec())));
    let one = (prop::bool::weighted(0.1), answer(), prop::collection::vec(size, 0..30), other);
    let one = one.prop_map(|(is_head, answer, sizes, other)| {
        let mut answer = answer.into_bytes();
        if let Some((at, byte)) = other.filter(|_| !answer.is_empty()) {
            let at = at.index(answer.len());
            answer[at] = byte;
        }
        let (mut reads, mut rest) = (Vec::new(), answer.as_slice());
        for size in sizes {
            let (read, behind) = rest.split_at(size.min(rest.len()));
            reads.push(read.to_vec());
            rest = behind;
        }
        reads.push(rest.to_vec());
        Exchange { is_head, reads }
    });
    prop::collection::vec(one, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn http_finds_the_same_in_answers_with_and_without_joining(exchanges in exchanges()) {
        let [(plain, _), (joined, _)] = both(&exchanges);
        prop_assert_eq!(plain, joined);
    }
}

proptest! {
    #[test]
    fn nothing_that_comes_is_a_reason_to_panic(bytes: Vec<u8>, sizes in prop::collection::vec(1_usize..20, 0..9)) {
        let text = [HEAD.as_bytes(), &bytes].concat();
        prop_assert!(passed(&text, &sizes).len() <= text.len());
    }
}
