//! Trying again under a clock of the test's own, whatever becomes of the attempts: not too often, not too early, not for ever; never
//! more in flight than allowed; and when all is over, nobody waits and nothing is in flight.
//!
//! The input is the options of a client, then calls one after the other, each with what becomes of its attempts.

#![no_main]

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use arbitrary::{Result, Unstructured};
use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use libfuzzer_sys::fuzz_target;
use tidings::{
    CallOptions, Client, Error, ErrorKind, Reason, Request, Sent,
    fuzzing::{Chunked, client_over, failure, waits},
};
use tokio::time::{Instant, sleep, timeout};

/// Nothing that is made here takes longer.
const A_DAY: Duration = Duration::from_secs(24 * 3600);
/// What the clock's ticks, and a wait that is rounded up to them, add.
const TICKS: Duration = Duration::from_millis(5);
const HEAD_LIMIT: Duration = Duration::from_secs(30);

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    if let Ok(plan) = Plan::read(&mut u) {
        fastrand::seed(7);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime of one thread").block_on(run(plan));
    }
    let _ = check_waits(&mut Unstructured::new(bytes));
});

#[derive(Debug, Clone)]
struct Plan {
    pressure: bool,
    cap: Option<usize>,
    max_retries: u32,
    max_retry_after: Duration,
    patience: Option<Duration>,
    ambiguous: bool,
    after_timeout: bool,
    total: Option<Duration>,
    calls: Vec<PlannedCall>,
}

#[derive(Debug, Clone)]
struct PlannedCall {
    starts: Duration,
    model: &'static str,
    /// How long the bytes of the answer are held on to, instead of being read whole.
    holds: Option<Duration>,
    gives_up: Option<Duration>,
    ends: Vec<End>,
    /// Whether the ends come again and again; else there is a success after them.
    again: bool,
}

/// What becomes of an attempt.
#[derive(Debug, Clone)]
struct End {
    after: Duration,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    Answer { status: u16, hint: Option<u32>, advice: Option<bool>, limits: Option<(u16, u16)> },
    Failure { kind: ErrorKind, sent: Sent, reason: Option<Reason>, is_dead: bool },
    Silence,
}

impl Plan {
    fn read(u: &mut Unstructured<'_>) -> Result<Self> {
        let mut plan = Self {
            pressure: u.ratio(3, 4)?,
            cap: if u.arbitrary()? { Some(u.int_in_range(1..=3)?) } else { None },
            max_retries: u.int_in_range(0..=4)?,
            max_retry_after: Duration::from_secs(u.int_in_range(0..=120)?),
            patience: if u.arbitrary()? { Some(Duration::from_secs(u.int_in_range(0..=120)?)) } else { None },
            ambiguous: u.ratio(3, 4)?,
            after_timeout: u.arbitrary()?,
            total: if u.arbitrary()? { Some(Duration::from_millis(u.int_in_range(0..=100_000)?)) } else { None },
            calls: Vec::new(),
        };
        while !u.is_empty() && plan.calls.len() < 10 {
            plan.calls.push(PlannedCall::read(u)?);
        }
        Ok(plan)
    }
}

impl PlannedCall {
    fn read(u: &mut Unstructured<'_>) -> Result<Self> {
        let starts = Duration::from_millis(u.int_in_range(0..=3000)?);
        let model = *u.choose(&["a", "b"])?;
        let holds = if u.ratio(1, 4)? { Some(Duration::from_millis(u.int_in_range(0..=20_000)?)) } else { None };
        let gives_up = if u.ratio(1, 4)? { Some(Duration::from_millis(u.int_in_range(0..=40_000)?)) } else { None };
        let again = u.ratio(1, 4)?;
        let mut ends = Vec::new();
        for _ in 0..u.int_in_range(0..=6_u8)? {
            ends.push(End::read(u)?);
        }
        Ok(Self { starts, model, holds, gives_up, ends, again })
    }
}

