//! Broken, slow and silent answers, and clients that leave.

mod common;

use std::{io::ErrorKind, thread::sleep, time::Duration};

use common::{Client, log, playing};
use serde_json::Value;
use tidings_test_server::{Outcome, Server, stream_bytes};

fn get(server: &Server) -> Client {
    let mut client = Client::connect(server);
    client.send("GET", "/play/it/r/", "", "");
    client
}

/// The only request of the run, once it has this outcome.
fn wait_for(server: &Server, outcome: Outcome) {
    let reached = (0..3000).any(|_| {
        let is_there = server.log("r").first().is_some_and(|request| request.outcome == outcome);
        if !is_there {
            sleep(Duration::from_millis(10));
        }
        is_there
    });
    assert!(reached, "{outcome:?} was never reached: {:?}", server.log("r"));
}

fn ended(server: &Server) -> Value {
    log(server, "r", "?wait_ms=30000").remove(0)
}

#[test]
fn a_fixture_arrives_byte_for_byte_in_every_delivery() {
    let expected = stream_bytes("07_bom_utf8").unwrap();
    for delivery in [r"{}", r#"{"one_byte": true}"#, r#"{"split_at": [1, 2, 700]}"#, r#"{"pause_ms": 1}"#] {
        for framing in ["chunked", "length", "close"] {
            let script = format!(r#"[{{"fixture": "07_bom_utf8", "framing": "{framing}", "delivery": {delivery}}}]"#);
            let answer = get(&playing(&script)).response();
            assert!(answer.whole && answer.body == expected, "{framing} {delivery}");
        }
    }
}

#[test]
fn a_repeated_body_is_sent_over_and_over() {
    let answer = get(&playing(r#"[{"body": "0123456789", "repeat": 20000}]"#)).response();
    assert_eq!(answer.body.len(), 200_000);
    assert!(answer.body.chunks(10).all(|part| part == b"0123456789"));
}

#[test]
fn a_base64_body_carries_any_bytes() {
    assert_eq!(get(&playing(r#"[{"base64": "AP+A"}]"#)).response().body, [0x00, 0xff, 0x80]);
}

#[test]
fn a_cut_answer_ends_in_order_but_is_not_whole() {
    let server = playing(r#"[{"fixture": "01_text", "delivery": {"cut_at": 500}}]"#);
    let mut client = get(&server);
    let answer = client.response();
    assert_eq!((answer.body.len(), answer.whole), (500, false));
    assert_eq!(client.read().unwrap(), 0);
    assert_eq!(ended(&server)["outcome"], "cut");
}

#[test]
fn a_reset_answer_ends_with_an_error_after_its_bytes() {
    let server = playing(r#"[{"body": "abcdef", "delivery": {"reset_at": 3}}]"#);
    let mut client = get(&server);
    let head_and_body = (0..).map_while(|_| client.read().ok().filter(|length| *length == 1)).count();
    assert_eq!(
        head_and_body,
        "HTTP/1.1 200 \r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 6\r\n\r\n".len() + 3
    );
    assert_eq!(ended(&server)["outcome"], "reset");
}

#[test]
fn a_reset_is_a_reset_on_the_wire() {
    let server = playing(r#"[{"no_answer": "reset"}]"#);
    assert_eq!(get(&server).read().unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_connection_without_an_answer_ends_in_order() {
    let server = playing(r#"[{"no_answer": "cut"}]"#);
    assert_eq!(get(&server).read().unwrap(), 0);
    assert_eq!(ended(&server)["outcome"], "cut");
}

#[test]
fn a_short_answer_that_ends_cleanly_is_whole_in_every_framing() {
    for framing in ["chunked", "length", "close"] {
        let script = format!(r#"[{{"body": "abcdef", "framing": "{framing}", "delivery": {{"end_cleanly_at": 4}}}}]"#);
        let answer = get(&playing(&script)).response();
        assert_eq!((answer.text().as_str(), answer.whole), ("abcd", true), "{framing}");
    }
}

#[test]
fn a_client_that_leaves_is_noticed_while_the_server_hangs() {
    for script in [r#"[{"body": "abcdef", "delivery": {"hang_at": 3}}]"#, r#"[{"no_answer": "hang"}]"#] {
        let server = playing(script);
        let client = get(&server);
        wait_for(&server, Outcome::Hang);
        assert!(log(&server, "r", "?wait_ms=1")[0]["ended_ms"].is_null());
        drop(client);
        assert_eq!(ended(&server)["outcome"], "client_closed", "{script}");
    }
}

#[test]
fn a_client_that_leaves_is_noticed_in_a_long_pause() {
    let hour = 3_600_000;
    for pause in [
        format!(r#"[{{"body": "x", "delay_ms": {hour}}}]"#),
        format!(r#"[{{"body": "abc", "delivery": {{"pauses": [{{"at": 1, "ms": {hour}}}]}}}}]"#),
    ] {
        let server = playing(&pause);
        let client = get(&server);
        wait_for(&server, Outcome::Open);
        drop(client);
        assert_eq!(ended(&server)["outcome"], "client_closed", "{pause}");
    }
}

#[test]
fn a_client_that_does_not_read_stops_the_server() {
    let server = playing(r#"[{"body": "0123456789abcdef", "repeat": 10000000}]"#);
    let client = get(&server);
    let mut last = 0;
    // The kernel takes some megabytes; after that the count stands still.
    loop {
        sleep(Duration::from_millis(200));
        let sent = server.log("r").first().map_or(0, |request| request.bytes_sent);
        if sent > 0 && sent == last {
            break;
        }
        last = sent;
    }
    assert!(last < 160_000_000, "{last}");
    assert_eq!(server.log("r")[0].outcome, Outcome::Open);
    drop(client);
    assert_eq!(ended(&server)["outcome"], "client_closed");
}

#[test]
fn a_client_that_leaves_after_the_last_byte_has_the_whole_answer() {
    let server = playing(r#"[{"fixture": "01_text", "delivery": {"pause_ms": 1}}]"#);
    let mut client = get(&server);
    client.response();
    drop(client);
    assert_eq!(ended(&server)["outcome"], "complete");
}

#[test]
fn the_log_waits_for_an_answer_that_is_under_way() {
    let server = playing(r#"[{"body": "x", "delay_ms": 100}]"#);
    let _client = get(&server);
    wait_for(&server, Outcome::Open);
    assert_eq!(ended(&server)["outcome"], "complete");
}
