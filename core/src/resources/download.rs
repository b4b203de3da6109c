//! A file on its way down.

use std::{
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use fastrand::Rng;
use futures_core::future::BoxFuture;
use tokio::task::spawn_blocking;

use crate::{
    client::Client,
    error::{Error, ErrorKind},
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

    /// The most bytes that are held in memory; default 64 MiB. More is [`ErrorKind::LimitExceeded`].
    pub fn max_bytes(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The request as it would be sent.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] when it cannot be right as it stands.
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
    /// [`ErrorKind::Config`], before anything is downloaded, when `path` is a folder or anything else but a file, or its
    /// folder cannot be written to; later when the file cannot be written.
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

/// A file that is not yet whole. Dropping it removes it.
struct Partial {
    file: Option<fs::File>,
    at: PathBuf,
    goal: PathBuf,
}

impl Partial {
    /// A new file beside the one that it shall become, with the permissions of that one if there is one.
    fn create(path: &Path, random: Rng) -> io::Result<Self> {
        let permissions = match fs::metadata(path) {
            Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(about) if !about.is_file() => {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file; ask for a stream"));
            }
            Ok(about) => Some(about.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let goal = behind_links(path);
        let (file, at) = beside(&goal, random, permissions.is_some())?;
        let partial = Self { file: Some(file), at, goal };
        if let (Some(permissions), Some(file)) = (permissions, &partial.file) {
            file.set_permissions(permissions)?;
        }
        Ok(partial)
    }

    fn write(mut self, chunk: &[u8]) -> io::Result<Self> {
        if let Some(file) = &mut self.file {
            file.write_all(chunk)?;
        }
        Ok(self)
    }

    fn finish(mut self) -> io::Result<()> {
        if let Some(file) = &self.file {
            file.sync_all()?;
        }
        fs::rename(&self.at, &self.goal)?;
        self.file = None;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Nobody is there to be told that it could not be removed.
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.at);
        }
    }
}

/// The most symbolic links that are followed, as on Linux.
const MOST_LINKS: usize = 40;

/// The file that a path leads to through symbolic links, even if it is not there yet.
fn behind_links(path: &Path) -> PathBuf {
    let mut goal = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&goal) else { break };
        goal = goal.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    goal
}

/// A new file in the same folder, under a name that nobody else has.
fn beside(goal: &Path, mut random: Rng, is_private: bool) -> io::Result<(fs::File, PathBuf)> {
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(not(unix))]
    let _ = is_private;
    #[cfg(unix)]
    if is_private {
        // Until it has the permissions of what it replaces, which may let nobody else read it.
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let process = std::process::id();
    loop {
        let at = goal.with_file_name(format!(".tidings-{process}-{:016x}.part", random.u64(..)));
        match options.open(&at) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (file, at)),
        }
    }
}

/// Does a piece of work with a file on a thread for work that blocks.
async fn on_disk<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.unwrap_or_else(|lost| Err(io::Error::other(lost))).map_err(|e| unwritable(path, e))
}

fn unwritable(path: &Path, e: io::Error) -> Error {
    Error::new(ErrorKind::Config, format!("path: {} cannot be written: {e}", path.display())).with_source(e)
}

/// A file that is not yet whole, for programs that read a download themselves. Its path never holds a part: what was there
/// before stays until [`finish`](Self::finish). Dropping it before leaves nothing behind.
pub struct PartialFile {
    path: PathBuf,
    /// Gone when it is finished, or could not be written.
    partial: Option<Partial>,
}

impl PartialFile {
    /// Begins a file, beside the place where it shall be.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when `path` is a folder or anything else but a file, or its folder cannot be written to.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        match Partial::create(&path, random::generator()) {
            Ok(partial) => Ok(Self { path, partial: Some(partial) }),
            Err(e) => Err(unwritable(&path, e)),
        }
    }

    /// Adds to it.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when it cannot be written; it is gone then.
    pub fn write(&mut self, chunk: &[u8]) -> Result<(), Error> {
        let Some(partial) = self.partial.take() else { return Err(self.is_over()) };
        self.partial = Some(partial.write(chunk).map_err(|e| unwritable(&self.path, e))?);
        Ok(())
    }

    /// Puts it in its place, whole.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] when that cannot be done; it is gone then.
    pub fn finish(&mut self) -> Result<(), Error> {
        let Some(partial) = self.partial.take() else { return Err(self.is_over()) };
        partial.finish().map_err(|e| unwritable(&self.path, e))
    }

    fn is_over(&self) -> Error {
        unwritable(&self.path, io::Error::other("it is finished, or was given up"))
    }
}

impl fmt::Debug for PartialFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartialFile").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("tidings-download-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        path
    }

    /// What is in the folder, which goes away.
    fn names(folder: PathBuf) -> Vec<String> {
        let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        fs::remove_dir_all(folder).unwrap();
        names
    }

    fn write(path: &Path, seed: u64) -> io::Result<()> {
        Partial::create(path, Rng::with_seed(seed))?.write(b"new")?.finish()
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_permissions() {
        let folder = folder("mode");
        let path = folder.join("a");
        for mode in [0o600, 0o640, 0o444] {
            let _ = fs::remove_file(&path);
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            write(&path, 1).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
            assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        }
        assert_eq!(names(folder), ["a"]);
    }

    #[test]
    fn a_link_stays_and_what_it_leads_to_is_written() {
        let folder = folder("link");
        fs::create_dir(folder.join("far")).unwrap();
        symlink("far/second", folder.join("first")).unwrap();
        symlink("target", folder.join("far/second")).unwrap();
        for old in [None, Some("old")] {
            if let Some(old) = old {
                fs::write(folder.join("far/target"), old).unwrap();
            }
            write(&folder.join("first"), 1).unwrap();
            assert_eq!(fs::read_to_string(folder.join("far/target")).unwrap(), "new", "{old:?}");
        }
        assert!(fs::symlink_metadata(folder.join("first")).unwrap().is_symlink());
        assert!(fs::symlink_metadata(folder.join("far/second")).unwrap().is_symlink());
        assert_eq!(names(folder), ["far", "first"]);
    }

    #[test]
    fn what_is_no_file_is_refused_and_nothing_is_left_behind() {
        let folder = folder("refused");
        assert_eq!(write(&folder, 1).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(write(Path::new("/dev/null"), 1).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert!(write(&folder.join("none/a"), 1).is_err());
        symlink("circle", folder.join("circle")).unwrap();
        assert!(write(&folder.join("circle"), 1).is_err());
        drop(Partial::create(&folder.join("a"), Rng::with_seed(1)).unwrap());
        assert_eq!(names(folder), ["circle"]);
    }

    #[test]
    fn a_file_written_by_its_reader_is_there_when_it_is_finished() {
        let folder = folder("reader");
        let path = folder.join("a");
        let mut file = PartialFile::create(&path).unwrap();
        file.write(b"new").unwrap();
        assert!(!path.exists());
        file.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(file.write(b"more").unwrap_err().kind(), ErrorKind::Config);
        drop(PartialFile::create(&path).unwrap());
        assert_eq!(names(folder), ["a"]);
    }

    #[test]
    fn a_name_that_is_taken_is_not_used() {
        let folder = folder("taken");
        let path = folder.join("a");
        let first = Partial::create(&path, Rng::with_seed(1)).unwrap();
        write(&path, 1).unwrap();
        assert!(fs::exists(&first.at).unwrap() && first.at.to_str().unwrap().contains(&std::process::id().to_string()));
        drop(first);
        assert_eq!(names(folder), ["a"]);
    }
}
