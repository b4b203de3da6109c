//! The pages of a list.

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::value::RawValue;
use tidings::{Error, ErrorKind, Pager, host::ResultLines};

use super::{List, Stop};
use crate::object::Object;

/// A walk from page to page.
#[derive(Debug)]
pub(super) struct Pages {
    pager: Pager,
    /// The request for the next page, or why there is none though there should be.
    next: Option<Result<tidings::Request, Error>>,
    ready: VecDeque<Object>,
}

impl Pages {
    pub(super) fn new(request: tidings::Request) -> Self {
        Self { pager: Pager::new(request.clone()), next: Some(Ok(request)), ready: VecDeque::new() }
    }

    pub(super) fn next(&mut self, list: &List) -> Result<Option<Object>, Stop> {
        loop {
            if let Some(object) = self.ready.pop_front() {
                return Ok(Some(object));
            }
            let Some(request) = self.next.take() else { return Ok(None) };
            let answer = list.whole(request?)?;
            let page = ResultLines::readable(&answer.body);
            self.ready = items(&page)?;
            self.next = self.pager.next(&page).transpose();
        }
    }
}

fn items(page: &[u8]) -> Result<VecDeque<Object>, Error> {
    #[derive(Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        data: Vec<&'a RawValue>,
    }
    let page: Page<'_> = serde_json::from_slice(page)
        .map_err(|e| Error::new(ErrorKind::UnexpectedResponse, format!("the answer is not a page: {e}")))?;
    Ok(page.data.into_iter().map(|item| Object::new(item.get().as_bytes())).collect())
}
