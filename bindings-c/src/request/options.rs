//! The options of a request's call.

use std::{ffi::c_char, time::Duration};

use tidings::CallOptions;

use super::{Request, change};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// Sets a header of this request, which replaces the client's; NULL as `value` removes the client's.
///
/// `name` and `value` are copied. Errors: TIDINGS_NULL_ARGUMENT for `name`, TIDINGS_INVALID_UTF8; what no header can
/// carry fails when the request is sent.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_header(
    request: *mut Request,
    name: *const c_char,
    value: *const c_char,
) -> ResultCode {
    change(request, |request| {
        let (name, value) = (ffi::c_text(name, "name")?, ffi::optional_c_text(value, "value")?);
        request.set(|options| match value {
            Some(value) => options.header(name, value),
            None => options.without_header(name),
        });
        Ok(())
    })
}

/// Selects another version of the API for this request. Default: as the client has it.
///
/// `version` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_anthropic_version(request: *mut Request, version: *const c_char) -> ResultCode {
    change(request, |request| {
        let version = ffi::c_text(version, "version")?;
        request.set(|options| options.anthropic_version(version));
        Ok(())
    })
}

/// Adds a beta of the API to those that this request asks for (header "anthropic-beta"), in place of the client's.
///
/// `name` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_beta(request: *mut Request, name: *const c_char) -> ResultCode {
    change(request, |request| {
        request.betas.push(ffi::c_text(name, "name")?.to_owned());
        Ok(())
    })
}

/// Sets how often to try again after a failure; 0 for never. Default: as the client has it. Errors:
/// TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_max_retries(request: *mut Request, retries: u32) -> ResultCode {
    set(request, |options| options.max_retries(retries))
}

/// Sets the longest wait that the server may ask for, in milliseconds. Default: as the client has it. Errors:
/// TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_max_retry_after_ms(request: *mut Request, limit: u64) -> ResultCode {
    set(request, |options| options.max_retry_after(Duration::from_millis(limit)))
}

/// Sets the longest time spent waiting on refusals in all, in milliseconds, see
/// tidings_client_options_set_throttle_patience_ms. Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_throttle_patience_ms(request: *mut Request, limit: u64) -> ResultCode {
    set(request, |options| options.throttle_patience(Duration::from_millis(limit)))
}

/// Sets whether this request is tried again though it may have run, see tidings_client_options_set_retry_ambiguous.
/// Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_retry_ambiguous(request: *mut Request, yes: bool) -> ResultCode {
    set(request, |options| options.retry_ambiguous(yes))
}

/// Sets whether this request is tried again though it was sent whole and has probably run, see
/// tidings_client_options_set_retry_on_timeout. Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_retry_on_timeout(request: *mut Request, yes: bool) -> ResultCode {
    set(request, |options| options.retry_on_timeout(yes))
}

/// Sets whether this request is checked before it is sent, see tidings_client_options_set_validation. Default: as the
/// client has it. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_validation(request: *mut Request, yes: bool) -> ResultCode {
    set(request, |options| options.validation(yes))
}

/// Sets whether tidings_client_create fetches this message as a stream if it would take long, see
/// tidings_client_options_set_stream_long_calls. Default: as the client has it. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_stream_long_calls(request: *mut Request, yes: bool) -> ResultCode {
    set(request, |options| options.stream_long_calls(yes))
}

/// Sets the longest wait for the head of the answer and the longest silence in it, in milliseconds. Default: as the
/// client has them. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_timeout_ms(request: *mut Request, timeout: u64) -> ResultCode {
    limit(request, timeout, |options, limit| options.head_timeout(limit).idle_timeout(limit))
}

/// Sets the longest time in which nothing of the request's body can be sent, in milliseconds. Default: as the client has
/// it. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_write_timeout_ms(request: *mut Request, timeout: u64) -> ResultCode {
    limit(request, timeout, CallOptions::write_timeout)
}

/// Sets the longest wait for the head of the answer, in milliseconds. Default: as the client has it.
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_head_timeout_ms(request: *mut Request, timeout: u64) -> ResultCode {
    limit(request, timeout, CallOptions::head_timeout)
}

/// Sets the longest silence within the answer, in milliseconds. Default: as the client has it.
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_idle_timeout_ms(request: *mut Request, timeout: u64) -> ResultCode {
    limit(request, timeout, CallOptions::idle_timeout)
}

/// Sets the longest time for the whole call, attempts and waits included, in milliseconds. Default: as the client has
/// it. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_total_timeout_ms(request: *mut Request, timeout: u64) -> ResultCode {
    limit(request, timeout, CallOptions::total_timeout)
}

impl Request {
    fn set(&mut self, change: impl FnOnce(CallOptions) -> CallOptions) {
        self.options = change(std::mem::take(&mut self.options));
    }
}

fn set(request: *mut Request, set: impl FnOnce(CallOptions) -> CallOptions) -> ResultCode {
    change(request, |request| {
        request.set(set);
        Ok(())
    })
}

fn limit(
    request: *mut Request,
    milliseconds: u64,
    set: impl FnOnce(CallOptions, Duration) -> CallOptions,
) -> ResultCode {
    change(request, |request| {
        let limit = Misuse::unless_positive(milliseconds, ResultCode::VALIDATION)?;
        request.set(|options| set(options, limit));
        Ok(())
    })
}
