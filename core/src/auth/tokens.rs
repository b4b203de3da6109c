//! The token of a client: fetched once for everybody who waits, kept until shortly before it expires.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::HeaderValue;
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

use super::failure::Failure;
use crate::{
    config::BEARER,
    error::Error,
    secret::{Provider, Token, TokenError},
};

/// The longest a provider is waited for.
const LIMIT: Duration = Duration::from_secs(120);
/// How long a call waits for the renewal of a token that is still good.
const GRACE: Duration = Duration::from_secs(5);
/// A token is renewed this long before it expires, or after nine tenths of its lifetime, whichever is later.
const MARGIN: Duration = Duration::from_secs(60);
/// The shortest pause after a renewal that failed while the old token was still good.
const PAUSE: Duration = Duration::from_secs(1);

/// The token there is, and the fetching of the next.
pub(super) struct Tokens {
    provider: Provider,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    fetching: Option<Fetching>,
    /// How many tokens there have been.
    count: u64,
}

/// Nothing until the provider has answered. Closed without an answer when the runtime that was asking has ended.
type Fetching = watch::Receiver<Option<Result<Held, Failure>>>;

/// A token that is in use.
#[derive(Clone)]
pub(super) struct Held {
    /// Its header, made once.
    pub(super) header: HeaderValue,
    /// Which of the client's tokens it is, counted from 1.
    pub(super) number: u64,
    /// When to fetch the next, and when it stops being good.
    times: Option<(Instant, Instant)>,
}

impl Tokens {
    pub(super) fn new(provider: Provider) -> Self {
        Self { provider, state: Mutex::default() }
    }

    /// The token to send now. All who need a new one wait for the same fetching, which goes on when they leave.
    ///
    /// # Errors
    /// Why there is none; an error of its own for each who waits.
    pub(super) async fn current(self: &Arc<Self>) -> Result<Held, Error> {
        loop {
            let mut fetching = match self.look() {
                Ok(held) => return Ok(held),
                Err(fetching) => fetching,
            };
            let read = |answer: watch::Ref<'_, Option<Result<Held, Failure>>>| answer.clone();
            let in_time =
                timeout(GRACE, fetching.wait_for(Option::is_some)).await.map(|answer| answer.ok().and_then(read));
            let fetched = match in_time {
                Ok(answer) => answer,
                Err(_) => match self.still_good() {
                    Some(held) => return Ok(held),
                    None => match timeout(LIMIT, fetching.wait_for(Option::is_some)).await {
                        Ok(answer) => answer.ok().and_then(read),
                        // The task that asks keeps this limit itself, unless its runtime stands still.
                        Err(_) => return Err(self.give_up().error()),
                    },
                },
            };
            match fetched {
                Some(answer) => return answer.map_err(|failure| failure.error()),
                // Whoever was asking has ended before it was answered: ask again.
                None => tokio::task::yield_now().await,
            }
        }
    }

    /// The token in use while it is good, which nobody waits to be renewed for a while.
    fn still_good(&self) -> Option<Held> {
        let mut state = self.lock();
        state.held.as_mut().and_then(|held| held.postpone(Instant::now()))
    }

    /// Leaves a fetching that does not end: the next call begins another.
    fn give_up(&self) -> Failure {
        self.lock().fetching = None;
        Failure::late(LIMIT)
    }

    /// Forgets the token of this number, if it is still the one in use, and gives it back.
    pub(super) fn refuse(&self, number: u64) -> Option<HeaderValue> {
        let mut state = self.lock();
        state.held.take_if(|held| held.number == number).map(|held| held.header)
    }

    /// A token that is good for a while yet, or else the fetching of the next one, started if nobody has.
    fn look(self: &Arc<Self>) -> Result<Held, Fetching> {
        let now = Instant::now();
        let mut state = self.lock();
        if let Some(held) = state.held.as_ref().filter(|held| held.times.is_none_or(|(renew, _)| now < renew)) {
            return Ok(held.clone());
        }
        let open = state.fetching.as_ref().filter(|fetching| fetching.has_changed().is_ok());
        Err(open.cloned().unwrap_or_else(|| {
            let (answer, fetching) = watch::channel(None);
            state.fetching = Some(fetching.clone());
            tokio::spawn(Fetch { tokens: self.clone(), answer: Some(answer) }.run());
            fetching
        }))
    }

    /// Takes over what the provider gave, and ends the fetching.
    fn arrived(&self, answer: Result<Token, Failure>) -> Result<Held, Failure> {
        let now = Instant::now();
        let mut state = self.lock();
        state.fetching = None;
        let number = state.count + 1;
        match answer.and_then(|token| Held::new(&token, number, now)) {
            Ok(held) => {
                state.count = number;
                state.held = Some(held.clone());
                Ok(held)
            }
            Err(failure) => {
                let good = state.held.as_mut().and_then(|held| held.postpone(now));
                good.ok_or(failure)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(token: &Token, number: u64, now: Instant) -> Result<Self, Failure> {
        if token.secret.is_blank() {
            return Err(Failure::unusable("is empty"));
        }
        let header = token
            .secret
            .header(BEARER)
            .map_err(|misfit| Failure::unusable(&format!("holds {misfit}, which a header cannot carry")))?;
        // A lifetime beyond what the clock can tell is none.
        let times = token.lifetime.and_then(|lifetime| {
            let renew = lifetime.saturating_sub(MARGIN.min(lifetime / 10));
            Some((now.checked_add(renew)?, now.checked_add(lifetime)?))
        });
        Ok(Self { header, number, times })
    }

    /// The same token while it is good, with the next attempt to renew it put off to a quarter of what is left.
    fn postpone(&mut self, now: Instant) -> Option<Self> {
        let (renew, expires) = self.times.as_mut().filter(|(_, expires)| now < *expires)?;
        *renew = now + PAUSE.max((*expires - now) / 4);
        Some(self.clone())
    }
}

/// One asking of the provider, in a task of its own.
struct Fetch {
    tokens: Arc<Tokens>,
    answer: Option<watch::Sender<Option<Result<Held, Failure>>>>,
}

impl Fetch {
    async fn run(mut self) {
        let answer = match timeout(LIMIT, self.tokens.provider.fetch()).await {
            Ok(answer) => answer.map_err(Failure::of_provider),
            Err(_) => Err(Failure::late(LIMIT)),
        };
        self.finish(answer);
    }

    fn finish(&mut self, answer: Result<Token, Failure>) {
        if let Some(sender) = self.answer.take() {
            let answer = self.tokens.arrived(answer);
            sender.send_replace(Some(answer));
        }
    }
}

impl Drop for Fetch {
    /// A provider that panics must not be asked for ever by those who wait. Where the runtime ends they ask anew.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.finish(Err(Failure::of_provider(TokenError::new("the provider of tokens panicked"))));
        }
    }
}
