//! What Tidings makes of an error beyond its code: advice, cause, class, and what the server's code means.

use std::{error::Error as _, ffi::c_char, iter};

use tidings::{ErrorCode, ErrorKind};

use super::{Failure, read};
use crate::{
    result::ResultCode,
    text::{Text, pointer},
};

/// The class that all others derive from.
const ROOT: &str = "AnthropicError";

#[derive(Debug)]
pub(super) struct Finding {
    advice: Option<Text>,
    cause: Option<Text>,
    class_name: Text,
    meaning: Option<Text>,
}

impl From<ResultCode> for Finding {
    fn from(code: ResultCode) -> Self {
        let kind = ErrorKind::ALL.iter().find(|kind| kind.number() == code as u32);
        Self {
            advice: kind.and_then(|kind| unless_empty(kind.advice())),
            cause: None,
            class_name: Text::new(kind.map_or(ROOT, |kind| kind.class_name())),
            meaning: None,
        }
    }
}

impl From<&tidings::Error> for Finding {
    fn from(error: &tidings::Error) -> Self {
        let causes = iter::successors(error.source(), |&cause| cause.source()).map(ToString::to_string);
        Self {
            advice: unless_empty(error.advice()),
            cause: unless_empty(&causes.collect::<Vec<_>>().join(": ")),
            class_name: Text::new(error.class_name()),
            meaning: error.known_code().map(ErrorCode::meaning).and_then(|meaning| unless_empty(&meaning)),
        }
    }
}

fn unless_empty(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| Text::for_c(text))
}

/// What a person can do about it, in a few words; NULL where there is nothing general to say. The description says it too.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_advice(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.finding.advice.as_ref()))
}

/// What brought the error about, from below: the words of the system, of TLS, or of a token provider, one behind the other
/// with colons between them; NULL where there is nothing below.
///
/// For people: its wording may change. Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_cause(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.finding.cause.as_ref()))
}

/// The name of the error's class in languages that have classes, such as "RateLimitError", the same in all of them: for
/// bindings of other languages. That of its code in tidings_error_error_code where that one is known.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_class_name(error: *const Failure) -> *const c_char {
    read(error, |error| error.finding.class_name.as_ptr())
}

/// What the code in tidings_error_error_code means, in a sentence or two; NULL if there is none, or if it is not known.
///
/// Borrowed: good until the error is freed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_error_error_code_meaning(error: *const Failure) -> *const c_char {
    read(error, |error| pointer(error.finding.meaning.as_ref()))
}
