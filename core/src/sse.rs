//! Server-sent events: bytes in, frames out, without a socket or a clock.

mod decoder;
mod line;

pub use self::decoder::{Decoder, Frame, TooLong};
pub(crate) use self::{decoder::MAX_USUAL, line::USUAL_START};
