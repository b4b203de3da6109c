//! What is asked of the API.

use std::{ffi::c_char, fmt};

use tidings::CallOptions;

use crate::{
    boundary::{Misuse, enter, enter_with},
    error::Failure,
    ffi::{self, Boxed, Castable},
    message::Message,
    result::ResultCode,
};

pub mod batch;
mod body;
pub mod content;
pub mod endpoints;
mod items;
mod json;
pub mod options;
mod other;
pub mod paging;
pub mod query;
pub mod raw_verbs;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod tools;

pub(crate) use self::other::Lines;
use self::{
    batch::Batch,
    body::{Body, Purpose, text_turn, turn_of},
    json::{parse, raw},
    other::Other,
    query::Query,
};

/// The path that creates messages.
const MESSAGES: &str = "/v1/messages";
/// The path that counts their tokens.
const COUNT_TOKENS: &str = "/v1/messages/count_tokens";

/// A request to one of the API's endpoints, and the options of its call. Can be sent any number of times, and changed in
/// between. One thread at a time changes it; any number may send it while none does.
///
/// A function that fails to change a request says why by its code, and makes every later sending of it fail with the
/// same code.
#[derive(Clone)]
pub struct Request {
    kind: Kind,
    query: Query,
    betas: Vec<String>,
    options: CallOptions,
    misuse: Option<Misuse>,
}

/// What a request is for.
#[derive(Clone)]
enum Kind {
    Message(Body),
    Count(Body),
    Batch(Batch),
    /// The results of a batch.
    Results(Lines),
    Other(Box<Other>),
}

impl Kind {
    fn other(other: Other) -> Self {
        Self::Other(Box::new(other))
    }
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
    fn new(kind: Kind) -> Self {
        Self { kind, query: Query::default(), betas: Vec::new(), options: CallOptions::new(), misuse: None }
    }

    /// The request as the core sends it, or the first change that failed.
    pub(crate) fn prepare(&self, stream: bool) -> Result<tidings::Request, Misuse> {
        self.usable()?;
        let core = match &self.kind {
            Kind::Message(body) => {
                let purpose = if stream { Purpose::Stream } else { Purpose::Create };
                tidings::Request::post(MESSAGES, body.to_json(purpose)?)
            }
            Kind::Count(body) => tidings::Request::post(COUNT_TOKENS, body.to_json(Purpose::Count)?),
            Kind::Batch(batch) => batch.prepare()?,
            Kind::Results(lines) => lines.own(),
            Kind::Other(other) => other.prepare(),
        };
        self.complete(core)
    }

    /// The same for a request whose answer is a message; others are refused.
    pub(crate) fn prepare_message(&self, stream: bool) -> Result<tidings::Request, Misuse> {
        let is_for_one = match &self.kind {
            Kind::Message(_) => true,
            Kind::Other(other) => other.is_raw(),
            Kind::Count(_) | Kind::Batch(_) | Kind::Results(_) => false,
        };
        self.usable()?;
        if is_for_one { self.prepare(stream) } else { Err(misplaced("asks for a message")) }
    }

    /// The request that counts this one's tokens.
    pub(crate) fn prepare_count(&self) -> Result<tidings::Request, Misuse> {
        self.usable()?;
        match &self.kind {
            Kind::Message(body) | Kind::Count(body) => {
                self.complete(tidings::Request::post(COUNT_TOKENS, body.to_json(Purpose::Count)?))
            }
            Kind::Batch(_) | Kind::Results(_) | Kind::Other(_) => Err(misplaced("asks for a message")),
        }
    }

    /// The same for a request whose answer is a page of a list, as far as that can be known; others are refused.
    pub(crate) fn prepare_list(&self) -> Result<tidings::Request, Misuse> {
        self.usable()?;
        match &self.kind {
            Kind::Other(_) => self.prepare(false),
            _ => Err(misplaced("asks for a list")),
        }
    }

    /// Where the results of a batch are found, if that is what it asks for.
    pub(crate) fn lines(&self) -> Option<&Lines> {
        match &self.kind {
            Kind::Results(lines) => Some(lines),
            _ => None,
        }
    }

    /// A request of the core with the query and the options of this one.
    pub(crate) fn complete(&self, core: tidings::Request) -> Result<tidings::Request, Misuse> {
        let mut options = self.usable()?.options.clone();
        if !self.betas.is_empty() {
            options = options.header("anthropic-beta", self.betas.join(","));
        }
        Ok(self.query.add_to(core)?.with(options))
    }

    fn usable(&self) -> Result<&Self, Misuse> {
        match &self.misuse {
            Some(misuse) => Err(misuse.clone()),
            None => Ok(self),
        }
    }
}

