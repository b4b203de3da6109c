//! What the scheduler is told of a call.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

/// What limits are counted by: one queue each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    /// Scheme, host and port.
    pub(crate) origin: Arc<str>,
    /// A hash of the credential, never the credential.
    pub(crate) credential: u64,
    /// The model; empty where a call names none.
    pub(crate) model: Arc<str>,
}

/// What a call is likely to use up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Need {
    /// The length of the body.
    pub(crate) body_bytes: usize,
    /// The most tokens the answer may have; `None` for a call that has none written.
    pub(crate) max_tokens: Option<u64>,
}

/// How the server turned an attempt away.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Refusal<'a> {
    /// How long the server asks to wait.
    pub(crate) hint: Option<Duration>,
    /// Whether the server has too much to do (529, 503), rather than this key a quota.
    pub(crate) is_overload: bool,
    /// The headers of the refusal.
    pub(crate) headers: Option<&'a HeaderMap>,
}
