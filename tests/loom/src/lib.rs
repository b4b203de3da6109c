//! The core's mailbox and seat under a model checker: their own files, with the checker's locks in place of the real ones, so
//! that every interleaving of the threads below is tried.

#![cfg_attr(not(test), expect(dead_code, reason = "only the tests use them here"))]
#![expect(unreachable_pub, reason = "the files belong to the core, which uses all of them")]

/// The mailbox, from the core's own source.
#[path = "../../../core/src/host/mailbox.rs"]
mod mailbox;

/// The seat, from the core's own source.
#[path = "../../../core/src/host/seat.rs"]
mod seat;

#[cfg(test)]
mod seat_tests;

/// What the core's `host/sync.rs` is here.
mod sync {
    pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
}

#[cfg(test)]
mod tests {
    use std::{
        future::poll_fn,
        sync::atomic::{AtomicU32, Ordering},
        task::{Context, Wake, Waker},
    };

    use loom::{future::block_on, sync::Arc, thread};

    use super::mailbox::{Mailbox, Take};

    type Box = Mailbox<u32, &'static str>;

    /// Takes until the end, as a host does: asleep in between, woken only by the mailbox.
    fn drain(mailbox: &Box) -> (Vec<u32>, &'static str) {
        let mut all = Vec::new();
        loop {
            let Take { items, end } = block_on(poll_fn(|cx| mailbox.poll_take(cx)));
            assert!(!items.is_empty() || end.is_some(), "a wake without a reason");
            all.extend(items);
            if let Some(end) = end {
                return (all, end);
            }
        }
    }

    #[test]
    fn everything_pushed_is_taken_in_order_and_no_wake_is_lost() {
        loom::model(|| {
            let mailbox = Arc::new(Box::new(100));
            let producer = mailbox.clone();
            let pump = thread::spawn(move || {
                producer.push(1, 1);
                producer.push(2, 1);
                producer.close("done");
            });
            assert_eq!(drain(&mailbox), (vec![1, 2], "done"));
            pump.join().unwrap();
        });
    }

    #[test]
    fn the_last_items_and_the_end_are_taken_together() {
        loom::model(|| {
            let mailbox = Arc::new(Box::new(100));
            let producer = mailbox.clone();
            let pump = thread::spawn(move || producer.finish([1, 2], "done"));
            let taken = block_on(poll_fn(|cx| mailbox.poll_take(cx)));
            assert_eq!((taken.items, taken.end), (vec![1, 2], Some("done")));
            pump.join().unwrap();
        });
    }

    #[test]
    fn a_call_that_is_cancelled_while_it_finishes_gives_all_it_had_or_nothing() {
        loom::model(|| {
            let mailbox = Arc::new(Box::new(1));
            let (pump, canceller) = (mailbox.clone(), mailbox.clone());
            let pump = thread::spawn(move || pump.finish([1, 2], "done"));
            let canceller = thread::spawn(move || canceller.close("cancelled"));
            let taken = block_on(poll_fn(|cx| mailbox.poll_take(cx)));
            let all = matches!((taken.items.as_slice(), taken.end), ([1, 2], Some("done")) | ([], Some("cancelled")));
            assert!(all, "something else than one of the two ends");
            pump.join().unwrap();
            canceller.join().unwrap();
        });
    }

    #[test]
    fn a_full_mailbox_holds_the_producer_until_it_is_emptied() {
        loom::model(|| {
            let mailbox = Arc::new(Box::new(1));
            let producer = mailbox.clone();
            let pump = thread::spawn(move || {
                producer.push(1, 1);
                assert!(block_on(poll_fn(|cx| producer.poll_room(cx))));
                producer.push(2, 1);
                producer.close("done");
            });
            assert_eq!(drain(&mailbox), (vec![1, 2], "done"));
            pump.join().unwrap();
        });
    }

    /// A producer that has filled the mailbox and waits for room learns from this end that there will be none.
    fn sets_a_waiting_producer_free(end: fn(&Box)) {
        loom::model(move || {
            let mailbox = Arc::new(Box::new(1));
            let producer = mailbox.clone();
            let pump = thread::spawn(move || {
                producer.push(1, 1);
                block_on(poll_fn(|cx| producer.poll_room(cx)))
            });
            end(&mailbox);
            assert!(!pump.join().unwrap(), "a mailbox that has ended has no room");
        });
    }

    #[test]
    fn a_consumer_that_hangs_up_sets_the_producer_free() {
        sets_a_waiting_producer_free(Box::hang_up);
    }

    #[test]
    fn cancelling_sets_a_waiting_producer_free() {
        sets_a_waiting_producer_free(|mailbox| mailbox.close("cancelled"));
    }

    #[test]
    fn the_first_end_counts_whoever_closes() {
        loom::model(|| {
            let mailbox = Arc::new(Box::new(100));
            let (pump, canceller) = (mailbox.clone(), mailbox.clone());
            let pump = thread::spawn(move || {
                pump.push(1, 1);
                pump.close("done");
            });
            let canceller = thread::spawn(move || canceller.close("cancelled"));
            let (items, end) = drain(&mailbox);
            assert!(matches!(end, "done" | "cancelled"));
            assert!(end == "cancelled" || items == [1], "a finished call gives all it had");
            pump.join().unwrap();
            canceller.join().unwrap();
        });
    }

    /// Counts its wakes; sleeps on nothing.
    #[derive(Default)]
    struct Counter(AtomicU32);

    impl Wake for Counter {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn one_edge_is_one_wake_and_only_of_the_waker_that_was_armed_last() {
        loom::model(|| {
            let mailbox = Box::new(100);
            let [first, last] = [(); 2].map(|()| std::sync::Arc::new(Counter::default()));
            for counter in [&first, &last] {
                let waker = Waker::from(counter.clone());
                assert!(mailbox.poll_take(&mut Context::from_waker(&waker)).is_pending());
            }
            mailbox.push(1, 1);
            mailbox.push(2, 1);
            assert_eq!((first.0.load(Ordering::Relaxed), last.0.load(Ordering::Relaxed)), (0, 1));
        });
    }

    #[test]
    fn what_comes_after_the_consumer_has_gone_is_dropped_at_once() {
        loom::model(|| {
            let mailbox = Mailbox::<_, ()>::new(100);
            let item = std::sync::Arc::new(());
            mailbox.push(item.clone(), 1);
            mailbox.hang_up();
            mailbox.push(item.clone(), 1);
            assert_eq!(std::sync::Arc::strong_count(&item), 1);
        });
    }
}
