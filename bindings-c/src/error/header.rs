//! What the headers of a failed answer say.

use std::{ffi::c_char, ptr};

use super::{Failure, read};
use crate::{
    boundary::enter,
    ffi, limits,
    text::{Text, pointer},
};

/// Headers of an answer, in their order, with names in lower case. Cookies, which may be credentials, are left out.
#[derive(Debug, Default)]
pub(super) struct Headers {
    pairs: Vec<(Text, Text)>,
    rate_limits: Option<Text>,
}

impl From<&tidings::Error> for Headers {
    fn from(error: &tidings::Error) -> Self {
        let headers = error.headers().into_iter().flatten().filter(|(name, _)| *name != "set-cookie");
        let lossy = |value: &[u8]| Text::for_c(&String::from_utf8_lossy(value));
        let rate_limits = error.headers().map(|_| Text::new(limits::to_json(&error.rate_limits()).to_string()));
        Self { pairs: headers.map(|(name, value)| (Text::new(name), lossy(value.as_bytes()))).collect(), rate_limits }
    }
}

/// The answer's header with this name, in whatever case it is given; NULL if there is none. Cookies are never there.
///
/// Of several headers with one name this is the first. Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_header(error: *const Failure, name: *const c_char) -> *const c_char {
    enter(|| {
        let (error, name) = (ffi::borrow(error, "error")?, ffi::c_text(name, "name")?);
        let found =
            error.headers.pairs.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name.as_bytes()));
        Ok(pointer(found.map(|(_, value)| value)))
    })
}

/// How many headers the answer had, cookies left out; 0 if there was no answer. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_header_count(error: *const Failure) -> usize {
    read(error, |error| error.headers.pairs.len())
}

/// The name of a header, in lower case; NULL if there are not so many. `index` counts from 0.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_header_name(error: *const Failure, index: usize) -> *const c_char {
    read(error, |error| error.headers.pairs.get(index).map_or(ptr::null(), |(name, _)| name.as_ptr()))
}

/// The value of a header; NULL if there are not so many. `index` counts from 0.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_header_value(error: *const Failure, index: usize) -> *const c_char {
    read(error, |error| error.headers.pairs.get(index).map_or(ptr::null(), |(_, value)| value.as_ptr()))
}

/// What the answer says of rate limits, as a JSON object: `requests`, `tokens`, `input_tokens` and others, each with `limit`,
/// `remaining` and `reset` (a time as text), and `retry_after` in seconds; what it does not say is not there. NULL if there
/// was no answer.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_rate_limits_json(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.headers.rate_limits.as_ref()))
}
