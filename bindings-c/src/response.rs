//! A whole answer, as it came.

use crate::ffi::{Castable, Counted};

/// An answer of the server: status, headers and body. Immutable: may be read by several threads at once.
#[derive(Debug)]
pub struct Response(tidings::Response);

impl Castable for Response {
    type Ownership = Counted;
}

impl Response {
    pub(crate) fn new(core: tidings::Response) -> Self {
        Self(core)
    }

    /// The answer as the core gives it.
    pub(crate) fn core(&self) -> &tidings::Response {
        &self.0
    }
}