impl End {
    fn read(u: &mut Unstructured<'_>) -> Result<Self> {
        const STATUSES: [u16; 20] =
            [200, 200, 204, 302, 400, 401, 403, 404, 408, 409, 429, 429, 429, 500, 502, 503, 503, 504, 505, 529];
        let after = Duration::from_millis(u.int_in_range(0..=2000)?);
        let how = match u.int_in_range(0..=9_u8)? {
            0 => How::Silence,
            1 | 2 => {
                let (kind, reason) = *u.choose(&[
                    (ErrorKind::Connect, None),
                    (ErrorKind::Connect, Some(Reason::Dns)),
                    (ErrorKind::Transport, Some(Reason::Closed)),
                    (ErrorKind::Timeout, Some(Reason::WriteLimit)),
                    (ErrorKind::LimitExceeded, None),
                ])?;
                let sent = *u.choose(&[Sent::None, Sent::Partial, Sent::Full])?;
                How::Failure { kind, sent, reason, is_dead: u.arbitrary()? }
            }
            _ => How::Answer {
                status: *u.choose(&STATUSES)?,
                hint: if u.arbitrary()? { Some(u.int_in_range(0..=150_000)?) } else { None },
                advice: if u.ratio(1, 4)? { Some(u.arbitrary()?) } else { None },
                limits: if u.ratio(1, 4)? { Some((u.arbitrary()?, u.arbitrary()?)) } else { None },
            },
        };
        Ok(Self { after, how })
    }

    fn is_success(&self) -> bool {
        matches!(self.how, How::Answer { status: 200, .. })
    }

    /// The most that an attempt may cost another call's patience: whether it may be repeated, and whether that is counted.
    fn allows(&self, plan: &Plan) -> Allows {
        match &self.how {
            How::Answer { advice: Some(false), .. } => Allows::Nothing,
            How::Answer { status, hint, advice, .. } => match status {
                429 | 529 => Allows::Waiting,
                503 if hint.is_some_and(|hint| hint > 0) => Allows::Waiting,
                408 | 409 | 500 | 502 | 503 | 504 if plan.ambiguous => Allows::Retry,
                // A success without content says nothing.
                204 if plan.ambiguous => Allows::Retry,
                _ if *advice == Some(true) && plan.ambiguous => Allows::Retry,
                _ => Allows::Nothing,
            },
            How::Failure { kind: ErrorKind::Connect, .. } => Allows::Retry,
            How::Failure { kind: ErrorKind::LimitExceeded, .. } => Allows::Nothing,
            How::Failure { sent: Sent::None, .. } => Allows::Retry,
            How::Failure { kind: ErrorKind::Timeout, sent: Sent::Full, .. } | How::Silence => {
                if plan.after_timeout {
                    Allows::Retry
                } else {
                    Allows::Nothing
                }
            }
            How::Failure { .. } => {
                if plan.ambiguous {
                    Allows::Retry
                } else {
                    Allows::Nothing
                }
            }
        }
    }

