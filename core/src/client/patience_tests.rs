//! How calls bear servers that refuse, fall silent or tell absurd things, and providers that hang. Each was a defect once.

use std::{
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use super::Client;
use crate::{
    CallOptions,
    error::{Error, ErrorKind, Reason, Sent},
    secret::Token,
    transport::{Body, Outgoing, Progress, RequestHead, Transport},
};

type Reply = Result<(u16, Vec<(&'static str, String)>, &'static str), Error>;

/// Answers the n-th request (from 1) as a function says, after a while.
struct Steps {
    script: Box<dyn Fn(usize) -> Reply + Send + Sync>,
    took: Duration,
    count: AtomicUsize,
}

impl Steps {
    fn new(took: Duration, script: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { script: Box::new(script), took, count: AtomicUsize::new(0) })
    }

    fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

impl Transport for Steps {
    fn send(
        &self,
        _: RequestHead,
        _: Outgoing,
        _: &Progress,
    ) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        let reply = (self.script)(number);
        let took = self.took;
        Box::pin(async move {
            sleep(took).await;
            let (status, headers, body) = reply?;
            let mut response = http::Response::builder().status(status);
            if headers.iter().all(|(name, _)| *name != "content-type") {
                response = response.header("content-type", "application/json");
            }
            for (name, value) in headers {
                response = response.header(name, value);
            }
            Ok(response.body(Body::new(Once(Some(Bytes::from_static(body.as_bytes()))))).unwrap())
        })
    }
}

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

#[expect(clippy::unnecessary_wraps, reason = "a reply may also be an error")]
fn ok() -> Reply {
    Ok((200, vec![], "{}"))
}

#[expect(clippy::unnecessary_wraps, reason = "a reply may also be an error")]
fn status(status: u16) -> Reply {
    Ok((status, vec![], r#"{"error":{"type":"x","message":"no"}}"#))
}

#[expect(clippy::unnecessary_wraps, reason = "a reply may also be an error")]
fn later(seconds: u64) -> Reply {
    Ok((429, vec![("retry-after", seconds.to_string())], r#"{"error":{"type":"rate_limit_error","message":"no"}}"#))
}

fn builder() -> crate::ClientBuilder {
    Client::builder().base_url("http://localhost:1").api_key("k")
}

fn post(client: &Client) -> crate::ApiCall<Value> {
    client.post("/v1/x", &json!({"model": "m"}))
}

/// The turn may come in the very moment in which the time is over.
#[tokio::test(start_paused = true)]
async fn a_turn_that_comes_with_the_end_of_the_time_is_no_attempt() {
    let server = Steps::new(SECOND, |_| ok());
    let client = builder().max_in_flight(1).build().unwrap().over(server.clone());
    let hurried = post(&client).options(CallOptions::new().total_timeout(SECOND));
    let (first, late) = tokio::join!(biased; post(&client).into_future(), hurried.into_future());
    let error = late.unwrap_err();
    assert!(first.is_ok() && error.to_string().contains("waiting for its turn"), "{error}");
    assert_eq!((server.count(), error.attempts(), error.sent()), (1, 0, Sent::None));
    assert!(!error.may_have_run() && error.reason() == Some(Reason::TotalLimit), "{error:?}");
}

/// A later attempt that never left hides that an earlier one may have run.
#[tokio::test(start_paused = true)]
async fn may_have_run_speaks_of_the_call_not_of_its_last_attempt() {
    let lost = || Error::new(ErrorKind::Transport, "reset").with_sent(Sent::Full);
    let server =
        Steps::new(MS, move |n| if n == 1 { Err(lost()) } else { Err(Error::new(ErrorKind::Connect, "refused")) });
    let client = builder().build().unwrap().over(server.clone());
    let error = post(&client).await.unwrap_err();
    assert_eq!(server.count(), 3);
    assert!(error.may_have_run(), "attempt 1 was sent whole and its answer lost: {error:?}");
}

#[tokio::test(start_paused = true)]
async fn may_have_run_is_kept_when_the_last_attempt_is_refused() {
    let server = Steps::new(MS, |n| if n == 1 { status(500) } else { status(400) });
    let client = builder().build().unwrap().over(server.clone());
    let error = post(&client).await.unwrap_err();
    assert!(error.may_have_run(), "attempt 1 was a 500, which may have run: {error:?}");
}

/// A future that is kept but not polled holds up every other task.
#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_polls_holds_nobody_up_after_the_gate_opens() {
    let server = Steps::new(MS, |n| if n == 1 { later(5) } else { ok() });
    let client = builder().build().unwrap().over(server.clone());
    let first = tokio::spawn({
        let client = client.clone();
        async move { post(&client).await }
    });
    sleep(10 * MS).await;
    // Begun while the gate is closed, polled a little, then kept while another task is waited for: as `buffer_unordered`
    // does while the body of its loop is busy.
    let mut kept = pin!(post(&client).into_future());
    assert!(timeout(10 * MS, &mut kept).await.is_err());
    first.abort();
    let other = tokio::spawn({
        let client = client.clone();
        async move { post(&client).await }
    });
    let done = timeout(3600 * SECOND, other).await;
    assert!(done.is_ok(), "an hour after the hint of 5 s, the other call is still waiting: {:?}", client.pressure());
}

/// Patience, with many calls on a server that refuses for good.
async fn longest_failure(calls: usize, reply: fn() -> Reply) -> (Duration, usize) {
    let server = Steps::new(50 * MS, move |_| reply());
    let client = builder().build().unwrap().over(server.clone());
    let start = Instant::now();
    let tasks: Vec<_> = (0..calls)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { post(&client).await.unwrap_err() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    (start.elapsed(), server.count())
}

#[tokio::test(start_paused = true)]
async fn patience_bounds_the_wait_of_every_call_when_the_server_is_overloaded_for_good() {
    let mut seen = Vec::new();
    for calls in [1, 10, 100, 200] {
        seen.push((calls, longest_failure(calls, || status(529)).await));
    }
    assert!(seen.iter().all(|(_, (took, _))| *took < 180 * SECOND), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn patience_bounds_the_wait_of_every_call_when_a_quota_is_gone() {
    let mut seen = Vec::new();
    for calls in [1, 10, 100, 200] {
        seen.push((calls, longest_failure(calls, || later(5)).await));
    }
    assert!(seen.iter().all(|(_, (took, _))| *took < 180 * SECOND), "{seen:?}");
}

/// `max_retries(0)` says that refusals are not waited for.
#[tokio::test(start_paused = true)]
async fn with_no_retries_a_call_does_not_wait_for_somebody_elses_refusal() {
    let server = Steps::new(MS, |n| if n == 1 { later(60) } else { ok() });
    let client = builder().max_retries(0).build().unwrap().over(server.clone());
    assert_eq!(post(&client).await.unwrap_err().kind(), ErrorKind::RateLimited);
    let start = Instant::now();
    let _ = post(&client).await;
    assert!(start.elapsed() < 5 * SECOND, "the second call took {:?}", start.elapsed());
}

/// One call's own patience is imposed on the others.
#[tokio::test(start_paused = true)]
async fn a_patient_call_does_not_make_an_ordinary_one_wait_longer_than_its_own_bound() {
    let server = Steps::new(MS, |n| if n == 1 { later(1800) } else { ok() });
    let client = builder().build().unwrap().over(server.clone());
    let patient = tokio::spawn({
        let client = client.clone();
        async move { post(&client).options(CallOptions::new().max_retry_after(3600 * SECOND)).await }
    });
    sleep(10 * MS).await;
    let start = Instant::now();
    let _ = post(&client).await;
    let took = start.elapsed();
    patient.abort();
    assert!(took < 70 * SECOND, "bound: 60 s; it waited {took:?}");
}

/// Calls that ran out of time in the queue are counted as failures that cost something.
#[tokio::test(start_paused = true)]
async fn waiting_in_vain_does_not_use_up_the_retry_budget() {
    let server = Steps::new(MS, |n| match n {
        1 => later(20),
        3 => status(500),
        _ => ok(),
    });
    let client = builder().build().unwrap().over(server.clone());
    let first = tokio::spawn({
        let client = client.clone();
        async move { post(&client).await }
    });
    sleep(10 * MS).await;
    for _ in 0..6 {
        let error = post(&client).options(CallOptions::new().total_timeout(SECOND)).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 0));
    }
    first.await.unwrap().unwrap();
    sleep(30 * SECOND).await;
    let answer = post(&client).await;
    assert!(answer.is_ok(), "one 500 in a client that never had another failure is not tried again: {answer:?}");
}

/// A hook of pressure that panics.
#[tokio::test(start_paused = true)]
async fn a_pressure_hook_that_panics_does_not_hurt_the_call() {
    let server = Steps::new(MS, |n| if n == 1 { later(1) } else { ok() });
    let client = builder().on_pressure(|_| panic!("a defect in a hook")).build().unwrap().over(server.clone());
    let answer = tokio::spawn(async move { post(&client).await }).await;
    assert!(answer.is_ok(), "the call panicked with the hook: {answer:?}");
}

/// The total limit is over before anything is sent.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_the_total_limit() {
    let server = Steps::new(MS, |_| ok());
    let client = builder().build().unwrap().over(server.clone());
    let error = post(&client).options(CallOptions::new().total_timeout(Duration::ZERO)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(server.count(), 0, "a request was sent for a call whose time was over: {error:?}");
}

/// A provider that hangs while the token it gave before is still good.
#[tokio::test(start_paused = true)]
async fn a_token_that_is_good_is_used_while_the_provider_hangs() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            if number > 0 {
                std::future::pending::<()>().await;
            }
            Ok(Token::new("t").expires_in(3600 * SECOND))
        }
    };
    let server = Steps::new(MS, |_| ok());
    let client =
        Client::builder().base_url("http://localhost:1").credentials(provider).build().unwrap().over(server.clone());
    post(&client).await.unwrap();
    sleep(3545 * SECOND).await;
    let start = Instant::now();
    let answer = post(&client).await;
    assert!(
        answer.is_ok() && start.elapsed() < 10 * SECOND,
        "55 s before its token expires: {:?} after {:?}",
        answer.map(|_| ()),
        start.elapsed()
    );
}

/// A gateway that always says that nothing is left, until far away.
#[tokio::test(start_paused = true)]
async fn a_gateway_that_says_nothing_is_left_and_answers_nevertheless_is_not_asked_once_a_minute() {
    let headers = || {
        vec![
            ("anthropic-ratelimit-requests-remaining", "0".to_owned()),
            ("anthropic-ratelimit-requests-reset", "2099-01-01T00:00:00Z".to_owned()),
        ]
    };
    let server = Steps::new(MS, move |_| Ok((200, headers(), "{}")));
    let client = builder().build().unwrap().over(server.clone());
    let start = Instant::now();
    for _ in 0..10 {
        post(&client).await.unwrap();
    }
    assert!(start.elapsed() < 120 * SECOND, "ten calls, all answered 200, took {:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn absurd_limits_do_not_slow_a_client_that_is_answered() {
    let mut seen = Vec::new();
    for (limit, remaining) in [("0", "0"), ("18446744073709551615", "0"), ("5", "99"), ("60", "0")] {
        for what in ["requests", "input-tokens"] {
            let server = Steps::new(MS, move |_| {
                let name =
                    |end: &str| -> &'static str { Box::leak(format!("anthropic-ratelimit-{what}-{end}").into()) };
                let headers = vec![(name("limit"), limit.to_owned()), (name("remaining"), remaining.to_owned())];
                Ok((200, headers, "{}"))
            });
            let client = builder().build().unwrap().over(server.clone());
            let start = Instant::now();
            for _ in 0..10 {
                post(&client).await.unwrap();
            }
            seen.push((what, limit, remaining, start.elapsed()));
        }
    }
    assert!(seen.iter().all(|(.., took)| *took < 120 * SECOND), "{seen:#?}");
}

/// An overload that is told in a success counts as one.
#[tokio::test(start_paused = true)]
async fn an_overload_told_with_status_200_weighs_as_much_as_a_529() {
    let told: fn() -> Reply =
        || Ok((200, vec![], r#"{"type":"error","error":{"type":"overloaded_error","message":"no"}}"#));
    let (mut plain, mut inside) = (0, 0);
    // Waits are drawn by lot: of one run each, the one may be half as long again as the other.
    for _ in 0..10 {
        plain += longest_failure(50, || status(529)).await.1;
        inside += longest_failure(50, told).await.1;
    }
    assert!(inside * 2 < plain * 3, "requests to a server that is overloaded: {inside} and {plain}");
}

/// A hint beside an error that came with a status of success.
#[tokio::test(start_paused = true)]
async fn retry_after_in_a_reported_error_is_obeyed() {
    let server = Steps::new(MS, |n| {
        if n == 1 {
            Ok((
                200,
                vec![("retry-after", "20".into())],
                r#"{"type":"error","error":{"type":"rate_limit_error","message":"no"}}"#,
            ))
        } else {
            ok()
        }
    });
    let client = builder().build().unwrap().over(server.clone());
    let start = Instant::now();
    post(&client).await.unwrap();
    assert!(start.elapsed() >= 20 * SECOND, "{:?}", start.elapsed());
}

/// Time that ran out in a wait after refusals alone.
#[tokio::test(start_paused = true)]
async fn a_wait_before_the_deadline_tells_the_truth_about_refusals() {
    let server = Steps::new(MS, |n| if n == 1 { later(2) } else { later(30) });
    let client = builder().build().unwrap().over(server.clone());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..2)
        .map(|_| {
            let (client, seen) = (client.clone(), seen.clone());
            tokio::spawn(async move {
                let error = post(&client).options(CallOptions::new().total_timeout(10 * SECOND)).await.unwrap_err();
                seen.lock().unwrap().push((
                    error.kind(),
                    error.attempts(),
                    error.sent(),
                    error.may_have_run(),
                    format!("{error}"),
                ));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seen = seen.lock().unwrap();
    assert!(seen.iter().all(|it| !it.3), "only 429s came, so nothing can have run: {seen:#?}");
}

/// What is tried again even with `retry_ambiguous(false)` must not be said to have perhaps run, and the other way round.
#[test]
fn the_verdict_and_may_have_run_agree() {
    use crate::error::{Allowed, Verdict};
    let strict = Allowed { ambiguous: false, after_timeout: false };
    let mut wrong = Vec::new();
    for code in 300..600 {
        for hint in [None, Some(SECOND)] {
            let error = Error::new(ErrorKind::from_status(code), "").with_status(code).with_retry_after(hint);
            if Verdict::on(&error, strict) != Verdict::Stop && error.may_have_run() {
                wrong.push((code, hint));
            }
        }
    }
    assert!(wrong.is_empty(), "sent again though it may have run, against the switch: {wrong:?}");
}

/// A call dropped after any number of polls leaves nothing behind.
#[tokio::test(start_paused = true)]
async fn a_call_dropped_at_any_moment_leaves_no_slot_behind() {
    let server = Steps::new(MS, |n| match n % 4 {
        0 => later(1),
        1 => status(500),
        2 => Ok((401, vec![], "{}")),
        _ => ok(),
    });
    let provider = || async {
        sleep(MS).await;
        Ok(Token::new("t"))
    };
    let builder = Client::builder().base_url("http://localhost:1").max_in_flight(1);
    let client = builder.credentials(provider).build().unwrap().over(server);
    for wait in 0..2000_u64 {
        let _ = timeout(Duration::from_millis(wait * 3 / 2), post(&client).into_future()).await;
        for state in client.pressure() {
            assert_eq!((state.in_flight, state.waiting), (0, 0), "after {wait}");
        }
    }
}

const EVENTS: &str = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"m\",\"stop_reason\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\nevent: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

fn streaming(n: usize, refuse_first: bool) -> Reply {
    if refuse_first && n == 1 {
        status(529)
    } else {
        Ok((200, vec![("content-type", "text/event-stream".into())], EVENTS))
    }
}

fn to_stream() -> crate::Request {
    crate::Request::messages(r#"{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"x"}]}"#)
}

/// A stream that has ended frees its slot though it is kept.
#[tokio::test(start_paused = true)]
async fn a_stream_read_to_its_end_and_kept_frees_its_slot() {
    let server = Steps::new(MS, |n| streaming(n, false));
    let client = builder().max_in_flight(1).build().unwrap().over(server);
    let mut kept = client.open(&to_stream()).await.unwrap();
    while let Some(batch) = kept.next_batch().await {
        batch.unwrap();
    }
    assert!(timeout(SECOND, client.open(&to_stream())).await.is_ok());
}

/// How long a call inside a stream waits when the server was overloaded once.
#[tokio::test(start_paused = true)]
async fn a_call_inside_a_stream_waits_a_bounded_time_after_an_overload() {
    let server = Steps::new(MS, |n| streaming(n, true));
    let client = builder().build().unwrap().over(server);
    let kept = client.open(&to_stream()).await.unwrap();
    let start = Instant::now();
    let nested = client.open(&to_stream()).await.unwrap();
    let more = client.open(&to_stream()).await.unwrap();
    assert!(start.elapsed() < 90 * SECOND, "{:?}", start.elapsed());
    drop((kept, nested, more));
}

/// A renewal that began on a runtime which nobody drives any more.
#[test]
fn a_token_fetched_on_a_runtime_that_stands_still_does_not_hold_up_another_runtime() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let provider = || async {
        sleep(50 * MS).await;
        Ok(Token::new("t"))
    };
    let server = Steps::new(MS, |_| ok());
    let client = Client::builder().base_url("http://localhost:1").credentials(provider).build().unwrap().over(server);
    let first = runtime();
    let cancelled = first.block_on(async { timeout(10 * MS, post(&client).into_future()).await.is_err() });
    assert!(cancelled);
    let answer = runtime().block_on(async { timeout(24 * 3600 * SECOND, post(&client).into_future()).await });
    assert!(answer.is_ok(), "a day later the call of the second runtime still waits for the token");
    drop(first);
}

#[tokio::test(start_paused = true)]
async fn the_first_calls_of_a_client_are_held_back_for_a_second_at_most() {
    let begun = Arc::new(Mutex::new(Vec::new()));
    let (start, log) = (Instant::now(), begun.clone());
    let server = Steps::new(10 * SECOND, move |_| {
        log.lock().unwrap().push(start.elapsed());
        ok()
    });
    let client = builder().build().unwrap().over(server);
    let tasks: Vec<_> = (0..200)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { post(&client).await }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let last = *begun.lock().unwrap().last().unwrap();
    assert!(last <= SECOND, "200 calls at once on a new client and a calm server: the last left after {last:?}");
}
