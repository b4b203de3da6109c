//! The model's answer.

use std::{ffi::c_char, ptr};

use crate::{
    boundary::{Fallback, enter},
    ffi::{self, Castable, Counted},
    text::Ended,
};

pub mod more;
mod parse;
mod store;

use self::store::{Part, Place, Store};

/// The model's answer. Immutable: may be read by several threads at once.
///
/// Every text it gives is borrowed: good until the last handle of the message is freed.
#[derive(Debug)]
pub struct Message {
    store: Store,
    json: Place,
    id: Option<Place>,
    role: Option<Place>,
    model: Option<Place>,
    stop_reason: Option<Place>,
    stop_sequence: Option<Place>,
    text: Place,
    content: Option<Part>,
    blocks: Vec<Block>,
    usage: Option<Part>,
    tokens: Tokens,
    request_id: Option<Place>,
}

/// One block of a message.
#[derive(Debug)]
struct Block {
    json: Part,
    kind: Option<Place>,
    text: Option<Place>,
    citations: Option<Part>,
    thinking: Option<Place>,
    signature: Option<Place>,
    tool_id: Option<Place>,
    tool_name: Option<Place>,
    tool_input: Option<Part>,
}

/// What a message cost, in tokens.
#[derive(Debug, Default)]
struct Tokens {
    input: u64,
    output: u64,
    cache_creation: u64,
    cache_read: u64,
}

impl Castable for Message {
    type Ownership = Counted;
}

/// Frees a message. NULL is fine. Not while another thread uses this handle. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_free(message: *mut Message) {
    enter(|| {
        ffi::free(message);
        Ok(())
    });
}

/// A new handle to the same message, to keep it longer than what it was borrowed from. Nothing is copied.
///
/// New: free it with tidings_message_free. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_clone(message: *const Message) -> *mut Message {
    enter(|| Ok(ffi::give(ffi::share(message, "message")?)))
}

/// The message's id; NULL if it has none. Its form may change.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_id(message: *const Message) -> *const c_char {
    read_name(message, |message| message.id)
}

/// The model that answered, which may differ from the alias that was asked for; NULL if it does not say.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_model(message: *const Message) -> *const c_char {
    read_name(message, |message| message.model)
}

/// The id of the request, to quote to the API's support; NULL if the server gave none.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_request_id(message: *const Message) -> *const c_char {
    read_name(message, |message| message.request_id)
}

/// The text of all text blocks, joined; empty if there is none.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_text(message: *const Message, len: *mut usize) -> *const c_char {
    read_text(message, len, |message| Some(message.text))
}

/// Why the model stopped, such as "end_turn", "max_tokens" or "tool_use"; NULL only in a partial message.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_stop_reason(message: *const Message) -> *const c_char {
    read_name(message, |message| message.stop_reason)
}

/// The custom stop sequence that matched; NULL if none did.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_stop_sequence(message: *const Message) -> *const c_char {
    read_name(message, |message| message.stop_sequence)
}

/// The tokens read; those of a prompt cache are counted elsewhere in `usage`. 0 if not counted. NULL gives 0. Any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_input_tokens(message: *const Message) -> u64 {
    read(message, |message| message.tokens.input)
}

/// The tokens written. 0 if not counted. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_output_tokens(message: *const Message) -> u64 {
    read(message, |message| message.tokens.output)
}

/// How many blocks the message has. NULL gives 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_count(message: *const Message) -> usize {
    read(message, |message| message.blocks.len())
}

/// The type of a block, such as "text" or "tool_use"; NULL if there is no block of this index.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_type(message: *const Message, index: usize) -> *const c_char {
    read_name(message, |message| message.blocks.get(index)?.kind)
}

/// The text of a text block; NULL for other blocks.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_text(message: *const Message, index: usize, len: *mut usize) -> *const c_char {
    read_text(message, len, |message| message.blocks.get(index)?.text)
}

/// The id of a call of a tool, which its result must name; NULL for other blocks.
///
/// Only a block of type "tool_use" asks the caller for a result: look at tidings_message_block_type first, for calls
/// of tools that run on the server ("server_tool_use" and others) have ids, names and inputs too.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_tool_id(message: *const Message, index: usize) -> *const c_char {
    read_name(message, |message| message.blocks.get(index)?.tool_id)
}

/// The name of the tool that the model calls; NULL for blocks that call none.
///
/// Only a block of type "tool_use" asks the caller for a result; tools that run on the server have names too.
///
/// Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_tool_name(message: *const Message, index: usize) -> *const c_char {
    read_name(message, |message| message.blocks.get(index)?.tool_name)
}

/// The input of a call of a tool, as JSON; NULL for other blocks.
///
/// Only a block of type "tool_use" asks the caller for a result; tools that run on the server have inputs too.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_tool_input(
    message: *const Message,
    index: usize,
    len: *mut usize,
) -> *const c_char {
    read_part(message, len, |message| message.blocks.get(index)?.tool_input.as_ref())
}

/// A whole block, as JSON, whatever its type; NULL if there is no block of this index.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_block_json(message: *const Message, index: usize, len: *mut usize) -> *const c_char {
    read_part(message, len, |message| message.blocks.get(index).map(|block| &block.json))
}

/// The whole message, as JSON, with every field that the server sent.
///
/// `len` gets its length in bytes; it may be NULL. Borrowed. NULL gives NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_message_json(message: *const Message, len: *mut usize) -> *const c_char {
    read_text(message, len, |message| Some(message.json))
}

fn read<R: Fallback>(message: *const Message, field: impl FnOnce(&Message) -> R) -> R {
    enter(|| ffi::borrow(message, "message").map(field))
}

fn read_name(message: *const Message, field: impl FnOnce(&Message) -> Option<Place>) -> *const c_char {
    read(message, |message| field(message).map_or(ptr::null(), |place| message.store.text(place).as_ptr()))
}

fn read_text(message: *const Message, len: *mut usize, field: impl FnOnce(&Message) -> Option<Place>) -> *const c_char {
    read_ended(message, len, |message| field(message).map(|place| message.store.text(place)))
}

fn read_part(message: *const Message, len: *mut usize, field: impl FnOnce(&Message) -> Option<&Part>) -> *const c_char {
    read_ended(message, len, |message| field(message).map(|part| message.store.part(part)))
}

fn read_ended(
    message: *const Message,
    len: *mut usize,
    field: impl FnOnce(&Message) -> Option<Ended<'_>>,
) -> *const c_char {
    ffi::set(len, 0);
    read(message, |message| {
        let text = field(message);
        ffi::set(len, text.map_or(0, |text| text.as_bytes().len()));
        text.map_or(ptr::null(), Ended::as_ptr)
    })
}
