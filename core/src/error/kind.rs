//! The taxonomy of failures: one number, one name and one class a kind, the same in every language.

/// Declares the kinds once: number, name, class with the class it comes from, and advice stay side by side.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $number:literal, $name:literal, $class:literal < $parent:literal, $advice:literal;)+) => {
        /// What went wrong, as a stable number that is the same in every language and is never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u32)]
        pub enum ErrorKind {
            $($(#[doc = $doc])+ $variant = $number,)+
        }

        impl ErrorKind {
            /// Every kind there is, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The kind's name in `snake_case`, for logs and for the bindings' tables.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The class of such an error in languages that have classes. Kinds may share one, and a language whose official
            /// package spells it differently uses that spelling.
            #[must_use]
            pub const fn class_name(self) -> &'static str {
                match self { $(Self::$variant => $class,)+ }
            }

            /// The class that [`Self::class_name`] is derived from. Everything derives from `AnthropicError`.
            #[must_use]
            pub const fn parent_class(self) -> &'static str {
                match self { $(Self::$variant => $parent,)+ }
            }

            /// What a person can do about it, in a few words; empty where there is nothing general to say.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$variant => $advice,)+ }
            }
        }
    };
}

kinds! {
    /// An option of the client is missing or not usable; nothing was sent.
    Config = 100, "config", "ConfigError" < "AnthropicError",
        "correct the option";
    /// The request cannot be right as it stands; nothing was sent.
    Validation = 101, "validation", "ValidationError" < "AnthropicError",
        "correct the request";
    /// No connection: name not found, refused, unreachable, TLS or proxy trouble.
    Connect = 110, "connect", "APIConnectionError" < "APIError",
        "check the base URL, the network and any proxy";
    /// A time limit ran out; the message says which.
    Timeout = 111, "timeout", "APITimeoutError" < "APIConnectionError",
        "raise the limit that is named, or stream long answers";
    /// The connection broke after the request began to leave.
    Transport = 112, "transport", "APIConnectionError" < "APIError",
        "try again; the request may have run";
    /// The server answered with a redirect, which is never followed.
    Redirect = 113, "redirect", "RedirectError" < "APIStatusError",
        "set the base URL to where the redirect leads";
    /// A success that is not what was asked for, such as a web page.
    UnexpectedResponse = 114, "unexpected_response", "APIResponseValidationError" < "APIError",
        "check that the base URL is a Messages API endpoint";
    /// An answer was larger than a bound of the client.
    LimitExceeded = 115, "limit_exceeded", "LimitExceededError" < "APIResponseValidationError",
        "ask for less at once";
    /// 400: the request is malformed or not acceptable.
    BadRequest = 200, "bad_request", "BadRequestError" < "APIStatusError",
        "correct the request; sending it again unchanged cannot succeed";
    /// 401: the credential is missing or wrong.
    Authentication = 201, "authentication", "AuthenticationError" < "APIStatusError",
        "check the API key or token";
    /// 402: billing or payment trouble.
    Billing = 202, "billing", "PaymentRequiredError" < "APIStatusError",
        "check the account's billing";
    /// 403: the credential lacks permission.
    PermissionDenied = 203, "permission_denied", "PermissionDeniedError" < "APIStatusError",
        "use a credential with access";
    /// 404: the model, path or object does not exist.
    NotFound = 204, "not_found", "NotFoundError" < "APIStatusError",
        "check the model's name and the base URL";
    /// 408: the server gave up waiting for the request.
    RequestTimeout = 208, "request_timeout", "RequestTimeoutError" < "APIStatusError",
        "try again";
    /// 409: a conflict with the state of the object.
    Conflict = 209, "conflict", "ConflictError" < "APIStatusError",
        "try again";
    /// 412: a condition that the request names does not hold.
    PreconditionFailed = 212, "precondition_failed", "PreconditionFailedError" < "APIStatusError",
        "read the object again and repeat with what it is now";
    /// 413: the request is too large.
    RequestTooLarge = 213, "request_too_large", "ContentTooLargeError" < "APIStatusError",
        "send less: fewer or smaller images, a shorter conversation";
    /// 422: the request was understood but cannot be processed.
    Unprocessable = 222, "unprocessable", "UnprocessableEntityError" < "APIStatusError",
        "correct the request";
    /// 429: a rate limit or quota is reached.
    RateLimited = 229, "rate_limited", "RateLimitError" < "APIStatusError",
        "send less, or later";
    /// Any other 4xx status.
    ApiStatus = 230, "api_status", "APIStatusError" < "APIError",
        "check the request and the base URL";
    /// 431: the headers are too large.
    HeadersTooLarge = 231, "headers_too_large", "RequestHeaderFieldsTooLargeError" < "APIStatusError",
        "send fewer or shorter headers";
    /// 499: a server on the way saw the client close the connection.
    ClientClosed = 239, "client_closed", "ClientClosedRequestError" < "APIStatusError",
        "look for what closed the connection; the request may have run";
    /// 500 and other 5xx: the server failed.
    InternalServer = 240, "internal_server", "InternalServerError" < "APIStatusError",
        "try again later";
    /// 501: the server does not offer what was asked for.
    NotImplemented = 241, "not_implemented", "HTTPNotImplementedError" < "InternalServerError",
        "check the base URL and what that server offers";
    /// 503: the server is unavailable.
    Unavailable = 243, "unavailable", "ServiceUnavailableError" < "InternalServerError",
        "try again later";
    /// 504: the server took too long.
    GatewayTimeout = 244, "gateway_timeout", "GatewayTimeoutError" < "InternalServerError",
        "stream long answers, or try again later";
    /// 529: the API is overloaded.
    Overloaded = 249, "overloaded", "OverloadedError" < "InternalServerError",
        "try again later";
    /// The stream carried an error event of a type that has no kind of its own.
    StreamError = 300, "stream_error", "StreamError" < "APIStatusError",
        "the partial message holds what had arrived";
    /// The stream ended without having completed its message.
    StreamTruncated = 301, "stream_truncated", "StreamTruncatedError" < "APIConnectionError",
        "the partial message holds what had arrived; try again";
    /// The stream broke the protocol.
    StreamMalformed = 302, "stream_malformed", "StreamMalformedError" < "APIResponseValidationError",
        "the partial message holds what had arrived";
    /// The caller cancelled the call.
    Cancelled = 400, "cancelled", "APIUserAbortError" < "APIError",
        "";
    /// The client or stream had been closed.
    Closed = 401, "closed", "ClosedError" < "APIError",
        "begin a new call, with a client that is open";
    /// The call began in a parent process; after a fork it cannot go on in the child.
    Forked = 402, "forked", "ForkedError" < "AnthropicError",
        "start the call in the process that uses it";
    /// A defect inside Tidings.
    Panic = 403, "panic", "PanicError" < "AnthropicError",
        "please report it";
}

