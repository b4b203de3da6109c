//! The places of faults, as other languages have them made.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod common;

use std::net::TcpStream;

use common::Client;
use serde_json::{Value, json};
use tidings_test_server::{KEY, Options, PROMPT, Secrets, Server};

fn server() -> Server {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../faults");
    Server::start(Options { faults: Some(table.into()), ..Options::default() }).unwrap()
}

fn begin(server: &Server, name: &str) -> Value {
    let answer = Client::connect(server).ask("POST", &format!("/faults/{name}"), "");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The address that an entry sends a client to.
fn address(entry: &Value) -> String {
    let url = entry["client"]["base_url"].as_str().unwrap();
    url.split('/').nth(2).unwrap().to_owned()
}

#[test]
fn the_list_has_every_entry_that_is_played_and_the_forms_of_the_secrets() {
    let list = Client::connect(&server()).ask("GET", "/faults", "").json();
    let names: Vec<_> = list["entries"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(names.contains(&"refused") && names.contains(&"flood_of_pings") && !names.contains(&"clock_jumps"));
    assert_eq!(list["secrets"], json!(Secrets::of_the_table().forms()));
}

#[test]
fn an_entry_says_all_that_a_client_needs_and_nothing_is_left_to_fill_in() {
    let entry = begin(&server(), "upload_stalls");
    assert_eq!(entry["client"]["api_key"], KEY);
    assert_eq!(entry["client"]["trust_env"], false);
    assert_eq!(entry["client"]["timeout"], json!({"write": 0.5, "connect": 55.0}));
    assert_eq!(entry["request"]["messages"][0]["content"], PROMPT);
    assert_eq!(entry["prompt_bytes"], 30_000_000);
    assert_eq!((&entry["mode"], &entry["options"]), (&json!("create"), &json!({})));
    assert_eq!(entry["expect"]["error"]["reason"], "write_limit");
    let expected = |path: &str| begin(&server(), path)["expect"].clone();
    assert_eq!(expected("message_a_hundred_thousand_deep")["text"], "Deep.");
    assert_eq!(
        expected("message_a_hundred_thousand_deep?language=python")["error"]["kind"],
        "unexpected_response",
        "what comes of it is not the same in every language"
    );
    let of_the_proxy = begin(&server(), "proxy_wants_a_password");
    assert!(of_the_proxy["client"]["proxy"].as_str().unwrap().starts_with("http://user:pass+%2F="));
    let with_a_token = begin(&server(), "token_with_nul");
    assert_eq!(with_a_token["client"]["auth_token"], format!("{KEY}\0{KEY}"));
    assert_eq!(with_a_token["client"].get("api_key"), None);
}

#[test]
fn every_place_can_be_made_and_has_a_log() {
    let server = server();
    let list = Client::connect(&server).ask("GET", "/faults", "").json();
    for name in list["entries"].as_array().unwrap() {
        let id = begin(&server, name.as_str().unwrap())["id"].as_str().unwrap().to_owned();
        let log = Client::connect(&server).ask("GET", &format!("/faults/{id}/log"), "").json();
        assert_eq!(log, json!({"requests": [], "connections": 0, "taken": 0}), "{name}");
        assert_eq!(Client::connect(&server).ask("DELETE", &format!("/faults/{id}"), "").status, 204);
    }
}

#[test]
fn the_log_of_a_place_has_its_requests_and_connections() {
    let server = server();
    let entry = begin(&server, "key_with_space_around");
    let path = format!("/{}", entry["client"]["base_url"].as_str().unwrap().splitn(4, '/').last().unwrap());
    let mut client = Client::connect(&server);
    for _ in 0..2 {
        assert_eq!(client.ask("POST", &path, "{}").json()["content"][0]["text"], "Fine now.");
    }
    let log = Client::connect(&server).ask("GET", &format!("/faults/{}/log", entry["id"].as_str().unwrap()), "").json();
    assert_eq!((log["requests"].as_array().unwrap().len(), &log["connections"]), (2, &json!(1)));
}

#[test]
fn a_place_that_was_ended_is_gone() {
    let server = server();
    let entry = begin(&server, "reset_in_the_handshake");
    assert!(TcpStream::connect(address(&entry)).is_ok());
    let path = format!("/faults/{}", entry["id"].as_str().unwrap());
    assert_eq!(Client::connect(&server).ask("DELETE", &path, "").status, 204);
    let is_gone = (0..1000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        TcpStream::connect(address(&entry)).is_err()
    });
    assert!(is_gone);
    for (method, path) in [("DELETE", &path), ("GET", &format!("{path}/log")), ("POST", &"/faults/clock_jumps".into())]
    {
        assert_eq!(Client::connect(&server).ask(method, path, "").status, 404, "{method} {path}");
    }
}
