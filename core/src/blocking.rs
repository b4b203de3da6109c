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

use tokio::runtime::Handle;

use crate::{
    client,
    error::Error,
    host, stream,
    types::{Event, Message, MessageParams},
};

/// A client whose calls block the calling thread. Must not be used inside async code.
#[derive(Debug, Clone)]
pub struct Client(client::Client);

impl Client {
    /// A client with everything from the environment.
    pub fn from_env() -> Result<Self, Error> {
        client::Client::from_env().map(Self)
    }

    /// Creates a message and waits for the whole of it.
    pub fn create(&self, params: &MessageParams) -> Result<Message, Error> {
        host::runtime()?.block_on(self.0.messages().create(params))
    }

    /// Creates a message and gives it as it is written.
    pub fn stream(&self, params: &MessageParams) -> Result<MessageStream, Error> {
        let runtime = host::runtime()?;
        let stream = runtime.block_on(self.0.messages().stream(params))?;
        Ok(MessageStream { runtime, stream })
    }
}

impl From<client::Client> for Client {
    fn from(client: client::Client) -> Self {
        Self(client)
    }
}

/// The answer while it is written: an iterator of events. Dropping it closes the connection at once.
#[derive(Debug)]
pub struct MessageStream {
    runtime: Handle,
    stream: stream::MessageStream,
}

impl MessageStream {
    /// The pieces of text that are still to come.
    pub fn texts(&mut self) -> impl Iterator<Item = Result<String, Error>> {
        std::iter::from_fn(|| self.runtime.block_on(self.stream.next_text()).transpose())
    }

    /// Reads whatever is left and gives the whole message.
    pub fn final_message(self) -> Result<Message, Error> {
        self.runtime.block_on(self.stream.final_message())
    }
}

impl Iterator for MessageStream {
    type Item = Result<Event, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.block_on(self.stream.next_event()).transpose()
    }
}
