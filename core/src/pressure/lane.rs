//! The calls of one key: who waits, who is under way, and what holds the next one back. Pure: clock and chance are passed in.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::SystemTime,
};

use http::HeaderMap;

use super::{
    Key, Need, PressureState, Refusal,
    bar::{Bar, Barred},
    buckets::{Buckets, until_reset},
    budget::Budget,
    call::{Call, Phase, Sent, under_way},
    estimate::{Estimate, Tokens},
    flow::Flow,
    gate::Gate,
    limiter::Limiter,
    number,
    pacer::Pacer,
};
use crate::{hint, rate_limits::RateLimits};

/// The longest that the first of the queue is held back while no slot comes free, by a limit that is only a guess, and by one that
/// the server advertises.
const STUCK_ON_LIMIT: f64 = 30.0;
const STUCK_ON_BUCKET: f64 = 65.0;
/// How long all wait after a refusal without a hint when nothing has succeeded since the one before: this, doubled each time.
const HOLD: f64 = 0.25;
const LONGEST_HOLD: f64 = 4.0;

/// The number of a call in the queue: the lower, the earlier it came.
pub(super) type Ticket = u64;

/// What became of the question who may go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Offer {
    /// This call may go, and counts as sent.
    Granted(Ticket),
    /// Nobody, before this time or before something happens (infinity: only then).
    Later(f64),
    /// Nobody waits.
    Empty,
}

/// One key's state machine. All times are seconds since a beginning that the owner chooses.
#[derive(Debug)]
pub(super) struct Lane {
    key: Key,
    calls: BTreeMap<Ticket, Call>,
    waiting: BTreeSet<Ticket>,
    in_flight: usize,
    limiter: Limiter,
    gate: Gate,
    buckets: Buckets,
    pacer: Pacer,
    estimate: Estimate,
    budget: Budget,
    flow: Flow,
    /// Since when the first of the queue is held back with nothing going or coming.
    stuck_since: Option<f64>,
    /// When a refusal last made the lane step back.
    stepped_at: f64,
    refusals: u64,
    waited: f64,
    /// Whether something has happened that those who watch should hear of.
    has_news: bool,
    bar: Bar,
    /// When it was last used.
    pub(super) used_at: f64,
    /// When it last let somebody go, counted in grants of all lanes.
    pub(super) served: u64,
}

impl Lane {
    pub(super) fn new(key: Key) -> Self {
        Self {
            key,
            calls: BTreeMap::new(),
            waiting: BTreeSet::new(),
            in_flight: 0,
            limiter: Limiter::default(),
            gate: Gate::default(),
            buckets: Buckets::default(),
            pacer: Pacer::default(),
            estimate: Estimate::default(),
            budget: Budget::default(),
            flow: Flow::default(),
            stuck_since: None,
            stepped_at: f64::NEG_INFINITY,
            refusals: 0,
            waited: 0.0,
            has_news: false,
            bar: Bar::default(),
            used_at: 0.0,
            served: 0,
        }
    }

    /// A new call, which does not wait yet.
    pub(super) fn enter(&mut self, ticket: Ticket, need: Need) {
        self.calls.insert(ticket, Call { need, phase: Phase::Idle, waited: 0.0 });
    }

    /// The call wants to send; nothing happens if it waits already or may go.
    pub(super) fn want(&mut self, now: f64, ticket: Ticket) {
        if let Some(call) = self.calls.get_mut(&ticket).filter(|call| matches!(call.phase, Phase::Idle)) {
            call.phase = Phase::Waiting { since: now };
            self.waiting.insert(ticket);
        }
    }

    /// Lets the first of the queue go, if nothing holds it back. With `enabled` false nothing does.
    pub(super) fn offer(&mut self, now: f64, enabled: bool) -> Offer {
        let Some(&ticket) = self.waiting.first() else { return Offer::Empty };
        let Some(call) = self.calls.get(&ticket) else { return Offer::Empty };
        let tokens = self.estimate.of(call.need);
        if let Some(until) = self.held_until(now, tokens).filter(|_| enabled) {
            return Offer::Later(until);
        }
        self.send(now, ticket, tokens);
        Offer::Granted(ticket)
    }

    /// Lets a call go that does not wait yet, if nobody does and nothing holds it back. With `enabled` false nothing does.
    pub(super) fn pass(&mut self, now: f64, ticket: Ticket, enabled: bool) -> bool {
        let idle = self.calls.get(&ticket).filter(|call| matches!(call.phase, Phase::Idle));
        let Some(need) = idle.filter(|_| self.waiting.is_empty()).map(|call| call.need) else { return false };
        let tokens = self.estimate.of(need);
        // What bars calls may be for longer than this one bears.
        if enabled && (self.barred(now).is_some() || self.held_until(now, tokens).is_some()) {
            return false;
        }
        self.send(now, ticket, tokens);
        true
    }

    /// When it is worth asking again for the first of the queue; infinity if only a change can help.
    pub(super) fn held(&mut self, now: f64) -> f64 {
        let Some(need) = self.head().and_then(|ticket| Some(self.calls.get(&ticket)?.need)) else {
            return f64::INFINITY;
        };
        let tokens = self.estimate.of(need);
        self.held_until(now, tokens).unwrap_or(now)
    }

