//! A file on its way down.

use std::{
    io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use futures_core::future::BoxFuture;
use tokio::task::spawn_blocking;

use super::partial_file::{Partial, unwritable};
use crate::{
    client::Client,
    error::Error,
    random,
    request::{CallOptions, Request},
    retry::ByteStream,
};

/// The most that is held in memory unless the caller allows more, in bytes.
const MOST_IN_MEMORY: usize = 64 << 20;

/// A download that begins when it is awaited, which gives it whole, or when it is asked for in another form.
///
/// ```no_run
/// # async fn example(client: tidings::Client) -> Result<(), tidings::Error> {
/// let bytes = client.files().download("file_1").await?;
/// let size = client.files().download("file_1").write_to("chart.png").await?;
/// let mut chunks = client.files().download("file_1").stream().await?;
/// while let Some(chunk) = chunks.chunk().await? {
///     eprintln!("{} bytes", chunk.len());
/// }
/// # let _ = (bytes, size);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a download does nothing until it is awaited"]
pub struct Download {
    client: Client,
    request: Result<Request, Error>,
    most: usize,
}

impl Download {
    pub(super) fn new(client: &Client, path: Result<String, Error>) -> Self {
        let request = path.map(|path| Request::get(path).header("accept", "application/binary").any_answer());
        Self { client: client.clone(), request, most: MOST_IN_MEMORY }
    }

    /// Options of this call, in place of any it has.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.request = self.request.map(|request| request.with(options));
        self
    }

    /// The most bytes that are held in memory; default 64 MiB. More is
    /// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded).
    pub fn max_bytes(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The request as it would be sent.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation) when it cannot be right as it stands.
    pub fn into_request(self) -> Result<Request, Error> {
        self.request
    }

    /// The content as it comes, whatever its size.
    pub async fn stream(self) -> Result<ByteStream, Error> {
        self.client.fetch(&self.request?).await
    }

    /// Writes the content to a file and gives its size in bytes.
    ///
    /// It is written under another name in the same folder, which becomes `path` when all of it is there: `path` never holds
    /// a part, and what was there before stays until then; the new file has its permissions. Where `path` is a symbolic link,
    /// the file that it leads to is written. Dropping the future, or a failure, leaves nothing behind.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), before anything is downloaded, when `path` is a folder or anything else
    /// but a file, or its folder cannot be written to; later when the file cannot be written.
    pub async fn write_to(self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let path = path.into();
        let request = self.request?;
        let goal = path.clone();
        let mut file = on_disk(&path, move || Partial::create(&goal, random::generator())).await?;
        let mut chunks = self.client.fetch(&request).await?;
        let mut size = 0;
        while let Some(chunk) = chunks.chunk().await? {
            size += chunk.len() as u64;
            file = on_disk(&path, move || file.write(&chunk)).await?;
        }
        on_disk(&path, move || file.finish()).await?;
        Ok(size)
    }
}

impl IntoFuture for Download {
    type Output = Result<Bytes, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let most = self.most;
        Box::pin(async move { self.stream().await?.collect(most).await })
    }
}

/// Does a piece of work with a file on a thread for work that blocks.
async fn on_disk<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.unwrap_or_else(|lost| Err(io::Error::other(lost))).map_err(|e| unwritable(path, e))
}
