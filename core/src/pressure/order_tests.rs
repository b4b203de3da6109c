//! Turns and times under threads, and with lanes that come and go.

use std::sync::Arc;

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

#[test]
fn nobody_passes_a_call_that_waits_nor_under_a_cap() {
    let key = key("m");
    for (cap, passes) in [(None, true), (Some(9), false)] {
        let mut board = Board::new(true, cap);
        let [first, second] = [(); 2].map(|()| board.enter(0.0, &key, Need::default()));
        board.with(&key, |lane| lane.want(0.0, first));
        assert!(!board.pass(0.0, &key, second));
        assert_eq!(board.pump(0.0, &key), [first]);
        assert_eq!(board.pass(0.0, &key, second), passes);
    }
}
