//! The options about watching calls.

use super::ClientBuilder;
use crate::hooks::{AttemptRecord, Moment};

impl ClientBuilder {
    /// Calls `hook` when an attempt begins, right before the request leaves.
    ///
    /// Hooks run on the thread that makes the call, which waits for them: they should be short. One that panics does not
    /// hurt the call. Several of a kind are called in the order in which they were given. What they are told holds no header,
    /// no query and no body.
    ///
    /// ```
    /// # fn example() -> Result<(), tidings::Error> {
    /// let client = tidings::Client::builder()
    ///     .on_response(|it| eprintln!("{} {}: {:?} after {:?}", it.method, it.path, it.status, it.took))
    ///     .on_retry(|it| eprintln!("attempt {} failed ({:?}), waiting {:?}", it.attempt, it.kind, it.delay))
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_request(self, hook: impl Fn(&AttemptRecord) + Send + Sync + 'static) -> Self {
        self.hook(Moment::Request, hook)
    }

    /// Calls `hook` when the head of an answer is there, whatever its status; see [`on_request`](Self::on_request).
    pub fn on_response(self, hook: impl Fn(&AttemptRecord) + Send + Sync + 'static) -> Self {
        self.hook(Moment::Response, hook)
    }

    /// Calls `hook` when an attempt failed and another will be made, before the wait; see [`on_request`](Self::on_request).
    pub fn on_retry(self, hook: impl Fn(&AttemptRecord) + Send + Sync + 'static) -> Self {
        self.hook(Moment::Retry, hook)
    }

    /// Calls `hook` when a call failed for good; see [`on_request`](Self::on_request). Not called for a request that was found
    /// to be wrong before anything was sent, for a call that was dropped, or for a stream that breaks after its first event.
    pub fn on_error(self, hook: impl Fn(&AttemptRecord) + Send + Sync + 'static) -> Self {
        self.hook(Moment::Error, hook)
    }

    /// Half of what it takes to write bodies, prompts and answers included, to `tracing` at the level `TRACE`: the other half
    /// is the environment variable `TIDINGS_LOG_BODIES`, set to `1`. Default no. Forms, such as files that are uploaded, are
    /// never written.
    pub fn log_bodies(mut self, yes: bool) -> Self {
        self.0.log_bodies = yes;
        self
    }

    pub(crate) fn hook(mut self, moment: Moment, hook: impl Fn(&AttemptRecord) + Send + Sync + 'static) -> Self {
        self.0.hooks.add(moment, hook);
        self
    }
}
