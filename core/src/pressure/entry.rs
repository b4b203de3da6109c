//! A call's place with the scheduler.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http::HeaderMap;
use tokio::time::{Sleep, sleep_until};

use super::{Answer, Barred, Key, Refusal, Scheduler, estimate::Tokens, lane::Ticket, number};

/// A call's place, from its first wait to the end of its answer. Dropping it leaves the queue or frees the slot.
#[derive(Debug)]
pub(crate) struct Entry {
    scheduler: Arc<Scheduler>,
    key: Key,
    ticket: Ticket,
}

impl Entry {
    pub(super) fn new(scheduler: Arc<Scheduler>, key: Key, ticket: Ticket) -> Self {
        Self { scheduler, key, ticket }
    }

    /// Whether the call may send at once; then it counts as sent. Else it has to wait until it is [admitted](Self::admitted).
    pub(crate) fn passes(&mut self) -> bool {
        self.scheduler.pass(&self.key, self.ticket)
    }

    /// Waits until the call may send. Called before every attempt. Dropping the future keeps the place and takes no slot.
    pub(crate) async fn admitted(&mut self) {
        let mut wait = Wait { entry: self, timer: None, is_over: false };
        poll_fn(|context| wait.poll(context)).await;
    }

    /// The head of a success is there. The slot stays taken until the entry is dropped: a stream is in flight until its end.
    pub(crate) fn answered(&mut self, headers: &HeaderMap) {
        self.scheduler.act(&self.key, |lane, now, random| lane.answered(now, self.ticket, headers, random));
    }

    /// What came is what was asked for, and no refusal behind the head of a success. Whether [`Self::used`] would change
    /// anything: only where the server advertises limits on tokens.
    pub(crate) fn succeeded(&mut self) -> bool {
        let wants_usage = self.scheduler.act(&self.key, |lane, now, _| {
            lane.succeeded(now);
            lane.counts_tokens()
        });
        wants_usage.unwrap_or(false)
    }

    /// How the server bars the calls of this key, if it does.
    pub(crate) fn barred(&self) -> Option<Barred> {
        let mut shared = self.scheduler.lock();
        let now = self.scheduler.now();
        let barred = shared.board.with(&self.key, |lane| lane.barred(now)).flatten();
        barred.filter(|_| self.scheduler.options.enabled)
    }

    /// The server turned the attempt away. The slot is free again; the place in the queue stays, in front of newcomers.
    /// Gives the exponent for this call's own backoff: 0 while others succeed.
    pub(crate) fn refused(&mut self, refusal: &Refusal<'_>) -> u32 {
        if !self.scheduler.options.enabled {
            self.scheduler.act(&self.key, |lane, now, _| lane.turned_away(now, self.ticket));
            return 1;
        }
        let refused =
            self.scheduler.act(&self.key, |lane, now, random| lane.refused(now, self.ticket, refusal, random));
        refused.unwrap_or(1)
    }

    /// The attempt failed in a way that may have cost something. Frees the slot. `false` when too much has failed lately
    /// to try again.
    pub(crate) fn failed(&mut self) -> bool {
        let may = self.scheduler.act(&self.key, |lane, now, _| lane.failed(now, self.ticket)).unwrap_or(true);
        may || !self.scheduler.options.enabled
    }

    /// What the call really used, from the answer's usage; corrects what was only estimated.
    pub(crate) fn used(&mut self, input_tokens: u64, output_tokens: u64) {
        let used = Tokens { input: number::of_wide(input_tokens), output: number::of_wide(output_tokens) };
        self.scheduler.act(&self.key, |lane, _, _| lane.used(self.ticket, used));
    }

    /// How long this call has waited to be sent, over all its attempts.
    pub(crate) fn waited(&self) -> Duration {
        let mut shared = self.scheduler.lock();
        let now = self.scheduler.now();
        number::seconds(shared.board.with(&self.key, |lane| lane.waited(now, self.ticket)).unwrap_or(0.0))
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.scheduler.leave(&self.key, self.ticket);
    }
}

/// One wait, which takes itself out of the queue when it is dropped before its end.
struct Wait<'a> {
    entry: &'a Entry,
    timer: Option<Pin<Box<Sleep>>>,
    is_over: bool,
}

impl Wait<'_> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Entry { scheduler, key, ticket } = self.entry;
        loop {
            let until = match scheduler.ask(key, *ticket, context.waker()) {
                Answer::Go => {
                    self.is_over = true;
                    return Poll::Ready(());
                }
                Answer::Wait => {
                    self.timer = None;
                    return Poll::Pending;
                }
                Answer::Look(until) => scheduler.instant(until),
            };
            let mut timer = Box::pin(sleep_until(until));
            let is_due = timer.as_mut().poll(context).is_ready();
            self.timer = Some(timer);
            if !is_due {
                return Poll::Pending;
            }
        }
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            let Entry { scheduler, key, ticket } = self.entry;
            let waker = scheduler.lock().wakers.remove(ticket);
            drop(waker);
            scheduler.act(key, |lane, now, _| lane.unwant(now, *ticket));
        }
    }
}