    /// The call no longer waits, or did not send after all; it keeps its place.
    pub(super) fn unwant(&mut self, now: f64, ticket: Ticket) {
        if let Some(Phase::Sent(sent)) = self.end_attempt(now, ticket) {
            self.buckets.put_back(&sent.charge);
        }
    }

    /// The call is over.
    pub(super) fn leave(&mut self, now: f64, ticket: Ticket) {
        self.end_attempt(now, ticket);
        self.calls.remove(&ticket);
    }

    /// The head of a success is there.
    pub(super) fn answered(&mut self, now: f64, ticket: Ticket, headers: &HeaderMap, random: &mut fastrand::Rng) {
        let Some(sent) = self.sent(ticket).filter(|sent| !sent.is_answered) else { return };
        sent.is_answered = true;
        let (at, charge) = (sent.at, sent.charge.clone());
        let before = self.buckets.known();
        let limits = RateLimits::advertised(headers);
        self.buckets.close(&charge);
        self.buckets.answered(now, &charge, &limits, under_way(&mut self.calls, at, ticket));
        self.hold_until_reset(now, headers, &limits, random);
        self.has_news |= before != self.buckets.known();
    }

    /// The answer is what was asked for: the head alone may still be followed by the news of a refusal.
    pub(super) fn succeeded(&mut self, now: f64) {
        let before = self.limiter.limit();
        self.limiter.succeeded(now);
        self.budget.succeeded();
        self.flow.succeeded(now);
        self.bar.succeeded();
        self.has_news |= before != self.limiter.limit();
    }

    /// The attempt was turned away. Gives the exponent for the call's own backoff.
    pub(super) fn refused(
        &mut self,
        now: f64,
        ticket: Ticket,
        refusal: &Refusal<'_>,
        random: &mut fastrand::Rng,
    ) -> u32 {
        self.refusals += 1;
        self.has_news = true;
        let Some(Phase::Sent(sent)) = self.end_attempt(now, ticket) else { return self.flow.refused(now, true) };
        self.buckets.put_back(&sent.charge);
        let limits = refusal.headers.map(RateLimits::from_headers).unwrap_or_default();
        let is_quota = !refusal.is_overload;
        let is_explained = is_quota && {
            let others = under_way(&mut self.calls, sent.at, ticket);
            self.buckets.refused(now, sent.at, &sent.charge, &limits, others)
        };
        // A time that was only read off a limit's reset is that of a full bucket. Where the bucket is mirrored, it fills before.
        let is_word = refusal.headers.is_none() || limits.retry_after.is_some() || !is_explained;
        let hint = refusal.hint.filter(|_| is_word).map(|hint| hint.as_secs_f64());
        let had_succeeded = self.limiter.has_succeeded();
        let is_news = match hint {
            _ if is_explained => sent.at > self.stepped_at,
            Some(hint) if is_quota => self.pacer.refused(now, sent.at, hint),
            _ => self.limiter.refused(now, sent.at, sent.in_flight),
        };
        self.stepped_at = now;
        let exponent = self.flow.refused(now, is_news);
        self.bar.refused(now, refusal.is_overload);
        if let Some(hint) = hint {
            self.gate.hold(now, hint, random);
        } else if is_news && !had_succeeded && !is_explained {
            let wait = (HOLD * f64::from(1_u32 << self.flow.exponent())).min(LONGEST_HOLD);
            self.gate.hold(now, wait * (0.5 + 0.5 * random.f64()), random);
        }
        if let Some(headers) = refusal.headers.filter(|_| hint.is_none()) {
            self.hold_until_reset(now, headers, &limits, random);
        }
        exponent
    }

    /// The attempt was turned away, and nothing follows from it for others.
    pub(super) fn turned_away(&mut self, now: f64, ticket: Ticket) {
        self.refusals += 1;
        self.has_news = true;
        self.unwant(now, ticket);
    }

    /// The attempt failed otherwise, and may have cost something. True if it may be tried again.
    pub(super) fn failed(&mut self, now: f64, ticket: Ticket) -> bool {
        self.end_attempt(now, ticket);
        self.budget.failed()
    }

    /// What the call really used.
    pub(super) fn used(&mut self, ticket: Ticket, used: Tokens) {
        let Some(call) = self.calls.get_mut(&ticket) else { return };
        self.estimate.learn(call.need, used);
        if let Phase::Sent(sent) = &mut call.phase {
            if !sent.is_answered {
                self.buckets.close(&sent.charge);
            }
            self.buckets.finished(&sent.charge, Some(used));
            // Said twice, it counts once: what the call is taken to have used is what it has.
            sent.charge.tokens = Tokens::default();
            sent.charge.marks = Default::default();
        }
    }

    /// Whether this call may go.
    pub(super) fn is_sent(&self, ticket: Ticket) -> bool {
        self.calls.get(&ticket).is_some_and(|call| matches!(call.phase, Phase::Sent(_)))
    }

