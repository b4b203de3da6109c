//! The board beside a model of it that knows nothing but who is where. For properties and for the fuzzer.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};

use super::{Key, Need, Refusal, board::Board, lane::Ticket};

/// Something happens to one of the calls there are (the number is taken modulo their count).
#[derive(Debug, Clone)]
pub enum Step {
    /// A new call, in the lane of this number.
    Enter(usize),
    /// It wants to send.
    Want(usize),
    /// It no longer waits, or did not send.
    Unwant(usize),
    /// Its answer is there, with a limit and what is left of it.
    Answer(usize, u16, u16),
    /// It is turned away, with a hint in seconds if that is below 60, for overload or not.
    Refuse(usize, u8, bool),
    /// It is turned away, with headers like those of an answer.
    RefuseWith(usize, u16, u16),
    /// It fails.
    Fail(usize),
    /// What it really used, in tokens.
    Use(usize, u16),
    /// It is over.
    Leave(usize),
    /// Time passes, in milliseconds.
    Pass(u16),
}

/// Takes all steps, and then lets everybody come to an end.
///
/// # Panics
/// When somebody is lost, overtaken, let go above the cap, or waits for ever.
pub fn check_pressure(enabled: bool, cap: Option<usize>, steps: &[Step]) {
    let mut both = Both::new(enabled, cap);
    for step in steps {
        both.take(step);
    }
    both.finish();
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    Idle,
    Waiting,
    Sent,
}

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
            | Step::RefuseWith(call, ..)
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
            Step::RefuseWith(_, limit, left) if is == Is::Sent => {
                let headers = headers(*limit, *left);
                let refusal = Refusal { hint: None, is_overload: false, headers: Some(&headers) };
                lane.refused(now, ticket, &refusal, random);
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

/// Limits and what is left of them; without a limit, none is left until a time.
fn headers(limit: u16, left: u16) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if limit == 0 && left % 2 == 1 {
        headers.insert("date", HeaderValue::from_static("Tue, 24 Nov 2026 10:00:00 GMT"));
        headers.insert("anthropic-ratelimit-requests-remaining", HeaderValue::from_static("0"));
        let reset = format!("2026-11-24T10:{:02}:{:02}Z", left / 2 % 3, left / 6 % 60);
        headers.insert("anthropic-ratelimit-requests-reset", HeaderValue::try_from(reset).unwrap());
    }
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
