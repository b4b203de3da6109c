//! The client: makes calls.

use std::{ptr, sync::Arc, time::Duration};

use tidings::{
    Client as Core, Error, ErrorKind,
    host::{self, Mode},
};

use crate::{
    boundary::{Fault, enter, enter_with},
    call::{Call, not_a_message, parse},
    callback::may_wait,
    error::Failure,
    ffi::{self, Boxed, Castable},
    handle,
    message::Message,
    options::{self, ClientOptions},
    request::Request,
    response::Response,
    result::ResultCode,
    stream::Stream,
};

/// A client of the Messages API, with its pool of connections. May be used by any number of threads at once.
#[derive(Debug)]
pub struct Client(Core);

impl Castable for Client {
    type Ownership = Boxed;
}

impl Client {
    pub(crate) fn core(&self) -> &Core {
        &self.0
    }
}

/// A client with everything from the environment: ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, ANTHROPIC_BASE_URL,
/// ANTHROPIC_CUSTOM_HEADERS. Opens no connection and starts no thread.
///
/// New: free it with tidings_client_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
/// Any thread. Errors: TIDINGS_CONFIG. A missing credential is an error of the first call, not of this function.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_from_env(err: *mut *mut Failure) -> *mut Client {
    enter_with(err, || Ok(ffi::give(Client(options::defaults().build()?))))
}

/// A client with these options, which win over the environment. Opens no connection and starts no thread.
///
/// New: free it with tidings_client_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
/// `options` stay the caller's; NULL for none. Any thread. Errors: TIDINGS_CONFIG, and those of the options' setters.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_new(options: *const ClientOptions, err: *mut *mut Failure) -> *mut Client {
    enter_with(err, || {
        let builder =
            if options.is_null() { options::defaults() } else { ffi::borrow(options, "options")?.builder()? };
        Ok(ffi::give(Client(builder.build()?)))
    })
}

/// Frees a client. Its streams live on. NULL is fine. Not while another thread uses it. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_free(client: *mut Client) {
    enter(|| {
        ffi::free(client);
        Ok(())
    });
}

/// A new handle to the same client: it shares its connections, its limits and what it knows of the server.
///
/// New: free it with tidings_client_free. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_clone(client: *const Client) -> *mut Client {
    enter(|| Ok(ffi::give(Client(ffi::borrow(client, "client")?.core().clone()))))
}

/// Sends a request and waits for the whole message. Failures are tried again where that is safe and of use.
///
/// A wait that another thread should be able to end is made of tidings_client_start, tidings_call_wait and
/// tidings_call_cancel. A total time limit bounds this one, set by tidings_request_set_total_timeout_ms or
/// tidings_client_options_set_total_timeout_ms.
///
/// `message` gets a new message (free it with tidings_message_free) or NULL. `err` (which may be NULL) gets NULL or a
/// new error. The request stays the caller's. Any thread, as long as none changes the request. Errors: every code
/// from TIDINGS_CONFIG on.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_create(
    client: *const Client,
    request: *const Request,
    message: *mut *mut Message,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(message, ptr::null_mut());
    enter_with(err, || {
        ffi::required(message, "message")?;
        let client = ffi::borrow(client, "client")?;
        let response = answer(&client.0, ffi::borrow(request, "request")?.prepare_message(false)?)?;
        ffi::set(message, ffi::give(Arc::new(parse(&response).ok_or_else(not_a_message)?)));
        Ok(ResultCode::OK)
    })
}

/// Counts the tokens that a request for a message would send, without running it. Counting is free.
///
/// `input_tokens` gets the number, or 0. `err` (which may be NULL) gets NULL or a new error. The request stays the
/// caller's. Waits, and can be bounded, as tidings_client_create. Any thread, as long as none changes the request. Errors:
/// every code from TIDINGS_CONFIG on.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_count_tokens(
    client: *const Client,
    request: *const Request,
    input_tokens: *mut u64,
    err: *mut *mut Failure,
) -> ResultCode {
    #[derive(serde::Deserialize)]
    struct Count {
        input_tokens: u64,
    }
    ffi::set(input_tokens, 0);
    enter_with(err, || {
        ffi::required(input_tokens, "input_tokens")?;
        let client = ffi::borrow(client, "client")?;
        let response = answer(&client.0, ffi::borrow(request, "request")?.prepare_count()?)?;
        let count: Count = serde_json::from_slice(&response.body)
            .map_err(|_| Error::new(ErrorKind::UnexpectedResponse, "the answer is not a number of tokens"))?;
        ffi::set(input_tokens, count.input_tokens);
        Ok(ResultCode::OK)
    })
}

