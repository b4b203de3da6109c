//! The client: makes calls.

use std::{ptr, sync::Arc, time::Duration};

use tidings::{
    Client as Core, Error, ErrorKind, Response,
    host::{self, Delivery, Mode},
};

use crate::{
    boundary::{Fault, enter, enter_with},
    callback,
    error::Failure,
    ffi::{self, Boxed, Castable},
    message::Message,
    options::{self, ClientOptions},
    request::Request,
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

/// Sends a request and waits for the whole message. Failures are tried again where that is safe and of use.
///
/// The wait cannot be cancelled from another thread yet; a total time limit bounds it, set by
/// tidings_request_set_total_timeout_ms or tidings_client_options_set_total_timeout_ms.
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
        callback::may_wait()?;
        ffi::required(message, "message")?;
        let client = ffi::borrow(client, "client")?;
        let request = ffi::borrow(request, "request")?.prepare(false)?;
        let response = answer(&client.0, request)?;
        let parsed = Message::parse(&response.body, response.head.request_id()).ok_or_else(not_a_message)?;
        ffi::set(message, ffi::give(Arc::new(parsed)));
        Ok(ResultCode::OK)
    })
}

/// Sends a request and waits until its stream has begun. Failures before its first event are tried again where that
/// is safe and of use.
///
/// Until the stream is there, the wait cannot be cancelled from another thread yet; a total time limit bounds it and
/// the stream, set by tidings_request_set_total_timeout_ms or tidings_client_options_set_total_timeout_ms.
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
        callback::may_wait()?;
        ffi::required(stream, "stream")?;
        let client = ffi::borrow(client, "client")?;
        let request = ffi::borrow(request, "request")?.prepare(true)?;
        let call = host::start(&client.0, request, Mode::Stream)?;
        ffi::set(stream, ffi::give(Arc::new(Stream::open(call)?)));
        Ok(ResultCode::OK)
    })
}

/// Ends every call of the process that is under way and stops the library's thread, waiting at most `timeout`
/// milliseconds.
///
/// Only needed before the library is unloaded, or where a leak checker looks at the end of a program: a later call
/// starts everything anew. Not from a callback. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_shutdown(timeout: u64) {
    enter(|| {
        callback::may_wait()?;
        host::shutdown(Duration::from_millis(timeout));
        Ok(())
    });
}

fn answer(client: &Core, request: tidings::Request) -> Result<Response, Fault> {
    let call = host::start(client, request, Mode::Whole)?;
    let mut response = None;
    loop {
        let Some(taken) = call.wait(Duration::MAX) else { continue };
        for delivery in taken.items {
            if let Delivery::Whole(whole) = delivery {
                response = Some(whole);
            }
        }
        match taken.end {
            Some(Ok(())) => return response.ok_or_else(not_a_message),
            Some(Err(error)) => return Err(error.into()),
            None => {}
        }
    }
}

fn not_a_message() -> Fault {
    Error::new(ErrorKind::UnexpectedResponse, "the answer is not a message").into()
}
