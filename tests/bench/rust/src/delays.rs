//! How long events were on their way: the server writes its clock into the text of each.

use serde_json::{Value, json};

use crate::clock;

/// Of all streams, in nanoseconds.
#[derive(Default)]
pub(crate) struct Delays(Vec<i64>);

impl Delays {
    /// One piece of text, which is the server's clock at the time it was sent.
    pub(crate) fn add(&mut self, text: &str) {
        let now = clock::nanoseconds();
        self.0.push(now - text.trim().parse::<i64>().expect("the server's clock"));
    }

    /// The median and the 99th of a hundred, in seconds.
    #[expect(clippy::cast_precision_loss, reason = "fractions of a microsecond do not matter")]
    pub(crate) fn report(mut self) -> Value {
        self.0.sort_unstable();
        let at = |hundredth: usize| self.0[(self.0.len() - 1) * hundredth / 100] as f64 / 1e9;
        json!({"p50": at(50), "p99": at(99)})
    }
}
