//! The conversation that is sent.

use serde_json::Value;

use super::{
    block_params::{
        ContainerUploadBlockParam, DocumentBlockParam, ImageBlockParam, MidConversationSystemBlockParam,
        RedactedThinkingBlockParam, SearchResultBlockParam, ServerToolUseBlockParam, TextBlockParam,
        ThinkingBlockParam, ToolResultBlockParam, ToolResultContent, ToolUseBlockParam,
    },
    code_result_params::{
        BashCodeExecutionToolResultBlockParam, CodeExecutionToolResultBlockParam,
        TextEditorCodeExecutionToolResultBlockParam,
    },
    content::ContentBlock,
    message::Message,
    record::request,
    result_params::{ToolSearchToolResultBlockParam, WebFetchToolResultBlockParam, WebSearchToolResultBlockParam},
    source_params::{DocumentSourceParam, ImageSourceParam},
    union::{either, union},
    wire::Wire,
    words::words,
};

request! {
    /// One message of the conversation.
    pub struct MessageParam {
        required {
            /// Who speaks.
            role: Role where Speaker,
            /// What is said.
            content: Content where Present,
        }
    }
}

words! {
    /// Who speaks.
    pub enum Role {
        /// The user, or the program on the user's behalf.
        User = "user",
        /// The model.
        Assistant = "assistant",
        /// The operator, in the middle of the conversation. Since `2026-10-21`, for some models; never the first message.
        System = "system",
    }
}

either! {
    /// Text, or a list of blocks.
    pub enum Content {
        /// Plain text; the same as one text block.
        Text(String),
        /// Blocks in order.
        Blocks(Vec<ContentBlockParam>),
    }
}

union! {
    /// One block of what is sent.
    pub enum ContentBlockParam {
        /// Text.
        Text(TextBlockParam),
        /// An image. For messages by the user.
        Image(ImageBlockParam),
        /// A document. For messages by the user.
        Document(DocumentBlockParam),
        /// Something that a search of your own found. For messages by the user.
        SearchResult(SearchResultBlockParam),
        /// What the model thought, as it came.
        Thinking(ThinkingBlockParam),
        /// What the model thought, unreadable, as it came.
        RedactedThinking(RedactedThinkingBlockParam),
        /// The model's request to run a tool.
        ToolUse(ToolUseBlockParam),
        /// What a tool gave. For messages by the user.
        ToolResult(ToolResultBlockParam),
        /// A call of one of the server's tools.
        ServerToolUse(ServerToolUseBlockParam),
        /// What a web search found.
        WebSearchToolResult(WebSearchToolResultBlockParam),
        /// What was fetched from the web.
        WebFetchToolResult(WebFetchToolResultBlockParam),
        /// What running code gave.
        CodeExecutionToolResult(CodeExecutionToolResultBlockParam),
        /// What a shell command gave.
        BashCodeExecutionToolResult(BashCodeExecutionToolResultBlockParam),
        /// What the server's editor did.
        TextEditorCodeExecutionToolResult(TextEditorCodeExecutionToolResultBlockParam),
        /// What searching the tools found.
        ToolSearchToolResult(ToolSearchToolResultBlockParam),
        /// A file for the container.
        ContainerUpload(ContainerUploadBlockParam),
        /// Words of the operator. Only for version `2023-06-01`.
        MidConversationSystem(MidConversationSystemBlockParam),
    }
}

impl MessageParam {
    /// A message by the user.
    #[must_use]
    pub fn user(content: impl Into<Content>) -> Self {
        Self::new(Role::User, content)
    }

    /// A message by the model, from an earlier turn.
    #[must_use]
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self::new(Role::Assistant, content)
    }
}

impl From<Message> for MessageParam {
    /// An answer as a part of the next request, block for block as it came.
    fn from(message: Message) -> Self {
        Self::assistant(message.content)
    }
}

impl From<ContentBlock> for ContentBlockParam {
    /// A block of an answer as it came: thinking and signatures are not touched.
    fn from(block: ContentBlock) -> Self {
        serde_json::to_value(block).ok().and_then(Self::read).unwrap_or(Self::Unknown(Value::Null))
    }
}

impl From<Vec<ContentBlock>> for Content {
    fn from(blocks: Vec<ContentBlock>) -> Self {
        Self::Blocks(blocks.into_iter().map(Into::into).collect())
    }
}

impl From<ContentBlockParam> for Content {
    fn from(block: ContentBlockParam) -> Self {
        Self::Blocks(vec![block])
    }
}

impl<const N: usize> From<[ContentBlockParam; N]> for Content {
    fn from(blocks: [ContentBlockParam; N]) -> Self {
        Self::Blocks(blocks.into())
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl ContentBlockParam {
    /// A block of text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(TextBlockParam::new(text))
    }

    /// An image for the model to look at.
    #[must_use]
    pub fn image(source: impl Into<ImageSourceParam>) -> Self {
        Self::Image(ImageBlockParam::new(source))
    }

    /// A document for the model to read.
    #[must_use]
    pub fn document(source: impl Into<DocumentSourceParam>) -> Self {
        Self::Document(DocumentBlockParam::new(source))
    }

    /// The result of the tool call with this id.
    #[must_use]
    pub fn tool_result(tool_use_id: impl Into<String>, content: impl Into<ToolResultContent>) -> Self {
        Self::ToolResult(ToolResultBlockParam::new(tool_use_id).content(content))
    }
}

impl From<Value> for Content {
    /// A string, or a list of blocks, as JSON.
    fn from(value: Value) -> Self {
        serde_json::from_value(value).unwrap_or(Self::Unknown(Value::Null))
    }
}
