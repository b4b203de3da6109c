//! How a client is built.

use std::{ffi::c_char, mem, time::Duration};

use tidings::{Client as Core, ClientBuilder};

use crate::{
    boundary::{Misuse, enter},
    ffi::{self, Boxed, Castable},
    result::ResultCode,
};

pub mod network;
pub mod watching;

/// Options of a client; whatever is not set comes from the environment or the defaults. One thread at a time.
///
/// A setter that fails changes nothing, says why by its code, and makes tidings_client_new fail with the same code.
#[derive(Debug)]
pub struct ClientOptions {
    builder: ClientBuilder,
    misuse: Option<Misuse>,
}

impl Castable for ClientOptions {
    type Ownership = Boxed;
}

impl ClientOptions {
    /// The options that have been set, or the first setter's failure.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, Misuse> {
        self.misuse.clone().map_or_else(|| Ok(self.builder.clone()), Err)
    }
}

/// A builder that says which language it serves.
pub(crate) fn defaults() -> ClientBuilder {
    Core::builder().user_agent(concat!("tidings-c/", env!("CARGO_PKG_VERSION")))
}

/// Options of which none is set.
///
/// New: free them with tidings_client_options_free. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_new() -> *mut ClientOptions {
    enter(|| Ok(ffi::give(ClientOptions { builder: defaults(), misuse: None })))
}

/// Frees options. Clients made with them live on. NULL is fine. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_free(options: *mut ClientOptions) {
    enter(|| {
        ffi::free(options);
        Ok(())
    });
}

/// Sets the API key, sent as x-api-key. Blank counts as not set. Default: ANTHROPIC_API_KEY of the environment.
///
/// `key` is copied. Tidings' own copy is wiped when the client is freed; buffers of the HTTP layer are not. Errors:
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_api_key(options: *mut ClientOptions, key: *const c_char) -> ResultCode {
    change(options, |builder| Ok(builder.api_key(ffi::c_text(key, "key")?)))
}

/// Sets a token, sent as "Authorization: Bearer". Blank counts as not set. Default: ANTHROPIC_AUTH_TOKEN of the
/// environment.
///
/// `token` is copied. Tidings' own copy is wiped when the client is freed; buffers of the HTTP layer are not. Errors:
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_auth_token(
    options: *mut ClientOptions,
    token: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.auth_token(ffi::c_text(token, "token")?)))
}

/// Sets which header carries the API key: "x-api-key" (the default), or "authorization" to send it as a bearer token.
///
/// `name` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; another name fails in tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_api_key_header(
    options: *mut ClientOptions,
    name: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.api_key_header(ffi::c_text(name, "name")?)))
}

/// Sets where the API is; a path in it stays in front of the API's own paths.
/// Default: ANTHROPIC_BASE_URL of the environment, else the public API.
///
/// `url` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what is not a URL fails in
/// tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_base_url(options: *mut ClientOptions, url: *const c_char) -> ResultCode {
    change(options, |builder| Ok(builder.base_url(ffi::c_text(url, "url")?)))
}

/// Sets the version of the API. Default: "2023-06-01".
///
/// `version` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_anthropic_version(
    options: *mut ClientOptions,
    version: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.anthropic_version(ffi::c_text(version, "version")?)))
}

/// Sets how often to try again after a failure. Default: 2. With 0, refusals (429, 529) are not waited for either.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_max_retries(options: *mut ClientOptions, retries: u32) -> ResultCode {
    change(options, |builder| Ok(builder.max_retries(retries)))
}

/// Sets the longest wait that the server may ask for, in milliseconds. Default: 60 000. A longer one fails at once.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_max_retry_after_ms(options: *mut ClientOptions, limit: u64) -> ResultCode {
    change(options, |builder| Ok(builder.max_retry_after(Duration::from_millis(limit))))
}

/// Sets the longest time that a call spends waiting on refusals (429, 529) in all, in milliseconds. Default: 60 000, or
/// the longest wait that the server may ask for if that is longer. Refusals do not count as retries: the server has not
/// run anything.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_throttle_patience_ms(
    options: *mut ClientOptions,
    limit: u64,
) -> ResultCode {
    change(options, |builder| Ok(builder.throttle_patience(Duration::from_millis(limit))))
}

/// Sets whether a request that may have run, and so may be billed, is tried again. Default: true. Such are connections
/// that break after the request began to leave, 408, 409 and 5xx.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_retry_ambiguous(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.retry_ambiguous(yes)))
}

/// Sets whether a request that was sent whole and got no answer within its limits is tried again. Default: false, because
/// it has probably run.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_retry_on_timeout(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.retry_on_timeout(yes)))
}

