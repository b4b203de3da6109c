//! Tools, and what they gave.

use std::ffi::c_char;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    Request,
    body::Body,
    change_body,
    json::{check, parse, raw},
};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// Which tools the model may, must or must not use.
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=prefix:TIDINGS_TOOL_CHOICE_
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum ToolChoice {
    /// The model decides.
    AUTO = 0,
    /// One of the tools, whichever.
    ANY = 1,
    /// The tool that is named.
    TOOL = 2,
    /// No tool.
    NONE = 3,
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
        input_schema: &'a RawValue,
    }
    change_body(request, |body| {
        let name = ffi::c_text(name, "name")?;
        let description = ffi::optional_c_text(description, "description")?;
        let input_schema = check(ffi::text(schema, schema_len, "schema")?, "schema")?;
        body.add_tool(raw(&Tool { name, description, input_schema })?);
        Ok(())
    })
}

/// Offers a tool of any kind, such as one that runs on the server, as the API takes it: a JSON object.
///
/// `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_tool_json(
    request: *mut Request,
    json: *const c_char,
    json_len: usize,
) -> ResultCode {
    change_body(request, |body| {
        body.add_tool(parse(ffi::text(json, json_len, "json")?, "json")?);
        Ok(())
    })
}

/// Sets which tools the model may, must or must not use: a tidings_tool_choice.
///
/// `name` is the tool's for TIDINGS_TOOL_CHOICE_TOOL, and may be NULL otherwise; it is copied. Errors:
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION for a choice that there is not.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_tool_choice(
    request: *mut Request,
    choice: u32,
    name: *const c_char,
) -> ResultCode {
    #[derive(Serialize)]
    struct Choice<'a> {
        r#type: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
    }
    const AUTO: u32 = ToolChoice::AUTO as u32;
    const ANY: u32 = ToolChoice::ANY as u32;
    const TOOL: u32 = ToolChoice::TOOL as u32;
    const NONE: u32 = ToolChoice::NONE as u32;
    change_body(request, |body| {
        let choice = match choice {
            AUTO => Choice { r#type: "auto", name: None },
            ANY => Choice { r#type: "any", name: None },
            TOOL => Choice { r#type: "tool", name: Some(ffi::c_text(name, "name")?) },
            NONE => Choice { r#type: "none", name: None },
            _ => return Err(Misuse::new(ResultCode::VALIDATION, "choice is no tidings_tool_choice")),
        };
        body.set("tool_choice", raw(&choice)?)
    })
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
    change_body(request, |body| {
        let tool_use_id = ffi::c_text(tool_use_id, "tool_use_id")?;
        let content = ffi::text(content, content_len, "content")?;
        add_result(body, tool_use_id, content, is_error)
    })
}

/// Adds what a tool gave, as the API takes it: a text or an array of blocks, images among them.
///
/// As tidings_request_add_tool_result, but `json` is JSON. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8,
/// TIDINGS_VALIDATION if it is not JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_tool_result_json(
    request: *mut Request,
    tool_use_id: *const c_char,
    json: *const c_char,
    json_len: usize,
    is_error: bool,
) -> ResultCode {
    change_body(request, |body| {
        let tool_use_id = ffi::c_text(tool_use_id, "tool_use_id")?;
        let content = check(ffi::text(json, json_len, "json")?, "json")?;
        add_result(body, tool_use_id, content, is_error)
    })
}

fn add_result(body: &mut Body, tool_use_id: &str, content: impl Serialize, is_error: bool) -> Result<(), Misuse> {
    #[derive(Serialize)]
    struct ToolResult<'a, T> {
        r#type: &'a str,
        tool_use_id: &'a str,
        content: T,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_error: bool,
    }
    body.add_tool_result(raw(&ToolResult { r#type: "tool_result", tool_use_id, content, is_error })?);
    Ok(())
}
