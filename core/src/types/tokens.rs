//! Counting tokens.

use super::record::response;

response! {
    /// How many tokens a request would read: an estimate. Server tools are counted for the first step only.
    pub struct MessageTokensCount {
        required {
            /// Tokens of the messages, the system prompt and the tools.
            input_tokens: u64,
        }
    }
}
