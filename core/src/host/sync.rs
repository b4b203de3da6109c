//! The locks of what is checked with every interleaving. A module of its own, so that the model checker in `tests/loom` can
//! put its own in place.

pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
