//! The recorded streams in `tests/streams`.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// The exact response body of the stream fixture `name`, such as `01_text`.
///
/// # Errors
///
/// Fails when there is no such fixture.
pub fn stream_bytes(name: &str) -> io::Result<Vec<u8>> {
    std::fs::read(path(name, "sse"))
}

/// What a client must make of the stream fixture `name`.
///
/// For a stream that ends well this is the whole message. For the others it is an object of `error` and
/// `partial_message`.
///
/// # Errors
///
/// Fails when there is no such fixture, or when its expectation is not JSON.
pub fn expected_json(name: &str) -> io::Result<Value> {
    let text = std::fs::read(path(name, "json"))?;
    Ok(serde_json::from_slice(&text)?)
}

fn path(name: &str, extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../streams").join(format!("{name}.{extension}"))
}
