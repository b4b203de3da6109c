//! What an answer cost.

use super::{record::response, shared_words::Speed, words::words};

response! {
    /// Tokens counted. Totals, never increments. Which of them are there depends on the endpoint.
    pub struct Usage {
        defaulted {
            /// Input tokens that no cache covered.
            input_tokens: u64,
            /// Output tokens that are billed, thinking included.
            output_tokens: u64,
        }
        nullable {
            /// Input tokens that were written to the prompt cache.
            cache_creation_input_tokens: u64,
            /// Input tokens that were read from the prompt cache.
            cache_read_input_tokens: u64,
            /// The tokens written to the cache, by how long they are kept.
            cache_creation: CacheCreation,
            /// What the output tokens were for. In a stream it comes with the end.
            output_tokens_details: OutputTokensDetails,
            /// How often server tools were used.
            server_tool_use: ServerToolUsage,
            /// How the request was served.
            service_tier: UsageServiceTier,
            /// Where in the world the model ran, such as `global`, `us` or `not_available`.
            inference_geo: String,
            /// How fast the model wrote.
            speed: Speed,
        }
    }

    /// The counters of a `message_delta`: totals so far. One that is null or not there keeps the value it had.
    pub struct MessageDeltaUsage {
        defaulted {
            /// Output tokens so far, thinking included.
            output_tokens: u64,
        }
        nullable {
            /// Input tokens that no cache covered.
            input_tokens: u64,
            /// Input tokens that were written to the prompt cache.
            cache_creation_input_tokens: u64,
            /// Input tokens that were read from the prompt cache.
            cache_read_input_tokens: u64,
            /// What the output tokens were for.
            output_tokens_details: OutputTokensDetails,
            /// How often server tools were used.
            server_tool_use: ServerToolUsage,
        }
    }

    /// The tokens written to the prompt cache, by how long they are kept.
    pub struct CacheCreation {
        defaulted {
            /// Kept for 5 minutes.
            ephemeral_5m_input_tokens: u64,
            /// Kept for an hour.
            ephemeral_1h_input_tokens: u64,
        }
    }

    /// What the output tokens were for.
    pub struct OutputTokensDetails {
        defaulted {
            /// Spent on thinking, shown or not.
            thinking_tokens: u64,
        }
    }

    /// How often server tools were used.
    pub struct ServerToolUsage {
        defaulted {
            /// Web searches.
            web_search_requests: u64,
            /// Pages fetched.
            web_fetch_requests: u64,
        }
    }
}

words! {
    /// How a request was served.
    pub enum UsageServiceTier {
        /// Like any other.
        Standard = "standard",
        /// From the capacity that the organization has reserved.
        Priority = "priority",
        /// As a part of a batch.
        Batch = "batch",
    }
}

impl Usage {
    /// All input tokens: those that no cache covered, those written to the cache, and those read from it.
    #[must_use]
    pub fn total_input_tokens(&self) -> u64 {
        let cached = [self.cache_creation_input_tokens, self.cache_read_input_tokens];
        cached.into_iter().flatten().fold(self.input_tokens, u64::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_counter_is_known() {
        let usage = json!({
            "input_tokens": 21, "output_tokens": 14, "cache_creation_input_tokens": 300, "cache_read_input_tokens": 4000,
            "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200},
            "output_tokens_details": {"thinking_tokens": 9},
            "server_tool_use": {"web_search_requests": 1, "web_fetch_requests": 2},
            "service_tier": "priority", "inference_geo": "global", "speed": "fast",
        });
        assert_eq!(known::<Usage>(&usage).total_input_tokens(), 4321);
        known::<MessageDeltaUsage>(&json!({
            "output_tokens": 14, "input_tokens": 21, "cache_creation_input_tokens": null, "cache_read_input_tokens": 7,
            "output_tokens_details": {"thinking_tokens": 9},
            "server_tool_use": {"web_search_requests": 1, "web_fetch_requests": 0},
        }));
    }

    #[test]
    fn counters_of_another_kind_are_kept() {
        let usage = json!({"input_tokens": 1, "output_tokens": 2, "speed": "ludicrous", "mana_tokens": 7,
            "cache_read_input_tokens": "many", "iterations": [{"type": "message"}]});
        assert_eq!(kept::<Usage>(&usage).total_input_tokens(), 1);
    }
}
