//! What a search among deferred tools found.

use super::{record::response, shared_words::ToolSearchToolResultErrorCode, union::union};

response! {
    /// What a search among deferred tools found, or why it failed.
    pub struct ToolSearchToolResultBlock("tool_search_tool_result") {
        required {
            /// The id of the `server_tool_use` block that this answers.
            tool_use_id: String,
            /// The tools found, or an error.
            content: ToolSearchToolResultBlockContent,
        }
    }

    /// The tools that a search found.
    pub struct ToolSearchToolSearchResultBlock("tool_search_tool_search_result") {
        required {
            /// The tools; from here on the model knows their definitions.
            tool_references: Vec<ToolReferenceBlock>,
        }
    }

    /// The name of a tool that the request offers.
    pub struct ToolReferenceBlock("tool_reference") {
        required {
            /// The tool's name.
            tool_name: String,
        }
    }

    /// Why a search among tools failed. The request itself did not.
    pub struct ToolSearchToolResultErrorObject("tool_search_tool_result_error") {
        required {
            /// The cause.
            error_code: ToolSearchToolResultErrorCode,
        }
        nullable {
            /// The cause in words.
            error_message: String,
        }
    }
}

union! {
    /// What a search among tools found: tools, or an error.
    pub enum ToolSearchToolResultBlockContent {
        /// Why the search failed.
        Error(ToolSearchToolResultErrorObject),
        /// The tools.
        Result(ToolSearchToolSearchResultBlock),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::types::{
        ContentBlock,
        round_trip::{kept, known},
    };

    fn result(content: &Value) -> Value {
        json!({"type": "tool_search_tool_result", "tool_use_id": "srvtoolu_1", "content": content})
    }

    #[test]
    fn tools_and_errors_are_known_and_new_ones_are_kept() {
        let weather = json!({"type": "tool_reference", "tool_name": "weather"});
        for content in [
            json!({"type": "tool_search_tool_search_result", "tool_references": [weather]}),
            json!({"type": "tool_search_tool_result_error", "error_code": "unavailable", "error_message": "later"}),
        ] {
            known::<ContentBlock>(&result(&content));
        }
        kept::<ContentBlock>(&result(&json!({"type": "tool_search_tool_map", "streets": 3})));
        let rumours = json!([{"type": "rumour"}]);
        kept::<ContentBlock>(&result(&json!({"type": "tool_search_tool_search_result", "tool_references": rumours})));
    }
}
