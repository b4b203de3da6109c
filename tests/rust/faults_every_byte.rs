//! Answers that break off at every byte of them, one after the other: reset, closed, and ended as if that were all.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tidings::{Client, Error, ErrorKind, MessageParams};
use tidings_test_server::{KEY, PROMPT, stream_bytes};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{faults_table::every_form, faults_witness as witness, outcome::text, server::Run};

/// How many calls are under way at once.
const AT_ONCE: usize = 64;
/// No call takes longer, however busy the machine is: whoever is not done by then hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const MESSAGE: &str = r#"{"id":"msg_01","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Fine \u00e9 now."}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}"#;

/// How an answer breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    Reset,
    Closed,
    /// The framing ends as if that were the whole body.
    Ended,
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_at_any_byte_is_never_a_whole_message() {
    witness::begin();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", MESSAGE.len());
    let whole = format!("{head}{MESSAGE}");
    let mut calls = Calls::default();
    for at in 0..=whole.len() {
        for how in [Break::Reset, Break::Closed] {
            let run = Run::script(json!([{"raw": [{"text": whole}], "delivery": breaking(how, at)}]));
            calls.begin(check_message(run, at, how, at == whole.len())).await;
        }
    }
    for at in 0..=MESSAGE.len() {
        let answer = json!({"body": MESSAGE, "headers": {"content-type": "application/json"}, "delivery": breaking(Break::Ended, at)});
        calls.begin(check_message(Run::script(json!([answer])), at, Break::Ended, at == MESSAGE.len())).await;
    }
    calls.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_at_any_byte_gives_what_had_arrived_and_no_more() {
    witness::begin();
    let body = String::from_utf8(stream_bytes("01_text").unwrap()).unwrap();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks: Vec<_> =
        body.split_inclusive("\n\n").map(|event| format!("{:x}\r\n{event}\r\n", event.len())).collect();
    let whole = format!("{head}{}0\r\n\r\n", chunks.concat());
    let mut calls = Calls::default();
    for at in 0..=whole.len() {
        let arrived = in_chunks(&body, &chunks, at.saturating_sub(head.len()));
        for how in [Break::Reset, Break::Closed] {
            let run = Run::script(json!([{"raw": [{"text": whole}], "delivery": breaking(how, at)}]));
            calls.begin(check_stream(run, at, how, Arrived::of(arrived))).await;
        }
    }
    for at in 0..=body.len() {
        let run = Run::script(json!([{"fixture": "01_text", "delivery": breaking(Break::Ended, at)}]));
        calls.begin(check_stream(run, at, Break::Ended, Arrived::of(&body[..at]))).await;
    }
    calls.end().await;
}

fn breaking(how: Break, at: usize) -> Value {
    match how {
        Break::Reset => json!({"reset_at": at}),
        Break::Closed => json!({"cut_at": at}),
        Break::Ended => json!({"end_cleanly_at": at}),
    }
}

/// How much of a body is there after `at` bytes of its chunks.
fn in_chunks<'a>(body: &'a str, chunks: &[String], at: usize) -> &'a str {
    let (mut left, mut there) = (at, 0);
    for chunk in chunks {
        let size_line = chunk.find("\r\n").unwrap() + 2;
        let data = chunk.len() - size_line - 2;
        there += left.saturating_sub(size_line).min(data);
        left = left.saturating_sub(chunk.len());
    }
    &body[..there]
}

/// What a client can know of a stream that has arrived so far, found the simplest way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrived {
    events: usize,
    text: String,
    is_complete: bool,
}

impl Arrived {
    fn of(body: &str) -> Self {
        let whole = body.rfind("\n\n").map_or("", |end| &body[..end]);
        let data = whole.lines().filter_map(|line| line.strip_prefix("data: "));
        let events: Vec<Value> = data.map(|data| serde_json::from_str(data).unwrap()).collect();
        let told: Vec<_> = events.iter().filter(|event| event["type"] != "ping").collect();
        Self {
            text: told.iter().filter_map(|event| event["delta"]["text"].as_str()).collect(),
            is_complete: told.iter().any(|event| event["delta"]["stop_reason"].is_string()),
            events: told.len(),
        }
    }
}

/// Calls that go on side by side.
struct Calls {
    room: Arc<Semaphore>,
    tasks: JoinSet<()>,
}

impl Default for Calls {
    fn default() -> Self {
        Self { room: Arc::new(Semaphore::new(AT_ONCE)), tasks: JoinSet::new() }
    }
}

