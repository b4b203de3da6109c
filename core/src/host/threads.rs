//! What crosses threads, with real threads: for Miri, which sees races that no test fails by.

use std::{
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use super::{mailbox::Mailbox, parker::Parker, runtime};

/// Takes until the end, waiting on this thread.
fn drain(mailbox: &Mailbox<u32, &'static str>) -> (Vec<u32>, &'static str) {
    let parker = Arc::new(Parker::default());
    let waker = parker.waker();
    let mut items = Vec::new();
    loop {
        match mailbox.poll_take(&mut Context::from_waker(&waker)) {
            Poll::Ready(take) => {
                items.extend(take.items);
                if let Some(end) = take.end {
                    return (items, end);
                }
            }
            Poll::Pending => assert!(parker.park(None)),
        }
    }
}

/// Pushes when there is room, waiting on this thread.
fn fill(mailbox: &Mailbox<u32, &'static str>, items: u32) {
    let parker = Arc::new(Parker::default());
    let waker = parker.waker();
    for item in 0..items {
        let room = loop {
            match mailbox.poll_room(&mut Context::from_waker(&waker)) {
                Poll::Ready(room) => break room,
                Poll::Pending => assert!(parker.park(None)),
            }
        };
        if !room {
            return;
        }
        mailbox.push(item, 1);
    }
    mailbox.close("end");
}

#[test]
fn everything_crosses_in_order_and_the_end_comes_last() {
    let mailbox = Arc::new(Mailbox::new(2));
    let producer = std::thread::spawn({
        let mailbox = mailbox.clone();
        move || fill(&mailbox, 40)
    });
    assert_eq!(drain(&mailbox), ((0..40).collect(), "end"));
    producer.join().unwrap();
}

#[test]
fn a_producer_that_waits_for_room_ends_when_nobody_listens_any_more() {
    let mailbox = Arc::new(Mailbox::new(1));
    let producer = std::thread::spawn({
        let mailbox = mailbox.clone();
        move || fill(&mailbox, u32::MAX)
    });
    mailbox.hang_up();
    producer.join().unwrap();
}

#[test]
fn a_wake_is_not_lost_whether_it_comes_before_the_wait_or_during_it() {
    let parker = Arc::new(Parker::default());
    parker.waker().wake();
    assert!(parker.park(None));
    let waker = parker.waker();
    let other = std::thread::spawn(move || waker.wake());
    assert!(parker.park(None));
    other.join().unwrap();
    assert!(!parker.park(Some(Instant::now())), "one wake lets one wait pass");
}

#[test]
fn threads_that_begin_together_share_one_runtime() {
    let drivers: Vec<_> = std::thread::scope(|scope| {
        let begin = || scope.spawn(|| runtime::driver().unwrap());
        [begin(), begin(), begin()].map(|thread| thread.join().unwrap()).into()
    });
    assert!(drivers.iter().all(|driver| driver.is(&drivers[0])));
    if cfg!(miri) {
        // Miri wants every thread to have ended; the other tests may still need the runtime.
        runtime::shutdown(Duration::from_secs(10));
    }
}
