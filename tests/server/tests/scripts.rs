//! Scripts, runs and logs.

mod common;

use common::{Client, log, playing, server};
use serde_json::json;

#[test]
fn the_answers_of_a_script_come_in_order_and_the_last_repeats() {
    let server = playing(r#"[{"status": 500}, {"body": "fine"}]"#);
    let mut client = Client::connect(&server);
    let statuses: Vec<u16> = (0..3).map(|_| client.ask("POST", "/play/it/r/v1/messages", "{}").status).collect();
    assert_eq!(statuses, [500, 200, 200]);
}

#[test]
fn every_run_begins_at_the_first_answer() {
    let server = playing(r#"[{"status": 500}, {"status": 200}]"#);
    let mut client = Client::connect(&server);
    for run in ["a", "b"] {
        assert_eq!(client.ask("GET", &format!("/play/it/{run}/x"), "").status, 500);
    }
}

#[test]
fn the_log_shows_what_was_sent() {
    let server = playing(r#"[{"body": "four"}]"#);
    let mut client = Client::connect(&server);
    client.send("POST", "/play/it/r/v1/messages?beta=true", "X-Api-Key: k\r\n", r#"{"a":[1]}"#);
    client.response();
    client.ask("PUT", "/play/it/r/v1/files", "plain");
    let requests = log(&server, "r", "");
    assert_eq!(requests[0]["method"], "POST");
    assert_eq!(requests[0]["path"], "/v1/messages?beta=true");
    assert_eq!(requests[0]["headers"]["x-api-key"], "k");
    assert_eq!(requests[0]["body"], json!({"a": [1]}));
    assert_eq!(requests[0]["outcome"], "complete");
    assert_eq!(requests[0]["bytes_sent"], 4);
    assert_eq!(requests[0]["connection"], requests[1]["connection"]);
    assert_eq!(requests[1]["body"], "plain");
    assert!(requests[0]["ended_ms"].as_u64() >= requests[0]["at_ms"].as_u64());
    assert!(requests[1]["ended_ms"].is_u64());
}

#[test]
fn another_connection_has_another_number() {
    let server = playing(r#"[{"body": "x"}]"#);
    for _ in 0..2 {
        Client::connect(&server).ask("GET", "/play/it/r/", "");
    }
    let requests = log(&server, "r", "");
    assert_ne!(requests[0]["connection"], requests[1]["connection"]);
}

#[test]
fn a_run_that_was_never_played_has_an_empty_log() {
    assert!(log(&server(), "nobody", "?wait_ms=10").is_empty());
}

#[test]
fn a_script_can_be_sent_to_the_server() {
    let server = server();
    let mut client = Client::connect(&server);
    let stored = client.ask("PUT", "/scripts/mine", r#"[{"status": 418, "json": {"a": 1}}]"#);
    assert_eq!((stored.status, stored.body.len()), (204, 0));
    let answer = client.ask("GET", "/play/mine/r/", "");
    assert_eq!((answer.status, answer.json()), (418, json!({"a": 1})));
}

#[test]
fn the_base_url_of_the_run_is_filled_in_and_a_form_is_logged_part_by_part() {
    let server = playing(r#"[{"json": {"url": "{base_url}/x"}}]"#);
    let mut client = Client::connect(&server);
    let form = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b--\r\n";
    client.send("POST", "/play/it/r/v1/files", "Content-Type: multipart/form-data; boundary=b\r\n", form);
    let url = client.response().json()["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("http://") && url.ends_with("/play/it/r/x"), "{url}");
    assert_eq!(log(&server, "r", "")[0]["body"], json!({"parts": [{"name": "n", "content": "1"}]}));
}

#[test]
fn a_script_with_a_misspelt_key_is_refused_by_name() {
    let answer = Client::connect(&server()).ask("PUT", "/scripts/mine", r#"[{"statuss": 418}]"#);
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("statuss"), "{}", answer.text());
}

#[test]
fn everything_else_is_not_found_in_the_api_shape() {
    let server = server();
    for path in ["/", "/v1/models", "/play/nothing/r/v1/messages"] {
        let answer = Client::connect(&server).ask("GET", path, "");
        let body = answer.json();
        assert_eq!((answer.status, &body["error"]["type"]), (404, &json!("not_found_error")), "{path}");
        assert!(answer.head.contains(&format!("request-id: {}", body["request_id"].as_str().unwrap())));
    }
}

#[test]
fn a_request_that_is_not_http_is_refused_and_the_connection_ended() {
    let server = server();
    let mut client = Client::connect(&server);
    client.write("hello there\r\n\r\n");
    assert_eq!(client.response().status, 400);
    assert!(client.rest().is_empty());
}

#[test]
fn many_clients_are_served_at_once() {
    let server = playing(r#"[{"fixture": "01_text", "delivery": {"one_byte": true}}]"#);
    let mut clients: Vec<Client> = (0..200).map(|_| Client::connect(&server)).collect();
    for client in &mut clients {
        client.send("POST", "/play/it/r/v1/messages", "", "{}");
    }
    for client in &mut clients {
        assert_eq!(client.response().body.len(), 1456);
    }
    assert_eq!(log(&server, "r", "?wait_ms=2000").len(), 200);
}

#[test]
fn the_port_is_free_again_when_the_server_is_dropped() {
    let first = server();
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let mut client = Client::connect(&first);
    drop(first);
    assert!(client.rest().is_empty());
    let options = tidings_test_server::Options { port, ..Default::default() };
    assert!(tidings_test_server::Server::start(options).is_ok());
}
