//! Answers that become files.

use std::{ffi::c_char, time::Duration};

use tidings::host::{self, Delivery, Mode, PartialFile};

use crate::{
    boundary::enter_with, callback::may_wait, client::Client, error::Failure, ffi, request::Request, result::ResultCode,
};

/// Sends a request and writes the body of its answer to a file, whatever its size: for tidings_request_file_download and
/// tidings_request_batch_results.
///
/// It is written under another name in the same folder, which becomes `path` when all of it is there: `path` never holds a
/// part, and what was there before stays until then; the new file has its permissions. A failure leaves nothing behind.
/// Waits, and can be bounded, as tidings_client_create. `err` (which may be NULL) gets NULL or a new error. The request
/// stays the caller's. Any thread, as long as none changes the request. Errors: every code from TIDINGS_CONFIG on;
/// TIDINGS_CONFIG, before anything is sent, where `path` is a folder or cannot be written.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_download(
    client: *const Client,
    request: *const Request,
    path: *const c_char,
    err: *mut *mut Failure,
) -> ResultCode {
    enter_with(err, || {
        let client = ffi::borrow(client, "client")?.core();
        let request = ffi::borrow(request, "request")?.prepare(false)?;
        let path = ffi::c_text(path, "path")?;
        may_wait()?;
        let mut file = PartialFile::create(path)?;
        let call = host::start(client, request, Mode::Bytes)?;
        loop {
            let Some(taken) = call.wait(Duration::MAX) else { continue };
            for delivery in taken.items {
                if let Delivery::Bytes(chunk) = delivery {
                    file.write(&chunk)?;
                }
            }
            match taken.end {
                Some(Ok(())) => break,
                Some(Err(error)) => return Err(error.into()),
                None => {}
            }
        }
        file.finish()?;
        Ok(ResultCode::OK)
    })
}
