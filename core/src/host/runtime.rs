//! The one runtime of the process: built at the first call, replaced after a fork, shut down within a bound.

use std::{
    future::Future,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::{
        Arc, Weak,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

use arc_swap::ArcSwapOption;
use tokio::{
    runtime::{Builder, Handle, Runtime},
    sync::Notify,
    task::{AbortHandle, yield_now},
    time::{timeout, timeout_at},
};

use super::{
    call::{cancelled, forked, panicked},
    farewell::Farewell,
    lull::Lull,
    seat::{Seat, Seated},
};
use crate::error::{Error, ErrorKind, Reason, Sent};

/// Empty until the first call. Lock-free, so that a fork in the middle of anything leaves it usable.
static SLOT: ArcSwapOption<Slot> = ArcSwapOption::const_empty();
/// The process whose runtime is being shut down; 0 otherwise.
static GOING: AtomicU32 = AtomicU32::new(0);

struct Slot {
    process: u32,
    runtime: Runtime,
    seat: Seat,
    lull: Arc<Lull>,
    /// Asks the keeper to leave the seat.
    leave: Notify,
    /// Sends home all who wait.
    farewell: Farewell,
}

/// The runtime of this process, for as long as it is not shut down.
#[derive(Debug, Clone)]
pub(crate) struct Driver {
    slot: Weak<Slot>,
    /// The process that it is of: that which asked for it.
    pub(crate) process: u32,
}

/// What the thread that waits for a call does meanwhile.
pub struct Watch<'a> {
    /// How often it is asked.
    pub every: Duration,
    /// Says whether the call is still wanted. If not, it is cancelled.
    pub goes_on: &'a mut dyn FnMut() -> bool,
}

/// How waiting ended.
#[derive(Debug)]
pub(super) enum Waited<T> {
    Arrived(T),
    /// The time was over first.
    InVain,
    /// The runtime is going, and what it ran with it.
    Closed,
}

/// The runtime of this process.
///
/// Threads do not survive a fork. The child notices by its process id, leaks its parent's runtime (dropping it would close
/// what it shares with its parent) and builds its own.
pub(crate) fn driver() -> Result<Driver, Error> {
    current().map(|slot| Driver { slot: Arc::downgrade(&slot), process: slot.process })
}

fn current() -> Result<Arc<Slot>, Error> {
    let process = std::process::id();
    let current = SLOT.load_full();
    if let Some(slot) = current.as_ref().filter(|slot| slot.process == process) {
        return Ok(slot.clone());
    }
    // A new runtime beside one that goes would be given its connections, and lose them in the middle of a call.
    if GOING.load(Ordering::SeqCst) == process {
        return Err(cancelled().with_sent(Sent::None));
    }
    let fresh = Arc::new(Slot::new(process).map_err(not_started)?);
    let previous = SLOT.compare_and_swap(&current, Some(fresh.clone()));
    let won = match (&*previous, &current) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    };
    drop(previous);
    if !won {
        // Another thread was faster; its runtime is the one.
        return self::current();
    }
    std::mem::forget(current);
    let kept = fresh.clone();
    let keeper = thread::Builder::new().name("tidings".to_owned()).spawn(move || kept.keep());
    if let Err(error) = keeper {
        // Without it nobody would drive what nobody waits for.
        let ours: Option<Arc<Slot>> = Some(fresh);
        SLOT.compare_and_swap(&ours, None);
        return Err(not_started(error));
    }
    Ok(fresh)
}

/// Whether this thread belongs to a runtime, ours or the program's: one that does can wait, but not drive.
pub(super) fn is_here() -> bool {
    Handle::try_current().is_ok()
}

/// What a runtime needs is a thread and a few descriptors: where they are not to be had now, they may be later.
fn not_started(error: io::Error) -> Error {
    let message = format!("no connection, this machine has nothing left to start the runtime with: {error}");
    Error::new(ErrorKind::Connect, message).with_reason(Reason::Resource).with_source(error)
}

