//! Whose turn it is to drive. The checker knows no time: a pause lasts until somebody rings.

use loom::{sync::Arc, thread};

use super::seat::{Seat, Seated};

/// A thread that waits for something and leaves, asking the keeper to leave where it must.
fn waits(seat: &Seat) {
    match seat.sit() {
        Seated::Closed => {}
        Seated::Welcome | Seated::InKeepersPlace => seat.rise(),
    }
}

#[test]
fn the_keeper_drives_what_nobody_waits_for_whoever_comes_and_goes() {
    loom::model(|| {
        let seat = Arc::new(Seat::default());
        let (caller, starter) = (seat.clone(), seat.clone());
        let caller = thread::spawn(move || waits(&caller));
        let starter = thread::spawn(move || starter.attend());
        assert!(seat.keep(), "it ends only when it is closed");
        caller.join().unwrap();
        starter.join().unwrap();
    });
}

#[test]
fn what_is_urgent_is_run_by_who_waits_or_by_the_keeper_after_it() {
    loom::model(|| {
        let seat = Arc::new(Seat::default());
        let (caller, canceller) = (seat.clone(), seat.clone());
        let caller = thread::spawn(move || waits(&caller));
        let canceller = thread::spawn(move || canceller.hurry());
        assert!(seat.keep());
        caller.join().unwrap();
        canceller.join().unwrap();
    });
}

#[test]
fn a_thread_that_waits_while_the_keeper_drives_asks_it_to_leave_once() {
    loom::model(|| {
        let seat = Arc::new(Seat::default());
        seat.hurry();
        assert!(seat.keep());
        let (one, other) = (seat.clone(), seat);
        let one = thread::spawn(move || one.sit() == Seated::InKeepersPlace);
        let other = thread::spawn(move || other.sit() == Seated::InKeepersPlace);
        assert!(one.join().unwrap() != other.join().unwrap());
    });
}

#[test]
fn the_keeper_is_left_its_place_only_while_there_is_a_call_that_nobody_waits_for() {
    loom::model(|| {
        let seat = Arc::new(Seat::default());
        seat.attend();
        assert!(seat.keep());
        assert_eq!(seat.sit(), Seated::Welcome, "the keeper would be back at once");
        seat.rise();
        let ender = seat.clone();
        thread::spawn(move || ender.dismiss()).join().unwrap();
        assert_eq!(seat.sit(), Seated::InKeepersPlace);
    });
}

#[test]
fn closing_sends_the_keeper_home_and_lets_nobody_sit() {
    loom::model(|| {
        let seat = Arc::new(Seat::default());
        let closer = seat.clone();
        let closer = thread::spawn(move || closer.close());
        assert!(!seat.keep());
        closer.join().unwrap();
        assert_eq!(seat.sit(), Seated::Closed);
    });
}
