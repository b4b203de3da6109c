//! How long an answer that comes piece by piece may take.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep};

use crate::{
    deadline::Timeouts,
    error::{Error, ErrorKind, Reason},
};

/// The two limits that can end such an answer: silence, and the whole call.
pub(crate) struct Clock {
    idle: Option<Duration>,
    total: Option<(Duration, Instant)>,
    last_byte: Instant,
    /// Bytes that have come so far.
    bytes: u64,
    sleep: Pin<Box<Sleep>>,
}

impl Clock {
    pub(crate) fn new(timeouts: Timeouts, start: Instant) -> Self {
        let total = timeouts.total.map(|limit| (limit, start + limit));
        let mut clock = Self {
            idle: timeouts.idle,
            total,
            last_byte: Instant::now(),
            bytes: 0,
            sleep: Box::pin(sleep(Duration::ZERO)),
        };
        if let Some(next) = clock.next() {
            clock.sleep.as_mut().reset(next);
        }
        clock
    }

    /// A reader begins to wait. The timer is not moved for it, but looked at again when it fires.
    pub(crate) fn touch(&mut self) {
        self.last_byte = Instant::now();
    }

    /// So many bytes came.
    ///
    /// # Errors
    /// When the whole call has taken too long: an answer that never pauses never waits for the timer.
    pub(crate) fn arrived(&mut self, bytes: usize) -> Result<(), Error> {
        self.touch();
        self.bytes += bytes as u64;
        self.too_late(self.last_byte).map_or(Ok(()), Err)
    }

    fn next(&self) -> Option<Instant> {
        let idle = self.idle.map(|limit| self.last_byte + limit);
        idle.into_iter().chain(self.total.map(|(_, at)| at)).min()
    }

    /// Ready with the error of the limit that has run out.
    pub(crate) fn poll_expired(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        loop {
            let Some(next) = self.next() else { return Poll::Pending };
            ready!(self.sleep.as_mut().poll(cx));
            let now = Instant::now();
            if now < next {
                self.sleep.as_mut().reset(next);
                continue;
            }
            return Poll::Ready(self.too_late(now).unwrap_or_else(|| {
                let idle = self.idle.unwrap_or_default();
                Error::new(
                    ErrorKind::Timeout,
                    format!("no byte for the idle limit of {idle:?}, after {} bytes of the answer", self.bytes),
                )
                .with_reason(Reason::IdleLimit)
            }));
        }
    }

    fn too_late(&self, now: Instant) -> Option<Error> {
        let (limit, _) = self.total.filter(|(_, at)| *at <= now)?;
        let message = format!(
            "the call took longer than its total limit of {limit:?}; {} bytes of the answer had come",
            self.bytes
        );
        Some(Error::new(ErrorKind::Timeout, message).with_reason(Reason::TotalLimit))
    }
}
