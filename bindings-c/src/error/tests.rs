//! Every kind and every code of the core, read as C reads them.

use std::sync::Arc;

use tidings::{Error, ErrorCode, ErrorKind};

use super::{finding::*, header::*, *};
use crate::result::tidings_result_name;

/// A text as C gets it. The handles of these tests are alive while it is read.
fn text(start: *const c_char) -> Option<String> {
    ffi::optional_c_text(start, "text").unwrap().map(str::to_owned)
}

fn with(error: &Error, check: impl FnOnce(*const Failure)) {
    let handle: *mut Failure = ffi::give(Arc::new(error.into()));
    check(handle);
    tidings_error_free(handle);
}

#[test]
fn every_kind_of_error_crosses_whole() {
    for kind in ErrorKind::ALL {
        with(&Error::new(*kind, "some words"), |error| {
            let code = tidings_error_code(error);
            assert_eq!(code as u32, kind.number(), "{kind:?}");
            assert_eq!(text(tidings_result_name(code as u32)).as_deref(), Some(kind.name()));
            assert_eq!(text(tidings_error_class_name(error)).as_deref(), Some(kind.class_name()));
            assert_eq!(text(tidings_error_advice(error)).unwrap_or_default(), kind.advice());
            assert_eq!(text(tidings_error_message(error)).as_deref(), Some("some words"));
            assert!(text(tidings_error_description(error)).unwrap().contains("some words"));
            let plain = Error::new(*kind, "");
            assert_eq!(tidings_error_is_retryable(error), plain.is_retryable(), "{kind:?}");
            assert_eq!(tidings_error_may_have_run(error), plain.may_have_run(), "{kind:?}");
            let json: Value = serde_json::from_str(&text(tidings_error_json(error)).unwrap()).unwrap();
            assert_eq!((&json["kind"], &json["code"]), (&kind.name().into(), &kind.number().into()));
        });
    }
}

#[test]
fn every_known_code_crosses_with_its_class_and_meaning() {
    for code in ErrorCode::ALL {
        with(&code.to_error("some words"), |error| {
            assert_eq!(text(tidings_error_error_code(error)).as_deref(), Some(code.name()));
            assert_eq!(text(tidings_error_class_name(error)).as_deref(), Some(code.class_name()));
            assert_eq!(text(tidings_error_error_code_meaning(error)).unwrap_or_default(), code.meaning());
            assert!(text(tidings_error_details_json(error)).unwrap().contains(code.name()));
        });
    }
}

#[test]
fn a_misuse_has_the_class_of_its_kind_or_that_of_all() {
    for (code, class) in
        [(ResultCode::VALIDATION, ErrorKind::Validation.class_name()), (ResultCode::BUSY, "AnthropicError")]
    {
        let handle: *mut Failure = ffi::give(Arc::new(Misuse::new(code, "words").into()));
        assert_eq!(text(tidings_error_class_name(handle)).as_deref(), Some(class));
        assert_eq!((tidings_error_header_count(handle), text(tidings_error_rate_limits_json(handle))), (0, None));
        tidings_error_free(handle);
    }
}
