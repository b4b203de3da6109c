//! Time, tasks and processes: a discrete-event simulation around the real state machine and the real backoff.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
    time::Duration,
};

use super::server::{Kind, Nature, Reply, Server};
use crate::{
    error::Verdict,
    policy::Policy,
    pressure::{Key, Need, Refusal, board::Board, estimate::Tokens, number},
    retry::Backoff,
};

/// How calls are sent and repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strategy {
    Ours,
    /// 0.5 s x 2^n up to 8 s, shortened by up to a quarter; a hint is obeyed to the letter; 2 retries; nothing is shared.
    Official,
}

/// Who calls, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    pub(super) processes: usize,
    pub(super) calls: Calls,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Calls {
    /// In each process so many tasks, which make so many calls one after another, `total` of them at most.
    Closed { tasks: usize, each: usize, total: usize },
    /// Poisson arrivals: until a time, so many a second.
    Open(&'static [(f64, f64)]),
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) succeeded: u32,
    pub(super) failed: u32,
    pub(super) refused: u32,
    pub(super) wall: f64,
    pub(super) in_outage: f64,
    pub(super) latencies: Vec<f64>,
}

impl Outcome {
    pub(super) fn failed_share(&self) -> f64 {
        f64::from(self.failed) / f64::from(self.failed + self.succeeded)
    }

    pub(super) fn wasted(&self) -> f64 {
        f64::from(self.refused) / f64::from(self.succeeded.max(1))
    }

    pub(super) fn goodput(&self) -> f64 {
        f64::from(self.succeeded) / self.wall
    }

    pub(super) fn line(&self) -> String {
        format!(
            "ok {} failed {} refused {} wasted {:.3} goodput {:.2} wall {:.2} p50 {:.1} p99 {:.1} in outage {:.2}",
            self.succeeded,
            self.failed,
            self.refused,
            self.wasted(),
            self.goodput(),
            self.wall,
            self.percentile(0.5),
            self.percentile(0.99),
            self.in_outage,
        )
    }

    fn percentile(&self, part: f64) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_by(f64::total_cmp);
        let index = number::whole(part * number::of(sorted.len()));
        sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    }
}

pub(super) struct World {
    strategy: Strategy,
    now: f64,
    events: BinaryHeap<Reverse<(u64, u64, usize)>>,
    actions: HashMap<usize, Action>,
    next_action: usize,
    server: Server,
    processes: Vec<Process>,
    calls: Vec<Call>,
    random: fastrand::Rng,
    key: Key,
    outcome: Outcome,
    begun_in_outage: u32,
}

struct Process {
    board: Board,
    by_ticket: HashMap<u64, usize>,
    left: usize,
    wake_at: f64,
}

struct Call {
    process: usize,
    ticket: u64,
    begun: f64,
    backoff: Backoff,
    retries: u32,
    /// Tokens that it really reads and writes.
    tokens: (f64, f64),
    /// How many calls its task still makes; `None` for one that came by itself.
    left: Option<usize>,
}

enum Action {
    Begin { process: usize, left: Option<usize> },
    Answer { call: usize, reply: Reply },
    Again { call: usize },
    Look { process: usize },
}

impl World {
    pub(super) fn run(strategy: Strategy, load: Load, nature: Nature, seed: u64) -> Outcome {
        let mut random = fastrand::Rng::with_seed(seed);
        let server = Server::new(nature, random.fork());
        let total = match load.calls {
            Calls::Closed { total, .. } => total,
            Calls::Open(_) => usize::MAX,
        };
        let process = || Process {
            board: Board::new(true, None),
            by_ticket: HashMap::new(),
            left: total,
            wake_at: f64::INFINITY,
        };
        let processes = (0..load.processes).map(|_| process()).collect();
        let mut world = Self {
            strategy,
            now: 0.0,
            events: BinaryHeap::new(),
            actions: HashMap::new(),
            next_action: 0,
            server,
            processes,
            calls: Vec::new(),
            random,
            key: Key { origin: Arc::from("https://simulated"), credential: 0, model: Arc::from("") },
            outcome: Outcome::default(),
            begun_in_outage: 0,
        };
        world.schedule(load);
        world.live()
    }

    fn schedule(&mut self, load: Load) {
        match load.calls {
            Calls::Closed { tasks, each, .. } => {
                let spread =
                    if matches!(self.server.nature.service, super::server::Service::Varied) { 0.2 } else { 0.002 };
                for process in 0..load.processes {
                    for _ in 0..tasks {
                        let at = spread * self.random.f64();
                        self.at(at, Action::Begin { process, left: Some(each) });
                    }
                }
            }
            Calls::Open(spans) => {
                let (mut at, mut number) = (0.0, 0);
                while let Some((_, rate)) = spans.iter().find(|(until, _)| at < *until) {
                    at += -(1.0 - self.random.f64()).ln() / rate;
                    self.at(at, Action::Begin { process: number % load.processes, left: None });
                    number += 1;
                }
            }
        }
    }

    fn at(&mut self, time: f64, action: Action) {
        self.next_action += 1;
        self.actions.insert(self.next_action, action);
        // Times that are not negative sort like their bits.
        self.events.push(Reverse((time.to_bits(), self.next_action as u64, self.next_action)));
    }

