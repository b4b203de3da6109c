//! A streamed answer: frames become events, events become a message.

mod accumulate;
mod block;
#[cfg(test)]
mod conformance;
mod events;
mod message_stream;
mod wire;

pub(crate) use self::events::Opening;
pub use self::{
    accumulate::Accumulator,
    events::{EventStream, StreamEvent},
    message_stream::MessageStream,
};
