//! The one runtime of the process: built at the first call, replaced after a fork, shut down within a bound.

use std::{io, sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Error, ErrorKind, Reason};

/// Empty until the first call. Lock-free, so that a fork in the middle of anything leaves it usable.
static SLOT: ArcSwapOption<Slot> = ArcSwapOption::const_empty();

struct Slot {
    process: u32,
    runtime: Runtime,
}

/// A handle to the runtime of this process.
///
/// Worker threads do not survive a fork. The child notices by its process id, leaks its parent's runtime (dropping it would
/// wait for threads that are not there) and builds its own.
pub(crate) fn handle() -> Result<Handle, Error> {
    let process = std::process::id();
    let current = SLOT.load_full();
    if let Some(slot) = current.as_ref().filter(|slot| slot.process == process) {
        return Ok(slot.runtime.handle().clone());
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("tidings")
        .enable_all()
        .build()
        .map_err(not_started)?;
    let fresh = Arc::new(Slot { process, runtime });
    let previous = SLOT.compare_and_swap(&current, Some(fresh.clone()));
    let won = match (&*previous, &current) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    };
    drop(previous);
    if !won {
        // Another thread was faster; its runtime is the one.
        if let Ok(slot) = Arc::try_unwrap(fresh) {
            slot.runtime.shutdown_background();
        }
        return handle();
    }
    std::mem::forget(current);
    Ok(fresh.runtime.handle().clone())
}

/// What a runtime needs is a thread and a few descriptors: where they are not to be had now, they may be later.
fn not_started(error: io::Error) -> Error {
    let message = format!("no connection, this machine has nothing left to start the runtime with: {error}");
    Error::new(ErrorKind::Connect, message).with_reason(Reason::Resource).with_source(error)
}

/// Ends every call that is under way and stops the runtime's threads, waiting at most `limit` for them.
///
/// A later call builds a new runtime.
pub fn shutdown(limit: Duration) {
    let Some(mut slot) = SLOT.swap(None) else { return };
    if slot.process != std::process::id() {
        std::mem::forget(slot);
        return;
    }
    // Somebody may be taking a handle at this moment; that takes an instant.
    for _ in 0..100 {
        match Arc::try_unwrap(slot) {
            Ok(slot) => return slot.runtime.shutdown_timeout(limit),
            Err(shared) => slot = shared,
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    std::mem::forget(slot);
}
