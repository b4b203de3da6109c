//! What a client does, whoever wrote it.

use std::future::Future;

use serde_json::Value;

use crate::Ask;

/// What an answer said.
#[derive(Default)]
pub struct Answer {
    /// Its text.
    pub text: String,
    /// How many events told it.
    pub events: usize,
    /// Why it ended.
    pub stop_reason: String,
    /// How many tokens it had.
    pub output_tokens: u64,
}

/// A client. What goes wrong ends the program.
pub trait Peer: Sized + 'static {
    /// Whether it reads the JSON, and so knows what an answer said. The floor does not.
    const READS: bool = true;

    /// A client of the server at this URL, with connections that are kept.
    fn new(url: &str) -> Self;

    /// A call whose answer comes whole.
    fn create(&self, ask: &Ask) -> impl Future<Output = Answer>;

    /// A stream read to its end: every event looked at, each piece of text shown, all kept.
    fn stream(&self, seen: impl FnMut(&str)) -> impl Future<Output = Answer>;

    /// The same where only the text is wanted, for clients that have a way of their own for that.
    fn text(&self, seen: impl FnMut(&str)) -> impl Future<Output = Answer> {
        self.stream(seen)
    }

    /// A stream of which only the message at its end is wanted.
    fn fold(&self) -> impl Future<Output = Answer> {
        self.stream(|_| {})
    }

    /// A stream as one of many at a time, for clients that read many in another way.
    fn beside_others(&self, seen: impl FnMut(&str)) -> impl Future<Output = Answer> {
        self.stream(seen)
    }

    /// A stream with a tool's input, which is wanted when it is whole.
    fn tool(&self) -> impl Future<Output = Value>;
}
