//! The scenario table and the life of a call, for the Rust face.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod blocking;
mod credentials;
mod error_classes;
mod host;
mod http2;
mod lifecycle;
mod model;
mod outcome;
mod peer;
mod pressure;
mod proxy;
mod resources;
mod scenarios;
mod server;
mod tls;
mod transport;
mod uploads;
