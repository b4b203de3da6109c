//! The word to all who wait that the runtime is going.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// Said once. A lock and a list of wakers, since every call that waits listens, and most of them for a short time.
#[derive(Default)]
pub(super) struct Farewell(Mutex<State>);

#[derive(Default)]
struct State {
    is_said: bool,
    /// Each listener has a place, which is empty when it has gone.
    listeners: Vec<Option<Waker>>,
}

impl Farewell {
    pub(super) fn say(&self) {
        let mut state = self.lock();
        state.is_said = true;
        let listeners = std::mem::take(&mut state.listeners);
        drop(state);
        listeners.into_iter().flatten().for_each(Waker::wake);
    }

    pub(super) fn listener(&self) -> Listener<'_> {
        Listener { farewell: self, place: None }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits. Always polled from one place, whose waker is kept from the first time on.
pub(super) struct Listener<'a> {
    farewell: &'a Farewell,
    place: Option<usize>,
}

impl Listener<'_> {
    /// Ready once it is said.
    pub(super) fn poll(&mut self, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.farewell.lock();
        if state.is_said {
            return Poll::Ready(());
        }
        if self.place.is_none() {
            let place = state.listeners.iter().position(Option::is_none).unwrap_or(state.listeners.len());
            if place == state.listeners.len() {
                state.listeners.push(None);
            }
            state.listeners[place] = Some(cx.waker().clone());
            self.place = Some(place);
        }
        Poll::Pending
    }
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        let Some(place) = self.place else { return };
        // The list is gone once it is said.
        let waker = self.farewell.lock().listeners.get_mut(place).and_then(Option::take);
        drop(waker);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, atomic::AtomicU32, atomic::Ordering};

    use super::*;

    #[derive(Default)]
    struct Count(AtomicU32);

    impl std::task::Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn all_who_still_listen_are_woken_once_and_who_comes_later_hears_it_at_once() {
        let (farewell, count) = (Farewell::default(), Arc::new(Count::default()));
        let waker = Waker::from(count.clone());
        let cx = Context::from_waker(&waker);
        let mut listeners: Vec<_> = (0..3).map(|_| farewell.listener()).collect();
        assert!(
            listeners.iter_mut().all(|listener| listener.poll(&cx).is_pending() && listener.poll(&cx).is_pending())
        );
        listeners.remove(1);
        farewell.say();
        farewell.say();
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
        listeners.push(farewell.listener());
        assert!(listeners.iter_mut().all(|listener| listener.poll(&cx).is_ready()));
    }

    #[test]
    fn a_place_is_used_again() {
        let farewell = Farewell::default();
        for _ in 0..3 {
            assert!(farewell.listener().poll(&Context::from_waker(Waker::noop())).is_pending());
        }
        assert_eq!(farewell.lock().listeners.len(), 1);
    }
}
