//! Results of the server's tools as they are sent back: of searching and fetching, and of searching the tools.
//!
//! A block of an answer needs none of this: it goes back as it came.

use super::{
    block_params::{DocumentBlockParam, ToolReferenceBlockParam},
    caller_params::ToolUseCallerParam,
    config_params::CacheControlEphemeralParam,
    record::request,
    shared_words::{ToolSearchToolResultErrorCode, WebFetchToolResultErrorCode, WebSearchToolResultErrorCode},
    union::{either, union},
};

request! {
    /// What a web search found.
    pub struct WebSearchToolResultBlockParam("web_search_tool_result") {
        required {
            /// The id of the call that this answers.
            tool_use_id: String,
            /// What was found, or why nothing was.
            content: WebSearchToolResultBlockParamContentParam,
        }
        optional {
            /// Who called the tool; the model itself unless said otherwise.
            caller: ToolUseCallerParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

either! {
    /// What a web search found, or why nothing was.
    pub enum WebSearchToolResultBlockParamContentParam {
        /// The pages, best first.
        Results(Vec<WebSearchResultBlockParam>),
        /// Why the search failed.
        Error(WebSearchToolRequestErrorObjectParam),
    }
}

request! {
    /// A page that a web search found.
    pub struct WebSearchResultBlockParam("web_search_result") {
        required {
            /// The page's address.
            url: String,
            /// The page's title.
            title: String,
            /// The page's text, encrypted; it goes back unchanged.
            encrypted_content: String,
        }
        nullable {
            /// How old the page is, in words.
            page_age: String,
        }
    }

    /// Why a web search failed.
    pub struct WebSearchToolRequestErrorObjectParam("web_search_tool_result_error") {
        required {
            /// The reason.
            error_code: WebSearchToolResultErrorCode,
        }
    }

    /// What was fetched from the web.
    pub struct WebFetchToolResultBlockParam("web_fetch_tool_result") {
        required {
            /// The id of the call that this answers.
            tool_use_id: String,
            /// The page, or why there is none.
            content: WebFetchToolResultContentParam,
        }
        optional {
            /// Who called the tool; the model itself unless said otherwise.
            caller: ToolUseCallerParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

union! {
    /// What was fetched from the web, or why nothing was.
    pub enum WebFetchToolResultContentParam {
        /// The page.
        Result(WebFetchBlockParam),
        /// Why there is none.
        Error(WebFetchToolResultErrorBlockParam),
    }
}

request! {
    /// A page or a document that was fetched from the web.
    pub struct WebFetchBlockParam("web_fetch_result") {
        required {
            /// The address that was fetched.
            url: String,
            /// What was there.
            content: DocumentBlockParam,
        }
        nullable {
            /// When it was fetched (ISO 8601).
            retrieved_at: String,
        }
    }

    /// Why fetching failed.
    pub struct WebFetchToolResultErrorBlockParam("web_fetch_tool_result_error") {
        required {
            /// The reason.
            error_code: WebFetchToolResultErrorCode,
        }
    }

    /// What searching the tools found.
    pub struct ToolSearchToolResultBlockParam("tool_search_tool_result") {
        required {
            /// The id of the call that this answers.
            tool_use_id: String,
            /// The tools, or why there are none.
            content: ToolSearchToolResultContentParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

union! {
    /// What searching the tools found, or why it failed.
    pub enum ToolSearchToolResultContentParam {
        /// The tools.
        Result(ToolSearchToolSearchResultBlockParam),
        /// Why the search failed.
        Error(ToolSearchToolResultErrorParam),
    }
}

request! {
    /// The tools that were found; the model can call them from then on.
    pub struct ToolSearchToolSearchResultBlockParam("tool_search_tool_search_result") {
        required {
            /// The tools.
            tool_references: Vec<ToolReferenceBlockParam>,
        }
    }

    /// Why searching the tools failed.
    pub struct ToolSearchToolResultErrorParam("tool_search_tool_result_error") {
        required {
            /// The reason.
            error_code: ToolSearchToolResultErrorCode,
        }
        nullable {
            /// The reason in words.
            error_message: String,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::types::{ContentBlockParam, round_trip::kept};

    fn block(kind: &str, content: &Value) -> Value {
        json!({"type": kind, "tool_use_id": "srvtoolu_1", "content": content, "caller": {"type": "direct"}})
    }

    #[test]
    fn what_a_web_search_found_survives_a_round_trip() {
        let page = json!({"type": "web_search_result", "url": "u", "title": "t", "encrypted_content": "RQ==", "page_age": null});
        for content in
            [json!([page]), json!([]), json!({"type": "web_search_tool_result_error", "error_code": "query_too_long"})]
        {
            let read = kept(&block("web_search_tool_result", &content));
            let ContentBlockParam::WebSearchToolResult(read) = read else { panic!("{content}") };
            assert!(!matches!(read.content, WebSearchToolResultBlockParamContentParam::Unknown(_)), "{content}");
        }
    }

    #[test]
    fn what_was_fetched_survives_a_round_trip() {
        let document = json!({"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "d"}, "title": null});
        for content in [
            json!({"type": "web_fetch_result", "url": "u", "content": document, "retrieved_at": "2026-11-01T00:00:00Z"}),
            json!({"type": "web_fetch_tool_result_error", "error_code": "a_new_reason"}),
        ] {
            let read = kept(&block("web_fetch_tool_result", &content));
            let ContentBlockParam::WebFetchToolResult(read) = read else { panic!("{content}") };
            assert!(!matches!(read.content, WebFetchToolResultContentParam::Unknown(_)), "{content}");
        }
    }

    #[test]
    fn what_searching_the_tools_found_survives_a_round_trip() {
        for content in [
            json!({"type": "tool_search_tool_search_result", "tool_references": [{"type": "tool_reference", "tool_name": "f"}]}),
            json!({"type": "tool_search_tool_result_error", "error_code": "unavailable", "error_message": null}),
        ] {
            let read = kept(&block("tool_search_tool_result", &content));
            let ContentBlockParam::ToolSearchToolResult(read) = read else { panic!("{content}") };
            assert!(!matches!(read.content, ToolSearchToolResultContentParam::Unknown(_)), "{content}");
        }
    }
}
