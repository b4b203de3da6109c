use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::Context,
};

use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use proptest::prelude::*;
use tokio::sync::oneshot;

use super::*;

/// What the clock's ticks add.
const TICKS: Duration = Duration::from_millis(2);

#[derive(Debug, Clone, Copy)]
enum Step {
    Reach(Phase),
    HandedOver,
    Reading,
    Interim,
}

/// A transport whose request takes these steps, each after a wait, and is then answered. They are taken by another task, as
/// those of a connection are.
struct Stepping(Mutex<Vec<(Duration, Step)>>);

impl Transport for Stepping {
    fn send(
        &self,
        _: RequestHead,
        _: Outgoing,
        progress: &Progress,
    ) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        let progress = progress.clone();
        let steps = std::mem::take(&mut *self.0.lock().unwrap());
        let (answer, answered) = oneshot::channel();
        tokio::spawn(async move {
            let mut at = Instant::now();
            for (wait, step) in steps {
                at += wait;
                sleep_until(at).await;
                match step {
                    Step::Reach(phase) => progress.reach(phase),
                    Step::HandedOver => progress.handed_over(1, false),
                    Step::Reading => progress.reading(),
                    Step::Interim => progress.interim_answer(),
                }
            }
            answer.send(()).ok();
        });
        Box::pin(async move {
            answered.await.unwrap();
            Ok(http::Response::new(Body::new(Nothing)))
        })
    }
}

struct Nothing;

impl Stream for Nothing {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

/// Why it failed, if it did, and after how long.
fn outcome(steps: &[(Duration, Step)], timeouts: Timeouts) -> (Option<Reason>, Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let (transport, start) = (Stepping(Mutex::new(steps.to_vec())), Instant::now());
        let head = RequestHead::get("http://localhost/");
        let sent = send(&transport, head, Outgoing::Empty, timeouts, &Progress::default()).await;
        (sent.err().and_then(|error| error.reason()), start.elapsed())
    })
}

/// The same by the words of [`send`]; `None` where two things happen at one time.
fn expected(steps: &[(Duration, Step)], timeouts: Timeouts) -> Option<(Option<Reason>, Duration)> {
    let (mut phase, mut is_reading, mut interim) = (Phase::Waiting, false, 0);
    let (mut now, mut since) = (Duration::ZERO, Duration::ZERO);
    for &(wait, step) in steps {
        now += wait;
        let limit = match phase {
            Phase::Sending if !is_reading => timeouts.write.map(|limit| (limit, Reason::WriteLimit)),
            Phase::Sent => timeouts.head.map(|limit| (limit, Reason::HeadLimit)),
            _ => None,
        };
        if let Some((limit, reason)) = limit {
            if (since + limit).abs_diff(now) <= TICKS {
                return None;
            }
            if since + limit < now {
                return Some((Some(reason), since + limit));
            }
        }
        let before = (phase, is_reading);
        match step {
            Step::Reach(next) => phase = phase.max(next),
            Step::HandedOver => (phase, is_reading) = (phase.max(Phase::Sending), false),
            Step::Reading => (phase, is_reading) = (phase.max(Phase::Sending), true),
            Step::Interim => interim += 1,
        }
        if matches!(step, Step::HandedOver) || before != (phase, is_reading) {
            since = now;
        }
        if interim > MAX_INTERIM {
            return Some((Some(Reason::InterimAnswers), now));
        }
    }
    Some((None, now))
}

fn limits(write: Option<u64>, head: Option<u64>) -> Timeouts {
    let [write, head] = [write, head].map(|limit| limit.map(Duration::from_millis));
    Timeouts { write, head, ..Timeouts::default() }
}

#[test]
fn each_limit_ends_the_request_when_its_phase_has_lasted_so_long() {
    let at = |milliseconds: u64, step| (Duration::from_millis(milliseconds), step);
    let for_ever = at(100_000_000, Step::Interim);
    let sent = Step::Reach(Phase::Sent);
    let no_end = |steps: &[_]| [steps, &[for_ever]].concat();
    for (steps, timeouts, reason, after) in [
        (no_end(&[at(70, Step::HandedOver)]), limits(Some(1000), Some(30_000)), Some(Reason::WriteLimit), 1070),
        (no_end(&[at(70, sent)]), limits(Some(60_000), Some(1500)), Some(Reason::HeadLimit), 1570),
        // The shorter limit comes into force right after the other one was looked at.
        (
            no_end(&[at(990, Step::HandedOver), at(15, sent)]),
            limits(Some(1000), Some(500)),
            Some(Reason::HeadLimit),
            1505,
        ),
        (no_end(&[at(9, Step::Reading), at(5000, sent)]), limits(Some(1000), Some(500)), Some(Reason::HeadLimit), 5509),
        (no_end(&[at(3000, sent)]), limits(None, Some(7_200_000)), Some(Reason::HeadLimit), 7_203_000),
        (vec![at(9, Step::HandedOver), at(90_000_000, sent), for_ever], limits(None, None), None, 190_000_009),
        (vec![at(50, Step::Interim); 18], limits(Some(60_000), Some(60_000)), Some(Reason::InterimAnswers), 850),
    ] {
        let (why, took) = outcome(&steps, timeouts);
        let after = Duration::from_millis(after);
        assert_eq!(why, reason, "{steps:?}");
        assert!(took >= after && took <= after + TICKS, "{took:?} {after:?}");
    }
}

#[test]
fn an_interim_answer_too_many_is_heard_of_by_whoever_waits_on_another_thread() {
    let progress = Arc::new(Progress::default());
    let (sender, told) = (progress.clone(), poll_fn(|cx| progress.poll_too_many_interim(MAX_INTERIM, cx)));
    let server = std::thread::spawn(move || (0..=MAX_INTERIM).for_each(|_| sender.interim_answer()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(told);
    server.join().unwrap();
}

fn steps() -> impl Strategy<Value = Vec<(Duration, Step)>> {
    let step = prop_oneof![
        1 => Just(Step::Reach(Phase::Connecting)),
        1 => Just(Step::Reach(Phase::Sending)),
        8 => Just(Step::HandedOver),
        3 => Just(Step::Reading),
        1 => Just(Step::Reach(Phase::Sent)),
        4 => Just(Step::Interim),
    ];
    let wait = prop_oneof![4 => 0_u64..50, 4 => 0_u64..1000, 1 => 0_u64..20_000];
    let steps = prop::collection::vec((wait.prop_map(Duration::from_millis), step), 1..30);
    // The answer comes a little later than the last step, since of two things at one time either may be seen first.
    steps.prop_map(|steps| [steps, vec![(TICKS * 2, Step::Reach(Phase::Waiting))]].concat())
}

proptest! {
    #[test]
    fn no_limit_ends_a_request_early_or_late(
        steps in steps(),
        write in prop::option::weighted(0.8, 1_u64..5000),
        head in prop::option::weighted(0.8, 1_u64..5000),
    ) {
        let timeouts = limits(write, head);
        if let Some((reason, after)) = expected(&steps, timeouts) {
            let (why, took) = outcome(&steps, timeouts);
            prop_assert_eq!(why, reason);
            prop_assert!(took >= after && took <= after + TICKS, "{:?} instead of {:?}", took, after);
        }
    }
}