    /// The least time before the next attempt.
    fn pause(&self) -> Duration {
        match &self.how {
            // A success that is not what was asked for may say when to come back as well.
            How::Answer { status: ..300, hint: Some(hint), .. } if *hint > 0 => {
                Duration::from_millis((*hint).into()).min(Duration::from_millis(250))
            }
            How::Answer { status: 300.., hint: Some(hint), .. } if *hint > 0 => Duration::from_millis((*hint).into()),
            How::Answer { status: 429 | 529, .. } => Duration::ZERO,
            How::Failure { is_dead: true, .. } => Duration::ZERO,
            _ => Duration::from_millis(250),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Allows {
    Nothing,
    Retry,
    Waiting,
}

/// What the server has seen.
#[derive(Debug, Default)]
struct World {
    in_flight: usize,
    attempts: Vec<Vec<Attempt>>,
}

#[derive(Debug, Clone)]
struct Attempt {
    start: Instant,
    end: End,
}

/// Lives as long as a connection is in use.
struct InUse(Arc<Mutex<World>>);

impl InUse {
    fn new(world: &Arc<Mutex<World>>, cap: Option<usize>) -> Self {
        let mut seen = world.lock().expect("nobody panicked");
        seen.in_flight += 1;
        assert!(cap.is_none_or(|cap| seen.in_flight <= cap), "{} in flight", seen.in_flight);
        Self(world.clone())
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        if let Ok(mut seen) = self.0.lock() {
            seen.in_flight -= 1;
        }
    }
}

struct Answer {
    chunks: VecDeque<Bytes>,
    _in_use: InUse,
}

impl Stream for Answer {
    type Item = std::result::Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.chunks.pop_front().map(Ok))
    }
}

async fn run(plan: Plan) {
    let world = Arc::new(Mutex::new(World { in_flight: 0, attempts: vec![Vec::new(); plan.calls.len()] }));
    let client = client(&plan, &world);
    let plan = Arc::new(plan);
    let tasks: Vec<_> = (0..plan.calls.len())
        .map(|number| tokio::spawn(follow(client.clone(), plan.clone(), world.clone(), number)))
        .collect();
    for task in tasks {
        match timeout(A_DAY, task).await {
            Ok(done) => done.expect("a call's own checks hold"),
            Err(_) => panic!("somebody waits for ever: {:?} {plan:?}", client.pressure()),
        }
    }
    assert_eq!(world.lock().expect("nobody panicked").in_flight, 0);
    for state in client.pressure() {
        assert!(state.in_flight == 0 && state.waiting == 0, "{state:?}");
    }
}

fn client(plan: &Plan, world: &Arc<Mutex<World>>) -> Client {
    let mut builder = Client::builder()
        .api_key("key")
        .base_url("http://host")
        .head_timeout(HEAD_LIMIT)
        .pressure(plan.pressure)
        .max_retries(plan.max_retries)
        .max_retry_after(plan.max_retry_after)
        .retry_ambiguous(plan.ambiguous)
        .retry_on_timeout(plan.after_timeout);
    if let Some(cap) = plan.cap {
        builder = builder.max_in_flight(cap);
    }
    if let Some(patience) = plan.patience {
        builder = builder.throttle_patience(patience);
    }
    if let Some(total) = plan.total {
        builder = builder.total_timeout(total);
    }
    let (world, calls, cap) = (world.clone(), plan.calls.clone(), plan.cap);
    let script = move |headers: &HeaderMap| {
        let number: usize = headers["x-call"].to_str().expect("text").parse().expect("a number");
        let in_use = InUse::new(&world, cap);
        let end = {
            let attempts = &mut world.lock().expect("nobody panicked").attempts[number];
            let call = &calls[number];
            let place = if call.again { attempts.len() % call.ends.len().max(1) } else { attempts.len() };
            let how = How::Answer { status: 200, hint: None, advice: None, limits: None };
            let end = call.ends.get(place).cloned().unwrap_or(End { after: Duration::from_millis(1), how });
            attempts.push(Attempt { start: Instant::now(), end: end.clone() });
            end
        };
        let answer: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(answer(end, in_use));
        answer
    };
    client_over(builder.build().expect("the options are valid"), Box::new(script))
}

async fn answer(end: End, in_use: InUse) -> std::result::Result<http::Response<Chunked>, Error> {
    sleep(end.after).await;
    match end.how {
        How::Silence => std::future::pending().await,
        How::Failure { kind, sent, reason, is_dead } => Err(failure(kind, reason, is_dead).with_sent(sent)),
        How::Answer { status, hint, advice, limits } => {
            let mut response = http::Response::builder().status(status).header("content-type", "application/json");
            if let Some(hint) = hint {
                response = response.header("retry-after-ms", hint);
            }
            if let Some(advice) = advice {
                response = response.header("x-should-retry", if advice { "true" } else { "false" });
            }
            for name in ["requests", "input-tokens"] {
                let Some((limit, left)) = limits else { break };
                response = response.header(format!("anthropic-ratelimit-{name}-limit"), limit);
                response = response.header(format!("anthropic-ratelimit-{name}-remaining"), left);
            }
            let body = if status == 204 { "" } else { "{}" };
            let body: Chunked =
                Box::pin(Answer { chunks: [Bytes::from_static(body.as_bytes())].into(), _in_use: in_use });
            Ok(response.body(body).expect("a valid answer"))
        }
    }
}

/// One call from its start to its end, and what must be true of it.
async fn follow(client: Client, plan: Arc<Plan>, world: Arc<Mutex<World>>, number: usize) {
    let call = &plan.calls[number];
    sleep(call.starts).await;
    let start = Instant::now();
    let body = format!(r#"{{"model":"{}","max_tokens":100}}"#, call.model);
    let options = CallOptions::new().header("x-call", number.to_string());
    let request = Request::post("/v1/anything", body).with(options);
    let sent = async {
        match call.holds {
            None => client.send(&request).await.map(|answer| answer.attempts),
            Some(time) => {
                let stream = client.fetch(&request).await?;
                sleep(time).await;
                drop(stream);
                Ok(0)
            }
        }
    };
    let outcome = match call.gives_up {
        None => Some(sent.await),
        Some(time) => timeout(time, sent).await.ok(),
    };
    let over = Instant::now();
    let attempts = world.lock().expect("nobody panicked").attempts[number].clone();
    check(&plan, call, &attempts, start, over, outcome);
}

fn check(
    plan: &Plan,
    call: &PlannedCall,
    attempts: &[Attempt],
    start: Instant,
    over: Instant,
    outcome: Option<std::result::Result<u32, Error>>,
) {
    let (mut retries, mut waited) = (0, Duration::ZERO);
    for pair in attempts.windows(2) {
        let [before, after] = pair else { continue };
        let allows = before.end.allows(plan);
        assert_ne!(allows, Allows::Nothing, "{attempts:?} {plan:?}");
        assert!(plan.max_retries > 0, "{attempts:?}");
        let taken = match before.end.how {
            How::Silence => HEAD_LIMIT,
            _ => before.end.after.min(HEAD_LIMIT),
        };
        let pause = after.start - before.start - taken;
        // No hint beyond the longest is waited for.
        if let How::Answer { status: 300.., hint: Some(hint), .. } = before.end.how {
            assert!(Duration::from_millis(hint.into()) <= plan.max_retry_after, "{attempts:?} {plan:?}");
        }
        assert!(pause + TICKS >= before.end.pause(), "{pause:?} {attempts:?}");
        match allows {
            Allows::Waiting => waited += pause,
            _ => retries += 1,
        }
    }
    assert!(retries <= plan.max_retries, "{retries} {attempts:?} {plan:?}");
    if !plan.pressure && plan.cap.is_none() {
        let patience = plan.patience.unwrap_or(plan.max_retry_after.max(Duration::from_secs(60)));
        let ticks = TICKS * u32::try_from(attempts.len()).expect("few");
        assert!(waited <= patience + ticks, "{waited:?} {attempts:?} {plan:?}");
    }
    let held = call.holds.unwrap_or_default();
    if let Some(total) = plan.total {
        assert!(over - start <= total + held + TICKS, "{:?} {plan:?}", over - start);
    }
    let count = u32::try_from(attempts.len()).expect("few");
    match outcome {
        None => assert!(attempts.iter().all(|attempt| attempt.start <= over)),
        Some(Ok(said)) => {
            assert!(said == 0 || said == count, "{said} {attempts:?}");
            let last = attempts.last().expect("a success had an attempt");
            let is_fetched = call.holds.is_some() && matches!(last.end.how, How::Answer { status: 204, .. });
            assert!(last.end.is_success() || is_fetched, "{attempts:?}");
        }
        Some(Err(error)) => {
            assert_eq!(error.attempts(), count, "{error:?} {attempts:?} {plan:?}");
            let is_late = error.reason() == Some(Reason::TotalLimit) || error.reason() == Some(Reason::PoolLimit);
            assert!(attempts.last().is_none_or(|last| is_late || !last.end.is_success()), "{error:?} {attempts:?}");
        }
    }
}

/// The waits of one call by themselves, with numbers as large as they can be.
fn check_waits(u: &mut Unstructured<'_>) -> Result<()> {
    fn time(u: &mut Unstructured<'_>) -> Result<Duration> {
        Ok(match u.int_in_range(0..=3_u8)? {
            0 => Duration::ZERO,
            1 => Duration::from_millis(u.int_in_range(0..=100_000)?),
            2 => Duration::from_secs(u.int_in_range(0..=1_000_000_000)?),
            _ => Duration::MAX,
        })
    }
    let (max_retries, longest, patience) = (u.int_in_range(0..=20)?, time(u)?, time(u)?);
    let mut ends = Vec::new();
    let seed = u.arbitrary()?;
    while !u.is_empty() && ends.len() < 100 {
        let hint = if u.arbitrary()? { Some(time(u)?.min(Duration::from_secs(1_000_000_000))) } else { None };
        let hint = hint.filter(|hint| !hint.is_zero());
        ends.push((u.int_in_range(0..=2)?, hint, u.arbitrary()?));
    }
    let (mut retries, mut waited) = (0, Duration::ZERO);
    for ((verdict, hint, _), wait) in ends.iter().zip(waits((max_retries, longest, patience), seed, &ends)) {
        let Some(wait) = wait else { continue };
        assert!(max_retries > 0 && hint.is_none_or(|hint| hint <= longest && wait >= hint));
        let hint = hint.unwrap_or_default();
        match verdict {
            0 => panic!("what stops is not tried again"),
            1 => {
                retries += 1;
                assert!(
                    wait <= hint.max(Duration::from_secs(8)) && (wait >= Duration::from_millis(250) || !hint.is_zero())
                );
            }
            _ => {
                waited += wait;
                let spread = Duration::from_secs(16).max(hint / 4);
                assert!(wait <= hint + spread, "{wait:?} {hint:?}");
            }
        }
    }
    assert!(retries <= max_retries && waited <= patience);
    Ok(())
}
