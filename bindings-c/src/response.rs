//! The answer to a request, as it came.

use std::{ffi::c_char, ptr, sync::Arc};

use tidings::ResponseHead;

use crate::{
    boundary::{Fallback, enter, enter_with},
    call::{not_a_message, parse},
    error::Failure,
    ffi::{self, Castable, Counted},
    handle::Lent,
    limits,
    message::Message,
    object::Object,
    once::Once,
    result::ResultCode,
    text::{Text, pointer},
};

/// The answer to a request: status, headers and body. Immutable: may be read by several threads at once.
///
/// Every text it gives is borrowed: good until the last handle of the answer is freed.
#[derive(Debug)]
pub struct Response {
    core: tidings::Response,
    // The rest is made when it is asked for: most answers are only asked for their message.
    request_id: Once<Option<Text>>,
    headers: Once<Headers>,
    rate_limits: Once<Text>,
    /// Holds the body, which is copied once: C wants a NUL behind it.
    object: Once<Lent<Object>>,
}

impl Castable for Response {
    type Ownership = Counted;
}

impl Response {
    pub(crate) fn new(core: tidings::Response) -> Self {
        Self { core, request_id: Once::new(), headers: Once::new(), rate_limits: Once::new(), object: Once::new() }
    }

    /// The answer as the core gives it.
    pub(crate) fn core(&self) -> &tidings::Response {
        &self.core
    }

    fn headers(&self) -> &Headers {
        self.headers.get(|| Headers::new(&self.core.head))
    }

    fn object(&self) -> &Lent<Object> {
        self.object.get(|| Lent::new(Arc::new(Object::new(&self.core.body))))
    }
}

/// Frees an answer. NULL is fine. Not while another thread uses this handle. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_free(response: *mut Response) {
    enter(|| {
        ffi::free(response);
        Ok(())
    });
}

/// A new handle to the same answer, to keep it longer than what it was borrowed from. Nothing is copied.
///
/// New: free it with tidings_response_free. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_clone(response: *const Response) -> *mut Response {
    enter(|| Ok(ffi::give(ffi::share(response, "response")?)))
}

/// The HTTP status, 200 to 299: every other one is an error. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_status(response: *const Response) -> u32 {
    read(response, |response| response.core.head.status.into())
}

/// The id of the request, to quote to the API's support; NULL if the server gave none.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_request_id(response: *const Response) -> *const c_char {
    read(response, |response| {
        pointer(response.request_id.get(|| response.core.head.request_id().map(Text::for_c)).as_ref())
    })
}

/// How many times the request was tried. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_attempts(response: *const Response) -> u32 {
    read(response, |response| response.core.attempts)
}

/// The header with this name, in whatever case it is given; NULL if there is none.
///
/// Of several headers with one name this is the first. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_header(response: *const Response, name: *const c_char) -> *const c_char {
    enter(|| {
        let (response, name) = (ffi::borrow(response, "response")?, ffi::c_text(name, "name")?);
        Ok(response.headers().find(name))
    })
}

/// How many headers the answer has; one that is there twice counts twice. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_header_count(response: *const Response) -> usize {
    read(response, |response| response.headers().places.len())
}

/// The name of a header, in lower case; NULL if there is none of this index.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_header_name(response: *const Response, index: usize) -> *const c_char {
    read(response, |response| response.headers().at(index, |(name, _)| name))
}

/// The value of a header; NULL if there is none of this index.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_header_value(response: *const Response, index: usize) -> *const c_char {
    read(response, |response| response.headers().at(index, |(_, value)| value))
}

/// What the headers say about rate limits, as a JSON object: "requests", "tokens", "input_tokens", "output_tokens",
/// "priority_input_tokens" and "priority_output_tokens", each with what is known of "limit", "remaining" and "reset" (a
/// time, RFC 3339), and "retry_after" in seconds. What the server did not say is not there: it may be an empty object.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_rate_limits_json(response: *const Response, len: *mut usize) -> *const c_char {
    read_text(response, len, |response| {
        response.rate_limits.get(|| Text::new(limits::to_json(&response.core.head.rate_limits()).to_string()))
    })
}

/// The body as it came; empty for a stream's. It may be no text at all, such as that of a file.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_body(response: *const Response, len: *mut usize) -> *const c_char {
    read_text(response, len, |response| response.object().object().json())
}

/// The body as an object, whose fields can be asked for; NULL if the body is no JSON object.
///
/// Borrowed: good until the last handle of the answer is freed; tidings_object_clone keeps it longer. NULL gives NULL.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_object(response: *const Response) -> *const Object {
    read(response, |response| {
        let object = response.object();
        if object.object().is_object() { object.as_ptr() } else { ptr::null() }
    })
}

/// The body as a message, for the answer to a request for one.
///
/// `message` gets a new message (free it with tidings_message_free) or NULL. `err` (which may be NULL) gets NULL or a
/// new error. Any thread. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_UNEXPECTED_RESPONSE if the body is no JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_response_message(
    response: *const Response,
    message: *mut *mut Message,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(message, ptr::null_mut());
    enter_with(err, || {
        ffi::required(message, "message")?;
        let response = ffi::borrow(response, "response")?;
        let parsed = parse(&response.core).ok_or_else(not_a_message)?;
        ffi::set(message, ffi::give(Arc::new(parsed)));
        Ok(ResultCode::OK)
    })
}

/// Names in lower case and values, one after the other in one piece of memory, a NUL behind each.
#[derive(Debug)]
struct Headers {
    text: Text,
    places: Vec<(usize, usize)>,
}

impl Headers {
    fn new(head: &ResponseHead) -> Self {
        let (mut text, mut places) = (Vec::new(), Vec::new());
        for (name, value) in &head.headers {
            let mut add = |bytes: &[u8]| {
                let at = text.len();
                text.extend_from_slice(bytes);
                text.push(0);
                at
            };
            // No NUL can be in a header.
            places.push((add(name.as_str().as_bytes()), add(String::from_utf8_lossy(value.as_bytes()).as_bytes())));
        }
        Self { text: Text::new(text), places }
    }

    fn find(&self, name: &str) -> *const c_char {
        let index = self.places.iter().position(|(at, _)| self.read(*at).eq_ignore_ascii_case(name.as_bytes()));
        self.at(index.unwrap_or(usize::MAX), |(_, value)| value)
    }

    fn at(&self, index: usize, choose: impl FnOnce((usize, usize)) -> usize) -> *const c_char {
        let rest = self.places.get(index).and_then(|place| self.text.as_bytes().get(choose(*place)..));
        rest.map_or(ptr::null(), |rest| rest.as_ptr().cast())
    }

    fn read(&self, at: usize) -> &[u8] {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        rest.split(|byte| *byte == 0).next().unwrap_or_default()
    }
}

fn read<R: Fallback>(response: *const Response, field: impl FnOnce(&Response) -> R) -> R {
    enter(|| ffi::borrow(response, "response").map(field))
}

fn read_text(response: *const Response, len: *mut usize, field: impl FnOnce(&Response) -> &Text) -> *const c_char {
    ffi::set(len, 0);
    read(response, |response| {
        let text = field(response);
        ffi::set(len, text.as_bytes().len());
        text.as_ptr()
    })
}
