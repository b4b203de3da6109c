//! The body of a failed request, of a failed item of a batch, and of the `error` event that ends a stream.

use serde_json::Value;

use super::{record::response, union::union, words::words};

response! {
    /// What the API says when a request fails; also the `error` event of a stream.
    pub struct ErrorResponse("error") {
        required {
            /// What went wrong.
            error: ErrorObject,
        }
        nullable {
            /// The request's id, for Anthropic's support; older endpoints leave it out.
            request_id: String,
        }
    }

    /// A finer cause than the error's type. Some codes come with keys of their own; those of a code that this version does
    /// not know are kept as well.
    pub struct ErrorDetails {
        required {
            /// The cause, such as `thread_not_found`. Each code that this version knows has an error class of its own.
            error_code: String,
        }
        optional {
            /// With `image_dimensions_too_large`: the longest side an image may have, in pixels.
            max_side_length_pixels: u64,
            /// With `image_dimensions_too_large`: where in the request the images are.
            paths: Vec<String>,
        }
        nullable {
            /// With `organization_on_hold`: where to object.
            appeal_url: String,
            /// With `thread_unsupported_request`: what of the request does not go together with threads.
            unsupported: Vec<ThreadUnsupportedFeatureName>,
        }
    }
}

/// Declares the kinds of error, which all have the same fields: each as a record, a variant and a word.
macro_rules! errors {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:ident $tag:literal;)+) => {
        response! {$(
            $(#[doc = $doc])+
            pub struct $name($tag) {
                defaulted {
                    /// The cause in words, which may change: decide by the type and the code.
                    message: String,
                }
                nullable {
                    /// A finer cause, where there is one.
                    details: ErrorDetails,
                }
            }
        )+}

        union! {
            /// What went wrong.
            pub enum ErrorObject {
                $($(#[doc = $doc])+ $variant($name),)+
            }
        }

        words! {
            /// The `type` of an error.
            pub enum ErrorType {
                $($(#[doc = $doc])+ $variant = $tag,)+
                /// Two entries of a memory store want the same path (beta).
                MemoryPathConflict = "memory_path_conflict_error",
                /// An entry of a memory store is not as the request supposed (beta).
                MemoryPreconditionFailed = "memory_precondition_failed_error",
            }
        }

        impl ErrorObject {
            /// The error's `type`; `None` where an endpoint gives none.
            #[must_use]
            pub fn error_type(&self) -> Option<ErrorType> {
                match self {
                    $(Self::$variant(_) => Some(ErrorType::$variant),)+
                    Self::Unknown(error) => error.get("type")?.as_str().map(ErrorType::from),
                }
            }

            /// The cause in words; `None` where an endpoint gives none.
            #[must_use]
            pub fn message(&self) -> Option<&str> {
                match self {
                    $(Self::$variant(error) => Some(&error.message),)+
                    Self::Unknown(Value::String(message)) => Some(message),
                    Self::Unknown(error) => error.get("message")?.as_str(),
                }
            }

            /// A finer cause, where there is one.
            #[must_use]
            pub fn details(&self) -> Option<&ErrorDetails> {
                match self {
                    $(Self::$variant(error) => error.details.as_ref(),)+
                    Self::Unknown(_) => None,
                }
            }
        }
    };
}

errors! {
    /// The request is malformed, or asks for what is not accepted (400).
    InvalidRequest InvalidRequestErrorObject "invalid_request_error";
    /// The credential is missing or not valid (401).
    Authentication AuthenticationErrorObject "authentication_error";
    /// Something is wrong with the payment (402).
    Billing BillingErrorObject "billing_error";
    /// The credential does not give this right (403).
    Permission PermissionErrorObject "permission_error";
    /// There is no such path, model or object (404).
    NotFound NotFoundErrorObject "not_found_error";
    /// The object is not in a state that allows this (409).
    Conflict ConflictErrorObject "conflict_error";
    /// The body is larger than the endpoint takes (413).
    RequestTooLarge RequestTooLargeErrorObject "request_too_large";
    /// A rate limit or spend limit is reached (429).
    RateLimit RateLimitErrorObject "rate_limit_error";
    /// The API itself failed (500).
    Api APIErrorObject "api_error";
    /// The request took too long (504): stream it, or make it a batch.
    GatewayTimeout GatewayTimeoutErrorObject "timeout_error";
    /// The API has too much to do for all its users (529).
    Overloaded OverloadedErrorObject "overloaded_error";
}

words! {
    /// What does not go together with threads.
    pub enum ThreadUnsupportedFeatureName {
        /// The parameter `cache_control`.
        CacheControl = "cache_control",
        /// The parameter `context_management`.
        ContextManagement = "context_management",
        /// The parameter `fallbacks`.
        Fallbacks = "fallbacks",
        /// The organization's agreement under HIPAA.
        Hipaa = "hipaa",
        /// The organization's inference hooks.
        InferenceHooks = "inference_hooks",
        /// The parameter `thinking`.
        Thinking = "thinking",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_error_is_known() {
        for kind in [
            "invalid_request_error",
            "authentication_error",
            "billing_error",
            "permission_error",
            "not_found_error",
            "conflict_error",
            "request_too_large",
            "rate_limit_error",
            "api_error",
            "timeout_error",
            "overloaded_error",
        ] {
            let body = json!({"type": "error", "error": {"type": kind, "message": "No."}, "request_id": "req_1"});
            let error = known::<ErrorResponse>(&body).error;
            assert_eq!((error.error_type(), error.message()), (Some(kind.into()), Some("No.")));
        }
    }

    #[test]
    fn the_keys_of_a_code_are_known() {
        for details in [
            json!({"error_code": "thread_not_found"}),
            json!({"error_code": "image_dimensions_too_large", "max_side_length_pixels": 8000, "paths": ["messages.0"]}),
            json!({"error_code": "organization_on_hold", "appeal_url": "https://example.com"}),
            json!({"error_code": "organization_on_hold", "appeal_url": null}),
            json!({"error_code": "thread_unsupported_request", "unsupported": ["hipaa", "fallbacks"]}),
        ] {
            let error = json!({"type": "invalid_request_error", "message": "No.", "details": details});
            assert_eq!(known::<ErrorObject>(&error).details().unwrap().error_code, details["error_code"]);
        }
    }

    #[test]
    fn errors_of_other_endpoints_are_kept() {
        for (error, kind, message) in [
            (json!({"type": "rate_limit_exceeded", "message": "Slow."}), Some("rate_limit_exceeded"), Some("Slow.")),
            (json!({"message": "Slow.", "code": 7}), None, Some("Slow.")),
            (json!("Slow."), None, Some("Slow.")),
            (json!({"type": "api_error", "message": "No.", "details": "none"}), Some("api_error"), Some("No.")),
            (json!(null), None, None),
        ] {
            let read = kept::<ErrorObject>(&error);
            assert_eq!((read.error_type(), read.message()), (kind.map(ErrorType::from), message));
        }
    }
}
