//! Tokens that JavaScript has to fetch: the core asks at a desk, the bridge hands the question on by its number.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, Weak},
    task::{Poll, Wake, Waker},
    time::Duration,
};

use napi_derive::napi;
use tidings::{
    Token, TokenError,
    host::{Desk, Ticket},
};

use crate::bridge::{Line, lock};

/// A token that calls wait for.
#[napi(object, object_from_js = false)]
pub struct Ask {
    /// The number to answer with.
    pub ask: u32,
    /// Whom the client wants to be asked.
    pub provider: u32,
}

/// The desks of an environment, and the questions that were handed on and not answered.
#[derive(Default)]
pub(crate) struct Counter(Mutex<Open>);

#[derive(Default)]
struct Open {
    desks: Vec<(u32, Desk)>,
    tickets: HashMap<u32, Ticket>,
    last: u32,
}

/// What a provider has thrown: its text, and the number by which JavaScript finds the value again.
#[derive(Debug)]
pub(crate) struct Thrown {
    text: String,
    pub(crate) number: u32,
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Thrown {}

impl Counter {
    /// A desk whose questions are for this provider.
    pub(crate) fn open(&self, provider: u32, line: &Arc<Line>) -> Desk {
        let desk = Desk::new();
        lock(&self.0).desks.push((provider, desk.clone()));
        // A new desk has no questions; this has the first one ring.
        let _ = desk.poll_take(&waker(line));
        desk
    }

    /// The questions that nobody has been told yet.
    pub(crate) fn take(&self, line: &Arc<Line>) -> Vec<Ask> {
        let desks = {
            let open = lock(&self.0);
            // Hardly anybody has one, and this is looked at with every delivery.
            if open.desks.is_empty() {
                return Vec::new();
            }
            open.desks.clone()
        };
        desks.iter().flat_map(|(provider, desk)| self.asks_at(*provider, desk, line)).collect()
    }

    pub(crate) fn give(&self, ask: u32, token: String, expires_in: Option<f64>) {
        let Some(ticket) = self.ticket(ask) else { return };
        let token = Token::new(token);
        ticket.answer(Ok(match expires_in {
            None => token,
            // What has expired already is good for nothing more than the calls that wait.
            Some(left) => {
                token.expires_in(Duration::try_from_secs_f64(left.max(0.0) / 1000.0).unwrap_or(Duration::MAX))
            }
        }));
    }

    pub(crate) fn refuse(&self, ask: u32, why: String, thrown: u32) {
        if let Some(ticket) = self.ticket(ask) {
            ticket.answer(Err(TokenError::new(Thrown { text: why, number: thrown })));
        }
    }

    /// Nobody uses this provider any more.
    pub(crate) fn forget(&self, provider: u32) {
        lock(&self.0).desks.retain(|(number, _)| *number != provider);
    }

    /// Nobody is left to answer.
    pub(crate) fn close(&self) {
        let open = std::mem::take(&mut *lock(&self.0));
        drop(open);
    }

    fn ticket(&self, ask: u32) -> Option<Ticket> {
        lock(&self.0).tickets.remove(&ask)
    }

    fn asks_at(&self, provider: u32, desk: &Desk, line: &Arc<Line>) -> Vec<Ask> {
        let waker = waker(line);
        let mut asks = Vec::new();
        while let Poll::Ready(ticket) = desk.poll_take(&waker) {
            let mut open = lock(&self.0);
            open.last = open.last.wrapping_add(1);
            let ask = open.last;
            open.tickets.insert(ask, ticket);
            asks.push(Ask { ask, provider });
        }
        asks
    }
}

fn waker(line: &Arc<Line>) -> Waker {
    Waker::from(Arc::new(Bell(Arc::downgrade(line))))
}

/// Rings for a question.
struct Bell(Weak<Line>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        if let Some(line) = self.0.upgrade() {
            line.strike();
        }
    }
}
