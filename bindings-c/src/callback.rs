//! Functions of the program that the library calls, and what they are handed.

use std::{
    cell::Cell,
    ffi::c_void,
    fmt,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering},
};

use crate::{boundary::Misuse, result::ResultCode};

/// What the library calls, once, when it needs a userdata no more; NULL where there is nothing to release.
///
/// On whichever thread finds that out: it must not wait for calls of the library, and must return in the ordinary way. It may free any object of the library.
pub type Release = Option<extern "C" fn(userdata: *mut c_void)>;

/// What a callback is handed as it is. It is released when its last owner is dropped.
pub(crate) struct Userdata {
    // Never changed; an atomic because a plain pointer is not allowed to go to other threads. That it may is a rule of the header.
    pointer: AtomicPtr<c_void>,
    release: Release,
}

impl Userdata {
    pub(crate) fn new(pointer: *mut c_void, release: Release) -> Self {
        Self { pointer: AtomicPtr::new(pointer), release }
    }

    pub(crate) fn pointer(&self) -> *mut c_void {
        self.pointer.load(Ordering::Relaxed)
    }
}

impl Drop for Userdata {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            let pointer = self.pointer();
            within(|| release(pointer));
        }
    }
}

impl fmt::Debug for Userdata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Userdata")
    }
}

/// How many callbacks are running, on whichever threads. Most of the time none is, which is sooner found out than the depth.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Calls a function of the program on a thread that the library needs for other things.
pub(crate) fn within<R>(call: impl FnOnce() -> R) -> R {
    let _inside = Inside::enter();
    call()
}

/// Refuses what would wait where nobody is left to end the wait: inside of a callback on the thread that serves the network.
pub(crate) fn may_wait() -> Result<(), Misuse> {
    if is_within() {
        Err(Misuse::new(
            ResultCode::DEADLOCK,
            "a callback on the thread that serves the network must not wait for a call",
        ))
    } else {
        Ok(())
    }
}

/// Whether this thread is inside of such a callback. False where the thread is about to end.
pub(crate) fn is_within() -> bool {
    RUNNING.load(Ordering::Relaxed) > 0 && is_deep()
}

/// Apart, or a compiler looks up where the depth is before it is known whether that is of interest.
#[cold]
#[inline(never)]
fn is_deep() -> bool {
    DEPTH.try_with(|depth| depth.get() > 0).unwrap_or(false)
}

struct Inside;

impl Inside {
    fn enter() -> Self {
        RUNNING.fetch_add(1, Ordering::Relaxed);
        DEPTH.try_with(|depth| depth.set(depth.get() + 1)).unwrap_or(());
        Self
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::Relaxed);
        DEPTH.try_with(|depth| depth.set(depth.get().saturating_sub(1))).unwrap_or(());
    }
}

#[cfg(test)]
mod tests {
    use std::{ptr, sync::atomic::AtomicU32};

    use super::*;

    extern "C" fn count(userdata: *mut c_void) {
        assert_eq!(userdata, ptr::from_ref(&COUNT).cast_mut().cast());
        assert_eq!(may_wait().unwrap_err().code, ResultCode::DEADLOCK);
        COUNT.fetch_add(1, Ordering::Relaxed);
    }

    static COUNT: AtomicU32 = AtomicU32::new(0);

    #[test]
    fn a_userdata_is_released_once_and_nothing_may_wait_meanwhile() {
        let userdata = std::sync::Arc::new(Userdata::new(ptr::from_ref(&COUNT).cast_mut().cast(), Some(count)));
        drop(userdata.clone());
        assert_eq!(COUNT.load(Ordering::Relaxed), 0);
        drop(userdata);
        assert_eq!(COUNT.load(Ordering::Relaxed), 1);
        assert_eq!(may_wait(), Ok(()));
    }

    #[test]
    fn callbacks_may_be_nested() {
        within(|| {
            within(|| assert!(is_within()));
            assert!(is_within());
        });
        assert!(!is_within());
    }
}
