//! The schema: what goes out, what comes back, and what arrives on the way. Declared once, here.

mod content;
mod event;
mod message;
mod params;

pub use self::{
    content::{ContentBlock, TextBlock, ToolResultBlock, ToolUseBlock},
    event::{Delta, Event, EventKind, MessageDelta},
    message::{Message, StopReason, Usage},
    params::{Content, MessageParam, MessageParams, Role, Tool},
};
