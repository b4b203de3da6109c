//! What belongs to the process that began it.

use crate::{
    error::{Error, ErrorKind},
    host::Driver,
};

/// Something that is read on the runtime of this process.
///
/// In a process that did not begin it, it is given up with one error: its runtime has no threads there, and its connection
/// is the parent's, which closing it would disturb.
#[derive(Debug)]
pub(super) struct Guarded<S> {
    runtime: Driver,
    /// Empty once it was given up.
    inner: Option<S>,
    process: u32,
}

impl<S> Guarded<S> {
    pub(super) fn new(runtime: Driver, inner: S) -> Self {
        Self { runtime, inner: Some(inner), process: std::process::id() }
    }

    pub(super) fn read<'a, T>(
        &'a mut self,
        next: impl FnOnce(&'a Driver, &'a mut S) -> Result<Option<T>, Error>,
    ) -> Option<Result<T, Error>> {
        if let Err(error) = self.check() {
            return Some(Err(error));
        }
        next(&self.runtime, self.inner.as_mut()?).transpose()
    }

    /// What is there without reading; `None` once it was given up.
    pub(super) fn get(&self) -> Option<&S> {
        self.inner.as_ref()
    }

    pub(super) fn into_inner(mut self) -> Result<(Driver, S), Error> {
        self.check()?;
        let inner = self.inner.take().ok_or_else(forked)?;
        Ok((self.runtime.clone(), inner))
    }

    fn check(&mut self) -> Result<(), Error> {
        if self.process == std::process::id() || self.inner.is_none() {
            return Ok(());
        }
        std::mem::forget(self.inner.take());
        Err(forked())
    }
}

impl<S> Drop for Guarded<S> {
    fn drop(&mut self) {
        if self.check().is_ok() && self.inner.take().is_some() {
            // The connection is closed by whoever drives, and nobody may wait just now.
            self.runtime.hurry();
        }
    }
}

fn forked() -> Error {
    Error::new(ErrorKind::Forked, "the stream began in the parent process and cannot go on after a fork")
}
