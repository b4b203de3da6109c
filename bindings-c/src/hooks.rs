//! Hooks: functions of the program that are told of every attempt of a client's calls.

use std::{
    ffi::{c_char, c_void},
    time::Duration,
};

use serde_json::json;
use tidings::{AttemptRecord, ClientBuilder};

use crate::{
    boundary::{Fallback, Misuse, enter},
    callback::{self, Release, Userdata},
    ffi::{self, Boxed, Castable},
    options::{ClientOptions, change},
    pressure::Pressure,
    result::ResultCode,
    text::{Text, pointer},
};

/// When a hook is called. Numbers are never reused; a later version may add some.
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=prefix:TIDINGS_MOMENT_
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Moment {
    /// An attempt begins, right before the request leaves.
    REQUEST = 0,
    /// The head of an answer is there, whatever its status.
    RESPONSE = 1,
    /// An attempt failed and another will be made; the wait before it begins.
    RETRY = 2,
    /// A call failed for good. Not for a request that is found to be wrong before anything is sent, a call that is
    /// cancelled, or a stream that breaks after its first event.
    ERROR = 3,
}

impl Moment {
    const ALL: [Self; 4] = [Self::REQUEST, Self::RESPONSE, Self::RETRY, Self::ERROR];

    fn from_number(number: u32) -> Result<Self, Misuse> {
        let unknown = || Misuse::new(ResultCode::CONFIG, "moment must be one of tidings_moment");
        Self::ALL.into_iter().find(|moment| *moment as u32 == number).ok_or_else(unknown)
    }
}

/// What a hook is told of an attempt: no header, no query and no body, so nothing secret.
///
/// Borrowed: it and its texts are good until the hook returns.
#[derive(Debug)]
pub struct Attempt {
    moment: Moment,
    record: AttemptRecord,
    method: Text,
    path: Text,
    model: Option<Text>,
    request_id: Option<Text>,
    json: Text,
}

impl Castable for Attempt {
    type Ownership = Boxed;
}

/// A function that is called at a moment of every attempt. `userdata` is what was given with it.
///
/// It runs on the thread that serves the network at that moment, for whomever: the library's own, or one of yours that waits
/// in a function of the library. Nothing else is served meanwhile, so it must be quick. It must return in the ordinary way
/// (no longjmp, no C++ exception), and a function of the library that would wait gives TIDINGS_DEADLOCK in it. All others may
/// be used, cancelling and freeing among them. Hold no lock while you wait in the library that your hook takes.
pub type Hook = Option<extern "C" fn(attempt: *const Attempt, userdata: *mut c_void)>;

/// A function that is called when the pressure on the server changes. The same rules hold as for a tidings_hook; `pressure`
/// is borrowed until it returns, and holds one credential and model, in an array as tidings_pressure_json gives it.
pub type PressureHook = Option<extern "C" fn(pressure: *const Pressure, userdata: *mut c_void)>;

/// Adds a function that is called at `moment`, a tidings_moment, of every attempt of every call. Those of one moment are
/// called in the order in which they were added.
///
/// `userdata` may be NULL, and must be fit to be used on any thread; `release` (NULL for none) is called with it
/// once, when the options and all clients made with them are freed and their calls are over, or before this function
/// returns if it fails. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_CONFIG for an unknown moment.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_hook(
    options: *mut ClientOptions,
    moment: u32,
    hook: Hook,
    userdata: *mut c_void,
    release: Release,
) -> ResultCode {
    let userdata = Userdata::new(userdata, release);
    change(options, |builder| {
        let hook = hook.ok_or_else(|| Misuse::null("hook"))?;
        Ok(add(builder, Moment::from_number(moment)?, hook, userdata))
    })
}

/// Sets the function that is called when the pressure on the server changes: a limit found or lifted, a hold begun or
/// ended. It takes the place of an earlier one.
///
/// `userdata` and `release` as for tidings_client_options_set_hook. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_pressure_hook(
    options: *mut ClientOptions,
    hook: PressureHook,
    userdata: *mut c_void,
    release: Release,
) -> ResultCode {
    let userdata = Userdata::new(userdata, release);
    change(options, |builder| {
        let hook = hook.ok_or_else(|| Misuse::null("hook"))?;
        Ok(builder.on_pressure(move |state| {
            lend(Pressure::of(std::slice::from_ref(state)), |pressure| hook(pressure, userdata.pointer()));
        }))
    })
}

/// Which moment it is. NULL gives TIDINGS_MOMENT_REQUEST. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_moment(attempt: *const Attempt) -> Moment {
    read(attempt, |attempt| attempt.moment)
}

/// The method of the request, such as "POST".
///
/// Borrowed: good until the hook returns. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_method(attempt: *const Attempt) -> *const c_char {
    read(attempt, |attempt| attempt.method.as_ptr())
}

