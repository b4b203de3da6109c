//! The same client for programs without an async runtime.
//!
//! ```no_run
//! use tidings::{MessageParams, blocking::Client};
//! let client = Client::from_env()?;
//! let mut stream = client.stream(&MessageParams::new("claude-opus-4-6", 1024).user("Hello"))?;
//! for text in stream.texts() {
//!     eprint!("{}", text?);
//! }
//! # Ok::<(), tidings::Error>(())
//! ```

mod call;
mod guarded;
mod resources;
mod stream;

use serde::Serialize;
use serde_json::Value;

use self::guarded::Guarded;
pub use self::{
    call::{BatchResults, Call, Chunks, Download, Items},
    resources::{Batches, Files, Messages, Models},
    stream::MessageStream,
};
use crate::{
    client,
    error::Error,
    host,
    types::{Message, MessageParams},
};

/// A client whose calls block the calling thread.
///
/// Not for async code: like everything that blocks on tokio, a call panics on a thread that drives an async runtime. On the threads
/// of `spawn_blocking` it works.
#[derive(Debug, Clone)]
pub struct Client(client::Client);

impl Client {
    /// A client with everything from the environment.
    pub fn from_env() -> Result<Self, Error> {
        client::Client::from_env().map(Self)
    }

    /// Creates a message and waits for the whole of it.
    pub fn create(&self, params: &MessageParams) -> Result<Message, Error> {
        self.messages().create(params).send()
    }

    /// Creates a message and gives it as it is written.
    pub fn stream(&self, params: &MessageParams) -> Result<MessageStream, Error> {
        let runtime = host::driver()?;
        let stream = runtime.block_on(self.0.messages().stream(params).into_future())?;
        Ok(MessageStream::new(runtime, stream))
    }

    /// Messages, whole, and counting their tokens.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        Messages(&self.0)
    }

    /// The models there are.
    #[must_use]
    pub fn models(&self) -> Models<'_> {
        Models(&self.0)
    }

    /// Batches of messages.
    #[must_use]
    pub fn batches(&self) -> Batches<'_> {
        Batches(&self.0)
    }

    /// Files to be used in messages.
    #[must_use]
    pub fn files(&self) -> Files<'_> {
        Files(&self.0)
    }

    /// `GET` of any path.
    pub fn get(&self, path: impl Into<String>) -> Call<Value> {
        self.0.get(path).into()
    }

    /// `POST` of any path, with a body that is sent as JSON.
    pub fn post(&self, path: impl Into<String>, body: &(impl Serialize + ?Sized)) -> Call<Value> {
        self.0.post(path, body).into()
    }

    /// `PUT` of any path, with a body that is sent as JSON.
    pub fn put(&self, path: impl Into<String>, body: &(impl Serialize + ?Sized)) -> Call<Value> {
        self.0.put(path, body).into()
    }

    /// `PATCH` of any path, with a body that is sent as JSON.
    pub fn patch(&self, path: impl Into<String>, body: &(impl Serialize + ?Sized)) -> Call<Value> {
        self.0.patch(path, body).into()
    }

    /// `DELETE` of any path.
    pub fn delete(&self, path: impl Into<String>) -> Call<Value> {
        self.0.delete(path).into()
    }
}

impl From<client::Client> for Client {
    fn from(client: client::Client) -> Self {
        Self(client)
    }
}
