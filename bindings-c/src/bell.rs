//! How an event loop hears of news: by a descriptor, or by a function of the program.

use std::{
    ffi::{c_int, c_void},
    fmt,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicPtr, Ordering},
    },
    task::Wake,
    thread::{self, ThreadId},
};

#[cfg(unix)]
use tidings::host::WakeFd;

use crate::callback;

/// What is called when there is news after TIDINGS_AGAIN, once for each TIDINGS_AGAIN at most. `userdata` is handed to it
/// as it is.
///
/// It runs on the thread that serves the network, the library's or one of yours that waits, or on one that cancels, and
/// keeps that from everything else: it should do no more than tell your event loop to poll. It holds no lock of the library
/// and may use every function that does not wait, even free what it is called for. It must return in the ordinary way (no
/// longjmp, no C++ exception).
pub type WakerCallback = Option<extern "C" fn(userdata: *mut c_void)>;

/// Rings when there is something to take, for whoever was told that there was nothing.
#[derive(Default)]
pub(crate) struct Bell {
    // Held for the few steps of each method and never while the program's function runs.
    state: Mutex<State>,
    quiet: Condvar,
}

#[derive(Default)]
struct State {
    /// Rung since it was last found to be; the descriptor is readable exactly while this is true.
    rung: bool,
    /// The reader was told that there is nothing, and not yet that this has changed.
    armed: bool,
    #[cfg(unix)]
    fd: Option<Arc<WakeFd>>,
    listener: Option<Listener>,
    /// The thread that calls the listener: one at a time, so that whoever takes it away can wait for that.
    calling: Option<ThreadId>,
    call_again: bool,
}

/// A function of the program.
struct Listener {
    call: extern "C" fn(userdata: *mut c_void),
    // Never changed; an atomic because a plain pointer is not allowed to go to other threads. The header says that it will.
    userdata: AtomicPtr<c_void>,
}

impl Bell {
    /// Told after a look that found nothing: whether the reader may be told so, or has to look once more.
    pub(crate) fn arm(&self) -> bool {
        let mut state = self.state();
        if std::mem::take(&mut state.rung) {
            state.drain();
            return false;
        }
        state.armed = true;
        true
    }

    /// What was taken may be more than the reader is given now, so the descriptor says so.
    pub(crate) fn note_news(&self) {
        self.state().ring();
    }

    /// Whether anybody has asked to hear of news.
    pub(crate) fn is_heard(&self) -> bool {
        let state = self.state();
        #[cfg(unix)]
        if state.fd.is_some() {
            return true;
        }
        state.listener.is_some()
    }

    /// A descriptor that is readable while there may be news, and at first in any case; -1 where there is none to be had.
    pub(crate) fn fd(&self) -> c_int {
        #[cfg(unix)]
        {
            use std::os::fd::{AsFd, AsRawFd};
            let mut state = self.state();
            if state.fd.is_none() {
                state.fd = WakeFd::new().ok();
                state.rung = false;
                state.ring();
            }
            state.fd.as_ref().map_or(-1, |fd| fd.as_fd().as_raw_fd())
        }
        #[cfg(not(unix))]
        -1
    }

    /// Sets or takes away the program's function. When this returns the one before is not running, unless it is what called.
    pub(crate) fn listen(&self, callback: WakerCallback, userdata: *mut c_void) {
        let me = thread::current().id();
        let mut state = self.state();
        state.listener = callback.map(|call| Listener { call, userdata: AtomicPtr::new(userdata) });
        while state.calling.is_some_and(|thread| thread != me) {
            state = self.quiet.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn ring(&mut self) {
        if !std::mem::replace(&mut self.rung, true) {
            #[cfg(unix)]
            if let Some(fd) = &self.fd {
                fd.waker().wake();
            }
        }
    }

    fn drain(&self) {
        #[cfg(unix)]
        if let Some(fd) = &self.fd {
            fd.drain();
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut state = self.state();
        state.ring();
        if !std::mem::take(&mut state.armed) || state.listener.is_none() {
            return;
        }
        if state.calling.is_some() {
            state.call_again = true;
            return;
        }
        state.calling = Some(thread::current().id());
        while let Some(Listener { call, userdata }) = &state.listener {
            let (call, userdata) = (*call, userdata.load(Ordering::Relaxed));
            drop(state);
            callback::within(|| call(userdata));
            state = self.state();
            if !std::mem::take(&mut state.call_again) {
                break;
            }
        }
        state.calling = None;
        // What rang while it took itself away is not for the next one.
        state.call_again = false;
        drop(state);
        self.quiet.notify_all();
    }
}

impl fmt::Debug for Bell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bell")
    }
}

#[cfg(test)]
mod tests {
    use std::{
        ptr,
        sync::atomic::{AtomicBool, AtomicU32},
        time::Duration,
    };

