//! What holds whatever callers and servers do.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};
use proptest::{collection::vec, prelude::*};

use super::{Key, Need, Refusal, board::Board, lane::Ticket};

/// Something happens to one of the calls there are (the number is taken modulo their count).
#[derive(Debug, Clone)]
enum Step {
    Enter(usize),
    Want(usize),
    Unwant(usize),
    Answer(usize, u16, u16),
    Refuse(usize, u8, bool),
    Fail(usize),
    Use(usize, u16),
    Leave(usize),
    Pass(u16),
}

fn step() -> impl Strategy<Value = Step> {
    let call = 0..1000_usize;
    prop_oneof![
        3 => call.clone().prop_map(Step::Enter),
        4 => call.clone().prop_map(Step::Want),
        1 => call.clone().prop_map(Step::Unwant),
        2 => (call.clone(), 0..50_u16, any::<u16>()).prop_map(|(call, limit, left)| Step::Answer(call, limit, left)),
        2 => (call.clone(), 0..70_u8, any::<bool>()).prop_map(|(call, hint, busy)| Step::Refuse(call, hint, busy)),
        1 => call.clone().prop_map(Step::Fail),
        1 => (call.clone(), any::<u16>()).prop_map(|(call, tokens)| Step::Use(call, tokens)),
        2 => call.prop_map(Step::Leave),
        3 => any::<u16>().prop_map(Step::Pass),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    Idle,
    Waiting,
    Sent,
}

/// The board and a model of it that knows nothing but who is where.
struct Both {
    board: Board,
    model: BTreeMap<Ticket, (usize, Is)>,
    keys: Vec<Key>,
    cap: Option<usize>,
    now: f64,
    random: fastrand::Rng,
}

impl Both {
    fn new(enabled: bool, cap: Option<usize>) -> Self {
        let key = |credential| Key { origin: Arc::from("o"), credential, model: Arc::from("m") };
        Self {
            board: Board::new(enabled, cap),
            model: BTreeMap::new(),
            keys: (0..3).map(key).collect(),
            cap,
            now: 0.0,
            random: fastrand::Rng::with_seed(1),
        }
    }

    fn nth(&self, number: usize) -> Option<(Ticket, usize, Is)> {
        let number = number % self.model.len().max(1);
        self.model.iter().nth(number).map(|(ticket, (lane, is))| (*ticket, *lane, *is))
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Pass(milliseconds) => {
                self.now += f64::from(*milliseconds) / 1000.0;
                for lane in 0..self.keys.len() {
                    self.pump(lane);
                }
            }
            Step::Enter(lane) => {
                let lane = lane % self.keys.len();
                let need = Need { body_bytes: 100, max_tokens: Some(10) };
                let ticket = self.board.enter(self.now, &self.keys[lane], need);
                self.model.insert(ticket, (lane, Is::Idle));
            }
            Step::Want(call)
            | Step::Unwant(call)
            | Step::Answer(call, ..)
            | Step::Refuse(call, ..)
            | Step::Fail(call)
            | Step::Use(call, _)
            | Step::Leave(call) => {
                if let Some((ticket, lane, is)) = self.nth(*call) {
                    self.on_call(step, ticket, lane, is);
                    self.pump(lane);
                }
            }
        }
        self.compare();
    }

    fn on_call(&mut self, step: &Step, ticket: Ticket, lane: usize, is: Is) {
        let (now, random) = (self.now, &mut self.random);
        let after = self.board.with(&self.keys[lane].clone(), |lane| match step {
            Step::Want(_) => {
                lane.want(now, ticket);
                Some(if is == Is::Sent { Is::Sent } else { Is::Waiting })
            }
            Step::Answer(_, limit, left) => {
                lane.answered(now, ticket, &headers(*limit, *left), random);
                lane.succeeded(now);
                Some(is)
            }
            Step::Refuse(_, hint, is_overload) if is == Is::Sent => {
                let hint = (*hint < 60).then(|| Duration::from_secs(u64::from(*hint)));
                lane.refused(now, ticket, &Refusal { hint, is_overload: *is_overload, headers: None }, random);
                Some(Is::Idle)
            }
            Step::Fail(_) if is == Is::Sent => {
                lane.failed(now, ticket);
                Some(Is::Idle)
            }
            Step::Unwant(_) => {
                lane.unwant(now, ticket);
                Some(Is::Idle)
            }
            Step::Use(_, tokens) => {
                let used = super::estimate::Tokens { input: f64::from(*tokens), output: f64::from(*tokens) };
                lane.used(ticket, used);
                Some(is)
            }
            Step::Leave(_) => {
                lane.leave(now, ticket);
                None
            }
            _ => Some(is),
        });
        match after.unwrap() {
            Some(is) => self.model.insert(ticket, (lane, is)),
            None => self.model.remove(&ticket),
        };
    }

    /// Grants must come in the order of arrival, to calls that wait.
    fn pump(&mut self, lane: usize) -> usize {
        let granted = self.board.pump(self.now, &self.keys[lane]);
        for ticket in &granted {
            let (lane, is) = self.model[ticket];
            assert_eq!(is, Is::Waiting, "only who waits is let go");
            let first = self.model.iter().find(|(_, (other, is))| *other == lane && *is == Is::Waiting);
            assert_eq!(first.map(|(ticket, _)| ticket), Some(ticket), "nobody overtakes within a key");
            self.model.insert(*ticket, (lane, Is::Sent));
        }
        granted.len()
    }

    fn count(&self, wanted: Is) -> usize {
        self.model.values().filter(|(_, is)| *is == wanted).count()
    }

    fn compare(&self) {
        let states = self.board.state(self.now);
        assert_eq!(states.iter().map(|state| state.in_flight).sum::<usize>(), self.count(Is::Sent));
        assert_eq!(states.iter().map(|state| state.waiting).sum::<usize>(), self.count(Is::Waiting));
        assert!(self.cap.is_none_or(|cap| self.count(Is::Sent) <= cap), "never above the cap");
        for bucket in states.iter().flat_map(|state| &state.buckets) {
            assert!(bucket.level.is_finite() && bucket.share > 0.0 && bucket.share <= 1.0, "{bucket:?}");
        }
    }

    /// Everybody who waits is served in a bounded time, when those under way come to an end.
    fn finish(&mut self) {
        for _ in 0..10_000 {
            let sent: Vec<_> = self.model.iter().filter(|(_, (_, is))| *is == Is::Sent).map(|(t, _)| *t).collect();
            for ticket in sent {
                self.on_call(&Step::Leave(0), ticket, self.model[&ticket].0, Is::Sent);
            }
            let granted: usize = (0..self.keys.len()).map(|lane| self.pump(lane)).sum();
            if self.count(Is::Waiting) == 0 {
                return;
            }
            if granted == 0 {
                let keys = self.keys.clone();
                let again = keys.iter().filter_map(|key| self.board.head(self.now, key)).map(|(_, again)| again);
                let again = again.fold(f64::INFINITY, f64::min);
                assert!(again.is_finite() && again <= self.now + 70.0, "somebody looks again soon: {again}");
                self.now = again.max(self.now + 0.001);
            }
        }
        panic!("somebody waits for ever");
    }
}

fn headers(limit: u16, left: u16) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if limit > 0 {
        let names = ["requests", "input-tokens"];
        for name in names {
            for (what, value) in [("limit", limit / 2), ("remaining", left % 60)] {
                let name = http::HeaderName::try_from(format!("anthropic-ratelimit-{name}-{what}")).unwrap();
                headers.insert(name, HeaderValue::from(value));
            }
        }
    }
    headers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nobody_is_lost_overtaken_or_let_go_above_the_cap(
        enabled in any::<bool>(),
        cap in prop_oneof![Just(None), (1..5_usize).prop_map(Some)],
        steps in vec(step(), 0..200),
    ) {
        let mut both = Both::new(enabled, cap);
        for step in &steps {
            both.take(step);
        }
        both.finish();
    }
}
