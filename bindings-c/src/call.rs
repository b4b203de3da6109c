//! A call whose answer comes whole, for those who do not want to wait in one function.

use std::{
    ffi::{c_int, c_void},
    ptr,
    sync::{Arc, Mutex, OnceLock},
};

use tidings::{
    Error, ErrorKind,
    host::{Call as Core, Delivery, Taken},
};

use crate::{
    bell::WakerCallback,
    boundary::{Fault, Misuse, enter, enter_with},
    error::Failure,
    ffi::{self, Castable, Counted},
    handle::Lent,
    message::Message,
    response::Response,
    result::ResultCode,
    under_way::{Patience, UnderWay, alone},
};

/// A call under way whose answer comes whole. Freeing it before that closes its connection at once.
///
/// One thread at a time polls or waits. Any other thread may cancel it meanwhile.
#[derive(Debug)]
pub struct Call {
    under_way: UnderWay,
    // Outside the lock, so that what is borrowed from here needs none.
    outcome: OnceLock<Result<Arc<Response>, Lent<Failure>>>,
    // Held while its thread waits.
    arrived: Mutex<Option<tidings::Response>>,
}

impl Castable for Call {
    type Ownership = Counted;
}

impl Call {
    pub(crate) fn new(core: Core) -> Self {
        Self { under_way: UnderWay::new(core), outcome: OnceLock::new(), arrived: Mutex::default() }
    }

    /// Waits for the answer as long as its reader is patient.
    fn advance(&self, patience: Patience) -> Result<ResultCode, Misuse> {
        if self.code() == ResultCode::AGAIN {
            let patience = patience.allowed()?;
            let mut arrived = alone(&self.arrived, "another thread is waiting for this call")?;
            // After the end nothing more would ever come.
            while self.code() == ResultCode::AGAIN {
                let Some(taken) = self.under_way.take(patience) else { break };
                self.keep(taken, &mut arrived);
            }
        }
        Ok(self.code())
    }

    fn keep(&self, taken: Taken, arrived: &mut Option<tidings::Response>) {
        if let Some(answer) = whole(taken.items) {
            *arrived = Some(answer);
        }
        let Some(end) = taken.end else { return };
        let outcome = end.and_then(|()| arrived.take().ok_or_else(no_answer));
        self.outcome.get_or_init(|| match outcome {
            Ok(answer) => Ok(Arc::new(Response::new(answer))),
            Err(error) => Err(Lent::new(Arc::new(Failure::from(&error)))),
        });
    }

    /// How the call stands, as far as it has been looked at.
    fn code(&self) -> ResultCode {
        match self.outcome() {
            None => ResultCode::AGAIN,
            Some(Ok(_)) => ResultCode::OK,
            Some(Err(failure)) => failure.object().code(),
        }
    }

    fn outcome(&self) -> Option<Result<&Arc<Response>, &Lent<Failure>>> {
        self.under_way.forked().map(Err).or_else(|| self.outcome.get().map(Result::as_ref))
    }
}

/// The whole answer, if it is among these.
pub(crate) fn whole(items: Vec<Delivery>) -> Option<tidings::Response> {
    items.into_iter().find_map(|delivery| match delivery {
        Delivery::Whole(answer) => Some(answer),
        _ => None,
    })
}

/// The message that an answer holds.
pub(crate) fn parse(answer: &tidings::Response) -> Option<Message> {
    Message::parse(&answer.body, answer.head.request_id())
}

pub(crate) fn not_a_message() -> Fault {
    Error::new(ErrorKind::UnexpectedResponse, "the answer is not a message").into()
}

pub(crate) fn no_answer() -> Error {
    Error::new(ErrorKind::UnexpectedResponse, "the call ended without an answer")
}

/// Looks whether the answer is there, and never waits: for event loops.
///
/// TIDINGS_OK when it is, from when on tidings_call_message and tidings_call_response give it; TIDINGS_AGAIN when it is
/// not; or the code of what failed, from when on tidings_call_error tells more. From TIDINGS_AGAIN on the descriptor of
/// tidings_call_fd is not readable and the function of tidings_call_set_waker waits to be called, until there is news. After
/// a fork the child gets TIDINGS_FORKED. One thread at a time polls or waits. Errors besides: TIDINGS_NULL_ARGUMENT,
/// TIDINGS_BUSY.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_poll(call: *mut Call) -> ResultCode {
    // An owner of our own, here and below: a waker, or a hook that runs while this waits, may free the call.
    enter(|| ffi::share(call, "call")?.advance(Patience::None))
}

/// Waits for the answer for at most `timeout` milliseconds; with TIDINGS_FOREVER as long as it takes.
///
/// As tidings_call_poll: TIDINGS_AGAIN when it did not come in time, after which you may go on waiting. Another thread ends
/// the wait by tidings_call_cancel.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_wait(call: *mut Call, timeout: u64) -> ResultCode {
    enter(|| ffi::share(call, "call")?.advance(Patience::of(timeout).allowed()?))
}

