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

/// One who waits. Its waker may change: that of a thread which comes to drive does.
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
        let listeners = &mut state.listeners;
        let place = *self.place.get_or_insert_with(|| {
            let free = listeners.iter().position(Option::is_none);
            free.unwrap_or_else(|| {
                listeners.push(None);
                listeners.len() - 1
            })
        });
        if let Some(waker) = listeners.get_mut(place)
            && !waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker()))
        {
            let replaced = waker.replace(cx.waker().clone());
            drop(state);
            drop(replaced);
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
    fn the_waker_that_was_given_last_is_woken() {
        let (farewell, first, last) = (Farewell::default(), Arc::new(Count::default()), Arc::new(Count::default()));
        let mut listener = farewell.listener();
        for waker in [Waker::from(first.clone()), Waker::from(last.clone())] {
            assert!(listener.poll(&Context::from_waker(&waker)).is_pending());
        }
        farewell.say();
        assert_eq!([&first, &last].map(|count| count.0.load(Ordering::Relaxed)), [0, 1]);
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