    use super::*;

    extern "C" fn count(userdata: *mut c_void) {
        counter(userdata).fetch_add(1, Ordering::Relaxed);
    }

    /// The counter that a test has handed out as its userdata.
    fn counter(userdata: *mut c_void) -> &'static AtomicU32 {
        COUNTERS.iter().find(|counter| ptr::from_ref(*counter).cast_mut().cast() == userdata).unwrap()
    }

    fn userdata(counter: &'static AtomicU32) -> *mut c_void {
        ptr::from_ref(counter).cast_mut().cast()
    }

    static COUNTERS: [AtomicU32; 3] = [const { AtomicU32::new(0) }; 3];

    #[test]
    fn the_function_is_called_once_for_each_time_that_nothing_was_told() {
        let bell = Arc::new(Bell::default());
        bell.listen(Some(count), userdata(&COUNTERS[0]));
        bell.wake_by_ref();
        assert_eq!(COUNTERS[0].load(Ordering::Relaxed), 0, "nobody was told that there is nothing");
        assert!(!bell.arm(), "it rang, so there may be something");
        assert!(bell.arm());
        bell.wake_by_ref();
        bell.wake_by_ref();
        assert_eq!(COUNTERS[0].load(Ordering::Relaxed), 1);
        bell.listen(None, ptr::null_mut());
        assert!(!bell.arm() && bell.arm());
        bell.wake_by_ref();
        assert_eq!(COUNTERS[0].load(Ordering::Relaxed), 1);
    }

    static RUNNING: AtomicBool = AtomicBool::new(false);
    static RETURNED: AtomicBool = AtomicBool::new(false);

    extern "C" fn take_long(_: *mut c_void) {
        RUNNING.store(true, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(50));
        RETURNED.store(true, Ordering::SeqCst);
    }

    #[test]
    fn whoever_takes_the_function_away_waits_until_it_has_returned() {
        let bell = Arc::new(Bell::default());
        bell.listen(Some(take_long), ptr::null_mut());
        assert!(bell.arm());
        let other = bell.clone();
        let thread = thread::spawn(move || other.wake());
        while !RUNNING.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        bell.listen(None, ptr::null_mut());
        assert!(RETURNED.load(Ordering::SeqCst));
        thread.join().unwrap();
    }

    static ITSELF: Mutex<Option<Arc<Bell>>> = Mutex::new(None);

    extern "C" fn ring_again_and_leave(userdata: *mut c_void) {
        counter(userdata).fetch_add(1, Ordering::Relaxed);
        let bell = ITSELF.lock().unwrap().clone().unwrap();
        assert!(!bell.arm() && bell.arm());
        bell.wake_by_ref();
        bell.listen(None, ptr::null_mut());
    }

    #[test]
    fn the_function_may_take_itself_away_and_is_not_called_again() {
        let bell = Arc::new(Bell::default());
        *ITSELF.lock().unwrap() = Some(bell.clone());
        bell.listen(Some(ring_again_and_leave), userdata(&COUNTERS[1]));
        assert!(bell.arm());
        bell.wake_by_ref();
        assert_eq!(COUNTERS[1].load(Ordering::Relaxed), 1);
    }
}
