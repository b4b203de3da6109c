//! The scheduler against simulated servers, beside the formula that the official SDKs use. Deterministic for a seed.

mod scenarios;
mod server;
mod world;
