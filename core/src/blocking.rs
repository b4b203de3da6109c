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
    error::{Error, ErrorKind},
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
        Ok(MessageStream { runtime, stream: Some(stream), process: std::process::id() })
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
    /// Empty once it was read to the end or given up.
    stream: Option<stream::MessageStream>,
    process: u32,
}

impl MessageStream {
    /// The pieces of text that are still to come.
    pub fn texts(&mut self) -> impl Iterator<Item = Result<String, Error>> {
        std::iter::from_fn(|| self.read(|runtime, stream| runtime.block_on(stream.next_text())))
    }

    /// Reads whatever is left and gives the whole message.
    pub fn final_message(mut self) -> Result<Message, Error> {
        self.check()?;
        match self.stream.take() {
            Some(stream) => self.runtime.block_on(stream.final_message()),
            None => Err(forked()),
        }
    }

    fn read<T>(
        &mut self,
        next: impl FnOnce(&Handle, &mut stream::MessageStream) -> Result<Option<T>, Error>,
    ) -> Option<Result<T, Error>> {
        if let Err(error) = self.check() {
            return Some(Err(error));
        }
        next(&self.runtime, self.stream.as_mut()?).transpose()
    }

    /// Gives up the stream, with one error, in a process that did not begin it: its runtime has no threads there, and its
    /// connection is the parent's, which closing it would disturb.
    fn check(&mut self) -> Result<(), Error> {
        if self.process == std::process::id() || self.stream.is_none() {
            return Ok(());
        }
        std::mem::forget(self.stream.take());
        Err(forked())
    }
}

impl Iterator for MessageStream {
    type Item = Result<Event, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read(|runtime, stream| runtime.block_on(stream.next_event()))
    }
}

impl Drop for MessageStream {
    fn drop(&mut self) {
        let _ = self.check();
    }
}

fn forked() -> Error {
    Error::new(ErrorKind::Forked, "the stream began in the parent process and cannot go on after a fork")
}
