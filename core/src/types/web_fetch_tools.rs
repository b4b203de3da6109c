//! The server's fetching of pages, version by version.

use super::{
    citation_params::CitationsConfigParam, record::request, tool::tool, union::union,
    web_search_tools::ResponseInclusion,
};

/// Declares the versions of the tool, with the fields that all of them have.
macro_rules! web_fetch {
    ($(
        $(#[doc = $doc:literal])+
        pub struct $name:ident($tag:literal) {
            $(optional { $($optional:tt)* })?
            $(nullable { $($nullable:tt)* })?
        }
    )+) => {
        tool! {$(
            $(#[doc = $doc])+
            pub struct $name($tag) {
                constant { name = "web_fetch" }
                $(optional { $($optional)* })?
                nullable {
                    /// How often the model may use the tool in one request; at least 1.
                    max_uses: i64,
                    /// The only domains that are fetched from. Not together with `blocked_domains`.
                    allowed_domains: Vec<String>,
                    /// Domains never fetched from. Not together with `allowed_domains`.
                    blocked_domains: Vec<String>,
                    /// About the most tokens of a page that the model is shown; at least 1.
                    max_content_tokens: i64,
                    /// Whether the model may cite from what is fetched.
                    citations: CitationsConfigParam,
                    /// Where in the conversation an address must have come up to be fetched.
                    url_sources: WebFetchURLSourcesParam,
                    $($($nullable)*)?
                }
            }
        )+}
    };
}

web_fetch! {
    /// Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`.
    pub struct WebFetchTool20250910Param("web_fetch_20250910") {}

    /// Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`.
    /// Pages can be sifted by code before the model reads them.
    pub struct WebFetchTool20260209Param("web_fetch_20260209") {}

    /// Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`.
    /// Pages can be sifted by code, and fetched past the cache.
    pub struct WebFetchTool20260309Param("web_fetch_20260309") {
        optional {
            /// Whether a copy that was fetched earlier will do; it will unless said otherwise.
            use_cache: bool,
        }
    }

    /// Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`.
    /// Pages can be sifted by code, fetched past the cache, and left out of the answer.
    pub struct WebFetchTool20260318Param("web_fetch_20260318") {
        optional {
            /// Whether a copy that was fetched earlier will do; it will unless said otherwise.
            use_cache: bool,
            /// Whether results that code has used up come back in the answer; `full` unless said otherwise.
            response_inclusion: ResponseInclusion,
        }
    }
}

request! {
    /// Where in the conversation an address must have come up to be fetched.
    pub struct WebFetchURLSourcesParam {
        optional {
            /// Whether in what the user wrote.
            user_input: WebFetchURLUserInputParam,
            /// Whether in the results of your program's tools, and of which.
            client_tool_results: WebFetchURLToolResultsParam,
            /// Whether in the results of the server's tools, and of which.
            server_tool_results: WebFetchURLToolResultsParam,
        }
    }

    /// All of them count.
    pub struct WebFetchURLSourceAllParam("all") {
    }

    /// None of them counts.
    pub struct WebFetchURLSourceNoneParam("none") {
    }

    /// Only the results of these tools count.
    pub struct WebFetchURLSourceOnlyParam("only") {
        required {
            /// The tools.
            tools: Vec<WebFetchURLSourceToolReferenceParam>,
        }
    }

    /// The results of all tools but these count.
    pub struct WebFetchURLSourceExceptParam("except") {
        required {
            /// The tools.
            tools: Vec<WebFetchURLSourceToolReferenceParam>,
        }
    }

    /// A tool by its name.
    pub struct WebFetchURLSourceToolReferenceParam("tool_reference") {
        required {
            /// The tool's name.
            name: String,
        }
    }
}

union! {
    /// Whether addresses that the user wrote may be fetched.
    pub enum WebFetchURLUserInputParam {
        /// They may.
        All(WebFetchURLSourceAllParam),
        /// They may not.
        None(WebFetchURLSourceNoneParam),
    }
}

union! {
    /// Whether addresses in the results of tools may be fetched.
    pub enum WebFetchURLToolResultsParam {
        /// They may.
        All(WebFetchURLSourceAllParam),
        /// They may not.
        None(WebFetchURLSourceNoneParam),
        /// Those of some tools may.
        Only(WebFetchURLSourceOnlyParam),
        /// Those of some tools may not.
        Except(WebFetchURLSourceExceptParam),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::types::{ToolUnionParam, round_trip::known};

    #[test]
    fn every_tool_is_known() {
        for (kind, name) in [
            ("web_fetch_20250910", "web_fetch"),
            ("web_fetch_20260209", "web_fetch"),
            ("web_fetch_20260309", "web_fetch"),
            ("web_fetch_20260318", "web_fetch"),
        ] {
            known::<ToolUnionParam>(&json!({"type": kind, "name": name}));
            known::<ToolUnionParam>(&json!({"type": kind, "name": name, "strict": true, "defer_loading": false,
                "allowed_callers": ["direct", "code_execution_20260521"], "max_uses": null, "citations": {"enabled": true}, "max_content_tokens": 100,
                "url_sources": {
                    "user_input": {"type": "none"},
                    "client_tool_results": {"type": "only", "tools": [{"type": "tool_reference", "name": "f"}]},
                    "server_tool_results": {"type": "except", "tools": []},
                },
                "use_cache": false, "response_inclusion": "full", "cache_control": {"type": "ephemeral"}, "new": [1]}));
        }
    }
}
