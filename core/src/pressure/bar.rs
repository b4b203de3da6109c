//! What stands between calls and a server that refuses them, for those who have to decide how long to put up with it.

use std::time::Duration;

use super::number;

/// A server that refuses, as a call that waits sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Barred {
    /// Whether the server had too much to do the last time it refused, rather than a quota spent.
    pub(crate) is_overload: bool,
    /// For how long nothing is to be sent yet.
    pub(crate) gate: Duration,
    /// For how long the server has refused with no success between; nothing where the last answer was one.
    pub(crate) lasting: Duration,
}

/// The refusals since the last success. Seconds on the lane's clock.
#[derive(Debug, Default)]
pub(super) struct Bar {
    since: Option<f64>,
    is_overload: bool,
}

impl Bar {
    pub(super) fn succeeded(&mut self) {
        self.since = None;
    }

    pub(super) fn refused(&mut self, now: f64, is_overload: bool) {
        self.since.get_or_insert(now);
        self.is_overload = is_overload;
    }

    /// Nothing while the way is free; `opens` is when the gate does, if it is closed.
    pub(super) fn barred(&self, now: f64, opens: Option<f64>) -> Option<Barred> {
        let left = |until: Option<f64>| number::seconds(until.map_or(0.0, |until| until - now));
        let lasting = number::seconds(self.since.map_or(0.0, |since| now - since));
        let is_barred = self.since.is_some() || opens.is_some();
        is_barred.then(|| Barred { is_overload: self.is_overload, gate: left(opens), lasting })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_last_from_the_first_to_the_next_success() {
        let mut bar = Bar::default();
        assert_eq!(bar.barred(0.0, None), None);
        bar.refused(1.0, false);
        bar.refused(2.0, true);
        let seconds = Duration::from_secs;
        let barred = Barred { is_overload: true, gate: seconds(3), lasting: seconds(5) };
        assert_eq!(bar.barred(6.0, Some(9.0)), Some(barred));
        bar.succeeded();
        assert_eq!(bar.barred(6.0, None), None);
        assert_eq!(bar.barred(6.0, Some(9.0)), Some(Barred { lasting: Duration::ZERO, ..barred }));
    }
}
