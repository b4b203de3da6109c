//! Reading a stream: one event after the other, or by a callback.

use std::{
    ffi::{c_char, c_int, c_void},
    ptr,
};

use crate::{
    bell::WakerCallback,
    boundary::{Misuse, enter, enter_with},
    callback::may_wait,
    error::Failure,
    event::Event,
    ffi,
    handle::Lent,
    message::Message,
    response::Response,
    result::ResultCode,
    text::pointer,
    under_way::Patience,
};

mod page;
mod reader;

pub(crate) use self::reader::Next;
pub use self::reader::Stream;
use self::reader::freed;

/// What tidings_stream_run calls for each event: 0 to go on, anything else to stop.
///
/// The event is borrowed until the callback returns. The callback runs on the thread that called tidings_stream_run,
/// must return in the ordinary way (no longjmp, no C++ exception), and may use every function, even free the stream
/// it is called for.
pub type StreamCallback = Option<extern "C" fn(event: *const Event, userdata: *mut c_void) -> c_int>;

/// Waits for the next event.
///
/// TIDINGS_OK with the event in `event`; TIDINGS_DONE at the end, from when on tidings_stream_message gives the
/// message; or the code of what broke the stream, from when on tidings_stream_error tells more. After the end it
/// gives the same code again. The event's texts are borrowed until the next call that reads this stream, or until it
/// is freed. Whenever the code is not TIDINGS_OK, `event` is empty: `index` is UINT32_MAX, all else zero. After a fork the
/// child gets TIDINGS_FORKED, whatever had arrived before. Errors besides: TIDINGS_NULL_ARGUMENT, TIDINGS_BUSY.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_next(stream: *mut Stream, event: *mut Event) -> ResultCode {
    next(stream, event, Patience::Endless)
}

/// Waits for the next event for at most `timeout` milliseconds; with 0 it only looks, with TIDINGS_FOREVER it waits as
/// long as it takes.
///
/// As tidings_stream_next, or TIDINGS_AGAIN when nothing came in time, after which the stream can be read on.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_next_timeout(stream: *mut Stream, timeout: u64, event: *mut Event) -> ResultCode {
    next(stream, event, Patience::of(timeout))
}

/// Takes the next event if it is there, and never waits: for event loops.
///
/// As tidings_stream_next, or TIDINGS_AGAIN when nothing is there. From TIDINGS_AGAIN on the descriptor of
/// tidings_stream_fd is not readable and the function of tidings_stream_set_waker waits to be called, until there is
/// news. So poll until it gives TIDINGS_AGAIN before you wait again: one wake may stand for many events.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_poll(stream: *mut Stream, event: *mut Event) -> ResultCode {
    next(stream, event, Patience::None)
}

/// A descriptor for select, poll, epoll and the like, which is readable while tidings_stream_poll may have something to
/// tell, and stays so after the end. Only ask whether it is readable; never read, write or close it.
///
/// It is made at the first call of this function, and the same is given from then on. It is closed when the stream is freed,
/// or a moment later: take it out of your loop before. -1 where there is none: on systems without such descriptors, when
/// the process has no more, for NULL, and in the child of a fork. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_fd(stream: *mut Stream) -> c_int {
    enter(|| Ok(ffi::borrow(stream, "stream")?.under_way().fd()))
}

/// Has `waker` called when there is news after TIDINGS_AGAIN, instead of a descriptor: for event loops that are woken by a
/// function of theirs. NULL takes it away.
///
/// Poll until TIDINGS_AGAIN once it is set; it is called from the next news on, cancelling by another thread included.
/// When this function returns, or tidings_stream_free, the waker before is not running and will not be called any more;
/// for that they wait until it has returned, unless they are called inside of it. So hold no lock then that your waker
/// takes. Any thread. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_set_waker(
    stream: *mut Stream,
    waker: WakerCallback,
    userdata: *mut c_void,
) -> ResultCode {
    enter(|| {
        ffi::share(stream, "stream")?.under_way().listen(waker, userdata);
        Ok(ResultCode::OK)
    })
}

