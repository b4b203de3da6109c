//! Who drives: which thread runs the tasks of this process and waits for its sockets.
//!
//! One thread at a time can. A thread that waits for an answer does it itself, for everybody: to be woken by another costs
//! more than all else that a small call takes. Where nobody waits, the keeper does, a thread of ours: at once if a call is
//! under way that nobody waits for on a thread, as those of event loops are; after a pause otherwise, since a program that
//! makes one call after the other is back before long.
//!
//! This file knows only whose turn it is. It stands alone so that `tests/loom` can check it with every interleaving.

use std::{sync::PoisonError, time::Duration};

use super::sync::{Condvar, Mutex, MutexGuard};

/// How long the seat stays empty after the last who waited.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Default)]
pub(crate) struct Seat {
    state: Mutex<State>,
    /// Rung for the keeper.
    bell: Condvar,
}

#[derive(Default)]
struct State {
    /// Threads that wait: one of them drives, or is about to.
    waiting: usize,
    /// Calls under way that no thread waits for.
    unattended: usize,
    keeper: Keeper,
    /// Somebody has waited since the keeper last looked.
    left: bool,
    /// Something has to be run now, whoever does it.
    urgent: bool,
    over: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Keeper {
    /// Sleeps until it is rung for.
    #[default]
    Asleep,
    /// Looks again when the pause is over.
    Pausing,
    /// Drives, until it is asked to leave.
    Driving,
    Leaving,
}

/// What a thread that came to wait has to do first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seated {
    /// Nothing.
    Welcome,
    /// Ask the keeper to leave.
    InKeepersPlace,
    /// Go: it is all over. It need not [`rise`](Seat::rise).
    Closed,
}

impl Seat {
    /// Counts a thread that waits, and so drives or takes over from the one that does.
    pub(crate) fn sit(&self) -> Seated {
        let mut state = self.state();
        if state.over {
            return Seated::Closed;
        }
        state.waiting += 1;
        // While calls are under way that nobody waits for, the keeper would be back at once.
        if state.keeper == Keeper::Driving && state.unattended == 0 {
            state.keeper = Keeper::Leaving;
            return Seated::InKeepersPlace;
        }
        Seated::Welcome
    }

    /// The thread waits no more.
    pub(crate) fn rise(&self) {
        let mut state = self.state();
        state.waiting -= 1;
        state.left = true;
        // One that pauses looks by itself.
        if state.waiting == 0 && (state.keeper == Keeper::Asleep || state.is_pressing()) {
            self.ring(&state);
        }
    }

    /// A call begins that no thread waits for.
    pub(crate) fn attend(&self) {
        let mut state = self.state();
        state.unattended += 1;
        self.ring(&state);
    }

    /// Such a call is over.
    pub(crate) fn dismiss(&self) {
        self.state().unattended -= 1;
    }

    /// Has what is ready to run be run now.
    pub(crate) fn hurry(&self) {
        let mut state = self.state();
        // Who drives runs it, or leaves it to the keeper when it rises.
        if state.keeper != Keeper::Driving {
            state.urgent = true;
            self.ring(&state);
        }
    }

    /// Ends it: nobody waits any more, and the keeper goes.
    pub(crate) fn close(&self) {
        self.state().over = true;
        self.bell.notify_all();
    }

    /// For the keeper: waits until it is to drive, with `true`; with `false` when it is all over.
    pub(crate) fn keep(&self) -> bool {
        let mut state = self.state();
        state.keeper = Keeper::Asleep;
        loop {
            if state.over {
                return false;
            }
            if state.waiting == 0 && state.is_pressing() {
                return state.drive();
            }
            if state.waiting > 0 && !state.left {
                state.keeper = Keeper::Asleep;
                state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.keeper = Keeper::Pausing;
            state.left = false;
            let (back, pause) = self.bell.wait_timeout(state, PAUSE).unwrap_or_else(PoisonError::into_inner);
            state = back;
            if pause.timed_out() && state.waiting == 0 && !state.left && !state.over {
                return state.drive();
            }
        }
    }

    fn ring(&self, state: &State) {
        if state.waiting == 0 && !matches!(state.keeper, Keeper::Driving | Keeper::Leaving) {
            self.bell.notify_one();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under the lock can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_pressing(&self) -> bool {
        self.unattended > 0 || self.urgent
    }

    fn drive(&mut self) -> bool {
        self.keeper = Keeper::Driving;
        self.urgent = false;
        true
    }
}
