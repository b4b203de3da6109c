//! A streamed answer as an iterator.

use super::Guarded;
use crate::{
    error::Error,
    host::Driver,
    stream::{self, Accumulator, HelperEvent},
    types::{Event, Message},
};

/// The answer while it is written: an iterator of events. Dropping it closes the connection at once.
#[derive(Debug)]
pub struct MessageStream(Guarded<stream::MessageStream>);

impl MessageStream {
    pub(super) fn new(runtime: Driver, stream: stream::MessageStream) -> Self {
        Self(Guarded::new(runtime, stream))
    }

    /// The pieces of text that are still to come.
    pub fn texts(&mut self) -> impl Iterator<Item = Result<String, Error>> {
        std::iter::from_fn(|| self.0.read(|runtime, stream| runtime.block_on(stream.next_text())))
    }

    /// The next event of the stream helper, with what is derived from it; see
    /// [`MessageStream::next_helper_event`](crate::MessageStream::next_helper_event).
    pub fn next_helper_event(&mut self) -> Result<Option<HelperEvent<'_>>, Error> {
        self.0.read(|runtime, stream| runtime.block_on(stream.next_helper_event())).transpose()
    }

    /// The message as far as its events were given out; `None` in the child of a fork.
    #[must_use]
    pub fn message(&self) -> Option<&Accumulator> {
        self.0.get().map(stream::MessageStream::message)
    }

    /// Reads whatever is left and gives the whole message.
    pub fn final_message(self) -> Result<Message, Error> {
        let (runtime, stream) = self.0.into_inner()?;
        runtime.block_on(stream.final_message())
    }
}

impl Iterator for MessageStream {
    type Item = Result<Event, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.read(|runtime, stream| runtime.block_on(stream.next_event()))
    }
}
