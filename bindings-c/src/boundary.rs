//! What every entry point passes through: nothing unwinds into C, and every failure becomes a code.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::Arc,
    time::Duration,
};

use crate::{error::Failure, ffi, result::ResultCode};

/// A call of the library that cannot be carried out as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misuse {
    pub(crate) code: ResultCode,
    pub(crate) message: String,
}

impl Misuse {
    pub(crate) fn new(code: ResultCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn null(name: &str) -> Self {
        Self::new(ResultCode::NULL_ARGUMENT, format!("{name} must not be NULL"))
    }

    pub(crate) fn invalid_handle(name: &str) -> Self {
        Self::new(ResultCode::INVALID_HANDLE, format!("{name} is not a handle of its type, or was freed"))
    }

    /// A time limit in milliseconds; 0 would end every call before it began.
    pub(crate) fn unless_positive(milliseconds: u64, code: ResultCode) -> Result<Duration, Self> {
        match milliseconds {
            0 => Err(Self::new(code, "a time limit must be at least 1 ms")),
            _ => Ok(Duration::from_millis(milliseconds)),
        }
    }

    fn panic() -> Self {
        Self::new(ResultCode::PANIC, "a defect inside Tidings; please report it")
    }
}

/// Why an entry point failed.
#[derive(Debug)]
pub(crate) enum Fault {
    Misuse(Misuse),
    Error(tidings::Error),
}

impl Fault {
    fn code(&self) -> ResultCode {
        match self {
            Self::Misuse(misuse) => misuse.code,
            Self::Error(error) => error.kind().into(),
        }
    }
}

impl From<Misuse> for Fault {
    fn from(misuse: Misuse) -> Self {
        Self::Misuse(misuse)
    }
}

impl From<tidings::Error> for Fault {
    fn from(error: tidings::Error) -> Self {
        Self::Error(error)
    }
}

/// What an entry point returns when it fails.
pub(crate) trait Fallback {
    fn fallback(code: ResultCode) -> Self;
}

impl Fallback for ResultCode {
    fn fallback(code: ResultCode) -> Self {
        code
    }
}

impl<T> Fallback for *const T {
    fn fallback(_: ResultCode) -> Self {
        ptr::null()
    }
}

impl<T> Fallback for *mut T {
    fn fallback(_: ResultCode) -> Self {
        ptr::null_mut()
    }
}

macro_rules! zero {
    ($($number:ty),+) => {$(
        impl Fallback for $number {
            fn fallback(_: ResultCode) -> Self {
                Self::default()
            }
        }
    )+};
}
zero!((), bool, u32, u64, usize);

macro_rules! minus_one {
    ($($number:ty),+) => {$(
        impl Fallback for $number {
            /// The functions that return it count from 0 and say "none" with -1.
            fn fallback(_: ResultCode) -> Self {
                -1
            }
        }
    )+};
}
minus_one!(i32, i64);

/// Runs the body of an entry point that reports no more than a value or a code.
pub(crate) fn enter<R: Fallback>(body: impl FnOnce() -> Result<R, Misuse>) -> R {
    guarded(|| body().map_err(Fault::from)).unwrap_or_else(|fault| R::fallback(fault.code()))
}

/// Runs the body of an entry point with an `err` parameter, and sets that on every path: to NULL or to a new error.
pub(crate) fn enter_with<R: Fallback>(err: *mut *mut Failure, body: impl FnOnce() -> Result<R, Fault>) -> R {
    ffi::set(err, ptr::null_mut());
    guarded(body).unwrap_or_else(|fault| {
        let code = fault.code();
        if !err.is_null() {
            ffi::set(err, ffi::give(Arc::new(Failure::from(fault))));
        }
        R::fallback(code)
    })
}

fn guarded<R>(body: impl FnOnce() -> Result<R, Fault>) -> Result<R, Fault> {
    // After a panic the objects can only be freed or asked again, and their invariants do not depend on where it
    // struck.
    let guarded = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(test)]
        crate::entry_points::panic_if_armed();
        body()
    }));
    guarded.unwrap_or_else(|_| Err(Misuse::panic().into()))
}
