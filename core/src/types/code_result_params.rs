//! Results of running code on the server, as they are sent back.
//!
//! A block of an answer needs none of this: it goes back as it came.

use super::{
    config_params::CacheControlEphemeralParam,
    record::request,
    shared_words::{
        BashCodeExecutionToolResultErrorCode, CodeExecutionToolResultErrorCode, TextEditorCodeExecutionFileType,
        TextEditorCodeExecutionToolResultErrorCode,
    },
    union::union,
};

request! {
    /// What running code gave.
    pub struct CodeExecutionToolResultBlockParam("code_execution_tool_result") {
        required {
            /// The id of the call that this answers.
            tool_use_id: String,
            /// What the code gave, or why it did not run.
            content: CodeExecutionToolResultBlockParamContentParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

union! {
    /// What running code gave, or why it did not run.
    pub enum CodeExecutionToolResultBlockParamContentParam {
        /// Why it did not run.
        Error(CodeExecutionToolResultErrorParam),
        /// What it gave.
        Result(CodeExecutionResultBlockParam),
        /// What it gave, when it called web search.
        EncryptedResult(EncryptedCodeExecutionResultBlockParam),
    }
}

request! {
    /// What code gave when it ran.
    pub struct CodeExecutionResultBlockParam("code_execution_result") {
        required {
            /// What it wrote to standard output.
            stdout: String,
            /// What it wrote to standard error.
            stderr: String,
            /// Its exit status; 0 is success.
            return_code: i64,
            /// The files it made.
            content: Vec<CodeExecutionOutputBlockParam>,
        }
    }

    /// What code gave when it ran and called web search.
    pub struct EncryptedCodeExecutionResultBlockParam("encrypted_code_execution_result") {
        required {
            /// What it wrote to standard output, encrypted; it goes back unchanged.
            encrypted_stdout: String,
            /// What it wrote to standard error.
            stderr: String,
            /// Its exit status; 0 is success.
            return_code: i64,
            /// The files it made.
            content: Vec<CodeExecutionOutputBlockParam>,
        }
    }

    /// A file that code made.
    pub struct CodeExecutionOutputBlockParam("code_execution_output") {
        required {
            /// The file's id.
            file_id: String,
        }
    }

    /// Why code did not run to its end.
    pub struct CodeExecutionToolResultErrorParam("code_execution_tool_result_error") {
        required {
            /// The reason.
            error_code: CodeExecutionToolResultErrorCode,
        }
    }

    /// What a shell command gave.
    pub struct BashCodeExecutionToolResultBlockParam("bash_code_execution_tool_result") {
        required {
            /// The id of the call that this answers.
            tool_use_id: String,
            /// What the command gave, or why it did not run.
            content: BashCodeExecutionToolResultContentParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

union! {
    /// What a shell command gave, or why it did not run.
    pub enum BashCodeExecutionToolResultContentParam {
        /// Why it did not run.
        Error(BashCodeExecutionToolResultErrorParam),
        /// What it gave.
        Result(BashCodeExecutionResultBlockParam),
    }
}

request! {
    /// What a shell command gave when it ran.
    pub struct BashCodeExecutionResultBlockParam("bash_code_execution_result") {
        required {
            /// What it wrote to standard output.
            stdout: String,
            /// What it wrote to standard error.
            stderr: String,
            /// Its exit status; 0 is success.
            return_code: i64,
            /// The files it made.
            content: Vec<BashCodeExecutionOutputBlockParam>,
        }
    }

    /// A file that a shell command made.
    pub struct BashCodeExecutionOutputBlockParam("bash_code_execution_output") {
        required {
            /// The file's id.
            file_id: String,
        }
    }

    /// Why a shell command did not run to its end.
    pub struct BashCodeExecutionToolResultErrorParam("bash_code_execution_tool_result_error") {
        required {
            /// The reason.
            error_code: BashCodeExecutionToolResultErrorCode,
        }
    }

    /// What the server's editor did.
    pub struct TextEditorCodeExecutionToolResultBlockParam("text_editor_code_execution_tool_result") {
        required {
            /// The id of the call that this answers.
            tool_use_id: String,
            /// What the editor did, or why it did nothing.
            content: TextEditorCodeExecutionToolResultContentParam,
        }
        nullable {
            /// Marks the end of a part that is to be cached.
            cache_control: CacheControlEphemeralParam,
        }
    }
}

union! {
    /// What the server's editor did, or why it did nothing.
    pub enum TextEditorCodeExecutionToolResultContentParam {
        /// Why it did nothing.
        Error(TextEditorCodeExecutionToolResultErrorParam),
        /// It showed a file.
        View(TextEditorCodeExecutionViewResultBlockParam),
        /// It wrote a file.
        Create(TextEditorCodeExecutionCreateResultBlockParam),
        /// It replaced text in a file.
        StrReplace(TextEditorCodeExecutionStrReplaceResultBlockParam),
    }
}

request! {
    /// The editor showed a file.
    pub struct TextEditorCodeExecutionViewResultBlockParam("text_editor_code_execution_view_result") {
        required {
            /// What is in the file.
            content: String,
            /// What kind of file it is.
            file_type: TextEditorCodeExecutionFileType,
        }
        nullable {
            /// How many lines are shown.
            num_lines: i64,
            /// The first line that is shown.
            start_line: i64,
            /// How many lines the file has.
            total_lines: i64,
        }
    }

    /// The editor wrote a file.
    pub struct TextEditorCodeExecutionCreateResultBlockParam("text_editor_code_execution_create_result") {
        required {
            /// Whether the file was there before.
            is_file_update: bool,
        }
    }

    /// The editor replaced text in a file.
    pub struct TextEditorCodeExecutionStrReplaceResultBlockParam("text_editor_code_execution_str_replace_result") {
        nullable {
            /// The lines that changed, as in a diff.
            lines: Vec<String>,
            /// Where the old lines begin.
            old_start: i64,
            /// How many lines there were.
            old_lines: i64,
            /// Where the new lines begin.
            new_start: i64,
            /// How many lines there are now.
            new_lines: i64,
        }
    }

    /// Why the editor did nothing.
    pub struct TextEditorCodeExecutionToolResultErrorParam("text_editor_code_execution_tool_result_error") {
        required {
            /// The reason.
            error_code: TextEditorCodeExecutionToolResultErrorCode,
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
        json!({"type": kind, "tool_use_id": "srvtoolu_1", "content": content})
    }

    #[test]
    fn what_code_gave_survives_a_round_trip() {
        let files = json!([{"type": "code_execution_output", "file_id": "f"}]);
        for content in [
            json!({"type": "code_execution_result", "stdout": "1", "stderr": "", "return_code": -1, "content": files}),
            json!({"type": "encrypted_code_execution_result", "encrypted_stdout": "RQ==", "stderr": "", "return_code": 0, "content": []}),
            json!({"type": "code_execution_tool_result_error", "error_code": "execution_time_exceeded"}),
        ] {
            let read = kept(&block("code_execution_tool_result", &content));
            let ContentBlockParam::CodeExecutionToolResult(read) = read else { panic!("{content}") };
            assert!(!matches!(read.content, CodeExecutionToolResultBlockParamContentParam::Unknown(_)), "{content}");
        }
    }

    #[test]
    fn what_a_command_gave_survives_a_round_trip() {
        let files = json!([{"type": "bash_code_execution_output", "file_id": "f"}]);
        for content in [
            json!({"type": "bash_code_execution_result", "stdout": "1", "stderr": "", "return_code": 0, "content": files}),
            json!({"type": "bash_code_execution_tool_result_error", "error_code": "output_file_too_large"}),
        ] {
            let read = kept(&block("bash_code_execution_tool_result", &content));
            let ContentBlockParam::BashCodeExecutionToolResult(read) = read else { panic!("{content}") };
            assert!(!matches!(read.content, BashCodeExecutionToolResultContentParam::Unknown(_)), "{content}");
        }
    }

    #[test]
    fn what_the_editor_did_survives_a_round_trip() {
        for content in [
            json!({"type": "text_editor_code_execution_view_result", "content": "x", "file_type": "text", "num_lines": 1, "start_line": null}),
            json!({"type": "text_editor_code_execution_create_result", "is_file_update": false}),
            json!({"type": "text_editor_code_execution_str_replace_result", "lines": ["-a", "+b"], "old_start": 1, "old_lines": null}),
            json!({"type": "text_editor_code_execution_tool_result_error", "error_code": "file_not_found", "error_message": "no"}),
        ] {
            let read = kept(&block("text_editor_code_execution_tool_result", &content));
            let ContentBlockParam::TextEditorCodeExecutionToolResult(read) = read else { panic!("{content}") };
            assert!(!matches!(read.content, TextEditorCodeExecutionToolResultContentParam::Unknown(_)), "{content}");
        }
    }
}
