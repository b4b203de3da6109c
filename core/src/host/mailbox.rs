//! The mailbox: how everything that a call receives crosses into the host.
//!
//! One producer (the pump) and one consumer (the host). Bounded by weight: the producer waits for room, which stops the
//! reading of the socket. One wake on the edge from empty to non-empty; the consumer takes everything at once.
//!
//! This file stands alone so that `tests/loom` can check it with every interleaving.

use std::{
    sync::PoisonError,
    task::{Context, Poll, Waker},
};

use super::sync::Mutex;

/// A bounded queue of `T` that ends with one `E`.
pub(crate) struct Mailbox<T, E> {
    // The only lock. Nothing under it blocks, wakes or calls out.
    state: Mutex<State<T, E>>,
    capacity: usize,
}

struct State<T, E> {
    items: Vec<T>,
    weight: usize,
    end: End<E>,
    consumer: Option<Waker>,
    producer: Option<Waker>,
}

enum End<E> {
    Open,
    Closed(E),
    /// The end was taken, or the consumer has gone: nothing goes in or out any more.
    Over,
}

/// Everything that was there. `items` came before `end`.
#[derive(Debug, PartialEq, Eq)]
pub struct Take<T, E> {
    /// What had arrived, oldest first; may be empty when `end` is there.
    pub items: Vec<T>,
    /// How it ended, if it has. Given once; nothing comes after it.
    pub end: Option<E>,
}

impl<T, E> Mailbox<T, E> {
    /// An empty mailbox whose producer waits for room once it holds `capacity`.
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State { items: Vec::new(), weight: 0, end: End::Open, consumer: None, producer: None };
        Self { state: Mutex::new(state), capacity }
    }

    /// Adds an item. It goes in however full the mailbox is: the bound is kept by waiting for room between pushes.
    /// After the end it is dropped.
    pub(crate) fn push(&self, item: T, weight: usize) {
        wake(self.put(item, weight));
    }

    /// The same, and leaves it to the caller to wake the consumer, if there is one to be woken.
    pub(crate) fn put(&self, item: T, weight: usize) -> Option<Waker> {
        self.with(|state| {
            if !matches!(state.end, End::Open) {
                return None;
            }
            state.items.push(item);
            state.weight += weight;
            state.consumer.take()
        })
    }

    /// Ready once there is room, with `true`; with `false` when the mailbox has ended and nothing is wanted any more.
    pub(crate) fn poll_room(&self, cx: &mut Context<'_>) -> Poll<bool> {
        self.with(|state| match state.end {
            End::Open if state.weight >= self.capacity => {
                state.producer = Some(cx.waker().clone());
                Poll::Pending
            }
            End::Open => Poll::Ready(true),
            End::Closed(_) | End::Over => Poll::Ready(false),
        })
    }

    /// Adds the last items and ends the mailbox, at once: whoever takes finds all of it, or nothing.
    pub(crate) fn finish(&self, items: impl IntoIterator<Item = T>, end: E) {
        let wakers = self.with(|state| {
            if !matches!(state.end, End::Open) {
                return [None, None];
            }
            state.items.extend(items);
            state.end = End::Closed(end);
            [state.consumer.take(), state.producer.take()]
        });
        wakers.into_iter().for_each(wake);
    }

    /// Ends the mailbox. What is in it can still be taken. Only the first end counts.
    pub(crate) fn close(&self, end: E) {
        let wakers = self.with(|state| {
            if matches!(state.end, End::Open) {
                state.end = End::Closed(end);
                [state.consumer.take(), state.producer.take()]
            } else {
                [None, None]
            }
        });
        wakers.into_iter().for_each(wake);
    }

    /// Takes everything; pending, and the waker armed for one wake, when there is nothing.
    /// After the end has been taken it stays pending for ever.
    pub(crate) fn poll_take(&self, cx: &mut Context<'_>) -> Poll<Take<T, E>> {
        let taken = self.with(|state| {
            let taken = state.take();
            if taken.is_none() {
                state.consumer = Some(cx.waker().clone());
            }
            taken
        });
        let Some((take, producer)) = taken else { return Poll::Pending };
        wake(producer);
        Poll::Ready(take)
    }

    /// The consumer goes away: drops what is there, and everything that still comes.
    pub(crate) fn hang_up(&self) {
        let (items, waker) = self.with(|state| {
            state.end = End::Over;
            state.consumer = None;
            (std::mem::take(&mut state.items), state.producer.take())
        });
        drop(items);
        wake(waker);
    }

    fn with<R>(&self, work: impl FnOnce(&mut State<T, E>) -> R) -> R {
        // A panic under the lock cannot leave the state half changed, so a poisoned lock is as good as any.
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<T, E> State<T, E> {
    fn take(&mut self) -> Option<(Take<T, E>, Option<Waker>)> {
        let end = match std::mem::replace(&mut self.end, End::Over) {
            End::Closed(end) => Some(end),
            open_or_over => {
                self.end = open_or_over;
                None
            }
        };
        if self.items.is_empty() && end.is_none() {
            return None;
        }
        self.weight = 0;
        Some((Take { items: std::mem::take(&mut self.items), end }, self.producer.take()))
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}
