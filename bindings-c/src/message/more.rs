//! Thinking, citations, calls of tools and usage: the further parts of a message.

use std::{ffi::c_char, sync::Arc};

use super::{Block, Message, read, read_name, read_part, read_text};
use crate::{
    boundary::{Misuse, enter_with},
    error::Failure,
    ffi,
    result::ResultCode,
};

/// The message that a JSON document holds, such as one that was kept: it can be read, and added to a request.
///
/// New: free it with tidings_message_free. Gives NULL on failure; `err` (which may be NULL) gets NULL or a new error.
/// `json` is copied. Any thread. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not a
/// JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_from_json(
    json: *const c_char,
    json_len: usize,
    err: *mut *mut Failure,
) -> *mut Message {
    enter_with(err, || {
        let message = Message::parse(ffi::text(json, json_len, "json")?.as_bytes(), None)
            .ok_or_else(|| Misuse::new(ResultCode::VALIDATION, "json is not a JSON object"))?;
        Ok(ffi::give(Arc::new(message)))
    })
}

/// Whose message it is: "assistant"; NULL if it does not say.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_role(message: *const Message) -> *const c_char {
    read_name(message, |message| message.role)
}

/// What the model thought, of a block of type "thinking"; NULL for other blocks.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_thinking(
    message: *const Message,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    read_text(message, len, |message| message.blocks.get(index)?.thinking)
}

/// What proves a block of type "thinking" to the API when it is sent back; NULL for other blocks.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_signature(
    message: *const Message,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    read_text(message, len, |message| message.blocks.get(index)?.signature)
}

/// What a text block refers to, as a JSON array; NULL for blocks without citations.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_citations(
    message: *const Message,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    read_part(message, len, |message| message.blocks.get(index)?.citations.as_ref())
}

/// What the message cost, as a JSON object with every field that the server sent; NULL if there is none.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_usage(message: *const Message, len: *mut usize) -> *const c_char {
    read_part(message, len, |message| message.usage.as_ref())
}

/// The tokens that were written to the prompt cache. 0 if not counted. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_cache_creation_input_tokens(message: *const Message) -> u64 {
    read(message, |message| message.tokens.cache_creation)
}

/// The tokens that were read from the prompt cache. 0 if not counted. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_cache_read_input_tokens(message: *const Message) -> u64 {
    read(message, |message| message.tokens.cache_read)
}

/// How many tools the model asks the caller to run: its blocks of type "tool_use". NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_tool_count(message: *const Message) -> usize {
    read(message, |message| message.blocks.iter().filter(|block| message.asks_for(block)).count())
}

/// The index of the block in which the model asks for a tool, for the functions that read a block; SIZE_MAX if it asks
/// for no more than `number` tools, counted from 0.
///
/// NULL gives SIZE_MAX. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_tool_index(message: *const Message, number: usize) -> usize {
    let index = read(message, |message| {
        let mut tools = message.blocks.iter().enumerate().filter(|(_, block)| message.asks_for(block));
        // A step behind, so that 0 is free to say that there is none.
        tools.nth(number).map_or(0, |(index, _)| index + 1)
    });
    index.wrapping_sub(1)
}

impl Message {
    /// Whether a block asks the caller to run a tool.
    fn asks_for(&self, block: &Block) -> bool {
        block.kind.is_some_and(|kind| self.store.text(kind).as_bytes() == b"tool_use")
    }
}

#[cfg(test)]
mod tests {
    use std::{ffi::CStr, ptr};

    use super::*;
    use crate::message::tidings_message_free;

    fn text(start: *const c_char, len: usize) -> Option<String> {
        (!start.is_null()).then(|| ffi::text(start, len, "text").unwrap().to_owned())
    }

    fn parse(json: &CStr) -> *mut Message {
        tidings_message_from_json(json.as_ptr(), usize::MAX, ptr::null_mut())
    }

    #[test]
    fn thinking_citations_and_usage_are_read_as_they_came() {
        let message = parse(
            cr#"{"role":"assistant","content":[{"type":"thinking","thinking":"a\u0000b","signature":"s"},
                {"type":"text","text":"t","citations":[{"n":1.50}]},{"type":"text","text":"u","citations":null}],
                "usage":{"input_tokens":1,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"x":{}}}"#,
        );
        let mut len = 0;
        assert_eq!(text(tidings_message_role(message), usize::MAX).as_deref(), Some("assistant"));
        let thinking = tidings_message_block_thinking(message, 0, &raw mut len);
        assert_eq!(text(thinking, len).as_deref(), Some("a\0b"));
        let signature = tidings_message_block_signature(message, 0, &raw mut len);
        assert_eq!(text(signature, len).as_deref(), Some("s"));
        let citations = |index| text(tidings_message_block_citations(message, index, ptr::null_mut()), usize::MAX);
        assert_eq!([0, 1, 2, 3].map(citations), [None, Some(r#"[{"n":1.50}]"#.to_owned()), None, None]);
        assert!(tidings_message_block_thinking(message, 1, &raw mut len).is_null() && len == 0);
        let usage = text(tidings_message_usage(message, &raw mut len), usize::MAX).unwrap();
        assert!(usage.ends_with(r#""x":{}}"#) && usage.len() == len);
        assert_eq!(tidings_message_cache_creation_input_tokens(message), 2);
        assert_eq!(tidings_message_cache_read_input_tokens(message), 3);
        tidings_message_free(message);
    }

    #[test]
    fn tools_of_the_caller_are_counted_and_found() {
        let message = parse(
            cr#"{"content":[{"type":"server_tool_use"},{"type":"tool_use"},{"type":"text"},{"type":"tool_use"}]}"#,
        );
        assert_eq!(tidings_message_tool_count(message), 2);
        assert_eq!([0, 1, 2].map(|number| tidings_message_tool_index(message, number)), [1, 3, usize::MAX]);
        assert_eq!(tidings_message_tool_index(ptr::null(), 0), usize::MAX);
        tidings_message_free(message);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let mut err = ptr::null_mut();
        assert!(tidings_message_from_json(c"[]".as_ptr(), usize::MAX, &raw mut err).is_null());
        assert_eq!(crate::error::tidings_error_code(err), ResultCode::VALIDATION);
        crate::error::tidings_error_free(err);
    }
}
