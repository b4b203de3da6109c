//! The blocks of an answer.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    block_params::{ToolResultBlockParam, ToolResultContent},
    callers::ToolUseCaller,
    citations::TextCitation,
    code_results::{BashCodeExecutionToolResultBlock, CodeExecutionToolResultBlock},
    editor_results::TextEditorCodeExecutionToolResultBlock,
    record::response,
    search_results::ToolSearchToolResultBlock,
    shared_words::ServerToolName,
    union::union,
    web_results::{WebFetchToolResultBlock, WebSearchToolResultBlock},
};

union! {
    /// One block of an answer's content.
    pub enum ContentBlock {
        /// Text.
        Text(TextBlock),
        /// The model's reasoning.
        Thinking(ThinkingBlock),
        /// Reasoning that is not shown.
        RedactedThinking(RedactedThinkingBlock),
        /// The model asks for a tool to be run.
        ToolUse(ToolUseBlock),
        /// The model used a tool that the API runs itself.
        ServerToolUse(ServerToolUseBlock),
        /// What a web search found.
        WebSearchToolResult(WebSearchToolResultBlock),
        /// What a web fetch brought.
        WebFetchToolResult(WebFetchToolResultBlock),
        /// What a piece of code gave.
        CodeExecutionToolResult(CodeExecutionToolResultBlock),
        /// What a shell command gave.
        BashCodeExecutionToolResult(BashCodeExecutionToolResultBlock),
        /// What a command of the text editor gave.
        TextEditorCodeExecutionToolResult(TextEditorCodeExecutionToolResultBlock),
        /// What a search among deferred tools found.
        ToolSearchToolResult(ToolSearchToolResultBlock),
        /// A file that was put into the container.
        ContainerUpload(ContainerUploadBlock),
    }
}

response! {
    /// A block of text.
    pub struct TextBlock("text") {
        required {
            /// The text.
            text: String,
        }
        nullable {
            /// What the text cites, in order; null or left out where it cites nothing.
            citations: Vec<TextCitation>,
        }
    }

    /// The model's reasoning before an answer. Send it back unchanged, in its place, with the results of tools.
    pub struct ThinkingBlock("thinking") {
        required {
            /// The reasoning; empty where the request wanted it omitted.
            thinking: String,
        }
        defaulted {
            /// Opaque proof that the block is the API's own.
            signature: String,
        }
    }

    /// Reasoning that is not shown. Send it back unchanged, in its place, with the results of tools.
    pub struct RedactedThinkingBlock("redacted_thinking") {
        required {
            /// The reasoning; opaque.
            data: String,
        }
    }

    /// The model's request to run one of the caller's tools.
    pub struct ToolUseBlock("tool_use") {
        required {
            /// The id that the result must quote.
            id: String,
            /// The tool's name; of a toolset, the member's.
            name: String,
        }
        defaulted {
            /// The tool's input, normally an object. A string when the model wrote text that is not JSON: the raw text,
            /// so that nothing is lost. The API refuses such a block when it is sent back: put an object in its place.
            input: Value,
        }
        optional {
            /// Who asked for the tool; older endpoints leave it out.
            caller: ToolUseCaller,
        }
        nullable {
            /// The toolset that the tool is a member of, such as `computer` or `browser`. The result must name it too.
            toolset_name: String,
        }
    }

    /// The use of a tool that the API runs itself. The result follows in a block of its own.
    pub struct ServerToolUseBlock("server_tool_use") {
        required {
            /// The id that the result quotes.
            id: String,
            /// The tool's name.
            name: ServerToolName,
        }
        defaulted {
            /// The tool's input, normally an object.
            input: Value,
        }
        optional {
            /// Who asked for the tool; older endpoints leave it out.
            caller: ToolUseCaller,
        }
    }

    /// A file that was put into the container for code to read.
    pub struct ContainerUploadBlock("container_upload") {
        required {
            /// The file's id.
            file_id: String,
        }
    }
}

