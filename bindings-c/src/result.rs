//! What the functions return: one code for everything that can happen.

use std::ffi::{CStr, c_char};

use tidings::ErrorKind;

use crate::boundary::enter;

/// What a function returns. Numbers are never reused; a later version may add some, so treat one you do not know as
/// an error.
///
/// 0 is success, 1 to 99 are states, 100 and above are errors. From 100 to 499 they are the same in every language
/// that Tidings speaks; from 900 on they are calls of this library that cannot be carried out as they were made.
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=prefix:TIDINGS_
#[expect(non_camel_case_types, reason = "the names of the header, less their prefix")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum ResultCode {
    /// Done as asked.
    OK = 0,
    /// The stream has ended and its message is complete.
    DONE = 1,
    /// Nothing has arrived within the time that was given.
    AGAIN = 2,
    /// The callback asked to stop.
    STOPPED = 3,
    /// An option of the client is missing or not usable; nothing was sent.
    CONFIG = 100,
    /// The request cannot be right as it stands; nothing was sent.
    VALIDATION = 101,
    /// No connection: name not found, refused, unreachable, TLS or proxy trouble.
    CONNECT = 110,
    /// A time limit ran out; the message says which.
    TIMEOUT = 111,
    /// The connection broke after the request began to leave.
    TRANSPORT = 112,
    /// The server answered with a redirect, which is never followed.
    REDIRECT = 113,
    /// A success that is not what was asked for, such as a web page.
    UNEXPECTED_RESPONSE = 114,
    /// An answer was larger than a bound of the client.
    LIMIT_EXCEEDED = 115,
    /// 400: the request is malformed or not acceptable.
    BAD_REQUEST = 200,
    /// 401: the credential is missing or wrong.
    AUTHENTICATION = 201,
    /// 402: billing or payment trouble.
    BILLING = 202,
    /// 403: the credential lacks permission.
    PERMISSION_DENIED = 203,
    /// 404: the model, path or object does not exist.
    NOT_FOUND = 204,
    /// 408: the server gave up waiting for the request.
    REQUEST_TIMEOUT = 208,
    /// 409: a conflict with the state of the object.
    CONFLICT = 209,
    /// 412: a condition that the request names does not hold.
    PRECONDITION_FAILED = 212,
    /// 413: the request is too large.
    REQUEST_TOO_LARGE = 213,
    /// 422: the request was understood but cannot be processed.
    UNPROCESSABLE = 222,
    /// 429: a rate limit or quota is reached.
    RATE_LIMITED = 229,
    /// Any other 4xx status.
    API_STATUS = 230,
    /// 431: the headers are too large.
    HEADERS_TOO_LARGE = 231,
    /// 499: a server on the way saw the client close the connection.
    CLIENT_CLOSED = 239,
    /// 500 and other 5xx: the server failed.
    INTERNAL_SERVER = 240,
    /// 501: the server does not offer what was asked for.
    NOT_IMPLEMENTED = 241,
    /// 503: the server is unavailable.
    UNAVAILABLE = 243,
    /// 504: the server took too long.
    GATEWAY_TIMEOUT = 244,
    /// 529: the API is overloaded.
    OVERLOADED = 249,
    /// The stream carried an error event of a type that has no code of its own.
    STREAM_ERROR = 300,
    /// The stream ended without having completed its message.
    STREAM_TRUNCATED = 301,
    /// The stream broke the protocol.
    STREAM_MALFORMED = 302,
    /// The caller cancelled the call.
    CANCELLED = 400,
    /// The client or stream had been closed.
    CLOSED = 401,
    /// The call began in a parent process; after a fork it cannot go on in the child.
    FORKED = 402,
    /// A defect inside Tidings.
    PANIC = 403,
    /// An error of the core that this header has no code for.
    UNKNOWN_ERROR = 499,
    /// An argument is NULL that must not be.
    NULL_ARGUMENT = 900,
    /// A text is not valid UTF-8.
    INVALID_UTF8 = 901,
    /// A length is not possible.
    INVALID_LENGTH = 902,
    /// Another thread is reading this stream, or waiting for this call, at the moment.
    BUSY = 903,
    /// A handle was freed, is of another type, or is none at all.
    INVALID_HANDLE = 904,
    /// There is no such value.
    ABSENT = 905,
    /// The call would wait for ever: it was made in a callback, on a thread that it waits for.
    DEADLOCK = 906,
}

