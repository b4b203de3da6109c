//! What the text editor gave that works beside the code the API runs.

use super::{
    record::response,
    shared_words::{TextEditorCodeExecutionFileType, TextEditorCodeExecutionToolResultErrorCode},
    union::union,
};

response! {
    /// What a command of the text editor gave.
    pub struct TextEditorCodeExecutionToolResultBlock("text_editor_code_execution_tool_result") {
        required {
            /// The id of the `server_tool_use` block that this answers.
            tool_use_id: String,
            /// What it gave, or an error.
            content: TextEditorCodeExecutionToolResultBlockContent,
        }
    }

    /// A file that was looked at.
    pub struct TextEditorCodeExecutionViewResultBlock("text_editor_code_execution_view_result") {
        required {
            /// What is in the file, as far as it was asked for.
            content: String,
            /// What kind of file it is.
            file_type: TextEditorCodeExecutionFileType,
        }
        nullable {
            /// How many lines are shown.
            num_lines: u64,
            /// The first line shown, counted from 1.
            start_line: u64,
            /// How many lines the file has.
            total_lines: u64,
        }
    }

    /// A file that was written.
    pub struct TextEditorCodeExecutionCreateResultBlock("text_editor_code_execution_create_result") {
        required {
            /// Whether the file was there before.
            is_file_update: bool,
        }
    }

    /// A file in which text was replaced: the change as the two ranges of lines that a diff names.
    pub struct TextEditorCodeExecutionStrReplaceResultBlock("text_editor_code_execution_str_replace_result") {
        nullable {
            /// The lines of the change, as a diff shows them.
            lines: Vec<String>,
            /// The first line of the change in the old file.
            old_start: u64,
            /// How many lines of the old file it covers.
            old_lines: u64,
            /// The first line of the change in the new file.
            new_start: u64,
            /// How many lines of the new file it covers.
            new_lines: u64,
        }
    }

    /// Why a command of the text editor failed. The request itself did not.
    pub struct TextEditorCodeExecutionToolResultErrorObject("text_editor_code_execution_tool_result_error") {
        required {
            /// The cause.
            error_code: TextEditorCodeExecutionToolResultErrorCode,
        }
        nullable {
            /// The cause in words.
            error_message: String,
        }
    }
}

union! {
    /// What a command of the text editor gave.
    pub enum TextEditorCodeExecutionToolResultBlockContent {
        /// Why it failed.
        Error(TextEditorCodeExecutionToolResultErrorObject),
        /// A file that was looked at.
        View(TextEditorCodeExecutionViewResultBlock),
        /// A file that was written.
        Create(TextEditorCodeExecutionCreateResultBlock),
        /// A file in which text was replaced.
        StrReplace(TextEditorCodeExecutionStrReplaceResultBlock),
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
        json!({"type": "text_editor_code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": content})
    }

    #[test]
    fn every_result_is_known() {
        for content in [
            json!({"type": "text_editor_code_execution_view_result", "content": "a\nb", "file_type": "text", "num_lines": 2,
                "start_line": 1, "total_lines": 9}),
            json!({"type": "text_editor_code_execution_view_result", "content": "", "file_type": "pdf", "num_lines": null,
                "start_line": null, "total_lines": null}),
            json!({"type": "text_editor_code_execution_create_result", "is_file_update": false}),
            json!({"type": "text_editor_code_execution_str_replace_result", "lines": ["-a", "+b"], "old_start": 1, "old_lines": 1,
                "new_start": 1, "new_lines": 1}),
            json!({"type": "text_editor_code_execution_str_replace_result"}),
            json!({"type": "text_editor_code_execution_tool_result_error", "error_code": "file_not_found",
                "error_message": null}),
        ] {
            known::<ContentBlock>(&result(&content));
        }
    }

    #[test]
    fn what_is_new_is_kept() {
        for content in [
            json!({"type": "text_editor_code_execution_view_result", "content": "a", "file_type": "hologram", "num_lines": -1}),
            json!({"type": "text_editor_code_execution_undo_result", "steps": 2}),
        ] {
            kept::<ContentBlock>(&result(&content));
        }
    }
}