impl ContentBlock {
    /// The text of a text block.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(block) => Some(&block.text),
            _ => None,
        }
    }

    /// The reasoning, if it is a block of shown reasoning.
    #[must_use]
    pub fn as_thinking(&self) -> Option<&ThinkingBlock> {
        match self {
            Self::Thinking(block) => Some(block),
            _ => None,
        }
    }

    /// The tool call, if it is one.
    #[must_use]
    pub fn as_tool_use(&self) -> Option<&ToolUseBlock> {
        match self {
            Self::ToolUse(block) => Some(block),
            _ => None,
        }
    }
}

impl ToolUseBlock {
    /// What the tool gave, for the next message by the user. It names the call, and the toolset if the tool is of one.
    #[must_use]
    pub fn result(&self, content: impl Into<ToolResultContent>) -> ToolResultBlockParam {
        let result = ToolResultBlockParam::new(self.id.as_str()).content(content);
        match &self.toolset_name {
            Some(name) => result.toolset_name(name.as_str()),
            None => result,
        }
    }

    /// The input as a type of the program's own.
    ///
    /// Numbers were read as `f64` where they are no whole number of 64 bits, so longer ones have lost digits; the message's JSON
    /// (`Response::body`, `Accumulator::message_json`) has them all.
    ///
    /// # Errors
    /// When the input does not fit that type, as after `max_tokens` cut it off.
    pub fn parse_input<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(&self.input)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::types::round_trip::{kept, known};

    #[test]
    fn every_block_is_known() {
        let caller = json!({"type": "code_execution_20260120", "tool_id": "srvtoolu_1"});
        let citation = json!({"type": "page_location", "cited_text": "hi", "document_index": 0, "start_page_number": 1,
            "end_page_number": 2});
        for block in [
            json!({"type": "text", "text": "hi"}),
            json!({"type": "text", "text": "hi", "citations": null}),
            json!({"type": "text", "text": "hi", "citations": [citation]}),
            json!({"type": "thinking", "thinking": "", "signature": "RXg="}),
            json!({"type": "redacted_thinking", "data": "RXg="}),
            json!({"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}}),
            json!({"type": "tool_use", "id": "toolu_1", "name": "f", "input": "{\"a", "caller": caller,
                "toolset_name": "browser"}),
            json!({"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}, "toolset_name": null}),
            json!({"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_fetch", "input": {"url": "u"}, "caller": caller}),
            json!({"type": "container_upload", "file_id": "file_1"}),
        ] {
            assert!(!matches!(known(&block), ContentBlock::Unknown(_)));
        }
    }

    #[test]
    fn what_is_new_or_does_not_fit_is_kept() {
        for block in [
            json!({"type": "hologram", "beams": [1, 2]}),
            json!({"type": "text", "text": 7}),
            json!({"type": "text", "text": "hi", "citations": "none", "tone": "warm"}),
            json!({"type": "thinking", "thinking": "hm", "signature": 5}),
            json!({"type": "server_tool_use", "id": "srvtoolu_1", "name": "advisor", "input": {}, "caller": {"type": "oracle"}}),
            json!({"type": "mcp_tool_use", "id": "mcptoolu_1", "name": "f", "server_name": "s", "input": {}}),
            json!("no block at all"),
        ] {
            kept::<ContentBlock>(&block);
        }
    }

    #[test]
    fn a_tools_input_is_read_as_the_programs_own_type() {
        let block = |input: Value| {
            let block = kept(&json!({"type": "tool_use", "id": "toolu_1", "name": "add", "input": input}));
            let ContentBlock::ToolUse(block) = block else { panic!("{block:?}") };
            block
        };
        let sum: BTreeMap<String, i64> = block(json!({"a": 1, "b": 2})).parse_input().unwrap();
        assert_eq!(sum.into_values().sum::<i64>(), 3);
        assert!(block(json!("{\"a")).parse_input::<Vec<i64>>().is_err());
    }
}
