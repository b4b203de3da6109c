//! How many calls a second, learned from refusals that say when to come back and nothing else.

/// The share of a measured rate that is taken, and how fast that grows again: by this part a second, and each second by as much more.
const TAKEN: f64 = 0.97;
const GROWTH: f64 = 0.004;
/// The most that a refusal takes off when the rate was not really measured.
const HALF: f64 = 0.5;
/// So many times the rate is sent at most, to catch up.
const HASTE: f64 = 4.0;
/// A calm as long as this ends the pacing.
const CALM: f64 = 60.0;
/// The time over which the rate before the first refusal is taken.
const WINDOW: f64 = 2.0;

/// A mirror of a bucket that is not advertised. It is empty when the server refuses and fills at the learned rate. Times are
/// seconds on the lane's clock.
#[derive(Debug, Default)]
pub(super) struct Pacer {
    pace: Option<Pace>,
    before: Window,
}

#[derive(Debug)]
struct Pace {
    rate: f64,
    level: f64,
    most: f64,
    filled_at: f64,
    sent_at: f64,
    refused_at: f64,
    /// Sent since, and not refused.
    accepted: f64,
    /// Whether somebody waited all the time, so that what was accepted is what the server had to give.
    is_measured: bool,
}

impl Pacer {
    /// When the next call may go, if not now.
    pub(super) fn full_until(&mut self, now: f64) -> Option<f64> {
        if self.pace.as_ref().is_some_and(|pace| now - pace.refused_at > CALM) {
            self.pace = None;
        }
        let pace = self.pace.as_mut()?;
        pace.fill(now);
        let filled = now + (1.0 - pace.level).max(0.0) / pace.rate;
        let opens = filled.max(pace.sent_at + 1.0 / (HASTE * pace.rate));
        (opens > now + 1e-6).then_some(opens)
    }

    /// A call goes; `is_last` if no other waits.
    pub(super) fn sent(&mut self, now: f64, is_last: bool) {
        self.before.count(now);
        if let Some(pace) = &mut self.pace {
            pace.level -= 1.0;
            pace.sent_at = now;
            pace.accepted += 1.0;
            pace.is_measured &= !is_last;
        }
    }

    /// The server refused a call sent at `sent_at`, with a hint of so many seconds. True if that was news.
    pub(super) fn refused(&mut self, now: f64, sent_at: f64, hint: f64) -> bool {
        let least = 1.0 / hint.max(0.001);
        let Some(pace) = &mut self.pace else {
            let rate = (self.before.rate(now) * HALF).max(least);
            self.pace = Some(Pace::new(now, rate, hint));
            return true;
        };
        if sent_at <= pace.refused_at {
            return false;
        }
        let measured = TAKEN * (pace.accepted - 1.0) / (now - pace.refused_at).max(0.001);
        let rate =
            if pace.is_measured { measured.min(pace.rate) } else { measured.max(pace.rate * HALF).min(pace.rate) };
        *pace = Pace::new(now, rate.max(least), hint);
        true
    }

    /// Calls a second, once it is known.
    pub(super) fn rate(&self) -> Option<f64> {
        self.pace.as_ref().map(|pace| pace.rate)
    }
}

impl Pace {
    fn new(now: f64, rate: f64, hint: f64) -> Self {
        Self {
            rate,
            level: 0.0,
            most: (rate * hint * 1.2).max(1.0),
            filled_at: now,
            sent_at: now,
            refused_at: now,
            accepted: 0.0,
            is_measured: true,
        }
    }

    fn fill(&mut self, now: f64) {
        let elapsed = (now - self.filled_at).max(0.0);
        self.rate *= 1.0 + GROWTH * (now - self.refused_at).max(0.0) * elapsed.min(1.0);
        self.level = (self.level + elapsed * self.rate).min(self.most);
        self.filled_at = now;
    }
}

/// Sends of the last seconds.
#[derive(Debug, Default)]
struct Window {
    since: f64,
    count: f64,
    previous: f64,
}

impl Window {
    fn count(&mut self, now: f64) {
        if now - self.since >= WINDOW {
            self.previous = if now - self.since < 2.0 * WINDOW { self.count } else { 0.0 };
            self.count = 0.0;
            self.since = now;
        }
        self.count += 1.0;
    }

    fn rate(&self, now: f64) -> f64 {
        (self.count + self.previous) / (now - self.since + if self.previous > 0.0 { WINDOW } else { 0.0 }).max(0.25)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends whenever the pacer lets it, to a bucket of `rate`, until `end`; gives what was sent and what refused.
    fn drive(pacer: &mut Pacer, rate: f64, hint: f64, from: f64, end: f64) -> (u32, u32) {
        let (mut now, mut gate, mut tokens, mut counts) = (from, from, 0.0, (0, 0));
        while now < end {
            now += 0.01;
            tokens += 0.01 * rate;
            while now >= gate && pacer.full_until(now).is_none() {
                pacer.sent(now, false);
                if tokens >= 1.0 {
                    tokens -= 1.0;
                    counts.0 += 1;
                } else {
                    counts.1 += 1;
                    pacer.refused(now + 0.001, now, hint);
                    gate = now + hint;
                }
            }
        }
        counts
    }

    #[test]
    fn without_a_refusal_nothing_is_paced() {
        let mut pacer = Pacer::default();
        for _ in 0..1000 {
            assert_eq!(pacer.full_until(1.0), None);
            pacer.sent(1.0, false);
        }
        assert_eq!(pacer.rate(), None);
    }

    #[test]
    fn the_rate_of_a_server_is_learned_from_its_refusals() {
        for rate in [0.5, 5.0, 50.0] {
            let mut pacer = Pacer::default();
            for call in 0..100 {
                pacer.sent(f64::from(call) / 100.0, false);
            }
            assert!(pacer.refused(1.0, 0.99, 1.0));
            let (sent, refused) = drive(&mut pacer, rate, 1.0, 1.0, 61.0);
            assert!(f64::from(sent) > 0.85 * 60.0 * rate, "{rate}: {sent} sent");
            assert!(refused < 35, "{rate}: {refused} refused");
        }
    }

    #[test]
    fn a_calm_of_a_minute_ends_it() {
        let mut pacer = Pacer::default();
        pacer.sent(0.0, true);
        pacer.refused(0.1, 0.0, 10.0);
        assert!(pacer.full_until(0.2).is_some());
        assert_eq!(pacer.full_until(61.0), None);
        assert_eq!(pacer.rate(), None);
    }
}