    fn live(mut self) -> Outcome {
        while let Some(Reverse((time, _, number))) = self.events.pop() {
            self.now = f64::from_bits(time);
            match self.actions.remove(&number).unwrap() {
                Action::Begin { process, left } => self.begin(process, left),
                Action::Answer { call, reply } => self.answer(call, reply),
                Action::Again { call } => self.want(call),
                Action::Look { process } => {
                    self.processes[process].wake_at = f64::INFINITY;
                    self.pump(process);
                }
            }
        }
        self.outcome.refused = self.server.refused;
        self.outcome.in_outage = f64::from(self.server.in_outage) / f64::from(self.begun_in_outage);
        self.outcome
    }

    fn begin(&mut self, process: usize, left: Option<usize>) {
        if left == Some(0) || self.processes[process].left == 0 {
            return;
        }
        self.processes[process].left -= 1;
        if self.server.nature.outage.is_some_and(|(from, to)| from <= self.now && self.now < to) {
            self.begun_in_outage += 1;
        }
        let need = Need { body_bytes: self.random.usize(2000..40_000), max_tokens: Some(4000) };
        let tokens = (number::of(need.body_bytes) / 5.0, f64::from(self.random.u32(50..1500)));
        let ticket = self.processes[process].board.enter(self.now, &self.key, need);
        let call = self.calls.len();
        self.processes[process].by_ticket.insert(ticket, call);
        let backoff = Backoff::new(Policy::default(), self.random.fork());
        let left = left.map(|left| left - 1);
        self.calls.push(Call { process, ticket, begun: self.now, backoff, retries: 0, tokens, left });
        self.want(call);
    }

    fn want(&mut self, call: usize) {
        if self.strategy == Strategy::Official {
            return self.send(call);
        }
        let (process, ticket) = (self.calls[call].process, self.calls[call].ticket);
        self.processes[process].board.with(&self.key, |lane| lane.want(self.now, ticket)).unwrap();
        self.pump(process);
    }

    fn send(&mut self, call: usize) {
        let reply = self.server.arrive(self.now, self.calls[call].tokens.0);
        self.at(self.now + reply.takes, Action::Answer { call, reply });
    }

    fn pump(&mut self, process: usize) {
        let granted = self.processes[process].board.pump(self.now, &self.key);
        for ticket in granted {
            let call = self.processes[process].by_ticket[&ticket];
            self.send(call);
        }
        let Process { board, wake_at, .. } = &mut self.processes[process];
        let Some((_, again)) = board.head(self.now, &self.key) else { return };
        // As coarse as the timers of the runtime.
        let again = self.now + ((again - self.now) * 1000.0).ceil().max(1.0) / 1000.0;
        if again < *wake_at {
            *wake_at = again;
            self.at(again, Action::Look { process });
        }
    }

    fn answer(&mut self, call: usize, mut reply: Reply) {
        let Call { process, ticket, tokens, .. } = self.calls[call];
        self.server.over(self.now, &mut reply, tokens.1);
        if reply.kind == Kind::Success {
            let used = Tokens { input: tokens.0, output: tokens.1 };
            self.processes[process].board.with(&self.key, |lane| {
                lane.answered(self.now, ticket, &reply.headers, &mut self.random);
                lane.succeeded(self.now);
                lane.used(ticket, used);
            });
            return self.finish(call, true);
        }
        let wait = match self.strategy {
            Strategy::Ours => self.refused(call, &reply),
            Strategy::Official => self.official(call, &reply),
        };
        match wait {
            Some(wait) => self.at(self.now + wait, Action::Again { call }),
            None => self.finish(call, false),
        }
    }

    fn refused(&mut self, call: usize, reply: &Reply) -> Option<f64> {
        let hint = reply.hint.map(Duration::from_secs_f64);
        let refusal = Refusal { hint, is_overload: reply.kind == Kind::Overload, headers: Some(&reply.headers) };
        let Call { process, ticket, .. } = self.calls[call];
        let board = &mut self.processes[process].board;
        let exponent =
            board.with(&self.key, |lane| lane.refused(self.now, ticket, &refusal, &mut self.random)).unwrap();
        self.pump(process);
        let wait = self.calls[call].backoff.next(Verdict::Throttle, hint, exponent)?;
        Some((wait.as_secs_f64() * 1000.0).ceil() / 1000.0)
    }

    fn official(&mut self, call: usize, reply: &Reply) -> Option<f64> {
        let retries = self.calls[call].retries;
        self.calls[call].retries += 1;
        let wait = (0.5 * f64::from(1_u32 << retries)).min(8.0) * (1.0 - 0.25 * self.random.f64());
        (retries < 2).then(|| reply.hint.unwrap_or(wait))
    }

    fn finish(&mut self, call: usize, is_success: bool) {
        let Call { process, ticket, begun, left, .. } = self.calls[call];
        self.processes[process].by_ticket.remove(&ticket);
        self.processes[process].board.with(&self.key, |lane| lane.leave(self.now, ticket));
        if is_success {
            self.outcome.succeeded += 1;
            self.outcome.latencies.push(self.now - begun);
        } else {
            self.outcome.failed += 1;
        }
        self.outcome.wall = self.now;
        if self.strategy == Strategy::Ours {
            self.pump(process);
        }
        if let Some(left) = left {
            self.begin(process, Some(left));
        }
    }
}
