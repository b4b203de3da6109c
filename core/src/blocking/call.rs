//! Calls that block the calling thread until they are answered.

use std::{fmt, path::PathBuf};

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Guarded;
use crate::{
    error::Error,
    host,
    request::{CallOptions, QueryValue, Request, Response},
    resources::{self, ApiCall, Page},
    retry,
    types::{FileMetadata, MessageBatchIndividualResponse, ModelInfo, ModelLifecycle},
};

/// A call that is sent by [`Call::send`], and gives a `T`.
///
/// Any [`ApiCall`] becomes one with `into`, such as that for the next page of a list.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<T>(ApiCall<T>);

impl<T: 'static> Call<T> {
    /// Sends the call and waits for its answer.
    pub fn send(self) -> Result<T, Error> {
        host::driver()?.block_on(self.0.into_future())
    }

    /// Sends the call and gives what it is for together with the answer it came in.
    pub fn with_response(self) -> Result<(T, Response), Error> {
        host::driver()?.block_on(self.0.with_response())
    }

    /// Sends the call and gives the answer as it came, whatever is in it.
    pub fn raw(self) -> Result<Response, Error> {
        host::driver()?.block_on(self.0.raw())
    }

    /// Options of this call, in place of any it has.
    pub fn options(self, options: CallOptions) -> Self {
        Self(self.0.options(options))
    }

    /// Sets a query parameter.
    pub fn query(self, name: &str, value: impl Into<QueryValue>) -> Self {
        Self(self.0.query(name, value))
    }

    /// The request as it would be sent.
    pub fn into_request(self) -> Result<Request, Error> {
        self.0.into_request()
    }
}

impl Call<Value> {
    /// The same call, its answer read as another type.
    pub fn cast<U: DeserializeOwned + 'static>(self) -> Call<U> {
        Call(self.0.cast())
    }
}

impl<T: DeserializeOwned + Send + 'static> Call<Page<T>> {
    /// How many items a page has, 1 to 1000; the server's default is 20.
    pub fn limit(self, items: u32) -> Self {
        Self(self.0.limit(items))
    }

    /// Begins behind the item with this id.
    pub fn after_id(self, id: impl Into<String>) -> Self {
        Self(self.0.after_id(id))
    }

    /// Begins in front of the item with this id, and goes on towards newer ones.
    pub fn before_id(self, id: impl Into<String>) -> Self {
        Self(self.0.before_id(id))
    }

    /// The items of all pages, each page fetched when it is needed.
    pub fn all(self) -> Result<Items<T>, Error> {
        Ok(Items(Guarded::new(host::driver()?, self.0.all())))
    }
}

impl Call<Page<ModelInfo>> {
    /// Only models that are this far in their life.
    pub fn lifecycle(self, stages: impl IntoIterator<Item = ModelLifecycle>) -> Self {
        Self(self.0.lifecycle(stages))
    }
}

impl Call<Page<FileMetadata>> {
    /// Only the files with these ids, 1 to 100.
    pub fn ids<S: Into<String>>(self, ids: impl IntoIterator<Item = S>) -> Self {
        Self(self.0.ids(ids))
    }

    /// Begins at the page with this token.
    pub fn page(self, token: impl Into<String>) -> Self {
        Self(self.0.page(token))
    }
}

impl<T> From<ApiCall<T>> for Call<T> {
    fn from(call: ApiCall<T>) -> Self {
        Self(call)
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The items of all pages of a list. An error is given once and ends it.
#[derive(Debug)]
pub struct Items<T>(Guarded<resources::Items<T>>);

impl<T: DeserializeOwned + Send + 'static> Iterator for Items<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.read(|runtime, items| runtime.block_on(items.next()))
    }
}

/// The results of a batch as they come. A line that cannot be read is an error for itself. Dropping it closes the connection.
#[derive(Debug)]
pub struct BatchResults(Guarded<resources::BatchResults>);

impl BatchResults {
    pub(super) fn open(call: resources::ResultsCall) -> Result<Self, Error> {
        let runtime = host::driver()?;
        let results = runtime.block_on(call.into_future())?;
        Ok(Self(Guarded::new(runtime, results)))
    }
}

impl Iterator for BatchResults {
    type Item = Result<MessageBatchIndividualResponse, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.read(|runtime, results| runtime.block_on(results.next()))
    }
}

/// A download that begins when it is asked for in one of three forms.
#[derive(Debug)]
#[must_use = "a download does nothing until it is asked for"]
pub struct Download(resources::Download);

impl Download {
    /// Options of this call, in place of any it has.
    pub fn options(self, options: CallOptions) -> Self {
        Self(self.0.options(options))
    }

    /// The most bytes that are held in memory; default 64 MiB.
    pub fn max_bytes(self, most: usize) -> Self {
        Self(self.0.max_bytes(most))
    }

    /// The content, whole.
    pub fn bytes(self) -> Result<Bytes, Error> {
        host::driver()?.block_on(self.0.into_future())
    }

    /// Writes the content to a file and gives its size in bytes. `path` never holds a part of it.
    pub fn write_to(self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        host::driver()?.block_on(self.0.write_to(path))
    }

    /// The content as it comes: an iterator of chunks.
    pub fn stream(self) -> Result<Chunks, Error> {
        let runtime = host::driver()?;
        let stream = runtime.block_on(self.0.stream())?;
        Ok(Chunks(Guarded::new(runtime, stream)))
    }
}

impl From<resources::Download> for Download {
    fn from(download: resources::Download) -> Self {
        Self(download)
    }
}

/// Bytes as they come. Dropping it closes the connection.
#[derive(Debug)]
pub struct Chunks(Guarded<retry::ByteStream>);

impl Iterator for Chunks {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.read(|runtime, stream| runtime.block_on(stream.chunk()))
    }
}
