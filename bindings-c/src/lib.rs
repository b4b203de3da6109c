//! The C library: it translates between C and the core, and decides nothing.
//!
//! `include/tidings.h` is generated from the public items here; their doc comments are the header's. The functions
//! are written for C callers that keep the header's rules; `unsafe` lives in `ffi` and `handle` alone.

#![expect(clippy::doc_markdown, reason = "the comments go into a C header, where backticks are noise")]

mod boundary;
#[cfg(test)]
mod entry_points;
mod ffi;
mod handle;
mod limits;
mod once;
mod origin;
mod text;
mod under_way;

pub mod bell;
pub mod call;
pub mod callback;
pub mod client;
pub mod error;
pub mod event;
pub mod file;
pub mod hooks;
pub mod list;
pub mod log;
pub mod message;
pub mod object;
pub mod options;
pub mod pressure;
pub mod request;
pub mod response;
pub mod result;
pub mod stream;
pub mod token;
pub mod version;
