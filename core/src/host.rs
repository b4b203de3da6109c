//! What all bindings stand on: the runtime of the process, the mailbox between it and the host language, and the pump.
//!
//! A call is started with [`start`]; its answer arrives in a mailbox as [`Delivery`]s. The host takes everything that is
//! there in one crossing ([`Call::poll_take`], [`Call::wait`]) and is woken once, by a plain [`Waker`](std::task::Waker),
//! when an empty mailbox gets something. Nothing here knows Python, Node or C.

mod call;
mod caller;
mod desk;
mod farewell;
mod lull;
mod mailbox;
mod parker;
mod pump;
mod runtime;
mod seat;
mod sync;
#[cfg(test)]
mod threads;
#[cfg(unix)]
mod wake_fd;

#[cfg(fuzzing)]
pub(crate) use self::mailbox::Mailbox;
pub(crate) use self::runtime::{Driver, driver};
#[cfg(unix)]
pub use self::wake_fd::WakeFd;
pub use self::{
    call::{Call, Taken},
    caller::tell,
    desk::{Desk, Ticket},
    mailbox::Take,
    pump::{Delivery, Mode, run, start, start_waiting},
    runtime::{Watch, shutdown},
};
pub use crate::hooks::Moment;
pub use crate::media::{document_type, image_type, read_as};
pub use crate::resources::{PartialFile, ResultLines};
pub use crate::skim::Skim;
pub use crate::stream::{Deltas, EventBatch, EventRef, PieceRef};
