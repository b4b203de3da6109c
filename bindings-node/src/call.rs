//! A call under way, seen from JavaScript: a number, which the bridge knows.

use std::{
    sync::{Arc, Mutex, Weak},
    task::{Poll, Wake, Waker},
};

use tidings::host::Call;

use crate::{
    batch::Batch,
    bridge::{Line, lock},
};

/// What the bridge, a wake on its way, and the environment's end share.
pub(crate) struct State {
    id: u32,
    /// `None` once it is over or cancelled.
    call: Mutex<Option<Call>>,
    /// Whether a whole answer is wanted as bytes.
    raw: bool,
    waker: Waker,
}

impl State {
    pub(crate) fn new(id: u32, call: Call, raw: bool, line: &Arc<Line>) -> Arc<Self> {
        Arc::new_cyclic(|state| Self {
            id,
            call: Mutex::new(Some(call)),
            raw,
            waker: Waker::from(Arc::new(Bell { state: state.clone(), line: Arc::downgrade(line) })),
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

/// The core's waker. Weak: a call's mailbox holds the waker, and a circle would never be freed.
struct Bell {
    state: Weak<State>,
    line: Weak<Line>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        if let (Some(state), Some(line)) = (self.state.upgrade(), self.line.upgrade()) {
            line.ring(state);
        }
    }
}
