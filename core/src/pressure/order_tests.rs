//! Review 1: what was found about the scheduler. Each test asserts what SHOULD be, so it fails today; `cost_*` only measure.

use std::{sync::Arc, time::Instant};

use http::HeaderMap;

use super::{Key, Need, PressureOptions, Scheduler, board::Board};

fn key(model: &str) -> Key {
    Key { origin: Arc::from("https://host"), credential: 1, model: Arc::from(model) }
}

/// `now` is read before the lock is taken, so that a lane sees times out of order.
#[test]
fn a_grant_by_a_thread_that_looked_at_the_clock_earlier_does_not_panic() {
    let mut board = Board::new(true, Some(1));
    let key = key("m");
    let first = board.enter(0.9, &key, Need::default());
    board.with(&key, |lane| lane.want(0.9, first));
    assert_eq!(board.pump(0.9, &key), [first]);
    let second = board.enter(1.000_001, &key, Need::default());
    board.with(&key, |lane| lane.want(1.000_001, second));
    assert!(board.pump(1.000_001, &key).is_empty());
    // Read the clock at 1.0, got the lock only now.
    board.with(&key, |lane| lane.leave(1.0, first));
    assert_eq!(board.pump(1.0, &key), [second]);
    let _ = board.state(1.1);
}

/// The same with threads: does it happen?
#[test]
fn looking_at_the_pressure_never_panics() {
    let mut panics = 0;
    for _ in 0..3000 {
        let options = PressureOptions { max_in_flight: Some(1), ..PressureOptions::default() };
        let scheduler = Arc::new(Scheduler::new(options));
        let barrier = Arc::new(std::sync::Barrier::new(4));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (scheduler, barrier) = (scheduler.clone(), barrier.clone());
                std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    barrier.wait();
                    let mut panics = 0;
                    runtime.block_on(async {
                        for _ in 0..20 {
                            let mut entry = scheduler.enter(key("m"), Need::default());
                            entry.admitted().await;
                            drop(entry);
                            let look = std::panic::AssertUnwindSafe(|| scheduler.state());
                            panics += usize::from(std::panic::catch_unwind(look).is_err());
                        }
                    });
                    panics
                })
            })
            .collect();
        panics += threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>();
    }
    assert_eq!(panics, 0, "panics in Scheduler::state");
}

#[test]
fn an_old_lane_gets_its_turn_however_many_new_ones_come() {
    let mut board = Board::new(true, Some(1));
    let old = key("old");
    let go = |board: &mut Board, key: &Key| {
        let ticket = board.enter(0.0, key, Need::default());
        board.with(key, |lane| lane.want(0.0, ticket));
        ticket
    };
    let mut under_way = go(&mut board, &old);
    assert_eq!(board.pump(0.0, &old), [under_way]);
    let waits = go(&mut board, &old);
    let mut lane = old.clone();
    for round in 0..1000 {
        let new = key(&format!("new-{round}"));
        let newcomer = go(&mut board, &new);
        board.with(&lane, |lane| lane.leave(0.0, under_way));
        let granted = board.pump(0.0, &lane);
        assert_eq!(granted.len(), 1);
        if granted[0] == waits {
            return;
        }
        (under_way, lane) = (newcomer, new);
    }
    panic!("a call of the old lane saw 1000 later calls of new lanes go first");
}

fn cost(lanes: usize, max_in_flight: Option<usize>, threads: usize) -> f64 {
    const ROUNDS: usize = 5_000;
    let scheduler = Arc::new(Scheduler::new(PressureOptions { max_in_flight, ..PressureOptions::default() }));
    let keys: Vec<_> = (0..lanes).map(|lane| key(&format!("model-{lane}"))).collect();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (scheduler, keys) = (&scheduler, &keys);
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    for round in 0..ROUNDS / threads {
                        let mut entry = scheduler.enter(keys[(round + thread) % keys.len()].clone(), Need::default());
                        entry.admitted().await;
                        entry.answered(&HeaderMap::new());
                        drop(entry);
                    }
                });
            });
        }
    });
    start.elapsed().as_secs_f64() / ROUNDS as f64 * 1e9
}

#[test]
fn cost_of_a_call() {
    for (lanes, cap) in [(1, None), (250, None), (2000, None), (1, Some(1000)), (250, Some(1000))] {
        eprintln!(
            "{lanes} lanes, cap {cap:?}: {:.0} ns a call on 1 thread, {:.0} on 4",
            cost(lanes, cap, 1),
            cost(lanes, cap, 4)
        );
    }
}

/// Many lanes whose heads all wait under a cap: each end of a call wakes all of them.
#[tokio::test]
async fn cost_of_a_cap_with_many_waiting_lanes() {
    for lanes in [1_usize, 16, 64, 250] {
        let options = PressureOptions { max_in_flight: Some(4), ..PressureOptions::default() };
        let scheduler = Arc::new(Scheduler::new(options));
        let calls = 1000;
        let start = Instant::now();
        let tasks: Vec<_> = (0..calls)
            .map(|call| {
                let scheduler = scheduler.clone();
                tokio::spawn(async move {
                    let mut entry = scheduler.enter(key(&format!("m{}", call % lanes)), Need::default());
                    entry.admitted().await;
                    tokio::task::yield_now().await;
                    entry.answered(&HeaderMap::new());
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        eprintln!(
            "{lanes} lanes waiting: {:.1} us a call",
            start.elapsed().as_secs_f64() / f64::from(calls as u32) * 1e6
        );
    }
}
