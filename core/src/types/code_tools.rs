//! The server's running of code and its search of tools, version by version.

use super::{tool::tool, words::words};

tool! {
    /// Runs Python on the server. The model sends `code`.
    pub struct CodeExecutionTool20250522Param("code_execution_20250522") {
        constant { name = "code_execution" }
    }

    /// Runs shell commands and edits files on the server. The model calls it as `bash_code_execution` and
    /// `text_editor_code_execution`.
    pub struct CodeExecutionTool20250825Param("code_execution_20250825") {
        constant { name = "code_execution" }
    }

    /// Runs shell commands and code on the server; the code can call other tools.
    pub struct CodeExecutionTool20260120Param("code_execution_20260120") {
        constant { name = "code_execution" }
    }

    /// Runs shell commands and code on the server; the code can call other tools. The newest version.
    pub struct CodeExecutionTool20260521Param("code_execution_20260521") {
        constant { name = "code_execution" }
    }

    /// Searches held back tools with a regular expression. The model sends `pattern`, at most 200 characters, and `limit`.
    pub struct ToolSearchToolRegex20251119Param {
        constant { name = "tool_search_tool_regex" }
        required {
            /// Which version: this one, or the newest.
            r#type: ToolSearchToolRegexType where Closed,
        }
    }

    /// Searches held back tools with words. The model sends `query`, at most 500 characters, and `limit`.
    pub struct ToolSearchToolBm25_20251119Param {
        constant { name = "tool_search_tool_bm25" }
        required {
            /// Which version: this one, or the newest.
            r#type: ToolSearchToolBm25Type where Closed,
        }
    }
}

words! {
    /// The versions of searching tools with a regular expression.
    pub enum ToolSearchToolRegexType {
        /// The version of 2025-11-19.
        V20251119 = "tool_search_tool_regex_20251119",
        /// The newest version.
        Newest = "tool_search_tool_regex",
    }

    /// The versions of searching tools with words.
    pub enum ToolSearchToolBm25Type {
        /// The version of 2025-11-19.
        V20251119 = "tool_search_tool_bm25_20251119",
        /// The newest version.
        Newest = "tool_search_tool_bm25",
    }
}

impl Default for ToolSearchToolRegex20251119Param {
    fn default() -> Self {
        Self::new(ToolSearchToolRegexType::V20251119)
    }
}

impl Default for ToolSearchToolBm25_20251119Param {
    fn default() -> Self {
        Self::new(ToolSearchToolBm25Type::V20251119)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::types::{ToolUnionParam, round_trip::known};

    #[test]
    fn every_tool_is_known() {
        for (kind, name) in [
            ("code_execution_20250522", "code_execution"),
            ("code_execution_20250825", "code_execution"),
            ("code_execution_20260120", "code_execution"),
            ("code_execution_20260521", "code_execution"),
            ("tool_search_tool_regex_20251119", "tool_search_tool_regex"),
            ("tool_search_tool_regex", "tool_search_tool_regex"),
            ("tool_search_tool_bm25_20251119", "tool_search_tool_bm25"),
            ("tool_search_tool_bm25", "tool_search_tool_bm25"),
        ] {
            known::<ToolUnionParam>(&json!({"type": kind, "name": name}));
            known::<ToolUnionParam>(&json!({"type": kind, "name": name, "strict": true, "defer_loading": false,
                "allowed_callers": ["direct", "code_execution_20260521"], "cache_control": {"type": "ephemeral"}, "new": [1]}));
        }
    }
}