/// A request for a message by this model of at most `max_tokens` tokens, still without a turn of the conversation.
///
/// New: free it with tidings_request_free. `model` is copied; if it is NULL or not UTF-8, sending the request fails.
/// Any thread. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_new(model: *const c_char, max_tokens: u32) -> *mut Request {
    give(|| {
        let mut body = Body::default();
        body.set("model", raw(&ffi::c_text(model, "model")?)?)?;
        body.set("max_tokens", raw(&max_tokens)?)?;
        Ok(Kind::Message(body))
    })
}

/// A request for a message from one JSON document, as the API takes it. Every field passes through but `stream`.
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
    enter_with(err, || Ok(ffi::give(Request::new(Kind::Message(Body::parse(ffi::text(json, json_len, "json")?)?)))))
}

/// A copy of a request with its options, to change and send by itself.
///
/// New: free it with tidings_request_free. NULL gives NULL. Any thread, as long as none changes the request.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_clone(request: *const Request) -> *mut Request {
    enter(|| Ok(ffi::give(ffi::borrow(request, "request")?.clone())))
}

/// Frees a request. Calls that were made with it live on. NULL is fine. Never fails.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_free(request: *mut Request) {
    enter(|| {
        ffi::free(request);
        Ok(())
    });
}

/// Adds a turn of the user. Results of tools, images and other blocks that were added just before are in it too, in front
/// of the text.
///
/// `text` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_user_text(
    request: *mut Request,
    text: *const c_char,
    text_len: usize,
) -> ResultCode {
    change_body(request, |body| body.add_user_text(ffi::text(text, text_len, "text")?))
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
    change_body(request, |body| {
        body.add_message(text_turn("assistant", ffi::text(text, text_len, "text")?)?);
        Ok(())
    })
}

/// Adds an answer as the model's turn, every block as it came: how a conversation with tools goes on.
///
/// `message` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_VALIDATION if the message has no content.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_message(request: *mut Request, message: *const Message) -> ResultCode {
    change_body(request, |body| {
        let content = ffi::borrow(message, "message")?.content()?;
        body.add_message(turn_of("assistant", content)?);
        Ok(())
    })
}

/// Adds a turn as the API takes it: an object with `role` and `content`. For everything that has no function of
/// its own here.
///
/// `json` is copied. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_add_message_json(
    request: *mut Request,
    json: *const c_char,
    json_len: usize,
) -> ResultCode {
    change_body(request, |body| {
        body.add_message(parse(ffi::text(json, json_len, "json")?, "json")?);
        Ok(())
    })
}

/// Sets any field of the request, known to this library or not. For requests for messages, their count, and batches.
///
/// `name` and `json` are copied. `stream` is left to the function that sends the request. Errors:
/// TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8, TIDINGS_VALIDATION if it is not JSON, or neither an array nor null for
/// `messages`, `tools`, `stop_sequences` or `requests`.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_request_set_json(
    request: *mut Request,
    name: *const c_char,
    json: *const c_char,
    json_len: usize,
) -> ResultCode {
    change(request, |request| {
        let name = ffi::c_text(name, "name")?;
        let json = parse(ffi::text(json, json_len, "json")?, name)?;
        match &mut request.kind {
            Kind::Message(body) | Kind::Count(body) => body.set(name.to_owned(), json),
            Kind::Batch(batch) => batch.set(name.to_owned(), json),
            Kind::Results(_) | Kind::Other(_) => Err(misplaced("has a JSON body")),
        }
    })
}

/// Gives a new request; what is wrong with its making is told when it is sent.
fn give(kind: impl FnOnce() -> Result<Kind, Misuse>) -> *mut Request {
    enter(|| {
        Ok(ffi::give(match kind() {
            Ok(kind) => Request::new(kind),
            Err(misuse) => Request { misuse: Some(misuse), ..Request::new(Kind::Message(Body::default())) },
        }))
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

/// Changes the body of a request for a message.
fn change_body(request: *mut Request, change_it: impl FnOnce(&mut Body) -> Result<(), Misuse>) -> ResultCode {
    change(request, |request| match &mut request.kind {
        Kind::Message(body) | Kind::Count(body) => change_it(body),
        Kind::Batch(_) | Kind::Results(_) | Kind::Other(_) => Err(misplaced("asks for a message")),
    })
}

fn misplaced(wanted: &str) -> Misuse {
    Misuse::new(ResultCode::VALIDATION, format!("this is for a request that {wanted}"))
}

/// What the core says is wrong with a request.
fn refused(error: &tidings::Error) -> Misuse {
    Misuse::new(error.kind().into(), error.message())
}
