//! What is asked of the model.

use std::{ffi::c_char, fmt};

use serde::Serialize;
use tidings::CallOptions;

use crate::{
    boundary::{Misuse, enter, enter_with},
    error::Failure,
    ffi::{self, Boxed, Castable},
    message::Message,
    result::ResultCode,
};

mod body;
pub mod options;

use self::body::{Body, Json, parse, raw, turn};

/// The path that creates messages.
const PATH: &str = "/v1/messages";
/// The path that counts their tokens.
const COUNT_PATH: &str = "/v1/messages/count_tokens";

/// A request for a message, and the options of its call. Can be sent any number of times, and changed in between.
/// One thread at a time changes it; any number may send it while none does.
///
/// A function that fails to change a request says why by its code, and makes every later sending of it fail with the
/// same code.
pub struct Request {
    body: Body,
    options: CallOptions,
    misuse: Option<Misuse>,
}

impl Castable for Request {
    type Ownership = Boxed;
}

impl fmt::Debug for Request {
    /// Shows neither a prompt nor a header.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("misuse", &self.misuse).finish_non_exhaustive()
    }
}

impl Request {
    fn new(body: Body) -> Self {
        Self { body, options: CallOptions::new(), misuse: None }
    }

    /// The request as the core sends it, or the first change that failed.
    pub(crate) fn prepare(&self, stream: bool) -> Result<tidings::Request, Misuse> {
        match &self.misuse {
            Some(misuse) => Err(misuse.clone()),
            None => Ok(tidings::Request::post(PATH, self.body.to_json(stream)?).with(self.options.clone())),
        }
    }

    /// The request that counts this one's tokens.
    pub(crate) fn prepare_count(&self) -> Result<tidings::Request, Misuse> {
        if let Some(misuse) = &self.misuse {
            return Err(misuse.clone());
        }
        let params: tidings::types::MessageParams = serde_json::from_slice(&self.body.to_json(false)?)
            .map_err(|_| Misuse::new(ResultCode::VALIDATION, "the request is not one for a message"))?;
        let json = serde_json::to_vec(&tidings::types::CountTokensParams::from(params))
            .map_err(|_| Misuse::new(ResultCode::VALIDATION, "the request cannot be written"))?;
        Ok(tidings::Request::post(COUNT_PATH, json).with(self.options.clone()))
    }
}

/// A request to this model for at most `max_tokens` tokens, still without a message.
///
/// New: free it with tidings_request_free. `model` is copied; if it is NULL or not UTF-8, sending the request fails.
/// Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_new(model: *const c_char, max_tokens: u32) -> *mut Request {
    enter(|| {
        let mut request = Request::new(Body::default());
        let filled = ffi::c_text(model, "model").and_then(|model| {
            request.body.set("model", raw(&model)?)?;
            request.body.set("max_tokens", raw(&max_tokens)?)
        });
        request.misuse = filled.err();
        Ok(ffi::give(request))
    })
}

/// A request from one JSON document, as the API takes it. Every field passes through but `stream`.
///
/// New: free it with tidings_request_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
/// `json` is copied. Any thread. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not
/// a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_from_json(
    json: *const c_char,
    json_len: usize,
    err: *mut *mut Failure,
) -> *mut Request {
    enter_with(err, || Ok(ffi::give(Request::new(Body::parse(ffi::text(json, json_len, "json")?)?))))
}

/// Frees a request. Calls that were made with it live on. NULL is fine. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_free(request: *mut Request) {
    enter(|| {
        ffi::free(request);
        Ok(())
    });
}

/// Adds a turn of the user.
///
/// `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_user_text(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change(request, |request| request.body.add_message(turn("user", &ffi::text(text, text_len, "text")?)?))
}

/// Adds a turn of the model: an earlier answer, or the beginning of the one that is asked for.
///
/// `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_assistant_text(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change(request, |request| request.body.add_message(turn("assistant", &ffi::text(text, text_len, "text")?)?))
}

