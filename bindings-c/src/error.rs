//! Why a call failed, with everything that is known about it.

use std::{
    ffi::{CStr, c_char},
    ptr,
    sync::Arc,
    time::Duration,
};

use serde_json::{Value, json};
use tidings::Sent;

use self::{finding::Finding, header::Headers};
use crate::{
    boundary::{Fallback, Fault, Misuse, enter},
    ffi::{self, Castable, Counted},
    handle::Lent,
    message::Message,
    result::ResultCode,
    text::{Text, pointer},
};

pub mod finding;
pub mod header;
#[cfg(test)]
mod tests;

/// Why a call failed. Immutable: may be read by several threads at once.
///
/// It never holds a credential or the request. What the server sent is in the body and the partial message alone.
#[derive(Debug)]
pub struct Failure {
    code: ResultCode,
    message: Text,
    description: Text,
    finding: Finding,
    status: u32,
    api_message: Option<Text>,
    error_type: Option<Text>,
    error_code: Option<Text>,
    details: Option<Text>,
    request_id: Option<Text>,
    workspace_id: Option<Text>,
    headers: Headers,
    body: Option<Text>,
    partial: Option<Lent<Message>>,
    attempts: u32,
    elapsed_ms: u64,
    retry_after_ms: Option<u64>,
    reason: Option<Text>,
    sent: &'static CStr,
    may_have_run: bool,
    is_retryable: bool,
    json: Text,
}

impl Castable for Failure {
    type Ownership = Counted;
}

impl Failure {
    pub(crate) fn code(&self) -> ResultCode {
        self.code
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Misuse(misuse) => misuse.into(),
            Fault::Error(error) => (&error).into(),
        }
    }
}

impl From<Misuse> for Failure {
    fn from(Misuse { code, message }: Misuse) -> Self {
        let name = code.name().to_string_lossy();
        Self {
            code,
            description: Text::for_c(&format!("{name}: {message}")),
            finding: code.into(),
            json: Text::new(json!({"code": code as u32, "kind": name, "message": message}).to_string()),
            message: Text::for_c(&message),
            status: 0,
            api_message: None,
            error_type: None,
            error_code: None,
            details: None,
            request_id: None,
            workspace_id: None,
            headers: Headers::default(),
            body: None,
            partial: None,
            attempts: 0,
            elapsed_ms: 0,
            retry_after_ms: None,
            reason: None,
            sent: name_of(Sent::None),
            may_have_run: false,
            is_retryable: false,
        }
    }
}

impl From<&tidings::Error> for Failure {
    fn from(error: &tidings::Error) -> Self {
        Self {
            code: error.kind().into(),
            message: Text::for_c(error.message()),
            description: Text::for_c(&error.to_string()),
            finding: error.into(),
            status: error.status().map_or(0, u32::from),
            api_message: error.api_message().map(Text::for_c),
            error_type: error.error_type().map(Text::for_c),
            error_code: error.error_code().map(Text::for_c),
            details: error.details().map(|details| Text::new(details.to_string())),
            request_id: error.request_id().map(Text::for_c),
            workspace_id: error.workspace_id().map(Text::for_c),
            headers: error.into(),
            body: error.body().map(Text::new),
            partial: error
                .partial_message()
                .and_then(|json| Message::parse(json, error.request_id()))
                .map(|partial| Lent::new(Arc::new(partial))),
            attempts: error.attempts(),
            elapsed_ms: milliseconds(error.elapsed()),
            retry_after_ms: error.retry_after().map(milliseconds),
            reason: error.reason().map(|reason| Text::new(reason.name())),
            sent: name_of(error.sent()),
            may_have_run: error.may_have_run(),
            is_retryable: error.is_retryable(),
            json: Text::new(to_json(error).to_string()),
        }
    }
}

/// The fields that a log may hold; the body and the partial message are not among them.
fn to_json(error: &tidings::Error) -> Value {
    json!({
        "code": error.kind().number(),
        "kind": error.kind().name(),
        "message": error.message(),
        "status": error.status(),
        "type": error.error_type(),
        "error_code": error.error_code(),
        "details": error.details(),
        "request_id": error.request_id(),
        "workspace_id": error.workspace_id(),
        "attempts": error.attempts(),
        "elapsed": error.elapsed().as_secs_f64(),
        "retry_after": error.retry_after().map(|wait| wait.as_secs_f64()),
        "reason": error.reason().map(tidings::Reason::name),
        "sent": name_of(error.sent()).to_string_lossy(),
        "may_have_run": error.may_have_run(),
        "is_retryable": error.is_retryable(),
    })
}

fn name_of(sent: Sent) -> &'static CStr {
    match sent {
        Sent::None => c"none",
        Sent::Partial => c"partial",
        Sent::Full => c"full",
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Frees an error, and with it every text that was read from it. NULL is fine.
///
/// Not while another thread reads it. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_free(error: *mut Failure) {
    enter(|| {
        ffi::free(error);
        Ok(())
    });
}

/// A new handle to the same error, to keep it longer than what it was borrowed from. Nothing is copied.
///
/// New: free it with tidings_error_free. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_clone(error: *const Failure) -> *mut Failure {
    enter(|| Ok(ffi::give(ffi::share(error, "error")?)))
}

