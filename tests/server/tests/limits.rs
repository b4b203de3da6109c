//! The model behind limits, as a client sees it.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod common;

use std::time::Duration;

use common::{Client, server};
use serde_json::{Value, json};
use tidings_test_server::{LimitCounters, Server};

const HELLO: &str = r#"{"model": "m", "max_tokens": 64, "messages": [{"role": "user", "content": "Hi"}]}"#;
const PATH: &str = "/limited/a/v1/messages";

fn limited(limits: &Value) -> (Server, Client) {
    let server = server();
    let mut client = Client::connect(&server);
    assert_eq!(client.ask("PUT", "/limits/a", &limits.to_string()).status, 204);
    (server, client)
}

/// The counters, once nothing is under way any more.
fn settled(server: &Server) -> LimitCounters {
    loop {
        let counters = server.limit_counters("a").unwrap();
        if counters.in_flight == 0 {
            return counters;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_bucket_gives_what_it_holds_and_then_refuses_in_the_shape_of_the_api() {
    let bucket = json!({"capacity": 1, "refill_per_minute": 1});
    let (server, mut client) = limited(&json!({"bucket": bucket, "headers": true, "retry_after": true}));
    let answer = client.ask("POST", PATH, HELLO);
    assert_eq!((answer.status, &answer.json()["stop_reason"]), (200, &json!("end_turn")));
    assert!(answer.head.contains("anthropic-ratelimit-requests-remaining: 0\r\n"), "{}", answer.head);
    assert!(answer.head.contains("\r\ndate: "), "{}", answer.head);
    let refused = client.ask("POST", PATH, HELLO);
    assert_eq!((refused.status, &refused.json()["error"]["type"]), (429, &json!("rate_limit_error")));
    assert!(refused.head.contains("retry-after: 60\r\n"), "{}", refused.head);
    let counters = client.ask("GET", "/limits/a", "").json();
    assert_eq!(counters, json!(settled(&server)));
    assert_eq!((&counters["answered"], &counters["rate_limited"]), (&json!(1), &json!(1)));
    assert!(counters["first_ms"].as_u64() <= counters["last_ms"].as_u64());
}

#[test]
fn above_its_limit_the_server_is_overloaded_and_says_so_at_once() {
    let (server, mut client) = limited(&json!({"max_in_flight": 1, "service_ms": 1000}));
    let mut first = Client::connect(&server);
    first.send("POST", PATH, "x-api-key: k\r\n", HELLO);
    while server.limit_counters("a").unwrap().in_flight == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    let refused = client.ask("POST", PATH, HELLO);
    assert_eq!((refused.status, &refused.json()["error"]["type"]), (529, &json!("overloaded_error")));
    assert!(!refused.head.contains("retry-after"), "{}", refused.head);
    assert_eq!(first.response().status, 200);
    let counters = settled(&server);
    assert_eq!((counters.answered, counters.overloaded, counters.peak_in_flight), (1, 1, 1));
}

#[test]
fn a_client_that_leaves_before_its_answer_was_not_answered() {
    let (server, _) = limited(&json!({"service_ms": 60_000}));
    let mut client = Client::connect(&server);
    client.send("POST", PATH, "x-api-key: k\r\n", HELLO);
    while server.limit_counters("a").unwrap().in_flight == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    drop(client);
    let counters = settled(&server);
    assert_eq!((counters.answered, counters.abandoned), (0, 1));
}

#[test]
fn a_request_that_no_model_would_answer_takes_nothing() {
    let (server, mut client) = limited(&json!({"bucket": {"capacity": 1, "refill_per_minute": 1}}));
    assert_eq!(client.ask("POST", PATH, "{}").status, 400);
    assert_eq!(client.ask("POST", PATH, HELLO).status, 200);
    assert_eq!(settled(&server).refused(), 0);
}

#[test]
fn limits_that_cannot_be_read_and_names_without_limits_are_errors() {
    let server = server();
    let mut client = Client::connect(&server);
    let endless = r#"{"bucket": {"capacity": 1, "refill_per_minute": 0}}"#;
    for limits in ["{", r#"{"sevice_ms": 1}"#, endless] {
        assert_eq!(client.ask("PUT", "/limits/a", limits).status, 400, "{limits}");
    }
    assert_eq!(client.ask("POST", PATH, HELLO).status, 404);
    assert_eq!(client.ask("GET", "/limits/a", "").status, 404);
}
