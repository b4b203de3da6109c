//! Tools that the model knows by heart and your program runs.

use super::{json_object::JSONObject, tool::tool};

tool! {
    /// A shell that your program runs for the model. The model sends `command`, or `restart`.
    pub struct ToolBash20250124Param("bash_20250124") {
        constant { name = "bash" }
        optional {
            /// Examples of valid input, for the model to learn from.
            input_examples: Vec<JSONObject>,
        }
    }

    /// An editor that your program runs for old models. The model sends `command` (`view`, `create`, `str_replace`, `insert` or
    /// `undo_edit`), `path` and what the command needs.
    pub struct ToolTextEditor20250124Param("text_editor_20250124") {
        constant { name = "str_replace_editor" }
        optional {
            /// Examples of valid input, for the model to learn from.
            input_examples: Vec<JSONObject>,
        }
    }

    /// An editor that your program runs for the model; without `undo_edit`.
    pub struct ToolTextEditor20250429Param("text_editor_20250429") {
        constant { name = "str_replace_based_edit_tool" }
        optional {
            /// Examples of valid input, for the model to learn from.
            input_examples: Vec<JSONObject>,
        }
    }

    /// An editor that your program runs for the model. The model sends `command` (`view`, `create`, `str_replace` or `insert`), `path` and
    /// what the command needs.
    pub struct ToolTextEditor20250728Param("text_editor_20250728") {
        constant { name = "str_replace_based_edit_tool" }
        optional {
            /// Examples of valid input, for the model to learn from.
            input_examples: Vec<JSONObject>,
        }
        nullable {
            /// The most characters of a file that your program shows; at least 1.
            max_characters: i64,
        }
    }

    /// A folder of notes that your program keeps for the model. The model sends `command` (`view`, `create`, `str_replace`, `insert`,
    /// `delete` or `rename`) and what the command needs.
    pub struct MemoryTool20250818Param("memory_20250818") {
        constant { name = "memory" }
        optional {
            /// Examples of valid input, for the model to learn from.
            input_examples: Vec<JSONObject>,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::types::{ToolUnionParam, round_trip::known};

    #[test]
    fn every_tool_is_known() {
        for (kind, name) in [
            ("bash_20250124", "bash"),
            ("text_editor_20250124", "str_replace_editor"),
            ("text_editor_20250429", "str_replace_based_edit_tool"),
            ("text_editor_20250728", "str_replace_based_edit_tool"),
            ("memory_20250818", "memory"),
        ] {
            known::<ToolUnionParam>(&json!({"type": kind, "name": name}));
            known::<ToolUnionParam>(&json!({"type": kind, "name": name, "strict": true, "defer_loading": false,
                "allowed_callers": ["direct", "code_execution_20260521"], "input_examples": [{"command": "ls"}], "max_characters": 5, "cache_control": {"type": "ephemeral"}, "new": [1]}));
        }
    }
}