/// Sets whether calls wait for their turn so that the server is not asked for more than it can give. Default: true.
///
/// All calls of a client share what is known of the server: what it advertises of its rate limits, its refusals, how many
/// requests it bears at once. Nothing is held back before there is a reason. tidings_client_pressure shows what is known.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_pressure(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.pressure(yes)))
}

/// Sets the most calls that are under way at once, streams until their end included. Default: no limit. The others wait
/// in the order they came. Holds with pressure switched off too.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_max_in_flight(options: *mut ClientOptions, calls: usize) -> ResultCode {
    change(options, |builder| Ok(builder.max_in_flight(at_least_one(calls, "max_in_flight")?)))
}

/// Sets head and idle limit at once, in milliseconds; see the two functions below.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_timeout_ms(options: *mut ClientOptions, timeout: u64) -> ResultCode {
    change(options, |builder| {
        let limit = positive(timeout)?;
        Ok(builder.head_timeout(limit).idle_timeout(limit))
    })
}

/// Sets the longest time for name lookup, connection and TLS together, in milliseconds. Default: 5 000.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_connect_timeout_ms(
    options: *mut ClientOptions,
    timeout: u64,
) -> ResultCode {
    change(options, |builder| Ok(builder.connect_timeout(positive(timeout)?)))
}

/// Sets the longest wait for the head of an answer, for each attempt, in milliseconds. Default: 600 000.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_head_timeout_ms(options: *mut ClientOptions, timeout: u64) -> ResultCode {
    change(options, |builder| Ok(builder.head_timeout(positive(timeout)?)))
}

/// Sets the longest silence within an answer, in milliseconds. Default: 120 000.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_idle_timeout_ms(options: *mut ClientOptions, timeout: u64) -> ResultCode {
    change(options, |builder| Ok(builder.idle_timeout(positive(timeout)?)))
}

/// Sets the longest time for a whole call, attempts and waits included, in milliseconds. Default: none.
///
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for 0.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_total_timeout_ms(options: *mut ClientOptions, timeout: u64) -> ResultCode {
    change(options, |builder| Ok(builder.total_timeout(positive(timeout)?)))
}

/// Sets whether requests are checked before they are sent. Default: true.
///
/// Only what is certain to be refused is an error (TIDINGS_VALIDATION, whose message lists where, what was found and
/// what is accepted): a required field that is missing, a value of the wrong JSON type, a number out of its range.
/// Fields that this library does not know pass. Set it to false for an endpoint that takes more.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_validation(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.validation(yes)))
}

/// Sets whether tidings_client_create fetches a message that would take long to write as a stream, and gives it whole
/// all the same. Default: true.
///
/// A call that has to be answered whole is closed after 10 minutes, by the server or on the way. Long is what may take
/// more than that: `max_tokens` above 21 333, or above 8192 for Claude Opus 4 and 4.1. Limits and errors of such a call
/// are those of a stream: if it breaks, the error has the partial message, and it is not tried again.
///
/// Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_stream_long_calls(options: *mut ClientOptions, yes: bool) -> ResultCode {
    change(options, |builder| Ok(builder.stream_long_calls(yes)))
}

/// Adds a header to every request of the client; a later one of the same name replaces it.
///
/// `name` and `value` are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8; what no header can carry fails
/// in tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_header(
    options: *mut ClientOptions,
    name: *const c_char,
    value: *const c_char,
) -> ResultCode {
    change(options, |builder| Ok(builder.default_header(ffi::c_text(name, "name")?, ffi::c_text(value, "value")?)))
}

pub(crate) fn change(
    options: *mut ClientOptions,
    change: impl FnOnce(ClientBuilder) -> Result<ClientBuilder, Misuse>,
) -> ResultCode {
    enter(|| {
        // What a change drops, or takes the place of, may be a userdata whose release function frees these options or changes
        // them. So nothing is dropped while they are borrowed.
        let changed = change(ffi::borrow(options, "options")?.builder.clone());
        let held = ffi::borrow_mut(options, "options")?;
        match changed {
            Ok(builder) => drop(mem::replace(&mut held.builder, builder)),
            Err(misuse) => {
                held.misuse.get_or_insert_with(|| misuse.clone());
                return Err(misuse);
            }
        }
        Ok(ResultCode::OK)
    })
}

fn positive(milliseconds: u64) -> Result<Duration, Misuse> {
    Misuse::unless_positive(milliseconds, ResultCode::CONFIG)
}

fn at_least_one(number: usize, name: &str) -> Result<usize, Misuse> {
    match number {
        0 => Err(Misuse::new(ResultCode::CONFIG, format!("{name} must be at least 1"))),
        _ => Ok(number),
    }
}