impl Calls {
    async fn begin(&mut self, call: impl Future<Output = ()> + Send + 'static) {
        let place = Arc::clone(&self.room).acquire_owned().await.unwrap();
        self.tasks.spawn(async move {
            tokio::time::timeout(PATIENCE, call).await.expect("a call that ends");
            drop(place);
        });
    }

    /// Waits for all; the first that failed has said why.
    async fn end(mut self) {
        while let Some(task) = self.tasks.join_next().await {
            task.unwrap();
        }
        witness::nothing_leaked();
    }
}

fn client(run: &Run) -> Client {
    run.builder().api_key(KEY).max_retries(0).build().unwrap()
}

fn params() -> MessageParams {
    MessageParams::new("m", 8).user(PROMPT)
}

async fn check_message(run: Run, at: usize, how: Break, is_whole: bool) {
    let result = client(&run).messages().create(&params()).await;
    let where_ = format!("{how:?} at {at}");
    match result {
        Ok(message) => assert!(is_whole && message.text() == "Fine \u{e9} now.", "{where_}: {message:?}"),
        Err(error) => {
            assert!(!is_whole, "{where_}: {error:?}");
            let expected = if how == Break::Ended { ErrorKind::UnexpectedResponse } else { ErrorKind::Transport };
            check_error(&error, expected, &where_);
        }
    }
}

async fn check_stream(run: Run, at: usize, how: Break, arrived: Arrived) {
    let where_ = format!("{how:?} at {at}, {arrived:?}");
    let (mut events, mut told) = (0, String::new());
    let result = match client(&run).messages().stream(&params()).await {
        Err(error) => Err(error),
        Ok(mut stream) => loop {
            match stream.next_event().await {
                Ok(Some(event)) => {
                    events += 1;
                    told.push_str(event.text().unwrap_or_default());
                }
                Ok(None) => break stream.final_message().await,
                Err(error) => break Err(error),
            }
        },
    };
    assert!(events <= arrived.events && arrived.text.starts_with(&told), "{where_}: {events} events, {told:?}");
    match result {
        Ok(message) => assert!(arrived.is_complete && message.text() == arrived.text, "{where_}: {message:?}"),
        Err(error) => {
            assert!(!arrived.is_complete, "{where_}: {error:?}");
            // An orderly end of the framing is no stream at all or one that is too short, anything else a broken connection.
            let expected = match (how, at) {
                (Break::Ended, 0) => ErrorKind::UnexpectedResponse,
                (Break::Ended, _) => ErrorKind::StreamTruncated,
                (Break::Reset | Break::Closed, _) => ErrorKind::Transport,
            };
            check_error(&error, expected, &where_);
            let partial = error.partial_message().map(|json| serde_json::from_slice::<Value>(json).unwrap());
            assert_eq!(partial.is_some(), events > 0, "{where_}: {error:?}");
            assert_eq!(
                partial.as_ref().map(text).unwrap_or_default(),
                told,
                "{where_}: what the error has is what was told"
            );
            // A reset may take with it what the client had not read yet.
            assert!(
                how == Break::Reset || (events, &told) == (arrived.events, &arrived.text),
                "{where_}: {events}, {told:?}"
            );
        }
    }
}

fn check_error(error: &Error, expected: ErrorKind, where_: &str) {
    assert_eq!(error.kind(), expected, "{where_}: {error:?}");
    assert_eq!(error.attempts(), 1, "{where_}");
    assert!(error.may_have_run(), "{where_}: {error:?}");
    witness::look("every byte", &every_form(error));
}

#[test]
fn the_simplest_reading_of_a_stream_is_right() {
    let body = "event: a\ndata: {\"type\":\"ping\"}\n\ndata: {\"delta\":{\"text\":\"Hi\"}}\n\ndata: {\"delta\"";
    assert_eq!(Arrived::of(body), Arrived { events: 1, text: "Hi".into(), is_complete: false });
    let chunks = ["3\r\nabc\r\n".to_owned(), "2\r\nde\r\n".to_owned()];
    let there: Vec<_> = (0..=15).map(|at| in_chunks("abcde", &chunks, at)).collect();
    assert_eq!(there[..6], ["", "", "", "", "a", "ab"]);
    assert_eq!(there[6..], ["abc", "abc", "abc", "abc", "abc", "abc", "abcd", "abcde", "abcde", "abcde"]);
}