/// Sends any request and waits for the whole answer, as it came. Failures are tried again where that is safe and of use.
///
/// `response` gets a new response (free it with tidings_response_free) or NULL. `err` (which may be NULL) gets NULL or a
/// new error. The request stays the caller's. Waits, and can be bounded, as tidings_client_create. Any thread, as long as
/// none changes the request. Errors: every code from TIDINGS_CONFIG on.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_send(
    client: *const Client,
    request: *const Request,
    response: *mut *mut Response,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(response, ptr::null_mut());
    enter_with(err, || {
        ffi::required(response, "response")?;
        let client = ffi::borrow(client, "client")?;
        let answer = answer(&client.0, ffi::borrow(request, "request")?.prepare(false)?)?;
        ffi::set(response, ffi::give(Arc::new(Response::new(answer))));
        Ok(ResultCode::OK)
    })
}

/// Sends a request and waits until its stream has begun. Failures before its first event are tried again where that
/// is safe and of use.
///
/// Until the stream is there, nobody can cancel it: where another thread should be able to, or nothing may wait, use
/// tidings_client_start_stream. A total time limit bounds the wait and the stream, set by
/// tidings_request_set_total_timeout_ms or tidings_client_options_set_total_timeout_ms.
///
/// `stream` gets a new stream (free it with tidings_stream_free) or NULL. `err` (which may be NULL) gets NULL or a
/// new error. The request stays the caller's. Any thread, as long as none changes the request. Errors: every code
/// from TIDINGS_CONFIG on.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_stream(
    client: *const Client,
    request: *const Request,
    stream: *mut *mut Stream,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(stream, ptr::null_mut());
    enter_with(err, || {
        may_wait()?;
        ffi::required(stream, "stream")?;
        let client = ffi::borrow(client, "client")?;
        let request = ffi::borrow(request, "request")?.prepare_message(true)?;
        let call = host::start_waiting(&client.0, request, Mode::Stream)?;
        ffi::set(stream, ffi::give(Arc::new(Stream::open(call)?)));
        Ok(ResultCode::OK)
    })
}

/// Begins to send a request whose answer comes as a stream, and returns at once.
///
/// `stream` gets a new stream (free it with tidings_stream_free) or NULL: read it in any way. What goes wrong on the way
/// to the answer, a refused connection for instance, comes by reading it, and tidings_stream_error tells of it. `err`
/// (which may be NULL) gets NULL or a new error. The request stays the caller's, and may be changed or freed. Any thread, as
/// long as none changes the request. Errors: TIDINGS_NULL_ARGUMENT, those of the functions that built the request, and
/// TIDINGS_CONNECT where this machine has nothing left to begin a call with.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_start_stream(
    client: *const Client,
    request: *const Request,
    stream: *mut *mut Stream,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(stream, ptr::null_mut());
    enter_with(err, || {
        ffi::required(stream, "stream")?;
        let client = ffi::borrow(client, "client")?;
        let request = ffi::borrow(request, "request")?.prepare_message(true)?;
        let call = host::start(&client.0, request, Mode::Stream)?;
        ffi::set(stream, ffi::give(Arc::new(Stream::new(call))));
        Ok(ResultCode::OK)
    })
}

/// Begins to send any request whose answer comes whole, and returns at once.
///
/// `call` gets a new call (free it with tidings_call_free) or NULL. What goes wrong on the way comes by tidings_call_poll
/// or tidings_call_wait. `err` (which may be NULL) gets NULL or a new error. The request stays the caller's, and may be
/// changed or freed. Any thread, as long as none changes the request. Errors: TIDINGS_NULL_ARGUMENT, those of the functions
/// that built the request, and TIDINGS_CONNECT where this machine has nothing left to begin a call with.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_start(
    client: *const Client,
    request: *const Request,
    call: *mut *mut Call,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(call, ptr::null_mut());
    enter_with(err, || {
        ffi::required(call, "call")?;
        let client = ffi::borrow(client, "client")?;
        let request = ffi::borrow(request, "request")?.prepare(false)?;
        let core = host::start(&client.0, request, Mode::Whole)?;
        ffi::set(call, ffi::give(Arc::new(Call::new(core))));
        Ok(ResultCode::OK)
    })
}

/// Ends every call of the process that is under way and stops the library's thread, waiting at most `timeout`
/// milliseconds for it, or 100 where that is more.
///
/// Only needed before the library is unloaded, or where a leak checker looks at the end of a program: a later call
/// starts everything anew. Not from a callback. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_shutdown(timeout: u64) {
    enter(|| {
        may_wait()?;
        host::shutdown(Duration::from_millis(timeout));
        Ok(())
    });
}

/// How many handles there are at the moment: those that were given out and not freed, and those that can be borrowed from
/// them. 0 when everything has been freed.
///
/// For tests and for the search for leaks: the library can reach whatever has a handle, so a leak checker does not report
/// a handle that was forgotten. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_handle_count() -> usize {
    enter(|| Ok(handle::count()))
}

fn answer(client: &Core, request: tidings::Request) -> Result<tidings::Response, Fault> {
    may_wait()?;
    Ok(host::run(client, request, None)?)
}
