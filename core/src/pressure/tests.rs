//! The scheduler as calls see it, on the real clock.

use std::{
    sync::{Arc, Mutex},
    task::Context,
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderValue};

use tokio::{
    task::yield_now,
    time::{sleep, timeout},
};

use super::{Entry, Key, Need, PressureOptions, Refusal, Scheduler};

fn scheduler(max_in_flight: Option<usize>) -> Arc<Scheduler> {
    Arc::new(Scheduler::new(PressureOptions { max_in_flight, ..PressureOptions::default() }))
}

fn enter(scheduler: &Arc<Scheduler>, model: &str) -> Entry {
    let key = Key { origin: Arc::from("https://host"), credential: 1, model: Arc::from(model) };
    scheduler.enter(key, Need::default())
}

fn is_ready(future: impl Future<Output = ()>) -> bool {
    let mut future = std::pin::pin!(future);
    future.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_ready()
}

fn refusal(hint: u64) -> Refusal<'static> {
    Refusal { hint: Some(Duration::from_millis(hint)), ..Refusal::default() }
}

#[tokio::test]
async fn under_a_cap_calls_go_in_the_order_they_came() {
    let scheduler = scheduler(Some(1));
    let mut first = enter(&scheduler, "m");
    first.admitted().await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (mut entry, order) = (enter(&scheduler, "m"), order.clone());
            tokio::spawn(async move {
                entry.admitted().await;
                order.lock().unwrap().push(number);
                yield_now().await;
            })
        })
        .collect();
    yield_now().await;
    drop(first);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..20).collect::<Vec<_>>());
    assert_eq!(scheduler.state()[0].in_flight, 0);
}

#[tokio::test]
async fn under_a_cap_keys_take_turns() {
    let scheduler = scheduler(Some(1));
    let mut first = enter(&scheduler, "a");
    first.admitted().await;
    let order = Arc::new(Mutex::new(String::new()));
    let models = ["a", "a", "a", "b", "b", "b"];
    let tasks = models.map(|model| {
        let (mut entry, order) = (enter(&scheduler, model), order.clone());
        tokio::spawn(async move {
            entry.admitted().await;
            order.lock().unwrap().push_str(model);
        })
    });
    yield_now().await;
    drop(first);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), "bababa");
}

#[tokio::test]
async fn a_hint_holds_everybody_and_the_refused_goes_first() {
    let scheduler = scheduler(None);
    let (mut refused, mut newcomer) = (enter(&scheduler, "m"), enter(&scheduler, "m"));
    refused.admitted().await;
    let start = Instant::now();
    refused.refused(&refusal(80));
    assert!(scheduler.state()[0].gate.is_some());
    assert!(!is_ready(newcomer.admitted()), "a newcomer waits as well");
    refused.admitted().await;
    assert!(start.elapsed() >= Duration::from_millis(80));
    newcomer.admitted().await;
    assert!(newcomer.waited() >= Duration::from_millis(1));
    let state = scheduler.state();
    assert_eq!((state[0].refusals, state[0].in_flight, state[0].waiting), (1, 2, 0));
    assert!(state[0].rate.is_some() && state[0].limit.is_none());
}

#[test]
fn a_call_passes_where_nobody_waits_and_nothing_bars_it() {
    let scheduler = scheduler(None);
    let mut first = enter(&scheduler, "m");
    assert!(first.passes() && enter(&scheduler, "m").passes());
    assert_eq!((scheduler.state()[0].in_flight, scheduler.state()[0].waiting), (1, 0));
    let mut others = [(); 4].map(|()| enter(&scheduler, "m"));
    let passed = others.each_mut().map(Entry::passes);
    assert_eq!(passed, [true, true, true, false], "four at once before anything is known");
    first.refused(&refusal(60_000));
    assert!(!enter(&scheduler, "m").passes(), "the server asked for quiet");
    assert_eq!((scheduler.state()[0].in_flight, scheduler.state()[0].waiting), (3, 0));
}

#[tokio::test]
async fn another_key_is_not_held() {
    let scheduler = scheduler(None);
    let mut refused = enter(&scheduler, "m");
    refused.admitted().await;
    refused.refused(&refusal(60_000));
    assert!(is_ready(enter(&scheduler, "another").admitted()));
}

#[tokio::test]
async fn a_wait_that_is_cancelled_leaves_the_queue_at_once() {
    let scheduler = scheduler(Some(1));
    let mut first = enter(&scheduler, "m");
    first.admitted().await;
    let (mut second, mut third) = (enter(&scheduler, "m"), enter(&scheduler, "m"));
    assert!(timeout(Duration::from_millis(1), second.admitted()).await.is_err());
    assert_eq!(scheduler.state()[0].waiting, 0);
    drop(first);
    third.admitted().await;
    assert!(!is_ready(second.admitted()), "it has its place still, but no slot is free");
    drop(third);
    assert!(is_ready(second.admitted()));
}

#[tokio::test]
async fn who_watches_hears_of_refusals_and_may_look_closer() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hook = heard.clone();
    let options = PressureOptions {
        on_change: Some(Arc::new(move |state: &crate::PressureState| hook.lock().unwrap().push(state.clone()))),
        ..PressureOptions::default()
    };
    let scheduler = Arc::new(Scheduler::new(options));
    let mut entry = enter(&scheduler, "m");
    entry.admitted().await;
    entry.answered(&HeaderMap::new());
    entry.succeeded();
    assert!(heard.lock().unwrap().is_empty(), "calm is not news");
    entry.refused(&Refusal { is_overload: true, ..Refusal::default() });
    let heard = heard.lock().unwrap();
    assert_eq!((heard.len(), heard[0].refusals, heard[0].limit), (1, 1, Some(1)));
}