/// What went wrong, as a code. NULL gives TIDINGS_OK. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_code(error: *const Failure) -> ResultCode {
    enter(|| if error.is_null() { Ok(ResultCode::OK) } else { ffi::borrow(error, "error").map(Failure::code) })
}

/// What happened, in the server's words where it gave some; never NULL.
///
/// Borrowed: good until the error is freed. NULL gives an empty text. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_message(error: *const Failure) -> *const c_char {
    printable(error, |error| &error.message)
}

/// One line for people: status, type, what happened, what to do, request id and attempts; never NULL.
///
/// Borrowed: good until the error is freed. NULL gives an empty text. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_description(error: *const Failure) -> *const c_char {
    printable(error, |error| &error.description)
}

/// The HTTP status of the answer; 0 if there was none, 200 for an error event inside a stream. NULL gives 0. Any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_status(error: *const Failure) -> u32 {
    read(error, |error| error.status)
}

/// What the error's body says happened; NULL if there was no body, or if it was no JSON or held no message.
///
/// Its wording may change: do not match on it. Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_api_message(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.api_message.as_ref()))
}

/// The type in the error's body, such as "overloaded_error"; NULL if there is none. There may be types that are not known
/// today.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_type(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.error_type.as_ref()))
}

/// The code in the details of the error's body, which names the cause, such as "thread_not_found"; NULL if there is none.
///
/// Not to be taken for tidings_error_code, which is about every kind of failure. There may be codes that are not known
/// today; treat one you do not know as if there were none. Borrowed: good until the error is freed. NULL gives NULL. Any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_error_code(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.error_code.as_ref()))
}

/// The details in the error's body, as JSON; NULL if there are none.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_details_json(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.details.as_ref()))
}

/// The id to quote to the API's support; NULL if there is none.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_request_id(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.request_id.as_ref()))
}

/// The workspace that the credential belongs to; NULL if the answer did not say.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_workspace_id(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.workspace_id.as_ref()))
}

/// The raw body of the answer, or the data of the event that was at fault; NULL if there is none.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed: good until the error is freed. NULL gives NULL. Any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_body(error: *const Failure, len: *mut usize) -> *const c_char {
    ffi::set(len, 0);
    read(error, |error| {
        ffi::set(len, error.body.as_ref().map_or(0, |body| body.as_bytes().len()));
        pointer(error.body.as_ref())
    })
}

/// The message as far as it had arrived when a stream broke; NULL if nothing had.
///
/// Borrowed: good until the error is freed; tidings_message_clone keeps it longer. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_partial_message(error: *const Failure) -> *const Message {
    read(error, |error| error.partial.as_ref().map_or(ptr::null(), Lent::as_ptr))
}

/// How many times the request was tried; 0 when it never left. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_attempts(error: *const Failure) -> u32 {
    read(error, |error| error.attempts)
}

/// The time from the call to the failure, waits between attempts included, in milliseconds. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_elapsed_ms(error: *const Failure) -> u64 {
    read(error, |error| error.elapsed_ms)
}

/// How long the server asked to wait before the next try, in milliseconds; -1 if it did not ask. NULL gives -1. Any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_retry_after_ms(error: *const Failure) -> i64 {
    read(error, |error| error.retry_after_ms.map_or(-1, |wait| i64::try_from(wait).unwrap_or(i64::MAX)))
}

/// What exactly went wrong below the HTTP status, where the code stands for a family of causes, such as "refused" or
/// "idle_limit"; NULL if there is nothing to say. There may be reasons that are not known today.
///
/// For TIDINGS_CONNECT: "dns", "refused", "unreachable", "tls", "certificate", "proxy", "resource". For TIDINGS_TIMEOUT:
/// "connect_limit", "pool_limit", "write_limit", "head_limit", "idle_limit", "total_limit". For a broken answer: "reset",
/// "closed", "protocol", "decode", "head_size", "interim_answers", "body_size". Borrowed: good until the error is freed.
/// NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_reason(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.reason.as_ref()))
}

/// How much of the request had left: "none", "partial" (perhaps all of it) or "full".
///
/// Borrowed: good for ever. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_sent(error: *const Failure) -> *const c_char {
    read(error, |error| error.sent.as_ptr())
}

/// Whether the request may have run on the server, and so may be billed. NULL gives false. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_may_have_run(error: *const Failure) -> bool {
    read(error, |error| error.may_have_run)
}

/// Whether sending the same request again can help. NULL gives false. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_is_retryable(error: *const Failure) -> bool {
    read(error, |error| error.is_retryable)
}

/// The fields as one JSON object, fit for a log: body and partial message are left out. Times are in seconds.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_json(error: *const Failure) -> *const c_char {
    read(error, |error| error.json.as_ptr())
}

fn read<R: Fallback>(error: *const Failure, field: impl FnOnce(&Failure) -> R) -> R {
    enter(|| ffi::borrow(error, "error").map(field))
}

/// For texts that people print without looking: a text in every case.
fn printable(error: *const Failure, field: impl FnOnce(&Failure) -> &Text) -> *const c_char {
    let text = read(error, |error| field(error).as_ptr());
    if text.is_null() { c"".as_ptr() } else { text }
}
