//! Words that are sent and received alike, declared once for both directions.

use super::words::words;

words! {
    /// The server's tools, as their calls name them.
    pub enum ServerToolName {
        /// Searches the web.
        WebSearch = "web_search",
        /// Reads a page or a document from the web.
        WebFetch = "web_fetch",
        /// Runs code.
        CodeExecution = "code_execution",
        /// Runs a shell command where the code runs.
        BashCodeExecution = "bash_code_execution",
        /// Views and edits files where the code runs.
        TextEditorCodeExecution = "text_editor_code_execution",
        /// Searches the tools with a regular expression.
        ToolSearchToolRegex = "tool_search_tool_regex",
        /// Searches the tools with words.
        ToolSearchToolBm25 = "tool_search_tool_bm25",
    }

    /// Who made a skill.
    pub enum SkillType {
        /// Anthropic.
        Anthropic = "anthropic",
        /// The organization itself.
        Custom = "custom",
    }

    /// How fast the model writes.
    pub enum Speed {
        /// The usual speed.
        Standard = "standard",
        /// Faster, at a higher price, where the model can.
        Fast = "fast",
    }

    /// What kind of file the server's editor viewed.
    pub enum TextEditorCodeExecutionFileType {
        /// Text.
        Text = "text",
        /// An image.
        Image = "image",
        /// A PDF.
        Pdf = "pdf",
    }

    /// Why a web search failed.
    pub enum WebSearchToolResultErrorCode {
        /// The model's input was not valid.
        InvalidToolInput = "invalid_tool_input",
        /// The tool is out of order for now.
        Unavailable = "unavailable",
        /// The request's `max_uses` are used up.
        MaxUsesExceeded = "max_uses_exceeded",
        /// The tool's rate limit was reached.
        TooManyRequests = "too_many_requests",
        /// The query was too long.
        QueryTooLong = "query_too_long",
        /// The request to the tool was too large.
        RequestTooLarge = "request_too_large",
    }

    /// Why fetching a page failed.
    pub enum WebFetchToolResultErrorCode {
        /// The model's input was not valid.
        InvalidToolInput = "invalid_tool_input",
        /// The URL was longer than 250 characters.
        UrlTooLong = "url_too_long",
        /// The domains that the request allows, or the organization, rule the URL out.
        UrlNotAllowed = "url_not_allowed",
        /// The URL had not come up in the conversation before.
        UrlNotInPriorContext = "url_not_in_prior_context",
        /// The page could not be reached.
        UrlNotAccessible = "url_not_accessible",
        /// The page is neither text nor a PDF.
        UnsupportedContentType = "unsupported_content_type",
        /// The tool's rate limit was reached.
        TooManyRequests = "too_many_requests",
        /// The request's `max_uses` are used up.
        MaxUsesExceeded = "max_uses_exceeded",
        /// The tool is out of order for now.
        Unavailable = "unavailable",
        /// The page was too large.
        ContentTooLarge = "content_too_large",
    }

    /// Why running code failed before it gave a result.
    pub enum CodeExecutionToolResultErrorCode {
        /// The model's input was not valid.
        InvalidToolInput = "invalid_tool_input",
        /// The tool is out of order for now.
        Unavailable = "unavailable",
        /// The tool's rate limit was reached.
        TooManyRequests = "too_many_requests",
        /// It ran for too long.
        ExecutionTimeExceeded = "execution_time_exceeded",
    }

    /// Why running a shell command failed before it gave a result.
    pub enum BashCodeExecutionToolResultErrorCode {
        /// The model's input was not valid.
        InvalidToolInput = "invalid_tool_input",
        /// The tool is out of order for now.
        Unavailable = "unavailable",
        /// The tool's rate limit was reached.
        TooManyRequests = "too_many_requests",
        /// It ran for too long.
        ExecutionTimeExceeded = "execution_time_exceeded",
        /// It wrote a file that is too large to keep.
        OutputFileTooLarge = "output_file_too_large",
    }

    /// Why the server's editor failed.
    pub enum TextEditorCodeExecutionToolResultErrorCode {
        /// The model's input was not valid.
        InvalidToolInput = "invalid_tool_input",
        /// The tool is out of order for now.
        Unavailable = "unavailable",
        /// The tool's rate limit was reached.
        TooManyRequests = "too_many_requests",
        /// It took too long.
        ExecutionTimeExceeded = "execution_time_exceeded",
        /// There is no such file.
        FileNotFound = "file_not_found",
    }

    /// Why searching the tools failed.
    pub enum ToolSearchToolResultErrorCode {
        /// The model's input was not valid.
        InvalidToolInput = "invalid_tool_input",
        /// The tool is out of order for now.
        Unavailable = "unavailable",
        /// The tool's rate limit was reached.
        TooManyRequests = "too_many_requests",
        /// It took too long.
        ExecutionTimeExceeded = "execution_time_exceeded",
    }
}
