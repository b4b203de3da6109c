//! From one page of a list to the next, for programs that send the requests themselves.

use std::ptr;

use tidings::Pager;

use super::{Kind, Query, Request};
use crate::{
    boundary::{Misuse, enter_with},
    error::Failure,
    ffi,
    response::Response,
    result::ResultCode,
};

/// The request for the page behind one that has come, for event loops; where you can wait, tidings_client_list does all
/// of it.
///
/// `request` is the one whose answer `response` is. TIDINGS_OK with a new request in `next` (free it with
/// tidings_request_free), or TIDINGS_DONE and NULL after the last page. `err` (which may be NULL) gets NULL or a new error.
/// Any thread, as long as none changes the request. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_UNEXPECTED_RESPONSE if the
/// answer is no page, or the server leads in a circle; TIDINGS_VALIDATION if the request is no list.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_next_page(
    request: *const Request,
    response: *const Response,
    next: *mut *mut Request,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(next, ptr::null_mut());
    enter_with(err, || {
        ffi::required(next, "next")?;
        let request = ffi::borrow(request, "request")?;
        let mut pager = request.pager()?;
        let Some(core) = pager.next(&ffi::borrow(response, "response")?.core().body)? else {
            return Ok(ResultCode::DONE);
        };
        ffi::set(next, ffi::give(request.at_page(core, pager)));
        Ok(ResultCode::OK)
    })
}

impl Request {
    fn pager(&self) -> Result<Pager, Misuse> {
        let known = match &self.kind {
            Kind::Other(other) => other.pager.as_deref().cloned(),
            _ => None,
        };
        known.map_or_else(|| self.prepare_list().map(Pager::new), Ok)
    }

    /// The same request for another page, whose query is the core's already.
    fn at_page(&self, core: tidings::Request, pager: Pager) -> Self {
        let mut next = self.clone();
        next.query = Query::default();
        if let Kind::Other(other) = &mut next.kind {
            other.core = core;
            other.pager = Some(Box::new(pager));
        }
        next
    }
}
