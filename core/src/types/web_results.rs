//! What the web tools, which the API runs itself, gave.

use super::{
    callers::ToolUseCaller,
    record::response,
    shared_words::{WebFetchToolResultErrorCode, WebSearchToolResultErrorCode},
    union::{either, union},
};

response! {
    /// What a web search found, or why it failed.
    pub struct WebSearchToolResultBlock("web_search_tool_result") {
        required {
            /// The id of the `server_tool_use` block that this answers.
            tool_use_id: String,
            /// The pages found, or an error.
            content: WebSearchToolResultBlockContent,
        }
        optional {
            /// Who asked for the search; older endpoints leave it out.
            caller: ToolUseCaller,
        }
    }

    /// A page that a web search found.
    pub struct WebSearchResultBlock("web_search_result") {
        required {
            /// The page's address.
            url: String,
            /// The page's title.
            title: String,
            /// Opaque; send it back as it came, so that the model can cite the page in later turns.
            encrypted_content: String,
        }
        nullable {
            /// When the page was last changed, in words.
            page_age: String,
        }
    }

    /// Why a web search failed. The request itself did not.
    pub struct WebSearchToolResultErrorObject("web_search_tool_result_error") {
        required {
            /// The cause.
            error_code: WebSearchToolResultErrorCode,
        }
    }

    /// What a web fetch brought, or why it failed.
    pub struct WebFetchToolResultBlock("web_fetch_tool_result") {
        required {
            /// The id of the `server_tool_use` block that this answers.
            tool_use_id: String,
            /// The page, or an error.
            content: WebFetchToolResultBlockContent,
        }
        optional {
            /// Who asked for the page; older endpoints leave it out.
            caller: ToolUseCaller,
        }
    }

    /// A page that was fetched.
    pub struct WebFetchBlock("web_fetch_result") {
        required {
            /// The page's address.
            url: String,
            /// The page as a document.
            content: DocumentBlock,
        }
        nullable {
            /// When it was fetched, as ISO 8601.
            retrieved_at: String,
        }
    }

    /// Why a web fetch failed. The request itself did not.
    pub struct WebFetchToolResultErrorBlock("web_fetch_tool_result_error") {
        required {
            /// The cause.
            error_code: WebFetchToolResultErrorCode,
        }
    }

    /// A document inside a result.
    pub struct DocumentBlock("document") {
        required {
            /// The document itself.
            source: DocumentBlockSource,
        }
        nullable {
            /// The document's title.
            title: String,
            /// Whether the model may cite it.
            citations: CitationsConfig,
        }
    }

    /// A PDF.
    pub struct Base64PDFSource("base64") {
        constant { media_type = "application/pdf" }
        required {
            /// The file in base64.
            data: String,
        }
    }

    /// Plain text.
    pub struct PlainTextSource("text") {
        constant { media_type = "text/plain" }
        required {
            /// The text.
            data: String,
        }
    }

    /// Whether a document may be cited.
    pub struct CitationsConfig {
        defaulted {
            /// Whether it may.
            enabled: bool,
        }
    }
}

either! {
    /// What a web search found: a list of pages, or an error.
    pub enum WebSearchToolResultBlockContent {
        /// The pages, best first.
        Results(Vec<WebSearchResultBlock>),
        /// Why the search failed.
        Error(WebSearchToolResultErrorObject),
    }
}

union! {
    /// What a web fetch brought: a page, or an error.
    pub enum WebFetchToolResultBlockContent {
        /// The page.
        Result(WebFetchBlock),
        /// Why the fetch failed.
        Error(WebFetchToolResultErrorBlock),
    }
}

union! {
    /// What a fetched document is made of.
    pub enum DocumentBlockSource {
        /// A PDF.
        Base64(Base64PDFSource),
        /// Plain text.
        Text(PlainTextSource),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::types::{
        ContentBlock,
        round_trip::{kept, known},
    };

    fn search(content: &Value) -> Value {
        let caller = json!({"type": "direct"});
        json!({"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": content, "caller": caller})
    }

    fn fetch(content: &Value) -> Value {
        json!({"type": "web_fetch_tool_result", "tool_use_id": "srvtoolu_1", "content": content})
    }

    #[test]
    fn pages_and_errors_are_known() {
        let pdf = json!({"type": "base64", "media_type": "application/pdf", "data": "JVBE"});
        let text = json!({"type": "text", "media_type": "text/plain", "data": "Hi"});
        let page = |source: Value| {
            json!({"type": "web_fetch_result", "url": "https://example.com", "retrieved_at": "2026-11-20T08:00:00Z",
                "content": {"type": "document", "source": source, "title": null, "citations": {"enabled": true}}})
        };
        for block in [
            search(&json!([])),
            search(
                &json!([{"type": "web_search_result", "url": "https://example.com", "title": "E", "encrypted_content": "RW5j",
                    "page_age": null}]),
            ),
            search(&json!({"type": "web_search_tool_result_error", "error_code": "query_too_long"})),
            fetch(&page(pdf)),
            fetch(&page(text)),
            fetch(&json!({"type": "web_fetch_tool_result_error", "error_code": "url_not_in_prior_context"})),
        ] {
            known::<ContentBlock>(&block);
        }
    }

    #[test]
    fn what_is_new_is_kept() {
        for block in [
            search(&json!([{"type": "web_search_result", "url": "https://example.com"}])),
            search(&json!("nothing found")),
            search(&json!({"type": "web_search_tool_result_error", "error_code": "raining", "until": 7})),
            fetch(&json!({"type": "web_fetch_movie", "frames": []})),
            json!({"type": "web_fetch_tool_result", "content": null}),
        ] {
            kept::<ContentBlock>(&block);
        }
    }
}
