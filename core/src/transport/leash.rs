//! What binds the sending of a request to the life of its answer.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Waker},
};

use super::lanes::Place;

/// Shared by a request's body and its answer. It holds the call's place in the pool until the answer is over.
pub(super) struct Leash(Mutex<State>);

struct State {
    /// All of the body has been handed over.
    is_whole: bool,
    /// The answer has ended or is no longer wanted.
    is_over: bool,
    sender: Option<Waker>,
    place: Option<Place>,
}

impl Leash {
    pub(super) fn new(place: Option<Place>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { is_whole: false, is_over: false, sender: None, place })))
    }

    /// Whether the answer is over, so that nothing more is to be sent; wakes the sender when it is.
    pub(super) fn is_over(&self, cx: &Context<'_>) -> bool {
        let mut state = self.lock();
        if !state.sender.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            state.sender = Some(cx.waker().clone());
        }
        state.is_over
    }

    pub(super) fn whole(&self) {
        self.lock().is_whole = true;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer's end of the leash. Dropping it ends the request if that is still being sent over HTTP/2. Over HTTP/1.1 it has
/// ended with the connection.
pub(super) struct Held(Arc<Leash>);

impl Held {
    pub(super) fn new(leash: Arc<Leash>) -> Self {
        Self(leash)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_over = true;
        let sender = state.sender.take().filter(|_| !state.is_whole);
        let place = state.place.take();
        drop(state);
        drop(place);
        if let Some(sender) = sender {
            sender.wake();
        }
    }
}
