//! Walking the pages of a list, and the lines of results, as the core does.

use std::sync::Mutex;

use napi::bindgen_prelude::{Buffer, Either, Either3, Null};
use napi_derive::napi;
use tidings::{Error, Request, host::ResultLines};

use crate::{
    bridge::lock,
    record::ErrorRecord,
    request::{Parameter, with_query},
};

/// Where a walk over the pages of a list is. It never changes: a step gives another one.
#[napi]
pub struct Pager {
    pager: Result<tidings::Pager, Error>,
}

/// The query parameter that asks for the next page.
#[napi(object, object_from_js = false)]
pub struct Step {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

#[napi]
impl Pager {
    /// The walk that begins with this request.
    #[napi(constructor)]
    #[must_use]
    pub fn new(path: String, query: Vec<Parameter>) -> Self {
        Self { pager: with_query(Request::get(path), query).map(tidings::Pager::new) }
    }

    /// The parameter that asks for the page behind the one whose JSON this is; `null` when it was the last. The walk is then
    /// at that page.
    #[napi]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands strings over by value")]
    pub fn next(&mut self, page: String) -> Either3<Step, ErrorRecord, Null> {
        let step = match &mut self.pager {
            Ok(pager) => pager.next_parameter(page.as_bytes()),
            Err(error) => return Either3::B(ErrorRecord::from(&*error)),
        };
        match step {
            Ok(Some((name, value))) => Either3::A(Step { name, value }),
            Ok(None) => Either3::C(Null),
            Err(error) => Either3::B(ErrorRecord::from(&error)),
        }
    }
}

/// Cuts the results of a batch into their lines.
#[napi]
pub struct Lines {
    lines: Mutex<ResultLines>,
}

type Line = Either<String, ErrorRecord>;

#[napi]
impl Lines {
    /// Nothing has come.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self { lines: Mutex::default() }
    }

    /// The lines that are whole with this chunk, in the place of one that is too long its error.
    #[napi]
    #[allow(clippy::needless_pass_by_value, reason = "napi hands buffers over by value")]
    pub fn push(&self, chunk: Buffer) -> Vec<Line> {
        let mut lines = lock(&self.lines);
        lines.feed(chunk.to_vec().into());
        std::iter::from_fn(|| lines.next_line()).map(line).collect()
    }

    /// The line that the end of the bytes ends, if there is one.
    #[napi]
    pub fn finish(&self) -> Vec<Line> {
        lock(&self.lines).finish().map(line).into_iter().collect()
    }
}

fn line(line: Result<impl AsRef<[u8]>, Error>) -> Line {
    match line {
        Ok(line) => Either::A(String::from_utf8_lossy(&ResultLines::readable(line.as_ref())).into_owned()),
        Err(error) => Either::B(ErrorRecord::from(&error)),
    }
}
