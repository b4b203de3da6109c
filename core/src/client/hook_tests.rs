//! What hooks and `tracing` are told of a call.

use std::sync::{Arc, Mutex, atomic::AtomicUsize, atomic::Ordering};

use tracing::Level;

use super::{
    Client, ClientBuilder,
    scripted::{Listener, Scripted},
};
use crate::{error::ErrorKind, hooks::AttemptRecord};

type Log = Arc<Mutex<Vec<(&'static str, AttemptRecord)>>>;

/// A builder whose hooks note everything in the log.
fn noting(log: &Log) -> ClientBuilder {
    let note = |moment: &'static str| {
        let log = log.clone();
        move |record: &AttemptRecord| log.lock().unwrap().push((moment, record.clone()))
    };
    let builder = Client::builder().base_url("http://localhost:1").api_key("sk-hidden");
    builder.on_request(note("request")).on_response(note("response")).on_retry(note("retry")).on_error(note("error"))
}

/// A server that fails this often, then succeeds.
fn failing(times: usize) -> Arc<Scripted> {
    let count = AtomicUsize::new(0);
    Scripted::new(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) < times {
            (500, r#"{"error":{"type":"api_error","message":"hidden-answer"}}"#)
        } else {
            (200, r#"{"answer":"hidden-answer"}"#)
        }
    })
}

const BODY: &str = r#"{"model":"m","prompt":"hidden-prompt"}"#;

fn call(client: &Client) -> crate::ApiCall<serde_json::Value> {
    client.post("/v1/x?key=hidden-query", &serde_json::from_str::<serde_json::Value>(BODY).unwrap())
}

#[tokio::test(start_paused = true)]
async fn hooks_see_every_attempt_its_answer_and_the_wait() {
    let log = Log::default();
    let client = noting(&log).build().unwrap().over(failing(1));
    call(&client).await.unwrap();
    let log = log.lock().unwrap();
    let told: Vec<_> = log.iter().map(|(moment, it)| (*moment, it.attempt, it.status, it.kind)).collect();
    let failure = Some(ErrorKind::InternalServer);
    assert_eq!(
        told,
        [
            ("request", 1, None, None),
            ("response", 1, Some(500), None),
            ("retry", 1, Some(500), failure),
            ("request", 2, None, None),
            ("response", 2, Some(200), None),
        ]
    );
    for (moment, it) in log.iter() {
        assert_eq!((it.method.as_str(), it.path.as_str(), it.model.as_deref()), ("POST", "/v1/x", Some("m")));
        assert_eq!(it.request_id.as_deref(), if *moment == "request" { None } else { Some("req_1") });
        assert_eq!(it.delay.is_some(), *moment == "retry");
        assert!(!format!("{it:?}").contains("hidden"), "{it:?}");
    }
    assert!(log[3].1.elapsed >= log[2].1.delay.unwrap() && log[3].1.took < log[3].1.elapsed);
}

#[tokio::test(start_paused = true)]
async fn hooks_see_how_a_call_failed_once() {
    let log = Log::default();
    let client = noting(&log).max_retries(1).build().unwrap().over(failing(9));
    let error = call(&client).await.unwrap_err();
    let log = log.lock().unwrap();
    let told: Vec<_> = log.iter().map(|(moment, it)| format!("{moment} {}", it.attempt)).collect();
    assert_eq!(told, ["request 1", "response 1", "retry 1", "request 2", "response 2", "error 2"]);
    assert_eq!((log[5].1.kind, log[5].1.status), (Some(error.kind()), error.status()));
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_panics_does_not_hurt_the_call() {
    let listener = Listener::new(Level::ERROR);
    let _listening = tracing::subscriber::set_default(listener.clone());
    let client = Client::builder().base_url("http://localhost:1").api_key("k");
    let client = client.on_request(|_| panic!("a defect")).on_response(|_| panic!("a defect")).build().unwrap();
    call(&client.over(failing(0))).await.unwrap();
    assert_eq!(listener.lines().iter().filter(|line| line.contains("a hook panicked")).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn tracing_has_a_span_and_an_event_for_each_step_and_shows_nothing_secret() {
    let listener = Listener::new(Level::TRACE);
    let _listening = tracing::subscriber::set_default(listener.clone());
    let client = Client::builder().base_url("http://localhost:1").api_key("sk-hidden").max_retries(1);
    let client = client.default_header("x-gateway", "hidden-header").log_bodies(true).build_with(&|_| None).unwrap();
    call(&client.over(failing(9))).await.unwrap_err();
    let lines = listener.lines();
    let begins: Vec<_> = lines.iter().map(|line| line.split(" method").next().unwrap()).collect();
    assert_eq!(
        begins,
        [
            "INFO tidings.call",
            "DEBUG  message=sending",
            "DEBUG  message=answered",
            "INFO  message=trying again",
            "DEBUG  message=sending",
            "DEBUG  message=answered",
            "DEBUG  message=failed",
        ]
    );
    for line in &lines {
        assert!(line.contains("method=POST path=\"/v1/x\" model=\"m\""), "{line}");
        assert!(!line.contains("hidden"), "{line}");
    }
    assert!(
        lines[1].contains("x-api-key: <redacted, 9 bytes>") && lines[1].contains("x-gateway: <redacted, 13 bytes>")
    );
    assert!(
        lines[2].contains("status=500 request_id=\"req_1\"") && lines[2].contains("request-id: req_1"),
        "{}",
        lines[2]
    );
}

#[tokio::test(start_paused = true)]
async fn bodies_are_in_the_log_when_they_were_asked_for_twice() {
    let listener = Listener::new(Level::TRACE);
    let _listening = tracing::subscriber::set_default(listener.clone());
    let client = Client::builder().base_url("http://localhost:1").api_key("sk-hidden").log_bodies(true);
    let client = client.build_with(&|name| (name == "TIDINGS_LOG_BODIES").then(|| "1".to_owned())).unwrap();
    call(&client.over(failing(1))).await.unwrap();
    let bodies: Vec<_> = listener.lines().into_iter().filter(|line| line.starts_with("TRACE")).collect();
    let of = |text| bodies.iter().filter(|line| line.contains(text)).count();
    assert_eq!((of("hidden-prompt"), of("hidden-answer"), of("sk-hidden"), bodies.len()), (2, 2, 0, 4));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_told_anything_below_the_level_that_is_listened_to() {
    let listener = Listener::new(Level::WARN);
    let _listening = tracing::subscriber::set_default(listener.clone());
    let client = Client::builder().base_url("http://localhost:1").api_key("k").build().unwrap().over(failing(1));
    call(&client).await.unwrap();
    assert_eq!(listener.lines(), Vec::<String>::new());
}