impl ErrorKind {
    /// The kind's number, the same in every language.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// The kind an HTTP status stands for; statuses below 400 are not errors of the API and give [`Self::UnexpectedResponse`].
    #[must_use]
    pub const fn from_status(status: u16) -> Self {
        match status {
            300..=399 => Self::Redirect,
            400 => Self::BadRequest,
            401 => Self::Authentication,
            402 => Self::Billing,
            403 => Self::PermissionDenied,
            404 => Self::NotFound,
            408 => Self::RequestTimeout,
            409 => Self::Conflict,
            412 => Self::PreconditionFailed,
            413 => Self::RequestTooLarge,
            422 => Self::Unprocessable,
            429 => Self::RateLimited,
            431 => Self::HeadersTooLarge,
            499 => Self::ClientClosed,
            405..=498 => Self::ApiStatus,
            501 => Self::NotImplemented,
            503 => Self::Unavailable,
            504 => Self::GatewayTimeout,
            529 => Self::Overloaded,
            500..=599 => Self::InternalServer,
            _ => Self::UnexpectedResponse,
        }
    }

    /// The kind an `error.type` stands for when there is no telling status, as in a stream; `None` for types not known.
    #[must_use]
    pub fn from_type(error_type: &str) -> Option<Self> {
        Some(match error_type {
            "invalid_request_error" => Self::BadRequest,
            "authentication_error" => Self::Authentication,
            "billing_error" => Self::Billing,
            "permission_error" => Self::PermissionDenied,
            "not_found_error" => Self::NotFound,
            "conflict_error" => Self::Conflict,
            "request_too_large" => Self::RequestTooLarge,
            "rate_limit_error" | "rate_limit_exceeded" => Self::RateLimited,
            "timeout_error" => Self::GatewayTimeout,
            "api_error" => Self::InternalServer,
            "overloaded_error" => Self::Overloaded,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique() {
        for (i, a) in ErrorKind::ALL.iter().enumerate() {
            for b in &ErrorKind::ALL[i + 1..] {
                assert_ne!(a.number(), b.number());
                assert_ne!(a.name(), b.name());
            }
        }
    }

    #[test]
    fn every_error_status_has_a_kind_of_the_api() {
        for status in 400..600 {
            assert_ne!(ErrorKind::from_status(status), ErrorKind::UnexpectedResponse, "{status}");
        }
    }

    #[test]
    fn each_status_of_the_api_has_the_class_of_the_official_packages() {
        for (status, class, parent) in [
            (400, "BadRequestError", "APIStatusError"),
            (401, "AuthenticationError", "APIStatusError"),
            (402, "PaymentRequiredError", "APIStatusError"),
            (403, "PermissionDeniedError", "APIStatusError"),
            (404, "NotFoundError", "APIStatusError"),
            (408, "RequestTimeoutError", "APIStatusError"),
            (409, "ConflictError", "APIStatusError"),
            (412, "PreconditionFailedError", "APIStatusError"),
            (413, "ContentTooLargeError", "APIStatusError"),
            (418, "APIStatusError", "APIError"),
            (422, "UnprocessableEntityError", "APIStatusError"),
            (429, "RateLimitError", "APIStatusError"),
            (431, "RequestHeaderFieldsTooLargeError", "APIStatusError"),
            (498, "APIStatusError", "APIError"),
            (499, "ClientClosedRequestError", "APIStatusError"),
            (500, "InternalServerError", "APIStatusError"),
            (501, "HTTPNotImplementedError", "InternalServerError"),
            (502, "InternalServerError", "APIStatusError"),
            (503, "ServiceUnavailableError", "InternalServerError"),
            (504, "GatewayTimeoutError", "InternalServerError"),
            (520, "InternalServerError", "APIStatusError"),
            (529, "OverloadedError", "InternalServerError"),
        ] {
            let kind = ErrorKind::from_status(status);
            assert_eq!((kind.class_name(), kind.parent_class()), (class, parent), "{status}");
        }
    }

    #[test]
    fn kinds_of_one_class_agree_on_where_it_comes_from() {
        for kind in ErrorKind::ALL {
            for other in ErrorKind::ALL.iter().filter(|other| other.class_name() == kind.class_name()) {
                assert_eq!(kind.parent_class(), other.parent_class(), "{kind:?}, {other:?}");
            }
        }
    }

    #[test]
    fn both_spellings_of_the_rate_limit_are_one_kind() {
        assert_eq!(ErrorKind::from_type("rate_limit_error"), Some(ErrorKind::RateLimited));
        assert_eq!(ErrorKind::from_type("rate_limit_exceeded"), Some(ErrorKind::RateLimited));
    }
}
