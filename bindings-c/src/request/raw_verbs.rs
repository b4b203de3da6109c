//! Requests to any path of the API, for what has no function of its own here.

use std::ffi::{c_char, c_void};

use tidings::FormField;

use super::{
    Kind, Request, change, give, misplaced,
    other::{Field, Other},
};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// A request to any path, such as "GET" of "/v1/skills". Its answer may be anything but JSON that says that it is an
/// error.
///
/// `path` begins with a slash; a query in it is kept. A whole URL is taken if it has the origin of the client's base URL,
/// since credentials are sent nowhere else. Both are copied; what cannot be is an error when the request is sent. New:
/// free it with tidings_request_free. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_raw(method: *const c_char, path: *const c_char) -> *mut Request {
    give(|| {
        let (method, path) = (ffi::c_text(method, "method")?, ffi::c_text(path, "path")?);
        let method = method
            .parse()
            .map_err(|_| Misuse::new(ResultCode::VALIDATION, "method must be the name of an HTTP method"))?;
        Ok(Kind::other(Other::raw(tidings::Request::new(method, path))))
    })
}

/// Sets the body of a raw request; one without bytes is no body.
///
/// `content_type` may be NULL: "application/json" then. All is copied. To have a stream, send JSON with "stream": true by
/// tidings_client_stream. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_INVALID_LENGTH, TIDINGS_VALIDATION
/// if it is no raw request.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_body(
    request: *mut Request,
    bytes: *const c_void,
    len: usize,
    content_type: *const c_char,
) -> ResultCode {
    change_raw(request, |other| {
        let bytes = ffi::bytes(bytes, len, "bytes")?.to_vec();
        let core = other.core.clone().json(bytes);
        other.core = match ffi::optional_c_text(content_type, "content_type")? {
            Some(content_type) => core.header("content-type", content_type),
            None => core,
        };
        Ok(())
    })
}

/// Adds a text to the form that a raw request carries as its body (multipart/form-data).
///
/// `name` and `text` are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is no raw
/// request.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_form_text(
    request: *mut Request,
    name: *const c_char,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change_raw(request, |other| {
        let (name, text) = (ffi::c_text(name, "name")?, ffi::text(text, text_len, "text")?);
        other.add_field(name, Field::Ready(FormField::Text(text.to_owned())));
        Ok(())
    })
}

/// Adds a file on disk to the form that a raw request carries as its body. It is opened anew each time that is sent.
///
/// `filename` may be NULL for the last part of the path, and `media_type` for what the ending of the name says. All are
/// copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is no raw request; what cannot be
/// read is an error when the request is sent.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_form_file(
    request: *mut Request,
    name: *const c_char,
    path: *const c_char,
    filename: *const c_char,
    media_type: *const c_char,
) -> ResultCode {
    change_raw(request, |other| {
        let (name, path) = (ffi::c_text(name, "name")?, ffi::c_text(path, "path")?);
        let filename = ffi::optional_c_text(filename, "filename")?.map(str::to_owned);
        let media_type = ffi::optional_c_text(media_type, "media_type")?.map(str::to_owned);
        other.add_field(name, Field::Path { path: path.into(), filename, media_type });
        Ok(())
    })
}

/// Adds a file in memory to the form that a raw request carries as its body.
///
/// `media_type` may be NULL for what the ending of `filename` says. All is copied. Errors: TIDINGS_NULL_ARGUMENT,
/// TIDINGS_INVALID_UTF8, TIDINGS_INVALID_LENGTH, TIDINGS_VALIDATION if it is no raw request.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_form_bytes(
    request: *mut Request,
    name: *const c_char,
    filename: *const c_char,
    media_type: *const c_char,
    bytes: *const c_void,
    len: usize,
) -> ResultCode {
    change_raw(request, |other| {
        let (name, filename) = (ffi::c_text(name, "name")?, ffi::c_text(filename, "filename")?);
        let (media_type, bytes) = (ffi::optional_c_text(media_type, "media_type")?, ffi::bytes(bytes, len, "bytes")?);
        other.add_field(name, Field::bytes(filename, media_type, bytes));
        Ok(())
    })
}

fn change_raw(request: *mut Request, change_it: impl FnOnce(&mut Other) -> Result<(), Misuse>) -> ResultCode {
    change(request, |request| match &mut request.kind {
        Kind::Other(other) if other.is_raw() => change_it(other),
        _ => Err(misplaced("is raw")),
    })
}
