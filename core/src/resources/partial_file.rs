//! A file that is not there until it is whole.

use std::{
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use fastrand::Rng;

use crate::{
    error::{Error, ErrorKind},
    random,
};

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

/// A file that is not yet whole. Dropping it removes it.
pub(super) struct Partial {
    file: Option<fs::File>,
    at: PathBuf,
    goal: PathBuf,
}

impl Partial {
    /// A new file beside the one that it shall become, with the permissions of that one if there is one.
    pub(super) fn create(path: &Path, random: Rng) -> io::Result<Self> {
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

    pub(super) fn write(mut self, chunk: &[u8]) -> io::Result<Self> {
        if let Some(file) = &mut self.file {
            file.write_all(chunk)?;
        }
        Ok(self)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
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

pub(super) fn unwritable(path: &Path, e: io::Error) -> Error {
    Error::new(ErrorKind::Config, format!("path: {} cannot be written: {e}", path.display())).with_source(e)
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
