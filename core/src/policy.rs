//! How often and how long a call is tried again: options in layers, and what they come to.

use std::time::Duration;

use crate::error::Allowed;

/// Options as they were given, of a client or of a call; whatever is `None` comes from the layer below.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PolicyOptions {
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_retry_after: Option<Duration>,
    pub(crate) throttle_patience: Option<Duration>,
    pub(crate) retry_ambiguous: Option<bool>,
    pub(crate) retry_on_timeout: Option<bool>,
}

/// The bounds of one call's patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Extra attempts after failures; 0 switches waiting on refusals off too.
    pub(crate) max_retries: u32,
    /// The longest hint of the server that is waited for.
    pub(crate) max_retry_after: Duration,
    /// The longest time spent waiting on refusals in all.
    pub(crate) throttle_patience: Duration,
    /// Which repetitions are allowed of what may have run.
    pub(crate) allowed: Allowed,
}

impl PolicyOptions {
    /// These options, completed from the layer below.
    pub(crate) fn over(self, below: Self) -> Self {
        Self {
            max_retries: self.max_retries.or(below.max_retries),
            max_retry_after: self.max_retry_after.or(below.max_retry_after),
            throttle_patience: self.throttle_patience.or(below.throttle_patience),
            retry_ambiguous: self.retry_ambiguous.or(below.retry_ambiguous),
            retry_on_timeout: self.retry_on_timeout.or(below.retry_on_timeout),
        }
    }

    /// What they come to: the defaults stand here.
    pub(crate) fn policy(self) -> Policy {
        let by_default = Policy::default();
        let max_retry_after = self.max_retry_after.unwrap_or(by_default.max_retry_after);
        // A hint that is to be obeyed is, unless somebody says otherwise.
        let patience = self.throttle_patience.unwrap_or(by_default.throttle_patience.max(max_retry_after));
        Policy {
            max_retries: self.max_retries.unwrap_or(by_default.max_retries),
            max_retry_after,
            throttle_patience: patience,
            allowed: Allowed {
                ambiguous: self.retry_ambiguous.unwrap_or(by_default.allowed.ambiguous),
                after_timeout: self.retry_on_timeout.unwrap_or(by_default.allowed.after_timeout),
            },
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            max_retry_after: Duration::from_secs(60),
            throttle_patience: Duration::from_secs(60),
            allowed: Allowed::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_call_says_wins_over_its_client_and_the_client_over_the_defaults() {
        let client = PolicyOptions { max_retries: Some(5), retry_ambiguous: Some(false), ..PolicyOptions::default() };
        let call = PolicyOptions { max_retries: Some(1), retry_on_timeout: Some(true), ..PolicyOptions::default() };
        let expected =
            Policy { max_retries: 1, allowed: Allowed { ambiguous: false, after_timeout: true }, ..Policy::default() };
        assert_eq!(call.over(client).policy(), expected);
        assert_eq!(PolicyOptions::default().policy(), Policy::default());
    }

    #[test]
    fn patience_is_as_long_as_the_longest_hint_unless_it_is_set() {
        let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
        let options = PolicyOptions { max_retry_after: minutes(5), ..PolicyOptions::default() };
        assert_eq!(Some(options.policy().throttle_patience), minutes(5));
        let options = PolicyOptions { throttle_patience: minutes(2), ..options };
        assert_eq!(Some(options.policy().throttle_patience), minutes(2));
    }
}
