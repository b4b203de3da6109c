//! Playing a row of a table with the Rust face, and comparing what came of it with what the row says.

use std::time::Duration;

use serde_json::{Map, Value};
use tidings::{CallOptions, Client, ClientBuilder, Error, MessageParams};
use tidings_test_server::{Call, ClientOptions, Expect, ExpectedError, LoggedRequest, Mode, Sent, expected_json};

/// What came of a row.
pub(crate) struct Outcome {
    pub(crate) events: Vec<String>,
    pub(crate) text: String,
    pub(crate) result: Result<Value, Error>,
    /// What the stream showed of itself on the way.
    pub(crate) shown: String,
}

/// Makes the call and keeps everything that came of it.
pub(crate) async fn play(call: &Call, client: &Client) -> Outcome {
    let params: MessageParams = serde_json::from_value(call.request()).unwrap();
    let messages = client.messages().with(options(call));
    let mut outcome =
        Outcome { events: Vec::new(), text: String::new(), result: Ok(Value::Null), shown: String::new() };
    if call.mode == Mode::Create {
        let message = messages.create(&params).await;
        outcome.text = message.as_ref().map(tidings::Message::text).unwrap_or_default();
        outcome.result = message.map(|message| serde_json::to_value(message).unwrap());
        return outcome;
    }
    outcome.result = match messages.stream(&params).await {
        Err(error) => Err(error),
        Ok(mut stream) => loop {
            let next = stream.next_event().await;
            outcome.shown = format!("{stream:?} {:?}", next.as_ref().err());
            match next {
                Ok(Some(event)) => {
                    outcome.events.push(event.name().to_owned());
                    outcome.text.push_str(event.text().unwrap_or_default());
                }
                Ok(None) => break stream.final_message().await.map(|message| serde_json::to_value(message).unwrap()),
                Err(error) => break Err(error),
            }
        },
    };
    outcome
}

/// Calls a method of a builder for each option that a row gives.
macro_rules! set {
    ($builder:ident: $($method:ident($value:expr);)+) => {
        $(if let Some(value) = $value { $builder = $builder.$method(value); })+
    };
}

/// Sets on a builder what a row says of the client.
pub(crate) fn client(options: &ClientOptions, mut builder: ClientBuilder) -> ClientBuilder {
    builder = match (&options.api_key, &options.auth_token) {
        (None, Some(token)) => builder.auth_token(token),
        (key, _) => builder.api_key(key.as_deref().unwrap_or("test-key")),
    };
    for (name, value) in &options.default_headers {
        builder = builder.default_header(name, value);
    }
    let limits = options.timeout.unwrap_or_default();
    set! { builder:
        api_key_header(options.api_key_header.as_ref());
        max_retries(options.max_retries);
        anthropic_version(options.anthropic_version.as_ref());
        connect_timeout(seconds(limits.connect));
        write_timeout(seconds(limits.write));
        head_timeout(seconds(limits.head));
        idle_timeout(seconds(limits.idle));
        total_timeout(seconds(limits.total));
        validation(options.validation);
        stream_long_calls(options.stream_long_calls);
        max_retry_after(seconds(options.max_retry_after));
        throttle_patience(seconds(options.throttle_patience));
        retry_ambiguous(options.retry_ambiguous);
        retry_on_timeout(options.retry_on_timeout);
        pressure(options.pressure);
        max_in_flight(options.max_in_flight);
        max_connections(options.max_connections);
        proxy(options.proxy.as_ref());
        trust_env(options.trust_env);
        http2(options.http2);
        local_address(options.local_address);
    }
    builder
}

fn options(call: &Call) -> CallOptions {
    let row = &call.options;
    let mut options = CallOptions::new();
    for (name, value) in &row.extra_headers {
        options = options.header(name, value);
    }
    let limits = row.timeout.unwrap_or_default();
    set! { options:
        max_retries(row.max_retries);
        write_timeout(seconds(limits.write));
        head_timeout(seconds(limits.head));
        idle_timeout(seconds(limits.idle));
        total_timeout(seconds(limits.total));
        validation(row.validation);
        stream_long_calls(row.stream_long_calls);
        max_retry_after(seconds(row.max_retry_after));
        throttle_patience(seconds(row.throttle_patience));
        retry_ambiguous(row.retry_ambiguous);
        retry_on_timeout(row.retry_on_timeout);
    }
    options
}

fn seconds(limit: Option<f64>) -> Option<Duration> {
    limit.map(Duration::from_secs_f64)
}

