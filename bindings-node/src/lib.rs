//! The Node addon: translates values, and wakes the event loop. Everything else is in the core and in `ts/`.
//!
//! Nothing here is public: the TypeScript in `ts/` is the only caller, and `ts/native.ts` declares by hand what is
//! exported, in the same order. A call goes like this: `NativeClient::start` hands it to the core, `Bridge::poll`
//! takes what has arrived or arms the call, and an armed call is delivered by the bridge's one threadsafe function,
//! drained at that moment. Errors are records; no Rust error becomes a JavaScript exception.

#![expect(
    unnameable_types,
    unreachable_pub,
    reason = "napi exports only items that are `pub`, and Node is their caller"
)]

mod batch;
mod bridge;
mod call;
mod client;
mod desk;
mod input;
mod options;
mod pages;
mod pressure;
mod record;
mod request;
mod told;
