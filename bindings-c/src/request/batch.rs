//! Requests for batches of messages.

use std::{collections::BTreeMap, ffi::c_char};

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    Kind, Request,
    body::{Json, Purpose, not_json, raw, unusable},
    change, give,
    items::{List, length},
    misplaced,
};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// The path that creates batches.
pub(super) const BATCHES: &str = "/v1/messages/batches";

/// The body of a request for a batch.
#[derive(Clone, Default)]
pub(super) struct Batch {
    fields: BTreeMap<String, Json>,
    requests: List<Json>,
}

/// A request for a batch of messages, still empty. The answer is an object: the batch.
///
/// New: free it with tidings_request_free. Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_batch_create() -> *mut Request {
    give(|| Ok(Kind::Batch(Batch { requests: List::Items(Vec::new()), ..Batch::default() })))
}

/// Adds a message to a request for a batch. `custom_id` is your name for it, which its result will carry.
///
/// `message` is a request for a message; its body is copied, its options do not matter. Errors: TIDINGS_NULL_ARGUMENT,
/// TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if the one is no request for a batch or the other none for a message, and
/// the code of a change to `message` that failed.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_batch_item(
    request: *mut Request,
    custom_id: *const c_char,
    message: *const Request,
) -> ResultCode {
    #[derive(Serialize)]
    struct Item<'a, P> {
        custom_id: &'a str,
        params: P,
    }
    // One object cannot be changed and read at once.
    let is_itself = request.cast_const() == message;
    change(request, |request| {
        if is_itself {
            return Err(misplaced("asks for a message"));
        }
        let Kind::Batch(batch) = &mut request.kind else { return Err(misplaced("creates a batch")) };
        let custom_id = ffi::c_text(custom_id, "custom_id")?;
        let message = ffi::borrow(message, "message")?.usable()?;
        let Kind::Message(body) = &message.kind else { return Err(misplaced("asks for a message")) };
        batch.requests.push(raw(&Item { custom_id, params: body.for_purpose(Purpose::Create) })?);
        Ok(())
    })
}

impl Batch {
    pub(super) fn set(&mut self, name: &str, value: Json) -> Result<(), Misuse> {
        if name == "requests" {
            self.requests = List::parse(&value).map_err(|e| not_json(name, "a JSON array", &e))?;
        } else {
            self.fields.insert(name.to_owned(), value);
        }
        Ok(())
    }

    pub(super) fn prepare(&self) -> Result<tidings::Request, Misuse> {
        let mut json = Vec::with_capacity(length(self.requests.items()) + 128);
        serde_json::to_writer(&mut json, self).map_err(|_| unusable())?;
        Ok(tidings::Request::post(BATCHES, json))
    }
}

impl Serialize for Batch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.fields {
            map.serialize_entry(name, value)?;
        }
        self.requests.write(&mut map, "requests", None::<()>)?;
        map.end()
    }
}
