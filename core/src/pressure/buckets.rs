//! All limits that the server advertises for a key, and the share of them that is this client's.

use std::time::{Duration, SystemTime};

use super::{
    PressureBucket,
    bucket::{Bucket, Mark},
    estimate::Tokens,
    number,
};
use crate::rate_limits::{RateLimit, RateLimits};

/// Dimensions, and what the server rounds their numbers to.
const NAMES: [&str; COUNT] = ["requests", "tokens", "input_tokens", "output_tokens"];
const GRAINS: [f64; COUNT] = [1.0, 1000.0, 1000.0, 1000.0];
const COUNT: usize = 4;
/// What a refusal that the mirror did not foresee leaves of the share, and the least of it.
const YIELD: f64 = 0.7;
const LEAST_SHARE: f64 = 0.02;
/// How fast the share grows again: by this part in the first second, and each second by as much more.
const REGAIN: f64 = 0.004;
/// A limit that answers no longer speak of is forgotten after so many seconds.
const FORGOTTEN: f64 = 120.0;
/// The longest wait for a reset where nothing else is known.
const LONGEST_RESET: Duration = Duration::from_secs(60);

/// What one call takes from each bucket.
pub(super) type Marks = [Option<Mark>; COUNT];

/// A call that has been sent: what it costs, and what was expected of the buckets.
#[derive(Debug, Clone, Default)]
pub(super) struct Charge {
    pub(super) tokens: Tokens,
    pub(super) marks: Marks,
}

/// The mirrored buckets of a key. Times are seconds on the lane's clock.
#[derive(Debug)]
pub(super) struct Buckets {
    all: [Option<Seen>; COUNT],
    share: f64,
    yielded_at: f64,
    grown_at: f64,
    /// Output that was taken in advance by calls not over yet.
    unwritten: f64,
}

#[derive(Debug)]
struct Seen {
    bucket: Bucket,
    seen_at: f64,
}

impl Default for Buckets {
    fn default() -> Self {
        Self { all: [const { None }; COUNT], share: 1.0, yielded_at: f64::NEG_INFINITY, grown_at: 0.0, unwritten: 0.0 }
    }
}

impl Buckets {
    /// When all of them have enough for a call, if not now.
    pub(super) fn full_until(&mut self, now: f64, tokens: Tokens) -> Option<f64> {
        let share = self.share;
        let costs = costs(tokens).into_iter();
        let waits = self.all.iter_mut().zip(costs);
        waits.filter_map(|(seen, cost)| seen.as_mut()?.bucket.full_until(now, share, cost)).reduce(f64::max)
    }

    /// Takes what a call is expected to use.
    pub(super) fn take(&mut self, now: f64, tokens: Tokens) -> Charge {
        let mut marks = Marks::default();
        for ((seen, cost), mark) in self.all.iter_mut().zip(costs(tokens)).zip(&mut marks) {
            *mark = seen.as_mut().map(|seen| seen.bucket.take(now, self.share, cost));
        }
        self.unwritten += tokens.output;
        Charge { tokens, marks }
    }

    /// Puts everything back: the call was not sent, or refused.
    pub(super) fn put_back(&mut self, charge: &Charge) {
        for (seen, mark) in self.all.iter_mut().zip(&charge.marks) {
            if let (Some(seen), Some(mark)) = (seen, mark) {
                seen.bucket.correct(mark.cost);
            }
        }
    }

    /// An answer is there, and tells what is left. `under_way` are the charges of all calls without an answer, this one left
    /// out, each with whether it was sent after this one.
    pub(super) fn answered<'a>(
        &mut self,
        now: f64,
        charge: &Charge,
        limits: &RateLimits,
        under_way: impl Iterator<Item = (bool, &'a mut Charge)>,
    ) {
        self.grow(now);
        let fresh = self.observe(now, charge, limits);
        self.meet(now, fresh, under_way);
    }

    /// A refusal of a call whose charge has been put back already. True if a bucket that this client mirrors, or now does, explains it.
    pub(super) fn refused<'a>(
        &mut self,
        now: f64,
        sent_at: f64,
        charge: &Charge,
        limits: &RateLimits,
        under_way: impl Iterator<Item = (bool, &'a mut Charge)>,
    ) -> bool {
        let costs = costs(charge.tokens);
        let mut is_explained = false;
        let mut is_told = false;
        let mut fresh = [None; COUNT];
        for (index, limit) in advertised(limits).into_iter().enumerate() {
            let Some((limit, remaining)) = limit else { continue };
            is_told = true;
            is_explained |= remaining < costs[index].max(1.0) + GRAINS[index] - 1.0;
            match &mut self.all[index] {
                Some(seen) => {
                    seen.seen_at = now;
                    seen.bucket.refused(now, self.share, remaining);
                }
                None => fresh[index] = Some((limit, remaining)),
            }
        }
        self.meet(now, fresh, under_way);
        if let Some(seen) = self.all[0].as_mut().filter(|_| !is_told) {
            seen.bucket.refused(now, self.share, 0.0);
            is_explained = true;
        }
        let was_foreseen = charge.marks.iter().all(Option::is_none);
        if is_explained && !was_foreseen && sent_at > self.yielded_at {
            self.share = (self.share * YIELD).max(LEAST_SHARE);
            self.yielded_at = now;
            self.grown_at = now;
        }
        is_explained
    }

