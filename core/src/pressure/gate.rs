//! The time before which nothing is sent.

/// The longest wait before which others wake up spread a little, in parts of the wait.
const SPREAD: f64 = 0.1;

/// Closed until a time, for all calls of a key. Seconds on the lane's clock.
#[derive(Debug, Default)]
pub(super) struct Gate {
    opens: f64,
    /// Closed at some time, and nothing sent since.
    is_news: bool,
}

impl Gate {
    /// Closes for `wait` seconds and up to a tenth more, so that several processes do not open together; never opens earlier
    /// than was said before. True if it opens later now.
    pub(super) fn hold(&mut self, now: f64, wait: f64, random: &mut fastrand::Rng) -> bool {
        let opens = now + wait * (1.0 + SPREAD * random.f64());
        let is_later = opens > self.opens;
        self.opens = self.opens.max(opens);
        self.is_news = true;
        is_later
    }

    /// Something was sent; true if it is the first since the gate was closed.
    pub(super) fn opened(&mut self) -> bool {
        std::mem::take(&mut self.is_news)
    }

    /// When it opens, if it is closed.
    pub(super) fn closed_until(&self, now: f64) -> Option<f64> {
        (now < self.opens).then_some(self.opens)
    }
}