/// The path of the request without its query, such as "/v1/messages".
///
/// Borrowed: good until the hook returns. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_path(attempt: *const Attempt) -> *const c_char {
    read(attempt, |attempt| attempt.path.as_ptr())
}

/// The model that the request names; NULL if it names none.
///
/// Borrowed: good until the hook returns. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_model(attempt: *const Attempt) -> *const c_char {
    read(attempt, |attempt| pointer(attempt.model.as_ref()))
}

/// Which attempt of its call it is, counted from 1. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_number(attempt: *const Attempt) -> u32 {
    read(attempt, |attempt| attempt.record.attempt)
}

/// The HTTP status of the answer; 0 while there is none. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_status(attempt: *const Attempt) -> u32 {
    read(attempt, |attempt| attempt.record.status.map_or(0, u32::from))
}

/// The id to quote to the API's support; NULL while there is none.
///
/// Borrowed: good until the hook returns. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_request_id(attempt: *const Attempt) -> *const c_char {
    read(attempt, |attempt| pointer(attempt.request_id.as_ref()))
}

/// The time since this attempt began, in milliseconds. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_took_ms(attempt: *const Attempt) -> u64 {
    read(attempt, |attempt| milliseconds(attempt.record.took))
}

/// The time since the call began, waits between attempts included, in milliseconds. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_elapsed_ms(attempt: *const Attempt) -> u64 {
    read(attempt, |attempt| milliseconds(attempt.record.elapsed))
}

/// What went wrong, at TIDINGS_MOMENT_RETRY and TIDINGS_MOMENT_ERROR; else TIDINGS_OK. NULL gives TIDINGS_NULL_ARGUMENT.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_code(attempt: *const Attempt) -> ResultCode {
    read(attempt, |attempt| attempt.record.kind.map_or(ResultCode::OK, ResultCode::from))
}

/// The wait before the next attempt in milliseconds, at TIDINGS_MOMENT_RETRY; else -1. NULL gives -1. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_wait_ms(attempt: *const Attempt) -> i64 {
    read(attempt, |attempt| {
        attempt.record.delay.map_or(-1, |wait| i64::try_from(milliseconds(wait)).unwrap_or(i64::MAX))
    })
}

/// All of it as one JSON object on one line, fit for a log. Times are in seconds; what is not known is null.
///
/// Borrowed: good until the hook returns. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_attempt_json(attempt: *const Attempt) -> *const c_char {
    read(attempt, |attempt| attempt.json.as_ptr())
}

impl Attempt {
    fn of(moment: Moment, record: &AttemptRecord) -> Self {
        Self {
            moment,
            method: Text::for_c(record.method.as_str()),
            path: Text::for_c(&record.path),
            model: record.model.as_deref().map(Text::for_c),
            request_id: record.request_id.as_deref().map(Text::for_c),
            json: Text::new(to_json(moment, record).to_string()),
            record: record.clone(),
        }
    }
}

impl Fallback for Moment {
    fn fallback(_: ResultCode) -> Self {
        Self::REQUEST
    }
}

fn add(
    builder: ClientBuilder,
    moment: Moment,
    hook: extern "C" fn(*const Attempt, *mut c_void),
    userdata: Userdata,
) -> ClientBuilder {
    let tell = move |record: &AttemptRecord| {
        lend(Attempt::of(moment, record), |attempt| hook(attempt, userdata.pointer()));
    };
    match moment {
        Moment::REQUEST => builder.on_request(tell),
        Moment::RESPONSE => builder.on_response(tell),
        Moment::RETRY => builder.on_retry(tell),
        Moment::ERROR => builder.on_error(tell),
    }
}

/// Hands an object to a function of the program for as long as that runs.
fn lend<T: Castable<Ownership = Boxed>>(object: T, call: impl FnOnce(*const T)) {
    let handle = ffi::give(object);
    callback::within(|| call(handle));
    ffi::free(handle);
}

fn to_json(moment: Moment, record: &AttemptRecord) -> serde_json::Value {
    json!({
        "moment": format!("{moment:?}").to_lowercase(),
        "method": record.method.as_str(),
        "path": record.path,
        "model": record.model,
        "attempt": record.attempt,
        "status": record.status,
        "request_id": record.request_id,
        "took": record.took.as_secs_f64(),
        "elapsed": record.elapsed.as_secs_f64(),
        "kind": record.kind.map(tidings::ErrorKind::name),
        "wait": record.delay.map(|wait| wait.as_secs_f64()),
    })
}

fn read<R: Fallback>(attempt: *const Attempt, field: impl FnOnce(&Attempt) -> R) -> R {
    enter(|| ffi::borrow(attempt, "attempt").map(field))
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