impl ResultCode {
    /// Every code with its name, in the order of their numbers. An error of the core has the name of its kind.
    pub(crate) const ALL: &[(Self, &CStr)] = &[
        (Self::OK, c"ok"),
        (Self::DONE, c"done"),
        (Self::AGAIN, c"again"),
        (Self::STOPPED, c"stopped"),
        (Self::CONFIG, c"config"),
        (Self::VALIDATION, c"validation"),
        (Self::CONNECT, c"connect"),
        (Self::TIMEOUT, c"timeout"),
        (Self::TRANSPORT, c"transport"),
        (Self::REDIRECT, c"redirect"),
        (Self::UNEXPECTED_RESPONSE, c"unexpected_response"),
        (Self::LIMIT_EXCEEDED, c"limit_exceeded"),
        (Self::BAD_REQUEST, c"bad_request"),
        (Self::AUTHENTICATION, c"authentication"),
        (Self::BILLING, c"billing"),
        (Self::PERMISSION_DENIED, c"permission_denied"),
        (Self::NOT_FOUND, c"not_found"),
        (Self::REQUEST_TIMEOUT, c"request_timeout"),
        (Self::CONFLICT, c"conflict"),
        (Self::PRECONDITION_FAILED, c"precondition_failed"),
        (Self::REQUEST_TOO_LARGE, c"request_too_large"),
        (Self::UNPROCESSABLE, c"unprocessable"),
        (Self::RATE_LIMITED, c"rate_limited"),
        (Self::API_STATUS, c"api_status"),
        (Self::HEADERS_TOO_LARGE, c"headers_too_large"),
        (Self::CLIENT_CLOSED, c"client_closed"),
        (Self::INTERNAL_SERVER, c"internal_server"),
        (Self::NOT_IMPLEMENTED, c"not_implemented"),
        (Self::UNAVAILABLE, c"unavailable"),
        (Self::GATEWAY_TIMEOUT, c"gateway_timeout"),
        (Self::OVERLOADED, c"overloaded"),
        (Self::STREAM_ERROR, c"stream_error"),
        (Self::STREAM_TRUNCATED, c"stream_truncated"),
        (Self::STREAM_MALFORMED, c"stream_malformed"),
        (Self::CANCELLED, c"cancelled"),
        (Self::CLOSED, c"closed"),
        (Self::FORKED, c"forked"),
        (Self::PANIC, c"panic"),
        (Self::UNKNOWN_ERROR, c"unknown_error"),
        (Self::NULL_ARGUMENT, c"null_argument"),
        (Self::INVALID_UTF8, c"invalid_utf8"),
        (Self::INVALID_LENGTH, c"invalid_length"),
        (Self::BUSY, c"busy"),
        (Self::INVALID_HANDLE, c"invalid_handle"),
        (Self::ABSENT, c"absent"),
        (Self::DEADLOCK, c"deadlock"),
    ];

    /// The code with this number.
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        Self::ALL.iter().map(|(code, _)| *code).find(|code| *code as u32 == number)
    }

    /// The code's name in lower case, without the prefix.
    pub(crate) fn name(self) -> &'static CStr {
        Self::ALL.iter().find(|(code, _)| *code == self).map_or(c"", |(_, name)| name)
    }
}

impl From<ErrorKind> for ResultCode {
    fn from(kind: ErrorKind) -> Self {
        Self::from_number(kind.number()).unwrap_or(Self::UNKNOWN_ERROR)
    }
}

/// The name of a code in lower case and without the prefix, such as "rate_limited"; "unknown" for any other number.
///
/// The text is static. Any thread. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_result_name(code: u32) -> *const c_char {
    enter(|| Ok(ResultCode::from_number(code).map_or(c"unknown", ResultCode::name).as_ptr()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_a_code_with_its_number_and_name() {
        for kind in ErrorKind::ALL {
            let code = ResultCode::from(*kind);
            assert_eq!(code as u32, kind.number(), "{kind:?}");
            assert_eq!(code.name().to_str(), Ok(kind.name()), "{kind:?}");
        }
    }

    #[test]
    fn no_kind_of_error_takes_a_number_of_the_library_itself() {
        let own = [0, 1, 2, 3, 499, 900, 901, 902, 903, 904, 905, 906];
        for (code, _) in ResultCode::ALL {
            let is_kind = ErrorKind::ALL.iter().any(|kind| kind.number() == *code as u32);
            assert_eq!(is_kind, !own.contains(&(*code as u32)), "{code:?}");
        }
    }

    #[test]
    fn names_are_those_of_the_header_in_lower_case() {
        for (code, name) in ResultCode::ALL {
            assert_eq!(name.to_str().unwrap(), format!("{code:?}").to_lowercase());
        }
    }
}
