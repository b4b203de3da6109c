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
mod fields;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod headers;
mod hint;
mod hooks;
mod long_call;
mod media;
mod misfit;
mod network;
mod policy;
mod pressure;
mod proxy;
mod random;
mod rate_limits;
mod request;
mod resources;
mod retry;
mod secret;
mod skim;
mod stream;
mod surrogates;
mod tolerant;
mod transport;
mod validate;

#[cfg(feature = "host")]
pub mod blocking;
#[cfg(feature = "host")]
pub mod host;
pub mod partial_json;
pub mod sse;
pub mod types;

pub use self::{
    client::{Client, ClientBuilder},
    error::{Error, ErrorCode, ErrorKind, Reason, Sent},
    hooks::AttemptRecord,
    pressure::{PressureBucket, PressureState},
    rate_limits::{RateLimit, RateLimits},
    request::{CallOptions, Endpoint, QueryValue, Request, Response, ResponseHead},
    resources::{
        ApiCall, BatchResults, Batches, Download, FileUpload, Files, FormField, Items, Messages, Models, Page, Pager,
        ResultsCall, StreamCall,
    },
    retry::ByteStream,
    secret::{Token, TokenError, TokenProvider},
    stream::{
        Accumulator, BlockSnapshot, EventStream, Folded, HelperEvent, MessageStream, Piece, PieceKind, StreamEvent,
        ToolInput,
    },
    types::{
        Content, ContentBlock, ContentBlockParam, Delta, Event, EventKind, Message, MessageParam, MessageParams, Role,
        StopReason, ToolParam, ToolUseBlock, Usage,
    },
};
