//! A streamed answer: frames become events, events become a message.

mod accumulate;
mod arrived;
mod batch;
mod block;
mod clock;
#[cfg(test)]
mod conformance;
mod deltas;
mod derive;
mod derive_json;
mod events;
mod fault;
mod folded;
mod growing;
mod message_stream;
mod piece;
#[cfg(test)]
mod properties;
mod quick;
mod snapshot;
mod tool_input;
mod wire;
mod written;

#[cfg(test)]
pub(crate) use self::events::endless;
pub use self::{
    accumulate::Accumulator,
    batch::{EventBatch, EventRef, PieceRef},
    block::BlockSnapshot,
    deltas::Deltas,
    derive::HelperEvent,
    events::{EventStream, StreamEvent},
    folded::Folded,
    message_stream::MessageStream,
    piece::{Piece, PieceKind},
    tool_input::ToolInput,
};
pub(crate) use self::{clock::Clock, events::Opening};
