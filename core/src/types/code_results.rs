//! What code gave that the model wrote and the API ran.

use super::{
    record::response,
    shared_words::{BashCodeExecutionToolResultErrorCode, CodeExecutionToolResultErrorCode},
    union::union,
};

response! {
    /// What a piece of code gave.
    pub struct CodeExecutionToolResultBlock("code_execution_tool_result") {
        required {
            /// The id of the `server_tool_use` block that this answers.
            tool_use_id: String,
            /// What it gave, or an error.
            content: CodeExecutionToolResultBlockContent,
        }
    }

    /// The end of a run of code.
    pub struct CodeExecutionResultBlock("code_execution_result") {
        required {
            /// What the code printed.
            stdout: String,
            /// What it printed as errors.
            stderr: String,
            /// What the process gave back; 0 is success.
            return_code: i64,
            /// The files it made.
            content: Vec<CodeExecutionOutputBlock>,
        }
    }

    /// The end of a run of code that used web search: what it printed is for the model alone.
    pub struct EncryptedCodeExecutionResultBlock("encrypted_code_execution_result") {
        required {
            /// What the code printed; opaque, send it back as it came.
            encrypted_stdout: String,
            /// What it printed as errors.
            stderr: String,
            /// What the process gave back; 0 is success.
            return_code: i64,
            /// The files it made.
            content: Vec<CodeExecutionOutputBlock>,
        }
    }

    /// A file that code made.
    pub struct CodeExecutionOutputBlock("code_execution_output") {
        required {
            /// The file's id, for download.
            file_id: String,
        }
    }

    /// Why code did not run. The request itself did not fail.
    pub struct CodeExecutionToolResultErrorObject("code_execution_tool_result_error") {
        required {
            /// The cause.
            error_code: CodeExecutionToolResultErrorCode,
        }
    }

    /// What a shell command gave.
    pub struct BashCodeExecutionToolResultBlock("bash_code_execution_tool_result") {
        required {
            /// The id of the `server_tool_use` block that this answers.
            tool_use_id: String,
            /// What it gave, or an error.
            content: BashCodeExecutionToolResultBlockContent,
        }
    }

    /// The end of a shell command.
    pub struct BashCodeExecutionResultBlock("bash_code_execution_result") {
        required {
            /// What the command printed.
            stdout: String,
            /// What it printed as errors.
            stderr: String,
            /// What the process gave back; 0 is success.
            return_code: i64,
            /// The files it made.
            content: Vec<BashCodeExecutionOutputBlock>,
        }
    }

    /// A file that a shell command made.
    pub struct BashCodeExecutionOutputBlock("bash_code_execution_output") {
        required {
            /// The file's id, for download.
            file_id: String,
        }
    }

    /// Why a shell command did not run. The request itself did not fail.
    pub struct BashCodeExecutionToolResultErrorObject("bash_code_execution_tool_result_error") {
        required {
            /// The cause.
            error_code: BashCodeExecutionToolResultErrorCode,
        }
    }
}

union! {
    /// What a piece of code gave.
    pub enum CodeExecutionToolResultBlockContent {
        /// Why it did not run.
        Error(CodeExecutionToolResultErrorObject),
        /// How it ended.
        Result(CodeExecutionResultBlock),
        /// How it ended, where its output is for the model alone.
        EncryptedResult(EncryptedCodeExecutionResultBlock),
    }
}

union! {
    /// What a shell command gave.
    pub enum BashCodeExecutionToolResultBlockContent {
        /// Why it did not run.
        Error(BashCodeExecutionToolResultErrorObject),
        /// How it ended.
        Result(BashCodeExecutionResultBlock),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::types::{
        ContentBlock,
        round_trip::{kept, known},
    };

    fn code(content: &Value) -> Value {
        json!({"type": "code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": content})
    }

    fn bash(content: &Value) -> Value {
        json!({"type": "bash_code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": content})
    }

    #[test]
    fn every_result_is_known() {
        for block in [
            code(&json!({"type": "code_execution_result", "stdout": "4\n", "stderr": "", "return_code": 0,
                "content": [{"type": "code_execution_output", "file_id": "file_1"}]})),
            code(
                &json!({"type": "encrypted_code_execution_result", "encrypted_stdout": "RW5j", "stderr": "", "return_code": 1,
                "content": []}),
            ),
            code(&json!({"type": "code_execution_tool_result_error", "error_code": "execution_time_exceeded"})),
            bash(&json!({"type": "bash_code_execution_result", "stdout": "", "stderr": "killed", "return_code": -9,
                "content": [{"type": "bash_code_execution_output", "file_id": "file_1"}]})),
            bash(&json!({"type": "bash_code_execution_tool_result_error", "error_code": "output_file_too_large"})),
        ] {
            known::<ContentBlock>(&block);
        }
    }

    #[test]
    fn what_is_new_is_kept() {
        for block in [
            code(&json!({"type": "code_execution_result", "stdout": "4\n"})),
            code(&json!({"type": "quantum_result", "amplitudes": [0.6, 0.8]})),
            bash(&json!({"type": "bash_code_execution_tool_result_error", "error_code": "mutiny"})),
            bash(&json!("text")),
        ] {
            kept::<ContentBlock>(&block);
        }
        let mutiny = BashCodeExecutionToolResultErrorCode::from("mutiny");
        assert_eq!(mutiny, BashCodeExecutionToolResultErrorCode::Other("mutiny".to_owned()));
    }
}
