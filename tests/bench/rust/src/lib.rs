//! The same work with one client after the other: each is a program, and what it does is here.
//!
//! ```text
//! program CASE AMOUNT TIMES BASE_URL
//! ```
//!
//! It prints one line of JSON. What came back is checked after the clock was read, and the clock is that of the whole
//! process, all its threads included. One call or stream comes before, for what is made only once.

mod answers;
mod ask;
mod cases;
mod clock;
mod delays;
mod held;
mod peer;

pub use self::{
    ask::{Ask, Turn},
    cases::run,
    peer::{Answer, Peer},
};

/// What every client says that it is asked with.
pub const MODEL: &str = "claude-opus-4-6";
/// The most tokens that an answer may have.
pub const MAX_TOKENS: u32 = 1024;
/// A key that the server does not look at.
pub const KEY: &str = "any-key-will-do";
