//! The demo model, as a person with a socket sees it.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod common;

use common::{Client, Response, server};
use serde_json::{Value, json};

fn request(change: &Value) -> String {
    let mut body = json!({"model": "m", "max_tokens": 99, "messages": [{"role": "user", "content": "Good morning"}]});
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
    }
    body.to_string()
}

fn ask(headers: &str, body: &str) -> Response {
    let server = server();
    let mut client = Client::connect(&server);
    client.send("POST", "/v1/messages", headers, body);
    client.response()
}

fn events(answer: &Response) -> Vec<Value> {
    let text = answer.text();
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    data.map(|data| serde_json::from_str(data).unwrap()).collect()
}

fn joined(events: &[Value], field: &str) -> String {
    events.iter().filter_map(|event| event["delta"][field].as_str()).collect()
}

#[test]
fn a_request_without_a_credential_is_refused() {
    for headers in ["", "x-api-key: \r\n", "authorization: Basic abc\r\n"] {
        let answer = ask(headers, &request(&json!({})));
        assert_eq!(answer.status, 401, "{headers}");
        assert_eq!(answer.json()["error"]["type"], "authentication_error");
    }
    assert_eq!(ask("authorization: Bearer t\r\n", &request(&json!({}))).status, 200);
}

#[test]
fn an_invalid_request_names_the_field() {
    let answer = ask("x-api-key: k\r\n", r#"{"model": "m", "max_tokens": 5}"#);
    assert_eq!((answer.status, &answer.json()["error"]["message"]), (400, &json!("messages: Field required")));
    assert_eq!(ask("x-api-key: k\r\n", "{").json()["error"]["type"], "invalid_request_error");
}

#[test]
fn a_stream_adds_up_to_the_message_of_a_plain_call() {
    let server = server();
    let mut client = Client::connect(&server);
    let message = client.ask("POST", "/v1/messages", &request(&json!({}))).json();
    let answer = client.ask("POST", "/v1/messages", &request(&json!({"stream": true})));
    assert!(answer.head.contains("content-type: text/event-stream"), "{}", answer.head);
    assert!(answer.head.contains("request-id: req_demo_000002"), "{}", answer.head);
    let events = events(&answer);
    assert_eq!(joined(&events, "text"), message["content"][0]["text"].as_str().unwrap());
    assert_eq!(events[0]["message"]["id"], message["id"]);
    let delta = &events[events.len() - 2];
    assert_eq!(delta["usage"]["output_tokens"], message["usage"]["output_tokens"]);
    let types: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
    assert_eq!(&types[..4], ["message_start", "content_block_start", "ping", "content_block_delta"]);
    assert_eq!(&types[types.len() - 3..], ["content_block_stop", "message_delta", "message_stop"]);
}

#[test]
fn a_tool_call_and_its_result_make_a_conversation() {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let tools = json!([{"name": "weather", "input_schema": schema}]);
    let answer = ask("x-api-key: k\r\n", &request(&json!({"tools": tools, "stream": true})));
    let events = events(&answer);
    let input: Value = serde_json::from_str(&joined(&events, "partial_json")).unwrap();
    assert_eq!(input, json!({"city": "Good morning"}));
    assert_eq!(joined(&events, "stop_reason"), "tool_use");

    let turns = json!([
        {"role": "user", "content": "Good morning"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "weather", "input": input}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "21 degrees"}]},
    ]);
    let answer = ask("x-api-key: k\r\n", &request(&json!({"tools": tools, "messages": turns})));
    assert!(answer.json()["content"][0]["text"].as_str().unwrap().contains("21 degrees"));
}
