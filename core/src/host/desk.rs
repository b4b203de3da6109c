//! Tokens that the host has to fetch: a desk where the core leaves what it asks for, and where the host takes it up.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::parker::Parker;
use crate::secret::{Token, TokenError, TokenProvider};

/// Where the core asks for tokens and the host answers, in a thread of its own choice.
///
/// Clones are the same desk. One host at a time takes from it.
#[derive(Clone, Default)]
pub struct Desk(Arc<Counter>);

#[derive(Default)]
struct Counter {
    state: Mutex<State>,
    parker: Arc<Parker>,
}

#[derive(Default)]
struct State {
    asked: VecDeque<Ticket>,
    host: Option<Waker>,
}

/// A token that somebody waits for. Dropping it unanswered fails the calls that wait.
pub struct Ticket(oneshot::Sender<Result<Token, TokenError>>);

impl Desk {
    /// A desk at which nobody has asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what was asked for first; where nothing was, `waker` is woken once when something is.
    pub fn poll_take(&self, waker: &Waker) -> Poll<Ticket> {
        let mut state = self.state();
        if let Some(ticket) = state.asked.pop_front() {
            return Poll::Ready(ticket);
        }
        state.host = Some(waker.clone());
        Poll::Pending
    }

    /// Waits on this thread until a token is asked for, at most `limit`; `None` when the time is over.
    #[must_use]
    pub fn wait(&self, limit: Duration) -> Option<Ticket> {
        let deadline = Instant::now().checked_add(limit);
        let waker = self.0.parker.waker();
        loop {
            if let Poll::Ready(ticket) = self.poll_take(&waker) {
                return Some(ticket);
            }
            if !self.0.parker.park(deadline) {
                return None;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenProvider for Desk {
    async fn token(&self) -> Result<Token, TokenError> {
        let (answer, answered) = oneshot::channel();
        let waker = {
            let mut state = self.state();
            state.asked.push_back(Ticket(answer));
            state.host.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        answered.await.unwrap_or_else(|_| Err(TokenError::new("the provider of tokens ended without an answer")))
    }
}

impl Ticket {
    /// Answers those who wait. Nobody may be left who does.
    pub fn answer(self, token: Result<Token, TokenError>) {
        drop(self.0.send(token));
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("asked", &self.state().asked.len()).finish()
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_token_is_asked_for_at_the_desk_and_given_to_who_waits() {
        let desk = Desk::new();
        let host = desk.clone();
        let thread = std::thread::spawn(move || {
            host.wait(Duration::MAX).unwrap().answer(Ok(Token::new("a-token")));
            drop(host.wait(Duration::MAX).unwrap());
        });
        assert!(desk.token().await.is_ok());
        let unanswered = desk.token().await.unwrap_err();
        assert!(format!("{unanswered:?}").contains("without an answer"));
        thread.join().unwrap();
        assert!(desk.wait(Duration::ZERO).is_none());
    }
}