    /// Seconds that this call has waited.
    pub(super) fn waited(&self, now: f64, ticket: Ticket) -> f64 {
        self.calls.get(&ticket).map_or(0.0, |call| match call.phase {
            Phase::Waiting { since } => call.waited + (now - since).max(0.0),
            _ => call.waited,
        })
    }

    /// How the server bars calls, if it does.
    pub(super) fn barred(&self, now: f64) -> Option<Barred> {
        self.bar.barred(now, self.gate.closed_until(now))
    }

    /// Whether the server advertises limits on tokens.
    pub(super) fn counts_tokens(&self) -> bool {
        self.buckets.count_tokens()
    }

    /// The first of the queue.
    pub(super) fn head(&self) -> Option<Ticket> {
        self.waiting.first().copied()
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// The state, if something of note has happened since this was asked last.
    pub(super) fn news(&mut self, now: f64) -> Option<PressureState> {
        std::mem::take(&mut self.has_news).then(|| self.state(now))
    }

    /// Whether no call is left.
    pub(super) fn is_idle(&self) -> bool {
        self.calls.is_empty()
    }

    /// What can be seen from outside.
    pub(super) fn state(&self, now: f64) -> PressureState {
        PressureState {
            origin: self.key.origin.clone(),
            model: self.key.model.clone(),
            in_flight: self.in_flight,
            waiting: self.waiting.len(),
            limit: self.limiter.limit(),
            rate: self.pacer.rate(),
            buckets: self.buckets.state(),
            gate: self.gate.closed_until(now).map(|opens| number::seconds(opens - now)),
            refusals: self.refusals,
            waited: number::seconds(self.waited),
        }
    }

    /// Until when the first of the queue cannot go, for any reason.
    fn held_until(&mut self, now: f64, tokens: Tokens) -> Option<f64> {
        let gate = self.gate.closed_until(now);
        let limit = self.limiter.full_until(now, self.in_flight);
        let rest = [self.buckets.full_until(now, tokens), self.pacer.full_until(now)];
        let rest = rest.into_iter().flatten().reduce(f64::max);
        if limit.is_none() && rest.is_none() {
            self.stuck_since = None;
            return gate;
        }
        let since = *self.stuck_since.get_or_insert(now);
        // Nobody is held for ever by something that may be a mistake.
        let limit = limit.map(|until| until.min(since + STUCK_ON_LIMIT)).filter(|until| now < *until);
        let rest = rest.map(|until| until.min(since + STUCK_ON_BUCKET)).filter(|until| now < *until);
        [gate, limit, rest].into_iter().flatten().reduce(f64::max)
    }

    fn send(&mut self, now: f64, ticket: Ticket, tokens: Tokens) {
        self.waiting.remove(&ticket);
        self.in_flight += 1;
        self.stuck_since = None;
        let sent =
            Sent { at: now, in_flight: self.in_flight, is_answered: false, charge: self.buckets.take(now, tokens) };
        if let Some(call) = self.calls.get_mut(&ticket) {
            if let Phase::Waiting { since } = call.phase {
                let waited = (now - since).max(0.0);
                call.waited += waited;
                self.waited += waited;
            }
            call.phase = Phase::Sent(Box::new(sent));
        }
        self.has_news |= self.gate.opened();
        self.limiter.sent(now, self.in_flight);
        self.pacer.sent(now, self.waiting.is_empty());
    }

    /// Takes a call out of the queue or from its slot.
    fn leave_phase(&mut self, now: f64, ticket: Ticket) -> Option<Phase> {
        self.waiting.remove(&ticket);
        let call = self.calls.get_mut(&ticket)?;
        let phase = std::mem::replace(&mut call.phase, Phase::Idle);
        match &phase {
            Phase::Waiting { since } => {
                let waited = (now - since).max(0.0);
                call.waited += waited;
                self.waited += waited;
            }
            Phase::Sent(_) => {
                self.in_flight -= 1;
                self.stuck_since = None;
            }
            Phase::Idle => {}
        }
        Some(phase)
    }

    /// The same, and nothing more will be heard of what the attempt took from the buckets.
    fn end_attempt(&mut self, now: f64, ticket: Ticket) -> Option<Phase> {
        let phase = self.leave_phase(now, ticket)?;
        if let Phase::Sent(sent) = &phase {
            if !sent.is_answered {
                self.buckets.close(&sent.charge);
            }
            self.buckets.finished(&sent.charge, None);
        }
        Some(phase)
    }

    fn sent(&mut self, ticket: Ticket) -> Option<&mut Sent> {
        match &mut self.calls.get_mut(&ticket)?.phase {
            Phase::Sent(sent) => Some(sent),
            _ => None,
        }
    }

    fn hold_until_reset(&mut self, now: f64, headers: &HeaderMap, limits: &RateLimits, random: &mut fastrand::Rng) {
        let date = || hint::date(headers).unwrap_or_else(SystemTime::now);
        if let Some(wait) = until_reset(limits, date) {
            self.has_news |= self.gate.hold(now, wait.as_secs_f64(), random);
        }
    }
}
