//! How a message is to be written.

use std::ffi::c_char;

use serde::Serialize;

use super::{
    Request, change_body,
    json::{Json, raw},
};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// Sets the system prompt.
///
/// `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_system(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change_body(request, |body| body.set("system", raw(&ffi::text(text, text_len, "text")?)?))
}

/// Sets how freely the model chooses its words. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if it is not
/// finite.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_temperature(request: *mut Request, temperature: f64) -> ResultCode {
    change_body(request, |body| body.set("temperature", number(temperature, "temperature")?))
}

/// Sets from how much of the probability the model chooses. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if it
/// is not finite.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_top_p(request: *mut Request, top_p: f64) -> ResultCode {
    change_body(request, |body| body.set("top_p", number(top_p, "top_p")?))
}

/// Sets from how many of the likeliest tokens the model chooses. Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_top_k(request: *mut Request, top_k: u32) -> ResultCode {
    change_body(request, |body| body.set("top_k", raw(&top_k)?))
}

/// Sets how many tokens the model may spend on thinking before it answers, less than `max_tokens`; 0 switches thinking
/// off. For other ways to think use tidings_request_set_json with "thinking". Errors: TIDINGS_NULL_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_thinking(request: *mut Request, budget_tokens: u32) -> ResultCode {
    #[derive(Serialize)]
    struct Thinking {
        r#type: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        budget_tokens: Option<u32>,
    }
    change_body(request, |body| {
        let thinking = match budget_tokens {
            0 => Thinking { r#type: "disabled", budget_tokens: None },
            _ => Thinking { r#type: "enabled", budget_tokens: Some(budget_tokens) },
        };
        body.set("thinking", raw(&thinking)?)
    })
}

/// Adds a text at which the model stops.
///
/// `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_stop_sequence(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change_body(request, |body| {
        body.add_stop_sequence(raw(&ffi::text(text, text_len, "text")?)?);
        Ok(())
    })
}

fn number(value: f64, name: &str) -> Result<Json, Misuse> {
    if value.is_finite() {
        raw(&value)
    } else {
        Err(Misuse::new(ResultCode::VALIDATION, format!("{name} must be a finite number")))
    }
}