#[tokio::test]
async fn who_watches_hears_that_a_hold_is_over() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hook = heard.clone();
    let on_change = move |state: &crate::PressureState| hook.lock().unwrap().push(state.gate.is_some());
    let options = PressureOptions { on_change: Some(Arc::new(on_change)), ..PressureOptions::default() };
    let scheduler = Arc::new(Scheduler::new(options));
    let mut entry = enter(&scheduler, "m");
    entry.admitted().await;
    entry.refused(&refusal(20));
    entry.admitted().await;
    assert_eq!(*heard.lock().unwrap(), [true, false]);
}

#[tokio::test]
async fn switched_off_only_the_cap_counts() {
    let options = PressureOptions { enabled: false, max_in_flight: Some(100), ..PressureOptions::default() };
    let scheduler = Arc::new(Scheduler::new(options));
    let mut entries: Vec<_> = (0..100).map(|_| enter(&scheduler, "m")).collect();
    for entry in &mut entries {
        assert!(is_ready(entry.admitted()));
    }
    assert!(!is_ready(enter(&scheduler, "m").admitted()));
    assert_eq!(entries[0].refused(&refusal(60_000)), 1);
    assert!(is_ready(enter(&scheduler, "m").admitted()));
    assert!((0..50).all(|_| entries[1].failed()));
}

#[tokio::test]
async fn failures_that_may_cost_use_up_the_budget() {
    let scheduler = scheduler(None);
    let mut entry = enter(&scheduler, "m");
    let again: Vec<_> = (0..6).map(|_| entry.failed()).collect();
    assert_eq!(again, [true, true, true, true, false, false]);
}

/// A server in this process that answers after a few milliseconds.
struct Server {
    most_in_flight: usize,
    in_flight: usize,
    /// A limit of so many requests a minute, and what is left of it since when.
    limit: f64,
    left: f64,
    filled_at: Instant,
    refused: u32,
}

impl Server {
    fn new(most_in_flight: usize, limit: f64) -> Arc<Mutex<Self>> {
        let server = Self { most_in_flight, in_flight: 0, limit, left: limit, filled_at: Instant::now(), refused: 0 };
        Arc::new(Mutex::new(server))
    }

    /// What is left after this request, or `None` for a refusal.
    fn arrive(&mut self) -> Option<f64> {
        self.left = (self.left + self.filled_at.elapsed().as_secs_f64() * self.limit / 60.0).min(self.limit);
        self.filled_at = Instant::now();
        if self.left < 1.0 || self.in_flight >= self.most_in_flight {
            self.refused += 1;
            return None;
        }
        self.left -= 1.0;
        self.in_flight += 1;
        Some(self.left.floor())
    }
}

/// Makes `calls` calls over 40 tasks, each repeated until it is answered.
async fn load(server: &Arc<Mutex<Server>>, calls: usize, is_advertised: bool) {
    let scheduler = scheduler(None);
    let left = Arc::new(Mutex::new(calls));
    let tasks = [(); 40].map(|()| {
        let (scheduler, server, left) = (scheduler.clone(), server.clone(), left.clone());
        tokio::spawn(async move {
            while let Some(()) = take_one(&left) {
                call(&mut enter(&scheduler, "m"), &server, is_advertised).await;
            }
        })
    });
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!((scheduler.state()[0].in_flight, scheduler.state()[0].waiting), (0, 0));
}

fn take_one(left: &Mutex<usize>) -> Option<()> {
    let mut left = left.lock().unwrap();
    *left = left.checked_sub(1)?;
    Some(())
}

async fn call(entry: &mut Entry, server: &Mutex<Server>, is_advertised: bool) {
    loop {
        entry.admitted().await;
        let arrived = server.lock().unwrap().arrive();
        let Some(left) = arrived else {
            sleep(Duration::from_millis(1)).await;
            entry.refused(&Refusal { is_overload: true, ..Refusal::default() });
            continue;
        };
        sleep(Duration::from_millis(10)).await;
        server.lock().unwrap().in_flight -= 1;
        let mut headers = HeaderMap::new();
        if is_advertised {
            for (what, value) in [("limit", server.lock().unwrap().limit), ("remaining", left)] {
                let name = http::HeaderName::try_from(format!("anthropic-ratelimit-requests-{what}")).unwrap();
                headers.insert(name, HeaderValue::from_str(&value.to_string()).unwrap());
            }
        }
        entry.answered(&headers);
        entry.succeeded();
        return;
    }
}

#[tokio::test]
async fn a_bucket_that_is_advertised_is_never_overdrawn() {
    let server = Server::new(usize::MAX, 300.0);
    load(&server, 305, true).await;
    assert_eq!(server.lock().unwrap().refused, 0);
}

#[tokio::test]
async fn forty_tasks_soon_send_no_more_than_a_busy_server_bears() {
    let server = Server::new(8, 1e9);
    load(&server, 400, false).await;
    let refused = server.lock().unwrap().refused;
    assert!(refused < 200, "{refused} refusals for 400 calls");
}
