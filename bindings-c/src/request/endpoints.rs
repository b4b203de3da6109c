//! Requests to the endpoints of batches, models and files, and for counting tokens.

use std::ffi::{c_char, c_void};

use serde_json::json;

use super::{
    Kind, Lines, Request,
    batch::BATCHES,
    change, give, misplaced,
    other::{Field, Other, binary},
    refused,
};
use crate::{
    boundary::{Misuse, enter},
    ffi,
    result::ResultCode,
};

const BATCH: &str = "/v1/messages/batches/{message_batch_id}";
const CANCEL: &str = "/v1/messages/batches/{message_batch_id}/cancel";
const FILES: &str = "/v1/files";
const FILE: &str = "/v1/files/{file_id}";
const CONTENT: &str = "/v1/files/{file_id}/content";
const MODELS: &str = "/v1/models";
const MODEL: &str = "/v1/models/{model_id}";

/// A request that counts the tokens of a request for a message, for tidings_client_start: the answer is an object with
/// "/input_tokens". Where you can wait, tidings_client_count_tokens does all of it.
///
/// `message` is copied. New: free it with tidings_request_free. NULL gives NULL. Any thread, as long as none changes
/// `message`; one that is no request for a message is an error when this one is sent.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_count_tokens(message: *const Request) -> *mut Request {
    enter(|| {
        let mut request = ffi::borrow(message, "message")?.clone();
        match request.kind {
            Kind::Message(body) | Kind::Count(body) => request.kind = Kind::Count(body),
            _ => request.misuse = request.misuse.or_else(|| Some(misplaced("asks for a message"))),
        }
        Ok(ffi::give(request))
    })
}

/// A request for one batch: how far it is.
///
/// New: free it with tidings_request_free. `id` is copied; one that cannot be is an error when the request is sent. Any
/// thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_batch_retrieve(id: *const c_char) -> *mut Request {
    known(|| Ok(tidings::Request::get(batch(BATCH, id)?)))
}

/// A request for all batches, the newest first, for tidings_client_list; tidings_client_send gives one page.
///
/// "limit", "after_id" and "before_id" are set by tidings_request_add_query. New: free it with tidings_request_free. Any
/// thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_batch_list() -> *mut Request {
    known(|| Ok(tidings::Request::get(BATCHES)))
}

/// A request that cancels a batch. What is with the model is still finished, so it ends a while later.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_batch_cancel(id: *const c_char) -> *mut Request {
    known(|| Ok(tidings::Request::post(batch(CANCEL, id)?, "")))
}

/// A request that deletes a batch that has ended.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_batch_delete(id: *const c_char) -> *mut Request {
    known(|| Ok(delete(batch(BATCH, id)?, ffi::c_text(id, "id")?, "message_batch_deleted")))
}

/// A request for the results of a batch that has ended, for tidings_client_list: an object for each line.
/// tidings_client_download writes the lines to a file.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_batch_results(id: *const c_char) -> *mut Request {
    give(|| Ok(Kind::Results(Lines::new(ffi::c_text(id, "id")?)?)))
}

/// A request for one model, by its id or an alias.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_model_retrieve(id: *const c_char) -> *mut Request {
    known(|| Ok(tidings::Request::get(path(MODEL, "model_id", id)?)))
}

/// A request for all models, the newest first. As tidings_request_batch_list; "lifecycle[]" chooses among them. Any
/// thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_model_list() -> *mut Request {
    known(|| Ok(tidings::Request::get(MODELS)))
}

/// A request that uploads a file, at most 500 MB. The answer is an object: what is known of the file.
///
/// It is opened anew each time the request is sent or tried again, and must be there then; its name is the last part of
/// the path, and the ending of the name says what it is. For another name or type see tidings_request_add_form_file.
/// `path` is copied. New: free it with tidings_request_free. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_file_upload(path: *const c_char) -> *mut Request {
    upload(|| Ok(Field::Path { path: ffi::c_text(path, "path")?.into(), filename: None, media_type: None }))
}

/// A request that uploads a file from memory. As tidings_request_file_upload.
///
/// `name` is what the file will be called; `media_type` may be NULL: the ending of the name decides then. All is copied.
/// New: free it with tidings_request_free. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_file_upload_bytes(
    name: *const c_char,
    media_type: *const c_char,
    bytes: *const c_void,
    len: usize,
) -> *mut Request {
    upload(|| {
        let (name, bytes) = (ffi::c_text(name, "name")?, ffi::bytes(bytes, len, "bytes")?);
        Ok(Field::bytes(name, ffi::optional_c_text(media_type, "media_type")?, bytes))
    })
}

/// Has an uploaded file removed after this many seconds, 3600 to 7,776,000 (90 days). Without it, it stays. Errors:
/// TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if the request uploads no file.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_file_expiry(request: *mut Request, seconds: u64) -> ResultCode {
    change(request, |request| match &mut request.kind {
        // The server reads the form from its beginning and wants to know this before the file.
        Kind::Other(other) if other.is_form() => {
            other.put_text_first("expires_in_seconds", seconds.to_string());
            Ok(())
        }
        _ => Err(misplaced("uploads a file")),
    })
}

/// A request for all files, the newest first. As tidings_request_batch_list; "ids[]" chooses among them. Any thread.
/// Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_file_list() -> *mut Request {
    known(|| Ok(tidings::Request::get(FILES)))
}

/// A request for what is known of a file.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_file_retrieve(id: *const c_char) -> *mut Request {
    known(|| Ok(tidings::Request::get(path(FILE, "file_id", id)?)))
}

/// A request for the content of a file that a tool or a skill made, for tidings_client_download; tidings_client_send
/// gives it as the body of the answer, up to 64 MiB. Others cannot be downloaded.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_file_download(id: *const c_char) -> *mut Request {
    known(|| Ok(binary(&path(CONTENT, "file_id", id)?)))
}

/// A request that deletes a file.
///
/// As tidings_request_batch_retrieve. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_file_delete(id: *const c_char) -> *mut Request {
    known(|| Ok(delete(path(FILE, "file_id", id)?, ffi::c_text(id, "id")?, "file_deleted")))
}

fn known(core: impl FnOnce() -> Result<tidings::Request, Misuse>) -> *mut Request {
    give(|| Ok(Kind::other(Other::known(core()?))))
}

fn upload(file: impl FnOnce() -> Result<Field, Misuse>) -> *mut Request {
    give(|| Ok(Kind::other(Other::known(tidings::Request::post(FILES, "")).with_field("file", file()?))))
}

/// A server may say that it is done without any content.
fn delete(path: String, id: &str, kind: &str) -> tidings::Request {
    tidings::Request::delete(path).without_content(json!({"id": id, "type": kind}).to_string())
}

fn batch(template: &str, id: *const c_char) -> Result<String, Misuse> {
    path(template, "message_batch_id", id)
}

fn path(template: &str, name: &str, id: *const c_char) -> Result<String, Misuse> {
    tidings::Request::path(template, &[(name, ffi::c_text(id, "id")?)]).map_err(|error| refused(&error))
}
