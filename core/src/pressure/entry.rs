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

use super::{Answer, Key, Refusal, Scheduler, estimate::Tokens, lane::Ticket, number};

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

    /// Waits until the call may send. Called before every attempt. Dropping the future keeps the place and takes no slot.
    pub(crate) async fn admitted(&mut self) {
        let mut wait = Wait { entry: self, timer: None, is_over: false };
        poll_fn(|context| wait.poll(context)).await;
    }

    /// The head of a success is there. The slot stays taken until the entry is dropped: a stream is in flight until its end.
    pub(crate) fn answered(&mut self, headers: &HeaderMap) {
        self.scheduler.act(&self.key, |lane, now, random| lane.answered(now, self.ticket, headers, random));
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

    /// Whether [`Self::used`] would change anything: only where the server advertises limits on tokens.
    pub(crate) fn wants_usage(&self) -> bool {
        self.scheduler.lock().board.with(&self.key, |lane| lane.counts_tokens()).unwrap_or(false)
    }

    /// How long this call has waited to be sent, over all its attempts.
    pub(crate) fn waited(&self) -> Duration {
        let now = self.scheduler.now();
        let waited = self.scheduler.lock().board.with(&self.key, |lane| lane.waited(now, self.ticket));
        Duration::from_secs_f64(waited.unwrap_or(0.0))
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.scheduler.lock().wakers.remove(&self.ticket);
        self.scheduler.act(&self.key, |lane, now, _| lane.leave(now, self.ticket));
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
            scheduler.lock().wakers.remove(ticket);
            scheduler.act(key, |lane, now, _| lane.unwant(now, *ticket));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::Mutex,
        time::{Duration, Instant},
    };

    use tokio::{task::yield_now, time::timeout};

    use super::*;
    use crate::pressure::{Need, PressureOptions};

    fn scheduler(max_in_flight: Option<usize>) -> Arc<Scheduler> {
        Arc::new(Scheduler::new(PressureOptions { max_in_flight, ..PressureOptions::default() }))
    }

    fn enter(scheduler: &Arc<Scheduler>, model: &str) -> Entry {
        let key = Key { origin: Arc::from("https://host"), credential: 1, model: Arc::from(model) };
        scheduler.enter(key, Need::default())
    }

    fn is_ready(future: impl Future<Output = ()>) -> bool {
        let mut future = std::pin::pin!(future);
        future.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_ready()
    }

    fn refusal(hint: u64) -> Refusal<'static> {
        Refusal { hint: Some(Duration::from_millis(hint)), ..Refusal::default() }
    }

    #[tokio::test]
    async fn under_a_cap_calls_go_in_the_order_they_came() {
        let scheduler = scheduler(Some(1));
        let mut first = enter(&scheduler, "m");
        first.admitted().await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let (mut entry, order) = (enter(&scheduler, "m"), order.clone());
                tokio::spawn(async move {
                    entry.admitted().await;
                    order.lock().unwrap().push(number);
                    yield_now().await;
                })
            })
            .collect();
        yield_now().await;
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), (0..20).collect::<Vec<_>>());
        assert_eq!(scheduler.state()[0].in_flight, 0);
    }

    #[tokio::test]
    async fn under_a_cap_keys_take_turns() {
        let scheduler = scheduler(Some(1));
        let mut first = enter(&scheduler, "a");
        first.admitted().await;
        let order = Arc::new(Mutex::new(String::new()));
        let models = ["a", "a", "a", "b", "b", "b"];
        let tasks = models.map(|model| {
            let (mut entry, order) = (enter(&scheduler, model), order.clone());
            tokio::spawn(async move {
                entry.admitted().await;
                order.lock().unwrap().push_str(model);
            })
        });
        yield_now().await;
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), "bababa");
    }

    #[tokio::test]
    async fn a_hint_holds_everybody_and_the_refused_goes_first() {
        let scheduler = scheduler(None);
        let (mut refused, mut newcomer) = (enter(&scheduler, "m"), enter(&scheduler, "m"));
        refused.admitted().await;
        let start = Instant::now();
        refused.refused(&refusal(80));
        assert!(scheduler.state()[0].gate.is_some());
        assert!(!is_ready(newcomer.admitted()), "a newcomer waits as well");
        refused.admitted().await;
        assert!(start.elapsed() >= Duration::from_millis(80));
        newcomer.admitted().await;
        assert!(newcomer.waited() >= Duration::from_millis(1));
        let state = scheduler.state();
        assert_eq!((state[0].refusals, state[0].in_flight, state[0].waiting), (1, 2, 0));
        assert!(state[0].rate.is_some() && state[0].limit.is_none());
    }

    #[tokio::test]
    async fn another_key_is_not_held() {
        let scheduler = scheduler(None);
        let mut refused = enter(&scheduler, "m");
        refused.admitted().await;
        refused.refused(&refusal(60_000));
        assert!(is_ready(enter(&scheduler, "another").admitted()));
    }

    #[tokio::test]
    async fn a_wait_that_is_cancelled_leaves_the_queue_at_once() {
        let scheduler = scheduler(Some(1));
        let mut first = enter(&scheduler, "m");
        first.admitted().await;
        let (mut second, mut third) = (enter(&scheduler, "m"), enter(&scheduler, "m"));
        assert!(timeout(Duration::from_millis(1), second.admitted()).await.is_err());
        assert_eq!(scheduler.state()[0].waiting, 0);
        drop(first);
        third.admitted().await;
        assert!(!is_ready(second.admitted()), "it has its place still, but no slot is free");
        drop(third);
        assert!(is_ready(second.admitted()));
    }

    #[tokio::test]
    async fn who_watches_hears_of_refusals_and_may_look_closer() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hook = heard.clone();
        let options = PressureOptions {
            on_change: Some(Arc::new(move |state: &crate::PressureState| hook.lock().unwrap().push(state.clone()))),
            ..PressureOptions::default()
        };
        let scheduler = Arc::new(Scheduler::new(options));
        let mut entry = enter(&scheduler, "m");
        entry.admitted().await;
        entry.answered(&HeaderMap::new());
        assert!(heard.lock().unwrap().is_empty(), "calm is not news");
        entry.refused(&Refusal { is_overload: true, ..Refusal::default() });
        let heard = heard.lock().unwrap();
        assert_eq!((heard.len(), heard[0].refusals, heard[0].limit), (1, 1, Some(1)));
    }

    #[tokio::test]
    async fn switched_off_only_the_cap_counts() {
        let options = PressureOptions { enabled: false, max_in_flight: Some(100), ..PressureOptions::default() };
        let scheduler = Arc::new(Scheduler::new(options));
        let mut entries: Vec<_> = (0..100).map(|_| enter(&scheduler, "m")).collect();
        for entry in &mut entries {
            assert!(is_ready(entry.admitted()));
        }
        assert!(!is_ready(enter(&scheduler, "m").admitted()));
        assert_eq!(entries[0].refused(&refusal(60_000)), 1);
        assert!(is_ready(enter(&scheduler, "m").admitted()));
        assert!((0..50).all(|_| entries[1].failed()));
    }

    #[tokio::test]
    async fn failures_that_may_cost_use_up_the_budget() {
        let scheduler = scheduler(None);
        let mut entry = enter(&scheduler, "m");
        let again: Vec<_> = (0..6).map(|_| entry.failed()).collect();
        assert_eq!(again, [true, true, true, true, false, false]);
    }
}
