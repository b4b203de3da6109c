//! A call under way, seen from JavaScript.

use std::{
    sync::{Arc, Mutex, Weak},
    task::{Poll, Wake, Waker},
};

use napi_derive::napi;
use tidings::host::Call;

use crate::{
    batch::Batch,
    bridge::{Line, lock},
};

/// A call. Garbage collection cancels it as `cancel` does.
#[napi]
pub struct NativeCall {
    state: Arc<State>,
    line: Arc<Line>,
}

impl NativeCall {
    pub(crate) fn new(id: u32, call: Call, raw: bool, line: Arc<Line>) -> Self {
        let state = State::new(id, call, raw, &line);
        line.enter(&state);
        Self { state, line }
    }
}

#[napi]
impl NativeCall {
    /// Takes what has arrived. Where nothing has, the call is armed: the next batch is delivered through the bridge,
    /// and `poll` must not be called before that.
    #[napi]
    #[must_use]
    pub fn poll(&self) -> Option<Batch> {
        self.state.poll()
    }

    /// Ends the call and closes its connection at once. Nothing is delivered any more.
    #[napi]
    pub fn cancel(&self) {
        self.state.cancel();
    }
}

impl Drop for NativeCall {
    fn drop(&mut self) {
        self.state.cancel();
        self.line.leave(self.state.id);
    }
}

/// What the JavaScript object, a wake on its way, and the environment's end share.
pub(crate) struct State {
    id: u32,
    /// `None` once it is over or cancelled.
    call: Mutex<Option<Call>>,
    /// Whether a whole answer is wanted as bytes.
    raw: bool,
    waker: Waker,
}

impl State {
    fn new(id: u32, call: Call, raw: bool, line: &Arc<Line>) -> Arc<Self> {
        Arc::new_cyclic(|state| Self {
            id,
            call: Mutex::new(Some(call)),
            raw,
            waker: Waker::from(Arc::new(Bell { state: state.clone(), line: line.clone() })),
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// Takes what has arrived; `None`, and a wake to come, where nothing has.
    pub(crate) fn poll(&self) -> Option<Batch> {
        let mut slot = lock(&self.call);
        let Poll::Ready(taken) = slot.as_ref()?.poll_take(&self.waker) else { return None };
        if taken.end.is_some() {
            *slot = None;
        }
        drop(slot);
        Some(Batch::new(taken, self.raw))
    }

    pub(crate) fn cancel(&self) {
        let call = lock(&self.call).take();
        drop(call);
    }
}

/// The core's waker. Weak towards the call: its mailbox holds the waker, and a circle would never be freed.
struct Bell {
    state: Weak<State>,
    line: Arc<Line>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        if let Some(state) = self.state.upgrade() {
            self.line.ring(state);
        }
    }
}
