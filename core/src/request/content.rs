//! Where the content of a form's part comes from, and opening it for one attempt.

use std::{
    fmt, fs, io,
    path::PathBuf,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::spawn_blocking;

use crate::{
    error::{Error, ErrorKind},
    transport::BlockingChunks,
};

/// How much is read before anything is sent of a file that does not tell its length, in bytes.
const READ_AHEAD: u64 = 64 << 10;

/// The chunks of a part's content.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Where the content of a part comes from.
#[derive(Clone)]
pub(crate) enum Content {
    /// Memory.
    Bytes(Bytes),
    /// A file, opened anew for every attempt.
    Path(FilePath),
    /// A reader, which can be read only once, and its length where that is known.
    Once(Arc<Mutex<Option<Chunks>>>, Option<u64>),
}

/// Where a file is. What can be read only once, such as a pipe, is remembered to have been read.
#[derive(Clone)]
pub(crate) struct FilePath {
    path: PathBuf,
    is_spent: Arc<AtomicBool>,
}

impl Content {
    pub(crate) fn path(path: PathBuf) -> Self {
        Self::Path(FilePath { path, is_spent: Arc::default() })
    }

    pub(crate) fn once(chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static, length: Option<u64>) -> Self {
        Self::Once(Arc::new(Mutex::new(Some(Box::pin(chunks)))), length)
    }

    /// Whether it can be read only once and has been.
    pub(super) fn is_spent(&self) -> bool {
        match self {
            Self::Bytes(_) => false,
            Self::Path(file) => file.is_spent.load(Ordering::Relaxed),
            Self::Once(chunks, _) => chunks.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
        }
    }

    pub(super) async fn open(&self) -> Result<Source, Error> {
        match self {
            Self::Bytes(bytes) => Ok(Source { length: Some(bytes.len() as u64), from: From::Bytes(bytes.clone()) }),
            Self::Once(chunks, length) => Ok(Source { length: *length, from: From::Slot(chunks.clone()) }),
            Self::Path(file) => {
                let to_open = file.clone();
                let opened = spawn_blocking(move || to_open.open()).await;
                opened.unwrap_or_else(|lost| Err(io::Error::other(lost))).map_err(|e| {
                    let message = format!("file: {} cannot be read: {e}", file.path.display());
                    Error::new(ErrorKind::Validation, message).with_source(e)
                })
            }
        }
    }
}

impl FilePath {
    /// Opens the file, on a thread that may block.
    fn open(&self) -> io::Result<Source> {
        if self.is_spent.load(Ordering::Relaxed) {
            return Err(already_read());
        }
        let file = fs::File::open(&self.path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if about.is_file() && about.len() > 0 {
            // A file that grows meanwhile is sent as long as it was.
            let chunks = BlockingChunks::Idle(io::Read::take(file, about.len()));
            return Ok(Source { length: Some(about.len()), from: From::Chunks(Box::pin(chunks)) });
        }
        if !about.is_file() {
            self.is_spent.store(true, Ordering::Relaxed);
        }
        read_ahead(file)
    }
}

/// What does not tell its length, such as a pipe, or seems empty, as everything in `/proc` does: how long it is shows when it
/// is read.
fn read_ahead(mut file: fs::File) -> io::Result<Source> {
    let mut beginning = Vec::new();
    let read = io::Read::read_to_end(&mut io::Read::take(&mut file, READ_AHEAD), &mut beginning)? as u64;
    if read < READ_AHEAD {
        return Ok(Source { length: Some(read), from: From::Bytes(beginning.into()) });
    }
    let chunks = BlockingChunks::Idle(io::Read::chain(io::Cursor::new(beginning), file));
    Ok(Source { length: None, from: From::Chunks(Box::pin(chunks)) })
}

fn already_read() -> io::Error {
    io::Error::other("it can be read only once and has been")
}

impl fmt::Debug for Content {
    /// Shows where it comes from, never what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Path(file) => write!(f, "{}", file.path.display()),
            Self::Once(..) => f.write_str("a reader"),
        }
    }
}

/// An opened piece of the body.
pub(super) struct Source {
    pub(super) length: Option<u64>,
    from: From,
}

enum From {
    Bytes(Bytes),
    Chunks(Chunks),
    /// Taken when its turn comes, so that an attempt that fails before leaves it for the next.
    Slot(Arc<Mutex<Option<Chunks>>>),
}

impl Source {
    pub(super) fn text(text: String) -> Self {
        Self { length: Some(text.len() as u64), from: From::Bytes(text.into()) }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match &mut self.from {
                From::Bytes(bytes) => {
                    let bytes = std::mem::take(bytes);
                    return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
                }
                From::Chunks(chunks) => return chunks.as_mut().poll_next(cx),
                From::Slot(slot) => {
                    let chunks = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let Some(chunks) = chunks else {
                        return Poll::Ready(Some(Err(already_read())));
                    };
                    self.from = From::Chunks(chunks);
                }
            }
        }
    }
}