    /// A call will tell nothing more of what is left.
    pub(super) fn close(&mut self, charge: &Charge) {
        for (seen, mark) in self.all.iter_mut().zip(&charge.marks) {
            if let (Some(seen), Some(mark)) = (seen, mark) {
                seen.bucket.close(mark);
            }
        }
    }

    /// A call is over; `used` is what it really used, if that is known.
    pub(super) fn finished(&mut self, charge: &Charge, used: Option<Tokens>) {
        self.unwritten = (self.unwritten - charge.tokens.output).max(0.0);
        let Some(used) = used else { return };
        for ((seen, mark), cost) in self.all.iter_mut().zip(&charge.marks).zip(costs(used)) {
            if let (Some(seen), Some(mark)) = (seen, mark) {
                seen.bucket.correct(mark.cost - cost);
            }
        }
    }

    /// Whether one of the mirrored limits is on tokens.
    pub(super) fn count_tokens(&self) -> bool {
        self.all.iter().skip(1).any(Option::is_some)
    }

    /// How many limits are mirrored.
    pub(super) fn known(&self) -> usize {
        self.all.iter().flatten().count()
    }

    /// The mirrored buckets, for those who look.
    pub(super) fn state(&self) -> Vec<PressureBucket> {
        let named = NAMES.into_iter().zip(&self.all);
        let seen = named.filter_map(|(name, seen)| Some((name, &seen.as_ref()?.bucket)));
        seen.map(|(name, bucket)| PressureBucket {
            name,
            limit: number::whole_wide(bucket.limit()),
            level: bucket.level(),
            share: self.share,
        })
        .collect()
    }

    fn observe(&mut self, now: f64, charge: &Charge, limits: &RateLimits) -> [Option<(f64, f64)>; COUNT] {
        let mut fresh = [None; COUNT];
        let late = [0.0, self.unwritten, 0.0, self.unwritten];
        for (index, limit) in advertised(limits).into_iter().enumerate() {
            match (&mut self.all[index], limit, &charge.marks[index]) {
                (None, limit, _) => fresh[index] = limit,
                (Some(seen), Some((limit, remaining)), Some(mark)) => {
                    seen.seen_at = now;
                    seen.bucket.observe(now, self.share, mark, limit, remaining, late[index]);
                }
                (Some(seen), Some(_), None) => seen.seen_at = now,
                (Some(seen), None, _) if now - seen.seen_at > FORGOTTEN => self.all[index] = None,
                _ => {}
            }
        }
        fresh
    }

    /// Begins to mirror what was not known before; the calls under way count as taken.
    fn meet<'a>(
        &mut self,
        now: f64,
        fresh: [Option<(f64, f64)>; COUNT],
        under_way: impl Iterator<Item = (bool, &'a mut Charge)>,
    ) {
        if fresh.iter().all(Option::is_none) {
            return;
        }
        let mut under_way: Vec<_> = under_way.collect();
        for (index, fresh) in fresh.into_iter().enumerate() {
            let Some((limit, remaining)) = fresh else { continue };
            let cost = |charge: &Charge| costs(charge.tokens)[index];
            let after = under_way.iter().filter(|(is_after, _)| *is_after).map(|(_, charge)| cost(charge)).sum();
            let open: f64 = under_way.iter().map(|(_, charge)| cost(charge)).sum();
            let bucket = Bucket::new(now, limit, remaining, after, open, GRAINS[index]);
            for (_, charge) in &mut under_way {
                charge.marks[index] = Some(bucket.mark(now, costs(charge.tokens)[index]));
            }
            self.all[index] = Some(Seen { bucket, seen_at: now });
        }
    }

    fn grow(&mut self, now: f64) {
        let elapsed = (now - self.grown_at).clamp(0.0, 1.0);
        self.share = (self.share + REGAIN * elapsed * (now - self.yielded_at).min(1000.0)).min(1.0);
        self.grown_at = now;
    }
}

/// How long nothing can be sent, by an answer that says only that nothing is left and until when.
pub(super) fn until_reset(limits: &RateLimits, date: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let is_spent = |limit: &&RateLimit| limit.remaining == Some(0) && limit.limit.is_none();
    let mut spent = dimensions(limits).into_iter().filter(is_spent).peekable();
    spent.peek()?;
    let date = date();
    let waits = spent.filter_map(|limit| limit.reset_at?.duration_since(date).ok());
    // Every limit is refilled within a minute: a time beyond says nothing of when the next request may go.
    waits.min().filter(|wait| *wait <= LONGEST_RESET)
}

fn dimensions(limits: &RateLimits) -> [&RateLimit; COUNT] {
    [&limits.requests, &limits.tokens, &limits.input_tokens, &limits.output_tokens]
}

/// Limit and rest of each dimension, where both make sense.
fn advertised(limits: &RateLimits) -> [Option<(f64, f64)>; COUNT] {
    dimensions(limits).map(|limit| {
        let (most, remaining) = (limit.limit.filter(|most| *most > 0)?, limit.remaining?);
        Some((number::of_wide(most), number::of_wide(remaining.min(most))))
    })
}

fn costs(tokens: Tokens) -> [f64; COUNT] {
    [1.0, tokens.input + tokens.output, tokens.input, tokens.output]
}