/// A descriptor for select, poll, epoll and the like, which is readable while tidings_call_poll may have something to
/// tell, and stays so after the end. Only ask whether it is readable; never read, write or close it.
///
/// It is made at the first call of this function, and the same is given from then on. It is closed when the call is freed,
/// or a moment later: take it out of your loop before. -1 where there is none: on systems without such descriptors, when
/// the process has no more, for NULL, and in the child of a fork. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_fd(call: *mut Call) -> c_int {
    enter(|| Ok(ffi::borrow(call, "call")?.under_way.fd()))
}

/// Has `waker` called when there is news after TIDINGS_AGAIN, instead of a descriptor: for event loops that are woken by a
/// function of theirs. NULL takes it away.
///
/// Poll once it is set; it is called from the next news on, cancelling by another thread included. When this function
/// returns, or tidings_call_free, the waker before is not running and will not be called any more; for that they wait until
/// it has returned, unless they are called inside of it. So hold no lock then that your waker takes. Any thread. Errors:
/// TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_set_waker(call: *mut Call, waker: WakerCallback, userdata: *mut c_void) -> ResultCode {
    enter(|| {
        ffi::share(call, "call")?.under_way.listen(waker, userdata);
        Ok(ResultCode::OK)
    })
}

/// Ends a call: its connection is closed at once, and whoever polls or waits gets TIDINGS_CANCELLED. A call whose answer
/// has arrived by then stays as it is.
///
/// For an event loop that is news: its descriptor becomes readable, its waker is called, perhaps by this function itself.
/// Any thread, also while another one waits; not while another one frees it. NULL is fine. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_cancel(call: *const Call) {
    enter(|| {
        if !call.is_null() {
            ffi::share(call, "call")?.under_way.cancel();
        }
        Ok(())
    });
}

/// The message that the answer holds, once polling or waiting has given TIDINGS_OK.
///
/// `message` gets a new message (free it with tidings_message_free) or NULL. `err` (which may be NULL) gets NULL or a new
/// error. Any thread. Errors: TIDINGS_AGAIN before the answer is there, without an error object; the code of what failed;
/// TIDINGS_UNEXPECTED_RESPONSE if the answer is not a message; TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_message(
    call: *const Call,
    message: *mut *mut Message,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(message, ptr::null_mut());
    answer(
        call,
        err,
        || ffi::required(message, "message"),
        |response| {
            ffi::set(message, ffi::give(Arc::new(parse(response.core()).ok_or_else(not_a_message)?)));
            Ok(())
        },
    )
}

/// The whole answer, once polling or waiting has given TIDINGS_OK.
///
/// `response` gets a new handle to it (free it with tidings_response_free) or NULL. `err` (which may be NULL) gets NULL or a
/// new error. Any thread. Errors: TIDINGS_AGAIN before the answer is there, without an error object; the code of what
/// failed; TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_response(
    call: *const Call,
    response: *mut *mut Response,
    err: *mut *mut Failure,
) -> ResultCode {
    ffi::set(response, ptr::null_mut());
    answer(
        call,
        err,
        || ffi::required(response, "response"),
        |answer| {
            ffi::set(response, ffi::give(answer.clone()));
            Ok(())
        },
    )
}

/// Why the call failed, once polling or waiting has given an error; NULL before, and after TIDINGS_OK.
///
/// Borrowed: good until the call is freed; tidings_error_clone keeps it longer. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_error(call: *const Call) -> *const Failure {
    enter(|| match ffi::borrow(call, "call")?.outcome() {
        Some(Err(failure)) => Ok(failure.as_ptr()),
        _ => Ok(ptr::null()),
    })
}

/// Frees a call, and with it everything borrowed from it. If it is not over, its connection is closed at once.
///
/// Its waker is not called any more: where another thread is in it, this waits until it has returned. NULL is fine. Not
/// while another thread uses the call: to interrupt that one, cancel the call first. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_call_free(call: *mut Call) {
    enter(|| {
        if !call.is_null() {
            ffi::share(call, "call")?.under_way.abandon();
            ffi::free(call);
        }
        Ok(())
    });
}

/// Hands out something of the answer, or a handle to what failed.
fn answer(
    call: *const Call,
    err: *mut *mut Failure,
    check: impl FnOnce() -> Result<(), Misuse>,
    give: impl FnOnce(&Arc<Response>) -> Result<(), Fault>,
) -> ResultCode {
    let mut failure = None;
    let code = enter_with(err, || {
        check()?;
        match ffi::borrow(call, "call")?.outcome() {
            None => Ok(ResultCode::AGAIN),
            Some(Ok(response)) => give(response).map(|()| ResultCode::OK),
            Some(Err(why)) => {
                failure = Some(why.object().clone());
                Ok(why.object().code())
            }
        }
    });
    if let Some(failure) = failure.filter(|_| !err.is_null()) {
        ffi::set(err, ffi::give(failure));
    }
    code
}
