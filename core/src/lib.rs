//! A client for the Claude Messages API and endpoints compatible with it.
//!
//! ```no_run
//! # async fn example() -> Result<(), tidings::Error> {
//! use tidings::{Client, MessageParams};
//!
//! let client = Client::from_env()?;
//! let params = MessageParams::new("claude-opus-4-6", 1024).user("Hello");
//!
//! let mut stream = client.messages().stream(&params).await?;
//! while let Some(text) = stream.next_text().await? {
//!     eprint!("{text}");
//! }
//! let message = stream.final_message().await?;
//! eprintln!("{:?} {:?}", message.stop_reason, message.usage);
//! # Ok(())
//! # }
//! ```
//!
//! Calls run on the tokio runtime of the program; [`blocking`] needs none. Every function that returns `Result` fails
//! with [`Error`], whose [`ErrorKind`] has the same number in every language Tidings speaks. Dropping a future or a stream
//! cancels its request and closes its connection.

#![forbid(unsafe_code)]

mod auth;
mod client;
mod config;
mod deadline;
mod error;
mod headers;
mod partial_json;
mod request;
mod resources;
mod retry;
mod secret;
mod stream;
mod surrogates;
mod transport;
mod types;

#[cfg(feature = "host")]
pub mod blocking;
#[cfg(feature = "host")]
pub mod host;
pub mod sse;

pub use self::{
    client::{Client, ClientBuilder},
    error::{Error, ErrorKind, Sent},
    request::{CallOptions, Request, Response, ResponseHead},
    resources::Messages,
    stream::{Accumulator, EventStream, MessageStream, StreamEvent},
    types::{
        Content, ContentBlock, Delta, Event, EventKind, Message, MessageDelta, MessageParam, MessageParams, Role,
        StopReason, TextBlock, Tool, ToolResultBlock, ToolUseBlock, Usage,
    },
};