/// Ends every call that is under way and stops the runtime's thread, waiting at most `limit` for it, or a tenth of a second
/// where that is more.
///
/// A call that begins meanwhile is cancelled too; a later one builds a new runtime.
pub fn shutdown(limit: Duration) {
    let process = std::process::id();
    // Before the slot is empty, so that whoever finds it empty knows why.
    if GOING.swap(process, Ordering::SeqCst) == process {
        return;
    }
    if let Some(slot) = SLOT.swap(None) {
        if slot.process == process {
            end(slot, limit);
        } else {
            std::mem::forget(slot);
        }
    }
    GOING.store(0, Ordering::SeqCst);
}

fn end(mut slot: Arc<Slot>, limit: Duration) {
    let began = Instant::now();
    slot.close();
    // Those who wait and the keeper leave in an instant, unless something that they run keeps them.
    while began.elapsed() < limit.max(Duration::from_millis(100)) {
        match Arc::try_unwrap(slot) {
            Ok(slot) => return slot.runtime.shutdown_timeout(limit.saturating_sub(began.elapsed())),
            Err(shared) => slot = shared,
        }
        thread::sleep(Duration::from_millis(1));
    }
    std::mem::forget(slot);
}

impl Driver {
    /// Runs a future on this thread, and whatever else is ready to run meanwhile.
    pub(crate) fn block_on<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let slot = self.slot.upgrade().ok_or_else(cancelled)?;
        let mut future = pin!(future);
        // Most of what a stream gives is there already.
        let at_once = {
            let _context = slot.runtime.enter();
            future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        };
        if let Poll::Ready(output) = at_once {
            return output;
        }
        let rest = async {
            let output = future.await;
            // What the future left behind has its turn: connections that are given back, or closed.
            yield_now().await;
            output
        };
        slot.drive(rest).unwrap_or_else(|| Err(cancelled()))
    }

    /// Waits on this thread until something is there, at most until `deadline`.
    pub(super) fn wait<T>(
        &self,
        deadline: Option<Instant>,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Waited<T> {
        let Some(slot) = self.slot.upgrade() else { return Waited::Closed };
        let arrival = std::future::poll_fn(|cx| poll(cx).map(Waited::Arrived));
        let waited = match deadline {
            None => slot.drive(arrival),
            Some(deadline) => {
                slot.drive(async { timeout_at(deadline.into(), arrival).await.unwrap_or(Waited::InVain) })
            }
        };
        waited.unwrap_or(Waited::Closed)
    }

    /// Makes a call on this thread, with whatever else is ready to run meanwhile. A panic in it is an error.
    ///
    /// No task is made of it: to make one, and to be told of its end, costs more than most of what a call does.
    pub(super) fn run<T, F>(&self, call: impl FnOnce() -> F, watch: Option<Watch<'_>>) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let slot = self.slot.upgrade().ok_or_else(cancelled)?;
        // What is left of a call when all is over is dropped within the runtime, as it ran.
        let _context = slot.runtime.enter();
        let Some(watch) = watch else {
            return slot.drive(guarded(pin!(call()))).unwrap_or_else(|| Err(cancelled()));
        };
        let mut call = Box::pin(call());
        let Some(answer) = slot.watched(guarded(call.as_mut()), watch) else {
            if slot.process != std::process::id() {
                // Who watches has forked: what the call holds is registered with the parent's runtime, which must not be touched.
                std::mem::forget(call);
                return Err(forked());
            }
            drop(call);
            // Its connection is closed by whoever drives.
            slot.seat.hurry();
            return Err(cancelled());
        };
        answer
    }

    /// Starts a task.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> Result<AbortHandle, Error> {
        let slot = self.slot.upgrade().ok_or_else(cancelled)?;
        Ok(slot.runtime.spawn(task).abort_handle())
    }

    /// Where the streams of this runtime say what they deliver.
    pub(super) fn lull(&self) -> Result<Arc<Lull>, Error> {
        self.slot.upgrade().map(|slot| slot.lull.clone()).ok_or_else(cancelled)
    }

    /// From now on, and for as long as what it gives lives, there is something under way that no thread waits for.
    pub(super) fn attend(&self) -> Option<Unattended> {
        let slot = self.slot.upgrade()?;
        slot.seat.attend();
        Some(Unattended(self.clone()))
    }

    /// Has what is ready to run be run now, though nobody waits.
    pub(crate) fn hurry(&self) {
        if let Some(slot) = self.slot.upgrade() {
            slot.seat.hurry();
        }
    }

    #[cfg(test)]
    pub(super) fn is(&self, other: &Self) -> bool {
        self.slot.ptr_eq(&other.slot)
    }
}