/// Reads the stream to its end and calls `callback` with every event. `userdata` is handed to the callback as it is.
///
/// TIDINGS_OK when the message is complete; TIDINGS_STOPPED when the callback asked to stop, after which the stream
/// is still open and can be read on; TIDINGS_CANCELLED, without a further event, when the callback freed the stream and
/// did not ask to stop; or the code of what broke the stream. `err` (which may be NULL) gets NULL or a new error. One
/// thread at a time reads a stream. Errors besides: TIDINGS_NULL_ARGUMENT, TIDINGS_BUSY.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_run(
    stream: *mut Stream,
    callback: StreamCallback,
    userdata: *mut c_void,
    err: *mut *mut Failure,
) -> ResultCode {
    let mut failure = None;
    let code = enter_with(err, || {
        may_wait()?;
        let callback = callback.ok_or_else(|| Misuse::null("callback"))?;
        // An owner of our own: the callback may free the stream.
        let stream = ffi::share(stream, "stream")?;
        let mut buffer = Vec::new();
        loop {
            match stream.next(Patience::Endless)? {
                // By a hook, while this waited.
                Next::Event(_) if stream.is_freed() => return Err(freed().into()),
                Next::Event(event) => {
                    let event = Event::write(event.to_ref(), &mut buffer);
                    if callback(&raw const event, userdata) != 0 {
                        return Ok(ResultCode::STOPPED);
                    }
                    if stream.is_freed() {
                        return Err(freed().into());
                    }
                }
                Next::Other(ResultCode::DONE) => return Ok(ResultCode::OK),
                Next::Other(code) => {
                    failure = stream.failure().map(|failure| failure.object().clone());
                    return Ok(code);
                }
            }
        }
    });
    if let Some(failure) = failure.filter(|_| !err.is_null()) {
        ffi::set(err, ffi::give(failure));
    }
    code
}

/// Ends a stream: its connection is closed at once, and whoever reads it gets TIDINGS_CANCELLED instead of the events
/// not yet read. A stream that had arrived to its end by then stays as it is: all its events can be read, and its end.
///
/// For an event loop that is news: its descriptor becomes readable, its waker is called, perhaps by this function itself.
///
/// Any thread, also while another one reads; not while another one frees it. NULL is fine. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_cancel(stream: *const Stream) {
    enter(|| {
        if !stream.is_null() {
            // An owner of our own: the waker that this calls may free the stream.
            ffi::share(stream, "stream")?.cancel();
        }
        Ok(())
    });
}

/// The whole message, once reading has given TIDINGS_DONE (or TIDINGS_OK from tidings_stream_run); NULL before, after
/// a failure, and in the child of a fork.
///
/// Borrowed: good until the stream is freed; tidings_message_clone keeps it longer. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_message(stream: *const Stream) -> *const Message {
    enter(|| Ok(ffi::borrow(stream, "stream")?.message().map_or(ptr::null(), Lent::as_ptr)))
}

/// Why the stream failed, once reading has given an error; NULL before, and after TIDINGS_DONE.
///
/// Borrowed: good until the stream is freed; tidings_error_clone keeps it longer. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_error(stream: *const Stream) -> *const Failure {
    enter(|| Ok(ffi::borrow(stream, "stream")?.failure().map_or(ptr::null(), Lent::as_ptr)))
}

/// The answer that is streamed: status, headers and attempts; its body is empty. NULL before reading has come to it: for a
/// stream of tidings_client_stream it is there from the beginning.
///
/// Borrowed: good until the stream is freed; tidings_response_clone keeps it longer. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_response(stream: *const Stream) -> *const Response {
    enter(|| Ok(ffi::borrow(stream, "stream")?.opening().map_or(ptr::null(), Lent::as_ptr)))
}

/// The id of the request, to quote to the API's support; NULL if the server gave none, and before reading has come to the
/// head of the answer.
///
/// Borrowed: good until the stream is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_request_id(stream: *const Stream) -> *const c_char {
    enter(|| Ok(pointer(ffi::borrow(stream, "stream")?.request_id())))
}

/// Frees a stream, and with it everything borrowed from it. If it is not over, its connection is closed at once.
///
/// Its waker is not called any more: where another thread is in it, this waits until it has returned. NULL is fine. Not
/// while another thread uses the stream: to interrupt that one, cancel the stream first. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_stream_free(stream: *mut Stream) {
    enter(|| {
        if !stream.is_null() {
            // A callback that frees its own stream leaves an owner behind, which must not keep the connection.
            ffi::share(stream, "stream")?.abandon();
            ffi::free(stream);
        }
        Ok(())
    });
}

fn next(stream: *mut Stream, event: *mut Event, patience: Patience) -> ResultCode {
    let code = enter(|| {
        ffi::required(event, "event")?;
        let patience = patience.allowed()?;
        let give = |next| ffi::set(event, next);
        if ffi::borrow(stream, "stream")?.give_at_hand(give)? {
            return Ok(ResultCode::OK);
        }
        // An owner of our own: a hook that runs while this waits, or the waker before this has returned, may free the stream.
        let stream = ffi::share(stream, "stream")?;
        stream.give_next(patience, give)
    });
    if code != ResultCode::OK {
        ffi::set(event, Event::NONE);
    }
    code
}
