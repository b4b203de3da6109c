//! A file that is written as a download arrives.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use pyo3::prelude::*;
use tidings::{Error, host};

use crate::error::{self, Answer};

/// A file that is not yet whole: its path never holds a part. Dropping it leaves nothing behind.
#[pyclass(frozen, module = "tidings._native")]
pub(crate) struct PartialFile(Mutex<host::PartialFile>);

#[pymethods]
impl PartialFile {
    #[new]
    fn new(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let made = py.detach(|| host::PartialFile::create(path));
        made.map(|file| Self(Mutex::new(file))).map_err(|failure| raised(py, &failure))
    }

    /// Adds to it.
    fn write(&self, py: Python<'_>, chunk: &[u8]) -> PyResult<()> {
        self.work(py, |file| file.write(chunk))
    }

    /// Puts it in its place, whole.
    fn finish(&self, py: Python<'_>) -> PyResult<()> {
        self.work(py, host::PartialFile::finish)
    }
}

impl PartialFile {
    fn work(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut host::PartialFile) -> Result<(), Error> + Send,
    ) -> PyResult<()> {
        let done = py.detach(|| work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)));
        done.map_err(|failure| raised(py, &failure))
    }
}

fn raised(py: Python<'_>, failure: &Error) -> PyErr {
    error::to_exception(py, failure, Answer::default())
}
