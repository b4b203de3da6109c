//! What the library has to say, line by line, to a function of the program.

mod line;
mod subscriber;

use std::{
    ffi::{c_char, c_void},
    sync::{Arc, OnceLock},
};

use arc_swap::ArcSwapOption;
use tracing::{level_filters::LevelFilter, subscriber::set_global_default};

use self::subscriber::Lines;
use crate::{
    boundary::{Misuse, enter},
    callback::{self, Release, Userdata},
    result::ResultCode,
    text::Text,
};

/// How much the library says. A level takes in those before it. Numbers are never reused; a later version may add some.
/// cbindgen:prefix-with-name=false
/// cbindgen:rename-all=prefix:TIDINGS_LOG_
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum LogLevel {
    /// Nothing.
    OFF = 0,
    /// What must not happen: a defect in a callback.
    ERROR = 1,
    /// What works but should not stay as it is, such as a credential that is sent over plain http.
    WARN = 2,
    /// Attempts that failed and are made again.
    INFO = 3,
    /// Every attempt and every answer, with headers that hold no secret, and every failure.
    DEBUG = 4,
    /// Bodies too, prompts and answers in them, if they are asked for by tidings_client_options_set_log_bodies and the
    /// environment.
    TRACE = 5,
}

/// A function that gets one line of the log, without a line break at its end. `level` is a tidings_log_level. The text is
/// borrowed until the function returns; a NUL ends it, which `len` does not count.
///
/// It is called on whichever thread has something to say, yours that wait in the library among them, and perhaps on several
/// at once. No lock of the library is held meanwhile; hold none of yours while you wait in the library that it takes. It must be quick and return in the ordinary way (no longjmp, no C++ exception); a function of the library
/// that would wait gives TIDINGS_DEADLOCK in it. It may call tidings_log. What the library says because of a call in it is
/// left out.
pub type LogCallback = Option<extern "C" fn(level: u32, line: *const c_char, len: usize, userdata: *mut c_void)>;

/// Who is told, if anybody is. Without a lock, so that a fork in the middle of a line leaves nothing behind.
static SINK: ArcSwapOption<Sink> = ArcSwapOption::const_empty();

struct Sink {
    level: LevelFilter,
    callback: extern "C" fn(u32, *const c_char, usize, *mut c_void),
    userdata: Userdata,
}

/// Has the lines of all clients of the process, up to `level` (a tidings_log_level), handed to `callback`, in place of
/// whatever an earlier call asked for. TIDINGS_LOG_OFF, or NULL as the callback, ends it. Without this the library says
/// nothing, and nothing is put together.
///
/// A line is what happened and then facts as `name=value`, such as: trying again method=POST path=/v1/messages attempt=1
/// kind=overloaded status=529. No line holds a credential; headers that may hold one show their length alone.
///
/// `userdata` may be NULL, and must be fit to be used on any thread. The earlier callback may still be running on another
/// thread when this returns; `release` (NULL for none) is called with the userdata once, when it is not and will not be: at
/// once if this function fails or ends the log. Any thread, and in every callback. Errors: TIDINGS_CONFIG for an unknown
/// level, or where a program in Rust, linked with the static library, listens itself.
#[unsafe(no_mangle)]
pub extern "C" fn tidings_log(
    level: u32,
    callback: LogCallback,
    userdata: *mut c_void,
    release: Release,
) -> ResultCode {
    let userdata = Userdata::new(userdata, release);
    enter(|| {
        let level = filter(level)?;
        let sink = callback.filter(|_| level != LevelFilter::OFF).map(|callback| Sink { level, callback, userdata });
        if sink.is_some() {
            listen()?;
        }
        let earlier = SINK.swap(sink.map(Arc::new));
        // Each place that has something to say remembers whether anybody wanted to hear it.
        tracing::callsite::rebuild_interest_cache();
        drop(earlier);
        Ok(ResultCode::OK)
    })
}

/// Up to which level somebody is told.
fn wanted() -> LevelFilter {
    SINK.load().as_ref().map_or(LevelFilter::OFF, |sink| sink.level)
}

/// Hands a line on.
fn tell(level: tracing::Level, line: impl FnOnce() -> String) {
    let Some(sink) = SINK.load_full().filter(|sink| level <= sink.level && !callback::is_within()) else { return };
    let line = Text::for_c(&line());
    let number = number(level) as u32;
    callback::within(|| (sink.callback)(number, line.as_ptr(), line.as_bytes().len(), sink.userdata.pointer()));
}

fn listen() -> Result<(), Misuse> {
    static HEARD: OnceLock<bool> = OnceLock::new();
    if *HEARD.get_or_init(|| set_global_default(Lines::new()).is_ok()) {
        return Ok(());
    }
    Err(Misuse::new(ResultCode::CONFIG, "the program listens to the log itself"))
}

fn filter(level: u32) -> Result<LevelFilter, Misuse> {
    Ok(match level {
        0 => LevelFilter::OFF,
        1 => LevelFilter::ERROR,
        2 => LevelFilter::WARN,
        3 => LevelFilter::INFO,
        4 => LevelFilter::DEBUG,
        5 => LevelFilter::TRACE,
        _ => return Err(Misuse::new(ResultCode::CONFIG, "level must be one of tidings_log_level")),
    })
}

fn number(level: tracing::Level) -> LogLevel {
    match level {
        tracing::Level::ERROR => LogLevel::ERROR,
        tracing::Level::WARN => LogLevel::WARN,
        tracing::Level::INFO => LogLevel::INFO,
        tracing::Level::DEBUG => LogLevel::DEBUG,
        tracing::Level::TRACE => LogLevel::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_of_the_header_is_one_of_tracing() {
        assert_eq!(filter(LogLevel::OFF as u32).unwrap(), LevelFilter::OFF);
        for number_of in 1..=5 {
            let level = filter(number_of).unwrap().into_level().unwrap();
            assert_eq!(number(level) as u32, number_of);
        }
        assert_eq!(filter(6).unwrap_err().code, ResultCode::CONFIG);
    }
}