impl Outcome {
    /// Panics, with the name of the row, at the first thing that is not as the row says.
    pub(crate) fn check(&self, expect: &Expect, name: &str) {
        let fixture = expect.message_fixture.as_ref().map(|fixture| expected_json(fixture).unwrap());
        match (&self.result, &expect.error) {
            (Ok(message), None) => {
                if let Some(expected) = expect.message.clone().or(fixture) {
                    assert_eq!(normal(message.clone()), normal(expected), "{name}: message");
                }
            }
            (Err(error), Some(expected)) => check_error(error, expected, name),
            (Ok(_), Some(_)) => panic!("{name}: expected an error and got a message"),
            (Err(error), None) => panic!("{name}: {error}"),
        }
        if let Some(text) = &expect.text {
            assert_eq!(&self.text, text, "{name}: text");
        }
        if let Some(events) = &expect.events {
            assert_eq!(&self.events, events, "{name}: events");
        }
    }
}

fn check_error(error: &Error, expected: &ExpectedError, name: &str) {
    assert_eq!(error.kind().name(), expected.kind, "{name}: {error}");
    let same = |found: Option<&str>, wanted: &Option<String>, field: &str| {
        assert!(wanted.is_none() || found == wanted.as_deref(), "{name}: {field} is {found:?}, not {wanted:?}");
    };
    same(error.error_type(), &expected.r#type, "type");
    same(error.request_id(), &expected.request_id, "request_id");
    same(error.error_code(), &expected.error_code, "error_code");
    same(error.workspace_id(), &expected.workspace_id, "workspace_id");
    same(Some(error.class_name()), &expected.class, "class");
    same(error.reason().map(tidings::Reason::name), &expected.reason, "reason");
    same(error.body().map(|body| String::from_utf8_lossy(body)).as_deref(), &expected.raw_body, "raw body");
    if let Some(message) = &expected.api_message {
        assert_eq!(&Value::from(error.api_message()), message, "{name}: api_message");
    }
    if expected.details.is_some() {
        assert_eq!(error.details(), expected.details.as_ref(), "{name}: details");
    }
    let partial: Option<Value> = error.partial_message().map(|json| serde_json::from_slice(json).unwrap());
    if expected.partial_text.is_some() {
        same(partial.as_ref().map(text).as_deref(), &expected.partial_text, "partial text");
    }
    if let Some(fixture) = &expected.partial_fixture {
        assert_eq!(
            partial,
            Some(expected_json(fixture).unwrap()["partial_message"].clone()),
            "{name}: partial message"
        );
    }
    for part in expected.message_contains.iter().chain(&expected.message_lists) {
        assert!(error.to_string().contains(part), "{name}: {error} lacks {part:?}");
    }
    if expected.status.is_some() {
        assert_eq!(error.status(), expected.status, "{name}: status");
    }
    if let Some(attempts) = expected.attempts {
        assert_eq!(error.attempts(), attempts, "{name}: attempts");
    }
    if let Some(sent) = &expected.sent {
        assert_eq!(&format!("{:?}", error.sent()).to_lowercase(), sent, "{name}: sent; {error:?}");
    }
    if let Some(expected) = expected.may_have_run {
        assert_eq!(error.may_have_run(), expected, "{name}: may have run; {error:?}");
    }
    if let Some(expected) = expected.retryable {
        assert_eq!(error.is_retryable(), expected, "{name}: retryable; {error:?}");
    }
    for part in &expected.message_lacks {
        assert!(!error.to_string().contains(part), "{name}: {error} has {part:?}");
    }
    assert!(!expected.hint_ignored || error.retry_after().is_none(), "{name}: {error:?}");
    if let Some(seconds) = expected.retry_after {
        assert_eq!(error.retry_after(), Some(Duration::from_secs_f64(seconds)), "{name}: retry_after");
    }
}

/// The same for what the server saw of a request.
pub(crate) fn check_sent(sent: &Sent, request: &LoggedRequest, name: &str) {
    assert!(sent.method.as_ref().is_none_or(|method| *method == request.method), "{name}: method {}", request.method);
    assert!(sent.path.as_ref().is_none_or(|path| *path == request.path), "{name}: path {}", request.path);
    for (header, value) in &sent.headers {
        assert_eq!(request.headers.get(header), value.as_ref(), "{name}: header {header}");
    }
    for (key, value) in sent.body.iter().flatten() {
        assert_eq!(&request.body[key], value, "{name}: {key} of the body");
    }
}

/// The joined text of a message.
pub(crate) fn text(message: &Value) -> String {
    let blocks = message["content"].as_array().map(Vec::as_slice).unwrap_or_default();
    blocks.iter().filter_map(|block| block["text"].as_str()).collect()
}

/// An absent `stop_details` counts as null, and so does `stop_sequence`.
fn normal(message: Value) -> Map<String, Value> {
    let Value::Object(mut fields) = message else { panic!("a message is an object") };
    fields.retain(|key, value| !(value.is_null() && ["stop_details", "stop_sequence"].contains(&key.as_str())));
    fields
}
