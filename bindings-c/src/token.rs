//! Tokens that expire, and the function of the program that fetches them.

use std::{
    ffi::{c_char, c_void},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tidings::TokenError;

use crate::{
    boundary::{Misuse, enter},
    callback::{Release, Userdata},
    ffi::{self, Boxed, Castable},
    options::{ClientOptions, change},
    result::ResultCode,
};

/// Where a token provider leaves the token that it was asked for. Borrowed: good until the provider returns.
#[derive(Debug, Default)]
pub struct Token(Arc<Mutex<Answer>>);

impl Castable for Token {
    type Ownership = Boxed;
}

#[derive(Debug, Default)]
enum Answer {
    #[default]
    Nothing,
    Token(tidings::Token),
    /// In the program's own words, which become a part of the error's message.
    Failed(String),
}

/// A function that fetches a token and leaves it by tidings_token_set. It returns TIDINGS_OK, or a code of its choice, best
/// after tidings_token_fail: then the calls that wait for the token fail, or with TIDINGS_AGAIN are tried again like after a
/// failure of the network. `userdata` is what was given with it.
///
/// It runs on a thread of the library that is there for it alone, and may block: for two minutes at most, after which nobody
/// waits for it any more. It may use every function of the library, calls by another client among them, and must return in
/// the ordinary way (no longjmp, no C++ exception).
pub type TokenProvider = Option<extern "C" fn(token: *mut Token, userdata: *mut c_void) -> u32>;

/// Sets the function that fetches tokens, sent as "Authorization: Bearer". It takes the place of an earlier one, and of a
/// key and a token of the environment.
///
/// It is asked at the first call, once for all calls that wait, again shortly before the token expires, and when the server
/// answers 401: then the call is repeated once with the new token. A credential in a header of the request wins, and then it
/// is not asked.
///
/// `userdata` may be NULL, and must be fit to be used on other threads; `release` (NULL for none) is called with it once,
/// when the options and all clients made with them are freed and their calls are over, or before this function returns if it
/// fails. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT; together with a key or token that was set it fails in
/// tidings_client_new.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_client_options_set_token_provider(
    options: *mut ClientOptions,
    provider: TokenProvider,
    userdata: *mut c_void,
    release: Release,
) -> ResultCode {
    let userdata = Userdata::new(userdata, release);
    change(options, |builder| {
        let provider = provider.ok_or_else(|| Misuse::null("provider"))?;
        Ok(builder.blocking_credentials(move || ask(provider, &userdata)))
    })
}

/// Leaves the token that was asked for, good for `expires_in_ms` milliseconds from now; TIDINGS_FOREVER for one that does not
/// expire. A later call takes the place of an earlier one.
///
/// `text` is copied, and white space around it dropped; give TIDINGS_NUL as `len` if a NUL ends it. Tidings' own copy is
/// wiped when it is needed no more. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT, TIDINGS_INVALID_UTF8,
/// TIDINGS_INVALID_LENGTH; what no header can carry fails the calls that wait.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_token_set(
    token: *mut Token,
    text: *const c_char,
    len: usize,
    expires_in_ms: u64,
) -> ResultCode {
    leave(token, || {
        let fetched = tidings::Token::new(ffi::text(text, len, "text")?);
        Ok(Answer::Token(match expires_in_ms {
            u64::MAX => fetched,
            _ => fetched.expires_in(Duration::from_millis(expires_in_ms)),
        }))
    })
}

/// Says why there is no token. The message becomes a part of the message of each error, so it must hold no secret.
///
/// `message` is copied; give TIDINGS_NUL as `len` if a NUL ends it. One thread at a time. Errors: TIDINGS_NULL_ARGUMENT,
/// TIDINGS_INVALID_UTF8, TIDINGS_INVALID_LENGTH.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_token_fail(token: *mut Token, message: *const c_char, len: usize) -> ResultCode {
    leave(token, || Ok(Answer::Failed(ffi::text(message, len, "message")?.to_owned())))
}

fn leave(token: *mut Token, answer: impl FnOnce() -> Result<Answer, Misuse>) -> ResultCode {
    enter(|| {
        let Token(place) = ffi::borrow_mut(token, "token")?;
        *place.lock().unwrap_or_else(PoisonError::into_inner) = answer()?;
        Ok(ResultCode::OK)
    })
}

fn ask(
    provider: extern "C" fn(*mut Token, *mut c_void) -> u32,
    userdata: &Userdata,
) -> Result<tidings::Token, TokenError> {
    let answer = Arc::<Mutex<Answer>>::default();
    let handle = ffi::give(Token(answer.clone()));
    let code = provider(handle, userdata.pointer());
    ffi::free(handle);
    let answer = std::mem::take(&mut *answer.lock().unwrap_or_else(PoisonError::into_inner));
    if code != ResultCode::OK as u32 {
        return Err(failure(code, answer));
    }
    match answer {
        Answer::Token(token) => Ok(token),
        Answer::Failed(message) => Err(TokenError::new(message)),
        Answer::Nothing => Err(TokenError::new("it returned TIDINGS_OK without a token")),
    }
}

fn failure(code: u32, answer: Answer) -> TokenError {
    let error = TokenError::new(match answer {
        Answer::Failed(message) => message,
        Answer::Nothing | Answer::Token(_) => format!("it returned {code}"),
    });
    if code == ResultCode::AGAIN as u32 { error.retryable() } else { error }
}
