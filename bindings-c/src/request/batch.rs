//! Requests for batches of messages.

use std::{borrow::Cow, ffi::c_char};

use super::{
    Kind, Request,
    body::Purpose,
    change, give,
    items::{Fields, List},
    json::{Json, Object, not_json, write_text},
    misplaced,
};
use crate::{boundary::Misuse, ffi, result::ResultCode};

/// The path that creates batches.
pub(super) const BATCHES: &str = "/v1/messages/batches";

/// The body of a request for a batch.
#[derive(Clone, Default)]
pub(super) struct Batch {
    fields: Fields,
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
        batch.requests.push(Json::written(body.len() + custom_id.len() + 48, |out| {
            let mut item = Object::open(out);
            write_text(custom_id, item.member("custom_id")?)?;
            body.write(Purpose::Create, item.member("params")?)?;
            item.close();
            Ok(())
        })?);
        Ok(())
    })
}

impl Batch {
    pub(super) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: Json) -> Result<(), Misuse> {
        match name.into() {
            name if name == "requests" => {
                self.requests = List::parse(&value).map_err(|e| not_json(&name, "a JSON array", &e))?;
            }
            name => self.fields.set(name, value),
        }
        Ok(())
    }

    pub(super) fn prepare(&self) -> Result<tidings::Request, Misuse> {
        let mut json = Vec::with_capacity(self.fields.len() + self.requests.len() + 128);
        let mut object = Object::open(&mut json);
        self.fields.write(&mut object, |_| true)?;
        self.requests.write(&mut object, "requests", None)?;
        object.close();
        Ok(tidings::Request::post(BATCHES, json))
    }
}
