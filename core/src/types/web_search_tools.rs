//! The server's web search, version by version.

use super::{record::request, tool::tool, words::words};

/// Declares the versions of the tool, with the fields that all of them have.
macro_rules! web_search {
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
                constant { name = "web_search" }
                $(optional { $($optional)* })?
                nullable {
                    /// How often the model may use the tool in one request; at least 1.
                    max_uses: i64,
                    /// The only domains that results come from. Not together with `blocked_domains`.
                    allowed_domains: Vec<String>,
                    /// Domains never shown in results. Not together with `allowed_domains`.
                    blocked_domains: Vec<String>,
                    /// Where the user is, roughly, so that results near them come first.
                    user_location: UserLocationParam,
                    $($($nullable)*)?
                }
            }
        )+}
    };
}

web_search! {
    /// Searches the web. The model sends `query`.
    pub struct WebSearchTool20250305Param("web_search_20250305") {}

    /// Searches the web. The model sends `query`. Results can be sifted by code before the model reads them.
    pub struct WebSearchTool20260209Param("web_search_20260209") {}

    /// Searches the web. The model sends `query`. Results can be sifted by code before the model reads them, and left out
    /// of the answer.
    pub struct WebSearchTool20260318Param("web_search_20260318") {
        optional {
            /// Whether results that code has used up come back in the answer; `full` unless said otherwise.
            response_inclusion: ResponseInclusion,
        }
    }
}

request! {
    /// Where the user is, roughly.
    pub struct UserLocationParam("approximate") {
        nullable {
            /// The city.
            city: String,
            /// The region or state.
            region: String,
            /// The country's two letters (ISO 3166-1).
            country: String,
            /// The time zone's IANA name, such as `Europe/Berlin`.
            timezone: String,
        }
    }
}

words! {
    /// Whether results that code has used up come back in the answer.
    pub enum ResponseInclusion {
        /// They come back.
        Full = "full",
        /// They are left out.
        Excluded = "excluded",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::types::{ToolUnionParam, round_trip::known};

    #[test]
    fn every_tool_is_known() {
        for (kind, name) in [
            ("web_search_20250305", "web_search"),
            ("web_search_20260209", "web_search"),
            ("web_search_20260318", "web_search"),
        ] {
            known::<ToolUnionParam>(&json!({"type": kind, "name": name}));
            known::<ToolUnionParam>(&json!({"type": kind, "name": name, "strict": true, "defer_loading": false,
                "allowed_callers": ["direct", "code_execution_20260521"], "max_uses": 3, "allowed_domains": ["a.example"],
                "user_location": {"type": "approximate", "city": "Bonn", "country": null}, "response_inclusion": "excluded", "cache_control": {"type": "ephemeral"}, "new": [1]}));
        }
    }
}