/// Adds an answer as the model's turn, every block as it came: how a conversation with tools goes on.
///
/// `message` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if the message has no content.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_message(request: *mut Request, message: *const Message) -> ResultCode {
    change(request, |request| {
        let content = ffi::borrow(message, "message")?.content()?;
        request.body.add_message(turn("assistant", &content)?)
    })
}

/// Adds a turn as the API takes it: an object with `role` and `content`. For images, documents and everything else.
///
/// `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_message_json(
    request: *mut Request,
    json: *const c_char,
    json_len: usize,
) -> ResultCode {
    change(request, |request| request.body.add_message(parse(ffi::text(json, json_len, "json")?, "json")?))
}

/// Adds what a tool gave. Results that are added one after the other go into one turn of the user.
///
/// `tool_use_id` is the id of the block that asked for the tool; `is_error` says that the tool failed and `content`
/// tells why. Both texts are copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_tool_result(
    request: *mut Request,
    tool_use_id: *const c_char,
    content: *const c_char,
    content_len: usize,
    is_error: bool,
) -> ResultCode {
    #[derive(Serialize)]
    struct ToolResult<'a> {
        r#type: &'a str,
        tool_use_id: &'a str,
        content: &'a str,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_error: bool,
    }
    change(request, |request| {
        let tool_use_id = ffi::c_text(tool_use_id, "tool_use_id")?;
        let content = ffi::text(content, content_len, "content")?;
        request.body.add_tool_result(raw(&ToolResult { r#type: "tool_result", tool_use_id, content, is_error })?);
        Ok(())
    })
}

/// Offers a tool to the model.
///
/// `description` may be NULL; `schema` is the JSON schema of the tool's input, an object. All are copied.
/// Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the schema is not JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_tool(
    request: *mut Request,
    name: *const c_char,
    description: *const c_char,
    schema: *const c_char,
    schema_len: usize,
) -> ResultCode {
    #[derive(Serialize)]
    struct Tool<'a> {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        input_schema: Json,
    }
    change(request, |request| {
        let name = ffi::c_text(name, "name")?;
        let description = ffi::optional_c_text(description, "description")?;
        let input_schema = parse(ffi::text(schema, schema_len, "schema")?, "schema")?;
        request.body.add_tool(raw(&Tool { name, description, input_schema })?);
        Ok(())
    })
}

/// Sets the system prompt.
///
/// `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_system(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change(request, |request| request.body.set("system", raw(&ffi::text(text, text_len, "text")?)?))
}

/// Sets how freely the model chooses its words. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if it is not
/// finite.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_temperature(request: *mut Request, temperature: f64) -> ResultCode {
    change(request, |request| request.body.set("temperature", number(temperature, "temperature")?))
}

/// Sets from how much of the probability the model chooses. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if it
/// is not finite.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_top_p(request: *mut Request, top_p: f64) -> ResultCode {
    change(request, |request| request.body.set("top_p", number(top_p, "top_p")?))
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
    change(request, |request| {
        request.body.add_stop_sequence(raw(&ffi::text(text, text_len, "text")?)?);
        Ok(())
    })
}

/// Sets any field of the request, known to this library or not.
///
/// `name` and `json` are copied. `stream` is left to the function that sends the request. Errors:
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON, or neither an array nor null for
/// `messages`, `tools` or `stop_sequences`.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_json(
    request: *mut Request,
    name: *const c_char,
    json: *const c_char,
    json_len: usize,
) -> ResultCode {
    change(request, |request| {
        let name = ffi::c_text(name, "name")?;
        request.body.set(name, parse(ffi::text(json, json_len, "json")?, name)?)
    })
}

fn change(request: *mut Request, change: impl FnOnce(&mut Request) -> Result<(), Misuse>) -> ResultCode {
    enter(|| {
        let request = ffi::borrow_mut(request, "request")?;
        change(request).inspect_err(|misuse| {
            request.misuse.get_or_insert_with(|| misuse.clone());
        })?;
        Ok(ResultCode::OK)
    })
}

fn number(value: f64, name: &str) -> Result<Json, Misuse> {
    if value.is_finite() {
        raw(&value)
    } else {
        Err(Misuse::new(ResultCode::VALIDATION, format!("{name} must be a finite number")))
    }
}
