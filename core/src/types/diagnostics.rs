//! Why the prompt cache did not help.

use super::{record::response, union::union};

response! {
    /// What the API found out about a request that asked for `diagnostics`.
    pub struct Diagnostics {
        nullable {
            /// Why the cache of the previous message did not serve; null when it did.
            cache_miss_reason: CacheMissReason,
        }
    }

    /// Another model was asked than before.
    pub struct CacheMissModelChanged("model_changed") {
        defaulted {
            /// How many input tokens the cache did not cover because of it.
            cache_missed_input_tokens: u64,
        }
    }

    /// The system prompt is not what it was.
    pub struct CacheMissSystemChanged("system_changed") {
        defaulted {
            /// How many input tokens the cache did not cover because of it.
            cache_missed_input_tokens: u64,
        }
    }

    /// The tools are not what they were.
    pub struct CacheMissToolsChanged("tools_changed") {
        defaulted {
            /// How many input tokens the cache did not cover because of it.
            cache_missed_input_tokens: u64,
        }
    }

    /// An earlier message is not what it was.
    pub struct CacheMissMessagesChanged("messages_changed") {
        defaulted {
            /// How many input tokens the cache did not cover because of it.
            cache_missed_input_tokens: u64,
        }
    }

    /// The API does not know the previous message that the request names.
    pub struct CacheMissPreviousMessageNotFound("previous_message_not_found") {}

    /// The API could not tell this time.
    pub struct CacheMissUnavailable("unavailable") {}
}

union! {
    /// Why the cache of the previous message did not serve.
    pub enum CacheMissReason {
        /// Another model was asked than before.
        ModelChanged(CacheMissModelChanged),
        /// The system prompt is not what it was.
        SystemChanged(CacheMissSystemChanged),
        /// The tools are not what they were.
        ToolsChanged(CacheMissToolsChanged),
        /// An earlier message is not what it was.
        MessagesChanged(CacheMissMessagesChanged),
        /// The API does not know the previous message that the request names.
        PreviousMessageNotFound(CacheMissPreviousMessageNotFound),
        /// The API could not tell this time.
        Unavailable(CacheMissUnavailable),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_reason_is_known_and_new_ones_are_kept() {
        for kind in ["model_changed", "system_changed", "tools_changed", "messages_changed"] {
            known::<Diagnostics>(&json!({"cache_miss_reason": {"type": kind, "cache_missed_input_tokens": 4096}}));
        }
        for kind in ["previous_message_not_found", "unavailable"] {
            known::<Diagnostics>(&json!({"cache_miss_reason": {"type": kind}}));
        }
        known::<Diagnostics>(&json!({"cache_miss_reason": null}));
        kept::<Diagnostics>(&json!({"cache_miss_reason": {"type": "moth", "in": "relay"}, "mood": 1}));
    }
}