/// A call that no thread waits for.
#[derive(Debug)]
pub(super) struct Unattended(Driver);

impl Drop for Unattended {
    fn drop(&mut self) {
        // In the child of a fork a thread that is not there may hold the lock.
        if let Some(slot) = self.0.slot.upgrade().filter(|slot| slot.process == std::process::id()) {
            slot.seat.dismiss();
        }
    }
}

impl Slot {
    fn new(process: u32) -> io::Result<Self> {
        let lull = Arc::new(Lull::default());
        let between = lull.clone();
        let mut builder = Builder::new_current_thread();
        let runtime = builder.enable_all().on_thread_park(move || between.between_turns()).build()?;
        Ok(Self { process, runtime, seat: Seat::default(), lull, leave: Notify::new(), farewell: Farewell::default() })
    }

    /// Runs a future on this thread. Of those who wait here one drives for all, and hands over when it leaves. `None` when
    /// it is all over.
    fn drive<F: Future>(&self, future: F) -> Option<F::Output> {
        match self.seat.sit() {
            Seated::Closed => return None,
            Seated::InKeepersPlace => self.leave.notify_one(),
            Seated::Welcome => {}
        }
        let _seat = Sitting(self);
        let (mut future, mut farewell) = (pin!(future), self.farewell.listener());
        self.runtime.block_on(std::future::poll_fn(|cx| {
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
            farewell.poll(cx).map(|()| None)
        }))
    }

    /// Runs a future on this thread, which looks after something meanwhile. `None` when it is all over, or not wanted any more.
    fn watched<F: Future>(&self, future: F, watch: Watch<'_>) -> Option<F::Output> {
        let (mut future, Watch { every, goes_on }) = (pin!(future), watch);
        loop {
            if let Ok(output) = self.drive(timeout(every, future.as_mut()))? {
                return Some(output);
            }
            if !goes_on() || self.process != std::process::id() {
                return None;
            }
        }
    }

    fn keep(self: Arc<Self>) {
        while self.seat.keep() {
            self.runtime.block_on(self.leave.notified());
            self.lull.wake_hosts();
        }
    }

    fn close(&self) {
        self.seat.close();
        self.leave.notify_one();
        self.farewell.say();
    }
}

/// A call whose panic is an error, and whose connection has its turn to close where it failed.
async fn guarded<T>(mut call: Pin<&mut impl Future<Output = Result<T, Error>>>) -> Result<T, Error> {
    let answer = std::future::poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(panicked())))
    });
    let answer = answer.await;
    if answer.is_err() {
        yield_now().await;
    }
    answer
}

/// A thread that waits.
struct Sitting<'a>(&'a Slot);

impl Drop for Sitting<'_> {
    fn drop(&mut self) {
        // Who drove leaves in the middle of a turn.
        self.0.lull.wake_hosts();
        self.0.seat.rise();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_panics_is_an_error_and_the_next_one_works() {
        let driver = driver().unwrap();
        let broken = driver.run(|| async { if driver.is(&driver) { panic!("a defect") } else { Ok(()) } }, None);
        assert_eq!(broken.unwrap_err().kind(), ErrorKind::Panic);
        assert_eq!(driver.run(|| async { Ok(7) }, None).unwrap(), 7);
    }

    #[test]
    fn threads_that_call_at_once_all_get_their_answers() {
        let driver = driver().unwrap();
        let call = |number| {
            let pauses = async move || {
                for _ in 0..3 {
                    tokio::time::sleep(Duration::from_millis(number)).await;
                }
                Ok(number)
            };
            driver.run(pauses, None).unwrap()
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || call(number))).collect();
            assert!((0..8).eq(threads.into_iter().map(|thread| thread.join().unwrap())));
        });
    }
}
