# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""The classes of what the API answers."""

from __future__ import annotations

from .._events import Delta, Event, TextEventBase, UnknownEvent
from .._models import AnswerModel, MessageBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Literal

    from ._choices import (
        BashCodeExecutionToolResultBlockContent,
        BashCodeExecutionToolResultErrorCode,
        CacheMissReason,
        CodeExecutionToolResultBlockContent,
        CodeExecutionToolResultErrorCode,
        ContentBlock,
        DocumentBlockSource,
        ErrorObject,
        MessageBatchResult,
        ModelLifecycle,
        ModelLine,
        ProcessingStatus,
        RawContentBlockDelta,
        RefusalCategory,
        ServerToolName,
        SkillType,
        Speed,
        StopReason,
        TextCitation,
        TextEditorCodeExecutionFileType,
        TextEditorCodeExecutionToolResultBlockContent,
        TextEditorCodeExecutionToolResultErrorCode,
        ThreadUnsupportedFeatureName,
        ToolSearchToolResultBlockContent,
        ToolSearchToolResultErrorCode,
        ToolUseCaller,
        UsageServiceTier,
        WebFetchToolResultBlockContent,
        WebFetchToolResultErrorCode,
        WebSearchToolResultErrorCode,
    )
    from ._parsed import ParsedContentBlock, ParsedMessage


class CitationCharLocation(AnswerModel):
    """A range of characters in a plain text document."""

    type: Literal["char_location"] = "char_location"
    cited_text: str
    """The text cited; not billed as output."""
    document_index: int
    """Which of the request's documents, counted from 0."""
    start_char_index: int
    """The first character, counted from 0."""
    end_char_index: int
    """The character after the last."""
    document_title: str | None = None
    """The document's title, if the request gave one."""
    file_id: str | None = None
    """The uploaded file that the document was, if it was one. Not accepted back in a citation."""


class CitationPageLocation(AnswerModel):
    """A range of pages in a PDF."""

    type: Literal["page_location"] = "page_location"
    cited_text: str
    """The text cited; not billed as output."""
    document_index: int
    """Which of the request's documents, counted from 0."""
    start_page_number: int
    """The first page, counted from 1."""
    end_page_number: int
    """The page after the last."""
    document_title: str | None = None
    """The document's title, if the request gave one."""
    file_id: str | None = None
    """The uploaded file that the document was, if it was one. Not accepted back in a citation."""


class CitationContentBlockLocation(AnswerModel):
    """A range of blocks in a document that was given as blocks."""

    type: Literal["content_block_location"] = "content_block_location"
    cited_text: str
    """The text cited; not billed as output."""
    document_index: int
    """Which of the request's documents, counted from 0."""
    start_block_index: int
    """The first block, counted from 0."""
    end_block_index: int
    """The block after the last."""
    document_title: str | None = None
    """The document's title, if the request gave one."""
    file_id: str | None = None
    """The uploaded file that the document was, if it was one. Not accepted back in a citation."""


class CitationsWebSearchResultLocation(AnswerModel):
    """A page found by web search."""

    type: Literal["web_search_result_location"] = "web_search_result_location"
    cited_text: str
    """The text cited; not billed as output."""
    url: str
    """The page's address."""
    encrypted_index: str
    """Opaque; send it back as it came."""
    title: str | None = None
    """The page's title."""


class CitationsSearchResultLocation(AnswerModel):
    """A range of blocks in a search result that the request gave."""

    type: Literal["search_result_location"] = "search_result_location"
    cited_text: str
    """The text cited; not billed as output."""
    search_result_index: int
    """Which of the request's search results, counted from 0."""
    source: str
    """The `source` that the search result was given with."""
    start_block_index: int
    """The first block, counted from 0."""
    end_block_index: int
    """The block after the last."""
    title: str | None = None
    """The search result's title."""


_text_citation = {
    "char_location": CitationCharLocation,
    "page_location": CitationPageLocation,
    "content_block_location": CitationContentBlockLocation,
    "web_search_result_location": CitationsWebSearchResultLocation,
    "search_result_location": CitationsSearchResultLocation,
}


class TextBlock(AnswerModel):
    """A block of text."""

    _nested = {"citations": _text_citation}

    type: Literal["text"] = "text"
    text: str
    """The text."""
    citations: list[TextCitation] | None = None
    """What the text cites, in order; None or left out where it cites nothing."""


class ThinkingBlock(AnswerModel):
    """The model's reasoning before an answer. Send it back unchanged, in its place, with the results of tools."""

    type: Literal["thinking"] = "thinking"
    thinking: str
    """The reasoning; empty where the request wanted it omitted."""
    signature: str = ""
    """Opaque proof that the block is the API's own."""


class RedactedThinkingBlock(AnswerModel):
    """Reasoning that is not shown. Send it back unchanged, in its place, with the results of tools."""

    type: Literal["redacted_thinking"] = "redacted_thinking"
    data: str
    """The reasoning; opaque."""


class DirectCaller(AnswerModel):
    """The model itself."""

    type: Literal["direct"] = "direct"


class ServerToolCaller(AnswerModel):
    """Code run by the tool `code_execution_20250825`."""

    type: Literal["code_execution_20250825"] = "code_execution_20250825"
    tool_id: str
    """The id of the `server_tool_use` block that runs the code."""


class ServerToolCaller20260120(AnswerModel):
    """Code run by a newer code execution tool, whichever version the request declared."""

    type: Literal["code_execution_20260120"] = "code_execution_20260120"
    tool_id: str
    """The id of the `server_tool_use` block that runs the code."""


_tool_use_caller = {
    "direct": DirectCaller,
    "code_execution_20250825": ServerToolCaller,
    "code_execution_20260120": ServerToolCaller20260120,
}


class ToolUseBlock(AnswerModel):
    """The model's request to run one of the caller's tools."""

    _nested = {"caller": _tool_use_caller}

    type: Literal["tool_use"] = "tool_use"
    id: str
    """The id that the result must quote."""
    name: str
    """The tool's name; of a toolset, the member's."""
    input: Any
    """The tool's input, normally an object. A string when the model wrote text that is not JSON: the raw text, so that
    nothing is lost. The API refuses such a block when it is sent back: put an object in its place.
    """
    caller: ToolUseCaller | None = None
    """Who asked for the tool; older endpoints leave it out."""
    toolset_name: str | None = None
    """The toolset that the tool is a member of, such as `computer` or `browser`. The result must name it too."""


class ServerToolUseBlock(AnswerModel):
    """The use of a tool that the API runs itself. The result follows in a block of its own."""

    _nested = {"caller": _tool_use_caller}

    type: Literal["server_tool_use"] = "server_tool_use"
    id: str
    """The id that the result quotes."""
    name: ServerToolName
    """The tool's name."""
    input: Any
    """The tool's input, normally an object."""
    caller: ToolUseCaller | None = None
    """Who asked for the tool; older endpoints leave it out."""


class WebSearchResultBlock(AnswerModel):
    """A page that a web search found."""

    type: Literal["web_search_result"] = "web_search_result"
    url: str
    """The page's address."""
    title: str
    """The page's title."""
    encrypted_content: str
    """Opaque; send it back as it came, so that the model can cite the page in later turns."""
    page_age: str | None = None
    """When the page was last changed, in words."""


class WebSearchToolResultErrorObject(AnswerModel):
    """Why a web search failed. The request itself did not."""

    type: Literal["web_search_tool_result_error"] = "web_search_tool_result_error"
    error_code: WebSearchToolResultErrorCode
    """The cause."""


class WebSearchToolResultBlock(AnswerModel):
    """What a web search found, or why it failed."""

    _nested = {
        "content": {"web_search_result": WebSearchResultBlock, "web_search_tool_result_error": WebSearchToolResultErrorObject},
        "caller": _tool_use_caller,
    }

    type: Literal["web_search_tool_result"] = "web_search_tool_result"
    tool_use_id: str
    """The id of the `server_tool_use` block that this answers."""
    content: list[WebSearchResultBlock] | WebSearchToolResultErrorObject
    """The pages found, or an error."""
    caller: ToolUseCaller | None = None
    """Who asked for the search; older endpoints leave it out."""


class Base64PDFSource(AnswerModel):
    """A PDF."""

    type: Literal["base64"] = "base64"
    media_type: Literal["application/pdf"] = "application/pdf"
    data: str
    """The file in base64."""


class PlainTextSource(AnswerModel):
    """Plain text."""

    type: Literal["text"] = "text"
    media_type: Literal["text/plain"] = "text/plain"
    data: str
    """The text."""


_document_block_source = {"base64": Base64PDFSource, "text": PlainTextSource}


class CitationsConfig(AnswerModel):
    """Whether a document may be cited."""

    enabled: bool = False
    """Whether it may."""


class DocumentBlock(AnswerModel):
    """A document inside a result."""

    _nested = {"source": _document_block_source, "citations": CitationsConfig}

    type: Literal["document"] = "document"
    source: DocumentBlockSource
    """The document itself."""
    title: str | None = None
    """The document's title."""
    citations: CitationsConfig | None = None
    """Whether the model may cite it."""


class WebFetchBlock(AnswerModel):
    """A page that was fetched."""

    _nested = {"content": DocumentBlock}

    type: Literal["web_fetch_result"] = "web_fetch_result"
    url: str
    """The page's address."""
    content: DocumentBlock
    """The page as a document."""
    retrieved_at: str | None = None
    """When it was fetched, as ISO 8601."""


class WebFetchToolResultErrorBlock(AnswerModel):
    """Why a web fetch failed. The request itself did not."""

    type: Literal["web_fetch_tool_result_error"] = "web_fetch_tool_result_error"
    error_code: WebFetchToolResultErrorCode
    """The cause."""


_web_fetch_tool_result_block_content = {
    "web_fetch_result": WebFetchBlock,
    "web_fetch_tool_result_error": WebFetchToolResultErrorBlock,
}


class WebFetchToolResultBlock(AnswerModel):
    """What a web fetch brought, or why it failed."""

    _nested = {"content": _web_fetch_tool_result_block_content, "caller": _tool_use_caller}

    type: Literal["web_fetch_tool_result"] = "web_fetch_tool_result"
    tool_use_id: str
    """The id of the `server_tool_use` block that this answers."""
    content: WebFetchToolResultBlockContent
    """The page, or an error."""
    caller: ToolUseCaller | None = None
    """Who asked for the page; older endpoints leave it out."""


class CodeExecutionToolResultErrorObject(AnswerModel):
    """Why code did not run. The request itself did not fail."""

    type: Literal["code_execution_tool_result_error"] = "code_execution_tool_result_error"
    error_code: CodeExecutionToolResultErrorCode
    """The cause."""


class CodeExecutionOutputBlock(AnswerModel):
    """A file that code made."""

    type: Literal["code_execution_output"] = "code_execution_output"
    file_id: str
    """The file's id, for download."""


class CodeExecutionResultBlock(AnswerModel):
    """The end of a run of code."""

    _nested = {"content": CodeExecutionOutputBlock}

    type: Literal["code_execution_result"] = "code_execution_result"
    stdout: str
    """What the code printed."""
    stderr: str
    """What it printed as errors."""
    return_code: int
    """What the process gave back; 0 is success."""
    content: list[CodeExecutionOutputBlock]
    """The files it made."""


class EncryptedCodeExecutionResultBlock(AnswerModel):
    """The end of a run of code that used web search: what it printed is for the model alone."""

    _nested = {"content": CodeExecutionOutputBlock}

    type: Literal["encrypted_code_execution_result"] = "encrypted_code_execution_result"
    encrypted_stdout: str
    """What the code printed; opaque, send it back as it came."""
    stderr: str
    """What it printed as errors."""
    return_code: int
    """What the process gave back; 0 is success."""
    content: list[CodeExecutionOutputBlock]
    """The files it made."""


_code_execution_tool_result_block_content = {
    "code_execution_tool_result_error": CodeExecutionToolResultErrorObject,
    "code_execution_result": CodeExecutionResultBlock,
    "encrypted_code_execution_result": EncryptedCodeExecutionResultBlock,
}


class CodeExecutionToolResultBlock(AnswerModel):
    """What a piece of code gave."""

    _nested = {"content": _code_execution_tool_result_block_content}

    type: Literal["code_execution_tool_result"] = "code_execution_tool_result"
    tool_use_id: str
    """The id of the `server_tool_use` block that this answers."""
    content: CodeExecutionToolResultBlockContent
    """What it gave, or an error."""


class BashCodeExecutionToolResultErrorObject(AnswerModel):
    """Why a shell command did not run. The request itself did not fail."""

    type: Literal["bash_code_execution_tool_result_error"] = "bash_code_execution_tool_result_error"
    error_code: BashCodeExecutionToolResultErrorCode
    """The cause."""


class BashCodeExecutionOutputBlock(AnswerModel):
    """A file that a shell command made."""

    type: Literal["bash_code_execution_output"] = "bash_code_execution_output"
    file_id: str
    """The file's id, for download."""


class BashCodeExecutionResultBlock(AnswerModel):
    """The end of a shell command."""

    _nested = {"content": BashCodeExecutionOutputBlock}

    type: Literal["bash_code_execution_result"] = "bash_code_execution_result"
    stdout: str
    """What the command printed."""
    stderr: str
    """What it printed as errors."""
    return_code: int
    """What the process gave back; 0 is success."""
    content: list[BashCodeExecutionOutputBlock]
    """The files it made."""


_bash_code_execution_tool_result_block_content = {
    "bash_code_execution_tool_result_error": BashCodeExecutionToolResultErrorObject,
    "bash_code_execution_result": BashCodeExecutionResultBlock,
}


class BashCodeExecutionToolResultBlock(AnswerModel):
    """What a shell command gave."""

    _nested = {"content": _bash_code_execution_tool_result_block_content}

    type: Literal["bash_code_execution_tool_result"] = "bash_code_execution_tool_result"
    tool_use_id: str
    """The id of the `server_tool_use` block that this answers."""
    content: BashCodeExecutionToolResultBlockContent
    """What it gave, or an error."""


class TextEditorCodeExecutionToolResultErrorObject(AnswerModel):
    """Why a command of the text editor failed. The request itself did not."""

    type: Literal["text_editor_code_execution_tool_result_error"] = "text_editor_code_execution_tool_result_error"
    error_code: TextEditorCodeExecutionToolResultErrorCode
    """The cause."""
    error_message: str | None = None
    """The cause in words."""


class TextEditorCodeExecutionViewResultBlock(AnswerModel):
    """A file that was looked at."""

    type: Literal["text_editor_code_execution_view_result"] = "text_editor_code_execution_view_result"
    content: str
    """What is in the file, as far as it was asked for."""
    file_type: TextEditorCodeExecutionFileType
    """What kind of file it is."""
    num_lines: int | None = None
    """How many lines are shown."""
    start_line: int | None = None
    """The first line shown, counted from 1."""
    total_lines: int | None = None
    """How many lines the file has."""


class TextEditorCodeExecutionCreateResultBlock(AnswerModel):
    """A file that was written."""

    type: Literal["text_editor_code_execution_create_result"] = "text_editor_code_execution_create_result"
    is_file_update: bool
    """Whether the file was there before."""


class TextEditorCodeExecutionStrReplaceResultBlock(AnswerModel):
    """A file in which text was replaced: the change as the two ranges of lines that a diff names."""

    type: Literal["text_editor_code_execution_str_replace_result"] = "text_editor_code_execution_str_replace_result"
    lines: list[str] | None = None
    """The lines of the change, as a diff shows them."""
    old_start: int | None = None
    """The first line of the change in the old file."""
    old_lines: int | None = None
    """How many lines of the old file it covers."""
    new_start: int | None = None
    """The first line of the change in the new file."""
    new_lines: int | None = None
    """How many lines of the new file it covers."""


_text_editor_code_execution_tool_result_block_content = {
    "text_editor_code_execution_tool_result_error": TextEditorCodeExecutionToolResultErrorObject,
    "text_editor_code_execution_view_result": TextEditorCodeExecutionViewResultBlock,
    "text_editor_code_execution_create_result": TextEditorCodeExecutionCreateResultBlock,
    "text_editor_code_execution_str_replace_result": TextEditorCodeExecutionStrReplaceResultBlock,
}


class TextEditorCodeExecutionToolResultBlock(AnswerModel):
    """What a command of the text editor gave."""

    _nested = {"content": _text_editor_code_execution_tool_result_block_content}

    type: Literal["text_editor_code_execution_tool_result"] = "text_editor_code_execution_tool_result"
    tool_use_id: str
    """The id of the `server_tool_use` block that this answers."""
    content: TextEditorCodeExecutionToolResultBlockContent
    """What it gave, or an error."""


class ToolSearchToolResultErrorObject(AnswerModel):
    """Why a search among tools failed. The request itself did not."""

    type: Literal["tool_search_tool_result_error"] = "tool_search_tool_result_error"
    error_code: ToolSearchToolResultErrorCode
    """The cause."""
    error_message: str | None = None
    """The cause in words."""


class ToolReferenceBlock(AnswerModel):
    """The name of a tool that the request offers."""

    type: Literal["tool_reference"] = "tool_reference"
    tool_name: str
    """The tool's name."""


class ToolSearchToolSearchResultBlock(AnswerModel):
    """The tools that a search found."""

    _nested = {"tool_references": ToolReferenceBlock}

    type: Literal["tool_search_tool_search_result"] = "tool_search_tool_search_result"
    tool_references: list[ToolReferenceBlock]
    """The tools; from here on the model knows their definitions."""


_tool_search_tool_result_block_content = {
    "tool_search_tool_result_error": ToolSearchToolResultErrorObject,
    "tool_search_tool_search_result": ToolSearchToolSearchResultBlock,
}


class ToolSearchToolResultBlock(AnswerModel):
    """What a search among deferred tools found, or why it failed."""

    _nested = {"content": _tool_search_tool_result_block_content}

    type: Literal["tool_search_tool_result"] = "tool_search_tool_result"
    tool_use_id: str
    """The id of the `server_tool_use` block that this answers."""
    content: ToolSearchToolResultBlockContent
    """The tools found, or an error."""


class ContainerUploadBlock(AnswerModel):
    """A file that was put into the container for code to read."""

    type: Literal["container_upload"] = "container_upload"
    file_id: str
    """The file's id."""


_content_block = {
    "text": TextBlock,
    "thinking": ThinkingBlock,
    "redacted_thinking": RedactedThinkingBlock,
    "tool_use": ToolUseBlock,
    "server_tool_use": ServerToolUseBlock,
    "web_search_tool_result": WebSearchToolResultBlock,
    "web_fetch_tool_result": WebFetchToolResultBlock,
    "code_execution_tool_result": CodeExecutionToolResultBlock,
    "bash_code_execution_tool_result": BashCodeExecutionToolResultBlock,
    "text_editor_code_execution_tool_result": TextEditorCodeExecutionToolResultBlock,
    "tool_search_tool_result": ToolSearchToolResultBlock,
    "container_upload": ContainerUploadBlock,
}


class CacheCreation(AnswerModel):
    """The tokens written to the prompt cache, by how long they are kept."""

    ephemeral_5m_input_tokens: int = 0
    """Kept for 5 minutes."""
    ephemeral_1h_input_tokens: int = 0
    """Kept for an hour."""


class OutputTokensDetails(AnswerModel):
    """What the output tokens were for."""

    thinking_tokens: int = 0
    """Spent on thinking, shown or not."""


class ServerToolUsage(AnswerModel):
    """How often server tools were used."""

    web_search_requests: int = 0
    """Web searches."""
    web_fetch_requests: int = 0
    """Pages fetched."""


class Usage(AnswerModel):
    """Tokens counted. Totals, never increments. Which of them are there depends on the endpoint."""

    _nested = {
        "cache_creation": CacheCreation,
        "output_tokens_details": OutputTokensDetails,
        "server_tool_use": ServerToolUsage,
    }

    input_tokens: int = 0
    """Input tokens that no cache covered."""
    output_tokens: int = 0
    """Output tokens that are billed, thinking included."""
    cache_creation_input_tokens: int | None = None
    """Input tokens that were written to the prompt cache."""
    cache_read_input_tokens: int | None = None
    """Input tokens that were read from the prompt cache."""
    cache_creation: CacheCreation | None = None
    """The tokens written to the cache, by how long they are kept."""
    output_tokens_details: OutputTokensDetails | None = None
    """What the output tokens were for. In a stream it comes with the end."""
    server_tool_use: ServerToolUsage | None = None
    """How often server tools were used."""
    service_tier: UsageServiceTier | None = None
    """How the request was served."""
    inference_geo: str | None = None
    """Where in the world the model ran, such as `global`, `us` or `not_available`."""
    speed: Speed | None = None
    """How fast the model wrote."""


class RefusalStopDetails(AnswerModel):
    """More about a refusal."""

    type: Literal["refusal"] = "refusal"
    category: RefusalCategory | None = None
    """Which rule of the usage policy the refusal rests on, if it is one of these."""
    explanation: str | None = None
    """The reason in words."""


class ContainerSkill(AnswerModel):
    """A skill that was loaded into a container."""

    type: SkillType
    """Who made the skill."""
    skill_id: str
    """The skill's id."""
    version: str
    """The version that was loaded; never `latest`, but what that stood for."""


class Container(AnswerModel):
    """The container in which server tools ran code. Its id in a later request uses it again, files and all."""

    _nested = {"skills": ContainerSkill}
    _moments = ("expires_at",)

    id: str
    """The container's id."""
    expires_at: datetime
    """When it goes away, as RFC 3339."""
    skills: list[ContainerSkill] | None = None
    """The skills that were loaded into it."""


class CacheMissModelChanged(AnswerModel):
    """Another model was asked than before."""

    type: Literal["model_changed"] = "model_changed"
    cache_missed_input_tokens: int = 0
    """How many input tokens the cache did not cover because of it."""


class CacheMissSystemChanged(AnswerModel):
    """The system prompt is not what it was."""

    type: Literal["system_changed"] = "system_changed"
    cache_missed_input_tokens: int = 0
    """How many input tokens the cache did not cover because of it."""


class CacheMissToolsChanged(AnswerModel):
    """The tools are not what they were."""

    type: Literal["tools_changed"] = "tools_changed"
    cache_missed_input_tokens: int = 0
    """How many input tokens the cache did not cover because of it."""


class CacheMissMessagesChanged(AnswerModel):
    """An earlier message is not what it was."""

    type: Literal["messages_changed"] = "messages_changed"
    cache_missed_input_tokens: int = 0
    """How many input tokens the cache did not cover because of it."""


class CacheMissPreviousMessageNotFound(AnswerModel):
    """The API does not know the previous message that the request names."""

    type: Literal["previous_message_not_found"] = "previous_message_not_found"


class CacheMissUnavailable(AnswerModel):
    """The API could not tell this time."""

    type: Literal["unavailable"] = "unavailable"


_cache_miss_reason = {
    "model_changed": CacheMissModelChanged,
    "system_changed": CacheMissSystemChanged,
    "tools_changed": CacheMissToolsChanged,
    "messages_changed": CacheMissMessagesChanged,
    "previous_message_not_found": CacheMissPreviousMessageNotFound,
    "unavailable": CacheMissUnavailable,
}


class Diagnostics(AnswerModel):
    """What the API found out about a request that asked for `diagnostics`."""

    _nested = {"cache_miss_reason": _cache_miss_reason}

    cache_miss_reason: CacheMissReason | None = None
    """Why the cache of the previous message did not serve; None when it did."""


class Message(MessageBase):
    """The model's answer."""

    _nested = {
        "content": _content_block,
        "usage": Usage,
        "stop_details": RefusalStopDetails,
        "container": Container,
        "diagnostics": Diagnostics,
    }

    type: Literal["message"] = "message"
    role: Literal["assistant"] = "assistant"
    id: str = ""
    """The message's id; its form may change."""
    model: str = ""
    """The model that answered; may differ from the alias that was asked for."""
    content: list[ContentBlock]
    """What the model wrote, in order; may be empty."""
    usage: Usage
    """What was counted, and will be billed."""
    stop_reason: StopReason | None = None
    """Why the model stopped; None only while a stream is under way."""
    stop_sequence: str | None = None
    """The custom stop sequence that matched, if one did."""
    stop_details: RefusalStopDetails | None = None
    """More about why the model stopped, where there is more to say: after a refusal."""
    container: Container | None = None
    """The container in which server tools ran code, if they did."""
    diagnostics: Diagnostics | None = None
    """Why the prompt cache did not help; only if the request asked for `diagnostics`. Since 2026-09."""


class RawMessageStartEvent(Event):
    """The message begins; it has no content yet."""

    _nested = {"message": Message}

    type: Literal["message_start"] = "message_start"
    message: Message
    """The message so far: no content, no stop reason, and the input's share of the usage."""


class RawContentBlockStartEvent(Event):
    """A block begins."""

    _nested = {"content_block": _content_block}
    _defaults = {"index": 0}

    type: Literal["content_block_start"] = "content_block_start"
    content_block: ContentBlock
    """The block, empty or whole."""
    index: int
    """Which block, counted from 0."""


class TextDelta(Delta):
    """More text."""

    type: Literal["text_delta"] = "text_delta"
    text: str
    """The text to append."""


class InputJSONDelta(Delta):
    """More of a tool's input."""

    type: Literal["input_json_delta"] = "input_json_delta"
    partial_json: str
    """JSON text, cut anywhere; the first piece is mostly empty."""


class CitationsDelta(AnswerModel):
    """One more citation of a text block. It may come before the text that it belongs to, or after."""

    _nested = {"citation": _text_citation}

    type: Literal["citations_delta"] = "citations_delta"
    citation: TextCitation
    """The citation to add."""


class ThinkingDelta(Delta):
    """More reasoning."""

    type: Literal["thinking_delta"] = "thinking_delta"
    thinking: str
    """The reasoning to append."""


class SignatureDelta(AnswerModel):
    """The signature of a thinking block. Comes once, before the block's end; the only delta where the reasoning is
    omitted.
    """

    type: Literal["signature_delta"] = "signature_delta"
    signature: str
    """The signature; takes the place of the one before."""


_raw_content_block_delta = {
    "text_delta": TextDelta,
    "input_json_delta": InputJSONDelta,
    "citations_delta": CitationsDelta,
    "thinking_delta": ThinkingDelta,
    "signature_delta": SignatureDelta,
}


class RawContentBlockDeltaEvent(Event):
    """A block grows."""

    _nested = {"delta": _raw_content_block_delta}
    _defaults = {"index": 0}

    type: Literal["content_block_delta"] = "content_block_delta"
    delta: RawContentBlockDelta
    """What is added."""
    index: int
    """Which block, counted from 0."""


class RawContentBlockStopEvent(Event):
    """A block is finished."""
    _defaults = {"index": 0}

    type: Literal["content_block_stop"] = "content_block_stop"
    index: int
    """Which block, counted from 0."""


class MessageDelta(AnswerModel):
    """What changes in the message near its end."""

    _nested = {"stop_details": RefusalStopDetails, "container": Container}

    stop_reason: StopReason | None = None
    """Why the model stopped."""
    stop_sequence: str | None = None
    """The custom stop sequence that matched."""
    stop_details: RefusalStopDetails | None = None
    """More about why the model stopped, where there is more to say."""
    container: Container | None = None
    """The container in which server tools ran code; None leaves the message's own as it is."""


class MessageDeltaUsage(AnswerModel):
    """The counters of a `message_delta`: totals so far. One that is None or not there keeps the value it had."""

    _nested = {"output_tokens_details": OutputTokensDetails, "server_tool_use": ServerToolUsage}

    output_tokens: int = 0
    """Output tokens so far, thinking included."""
    input_tokens: int | None = None
    """Input tokens that no cache covered."""
    cache_creation_input_tokens: int | None = None
    """Input tokens that were written to the prompt cache."""
    cache_read_input_tokens: int | None = None
    """Input tokens that were read from the prompt cache."""
    output_tokens_details: OutputTokensDetails | None = None
    """What the output tokens were for."""
    server_tool_use: ServerToolUsage | None = None
    """How often server tools were used."""


class RawMessageDeltaEvent(Event):
    """Why the model stopped, and the totals of the usage."""

    _nested = {"delta": MessageDelta, "usage": MessageDeltaUsage}

    type: Literal["message_delta"] = "message_delta"
    delta: MessageDelta
    """What changes in the message."""
    usage: MessageDeltaUsage
    """Totals so far: what is there replaces what was there."""


class RawMessageStopEvent(Event):
    """The message is complete."""

    type: Literal["message_stop"] = "message_stop"


class TextEvent(TextEventBase):
    """Text was added to a text block. Follows the `content_block_delta` that added it."""

    type: Literal["text"] = "text"
    text: str
    """What was added."""
    snapshot: str
    """All text of the block so far."""


class CitationEvent(Event):
    """A citation was added to a text block."""

    _nested = {"citation": _text_citation, "snapshot": _text_citation}

    type: Literal["citation"] = "citation"
    citation: TextCitation
    """What was added."""
    snapshot: list[TextCitation]
    """All citations of the block so far."""


class ThinkingEvent(Event):
    """Reasoning was added to a thinking block."""

    type: Literal["thinking"] = "thinking"
    thinking: str
    """What was added."""
    snapshot: str
    """All reasoning of the block so far."""


class SignatureEvent(Event):
    """A thinking block was signed."""

    type: Literal["signature"] = "signature"
    signature: str
    """The signature."""


class InputJsonEvent(Event):
    """A piece was added to the input of a tool."""

    type: Literal["input_json"] = "input_json"
    partial_json: str
    """What was added: JSON text, cut anywhere."""
    snapshot: Any
    """The input as far as it can be told by now."""


class ParsedMessageStopEvent(RawMessageStopEvent):
    """The message is complete. Stands in the place of the event that said so."""

    _nested = {"message": Message}

    type: Literal["message_stop"] = "message_stop"
    message: ParsedMessage[Any]
    """The complete message."""


class ParsedContentBlockStopEvent(RawContentBlockStopEvent):
    """A block is finished. Stands in the place of the event that said so."""

    _nested = {"content_block": _content_block}
    _defaults = {"index": 0}

    type: Literal["content_block_stop"] = "content_block_stop"
    content_block: ParsedContentBlock[Any]
    """The finished block."""
    index: int
    """Which block, counted from 0."""


class ErrorDetails(AnswerModel):
    """A finer cause than the error's type. Some codes come with keys of their own; those of a code that this version
    does not know are kept as well.
    """

    error_code: str
    """The cause, such as `thread_not_found`. Each code that this version knows has an error class of its own."""
    max_side_length_pixels: int | None = None
    """With `image_dimensions_too_large`: the longest side an image may have, in pixels."""
    paths: list[str] | None = None
    """With `image_dimensions_too_large`: where in the request the images are."""
    appeal_url: str | None = None
    """With `organization_on_hold`: where to object."""
    unsupported: list[ThreadUnsupportedFeatureName] | None = None
    """With `thread_unsupported_request`: what of the request does not go together with threads."""


class InvalidRequestErrorObject(AnswerModel):
    """The request is malformed, or asks for what is not accepted (400)."""

    _nested = {"details": ErrorDetails}

    type: Literal["invalid_request_error"] = "invalid_request_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class AuthenticationErrorObject(AnswerModel):
    """The credential is missing or not valid (401)."""

    _nested = {"details": ErrorDetails}

    type: Literal["authentication_error"] = "authentication_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class BillingErrorObject(AnswerModel):
    """Something is wrong with the payment (402)."""

    _nested = {"details": ErrorDetails}

    type: Literal["billing_error"] = "billing_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class PermissionErrorObject(AnswerModel):
    """The credential does not give this right (403)."""

    _nested = {"details": ErrorDetails}

    type: Literal["permission_error"] = "permission_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class NotFoundErrorObject(AnswerModel):
    """There is no such path, model or object (404)."""

    _nested = {"details": ErrorDetails}

    type: Literal["not_found_error"] = "not_found_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class ConflictErrorObject(AnswerModel):
    """The object is not in a state that allows this (409)."""

    _nested = {"details": ErrorDetails}

    type: Literal["conflict_error"] = "conflict_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class RequestTooLargeErrorObject(AnswerModel):
    """The body is larger than the endpoint takes (413)."""

    _nested = {"details": ErrorDetails}

    type: Literal["request_too_large"] = "request_too_large"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class RateLimitErrorObject(AnswerModel):
    """A rate limit or spend limit is reached (429)."""

    _nested = {"details": ErrorDetails}

    type: Literal["rate_limit_error"] = "rate_limit_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class APIErrorObject(AnswerModel):
    """The API itself failed (500)."""

    _nested = {"details": ErrorDetails}

    type: Literal["api_error"] = "api_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class GatewayTimeoutErrorObject(AnswerModel):
    """The request took too long (504): stream it, or make it a batch."""

    _nested = {"details": ErrorDetails}

    type: Literal["timeout_error"] = "timeout_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


class OverloadedErrorObject(AnswerModel):
    """The API has too much to do for all its users (529)."""

    _nested = {"details": ErrorDetails}

    type: Literal["overloaded_error"] = "overloaded_error"
    message: str = ""
    """The cause in words, which may change: decide by the type and the code."""
    details: ErrorDetails | None = None
    """A finer cause, where there is one."""


_error_object = {
    "invalid_request_error": InvalidRequestErrorObject,
    "authentication_error": AuthenticationErrorObject,
    "billing_error": BillingErrorObject,
    "permission_error": PermissionErrorObject,
    "not_found_error": NotFoundErrorObject,
    "conflict_error": ConflictErrorObject,
    "request_too_large": RequestTooLargeErrorObject,
    "rate_limit_error": RateLimitErrorObject,
    "api_error": APIErrorObject,
    "timeout_error": GatewayTimeoutErrorObject,
    "overloaded_error": OverloadedErrorObject,
}


class ErrorResponse(AnswerModel):
    """What the API says when a request fails; also the `error` event of a stream."""

    _nested = {"error": _error_object}

    type: Literal["error"] = "error"
    error: ErrorObject
    """What went wrong."""
    request_id: str | None = None
    """The request's id, for Anthropic's support; older endpoints leave it out."""


class MessageTokensCount(AnswerModel):
    """How many tokens a request would read: an estimate. Server tools are counted for the first step only."""

    input_tokens: int
    """Tokens of the messages, the system prompt and the tools."""


class MessageBatchRequestCounts(AnswerModel):
    """How many requests of a batch are where. All but `processing` stay 0 until the whole batch has ended."""

    processing: int = 0
    """Not done with yet."""
    succeeded: int = 0
    """Done well."""
    errored: int = 0
    """Failed, the request itself or the server."""
    canceled: int = 0
    """Given up because the batch was cancelled."""
    expired: int = 0
    """Given up because the batch expired."""


class MessageBatch(AnswerModel):
    """A batch of messages. It ends within 24 hours; its results are kept for 29 days."""

    _nested = {"request_counts": MessageBatchRequestCounts}
    _moments = ("created_at", "expires_at", "ended_at", "cancel_initiated_at", "archived_at",)

    type: Literal["message_batch"] = "message_batch"
    id: str
    """The batch's id."""
    processing_status: ProcessingStatus
    """How far it is."""
    request_counts: MessageBatchRequestCounts
    """How many of its requests are where."""
    created_at: datetime
    """When it was created (RFC 3339)."""
    expires_at: datetime
    """When what is not done by then is given up (RFC 3339)."""
    ended_at: datetime | None
    """When all of it was done with (RFC 3339)."""
    cancel_initiated_at: datetime | None
    """When cancelling it was asked for (RFC 3339)."""
    archived_at: datetime | None
    """When its results were removed (RFC 3339)."""
    results_url: str | None = None
    """Where its results are; `None` until it has ended."""


class DeletedMessageBatch(AnswerModel):
    """A batch that is no more."""

    type: Literal["message_batch_deleted"] = "message_batch_deleted"
    id: str
    """The id that the batch had."""


class MessageBatchSucceededResult(AnswerModel):
    """The message was created."""

    _nested = {"message": Message}

    type: Literal["succeeded"] = "succeeded"
    message: Message
    """The message."""


class MessageBatchErroredResult(AnswerModel):
    """The request failed and was not billed."""

    _nested = {"error": ErrorResponse}

    type: Literal["errored"] = "errored"
    error: ErrorResponse
    """Why, as the API would have answered it."""


class MessageBatchCanceledResult(AnswerModel):
    """The batch was cancelled before this request was sent to the model."""

    type: Literal["canceled"] = "canceled"


class MessageBatchExpiredResult(AnswerModel):
    """The batch expired before this request was sent to the model."""

    type: Literal["expired"] = "expired"


_message_batch_result = {
    "succeeded": MessageBatchSucceededResult,
    "errored": MessageBatchErroredResult,
    "canceled": MessageBatchCanceledResult,
    "expired": MessageBatchExpiredResult,
}


class MessageBatchIndividualResponse(AnswerModel):
    """What came of one request of a batch."""

    _nested = {"result": _message_batch_result}

    custom_id: str
    """The request's name in the batch. Results come in any order, so go by it."""
    result: MessageBatchResult
    """What came of it."""


class CapabilitySupport(AnswerModel):
    """Whether something is supported."""

    supported: bool = False
    """Whether it is."""


class ContextManagementCapability(AnswerModel):
    """Ways of editing the context; more of them are in `extra`."""

    _nested = {
        "clear_thinking_20251015": CapabilitySupport,
        "clear_tool_uses_20250919": CapabilitySupport,
        "compact_20260112": CapabilitySupport,
    }

    supported: bool = False
    """Whether there is any."""
    clear_thinking_20251015: CapabilitySupport | None = None
    """Clearing old thinking."""
    clear_tool_uses_20250919: CapabilitySupport | None = None
    """Clearing old tool calls."""
    compact_20260112: CapabilitySupport | None = None
    """Replacing the beginning of the conversation by a summary."""


class EffortCapability(AnswerModel):
    """Levels of effort."""

    _nested = {
        "low": CapabilitySupport,
        "medium": CapabilitySupport,
        "high": CapabilitySupport,
        "max": CapabilitySupport,
        "xhigh": CapabilitySupport,
    }

    supported: bool = False
    """Whether the level can be chosen at all."""
    low: CapabilitySupport
    """`low`."""
    medium: CapabilitySupport
    """`medium`."""
    high: CapabilitySupport
    """`high`."""
    max: CapabilitySupport
    """`max`."""
    xhigh: CapabilitySupport | None = None
    """`xhigh`."""


class ServerToolsCapability(AnswerModel):
    """Tools that the API runs."""

    _nested = {"web_search": CapabilitySupport, "code_execution": CapabilitySupport}

    supported: bool = False
    """Whether there is any."""
    web_search: CapabilitySupport
    """Searching the web."""
    code_execution: CapabilitySupport
    """Running code."""


class ThinkingTypes(AnswerModel):
    """Settings of `thinking`."""

    _nested = {
        "adaptive": CapabilitySupport,
        "enabled": CapabilitySupport,
        "disabled": CapabilitySupport,
        "between_tools": CapabilitySupport,
    }

    adaptive: CapabilitySupport
    """The model decides how much."""
    enabled: CapabilitySupport
    """With a budget of tokens."""
    disabled: CapabilitySupport
    """Off."""
    between_tools: CapabilitySupport
    """Between the calls of tools."""


class ThinkingCapability(AnswerModel):
    """Thinking before answering."""

    _nested = {"types": ThinkingTypes}

    supported: bool = False
    """Whether there is any."""
    types: ThinkingTypes
    """Which settings of `thinking` there are."""


class ModelCapabilities(AnswerModel):
    """What a model can do."""

    _nested = {
        "batch": CapabilitySupport,
        "citations": CapabilitySupport,
        "code_execution": CapabilitySupport,
        "context_management": ContextManagementCapability,
        "effort": EffortCapability,
        "image_input": CapabilitySupport,
        "pdf_input": CapabilitySupport,
        "server_tools": ServerToolsCapability,
        "structured_outputs": CapabilitySupport,
        "thinking": ThinkingCapability,
    }

    batch: CapabilitySupport
    """Messages in batches."""
    citations: CapabilitySupport
    """Citations."""
    code_execution: CapabilitySupport
    """Running code in a sandbox."""
    context_management: ContextManagementCapability
    """Editing the context while a conversation goes on."""
    effort: EffortCapability
    """Choosing how much effort goes into an answer."""
    image_input: CapabilitySupport
    """Images as input."""
    pdf_input: CapabilitySupport
    """PDF files as input."""
    server_tools: ServerToolsCapability
    """Tools that the API runs."""
    structured_outputs: CapabilitySupport
    """Answers that follow a JSON Schema."""
    thinking: ThinkingCapability
    """Thinking before answering."""


class ModelInfo(AnswerModel):
    """A model. Older servers say only its id, its name and its date."""

    _nested = {"capabilities": ModelCapabilities}
    _moments = ("created_at", "deprecated_at", "retires_at",)

    type: Literal["model"] = "model"
    id: str
    """The id that requests name it by."""
    display_name: str = ""
    """Its name for people."""
    created_at: datetime
    """When it was released (RFC 3339); the year 1970 where that is not known."""
    lifecycle: ModelLifecycle | None = None
    """How far in its life it is."""
    line: ModelLine | None = None
    """The family it belongs to."""
    max_input_tokens: int | None = None
    """The most tokens it reads."""
    max_tokens: int | None = None
    """The most tokens it writes."""
    deprecated_at: datetime | None
    """When it was, or will be, deprecated (RFC 3339)."""
    retires_at: datetime | None
    """When it was, or will be, retired (RFC 3339)."""
    capabilities: ModelCapabilities | None = None
    """What it can do."""


class FileMetadata(AnswerModel):
    """What is known of a file."""
    _moments = ("created_at", "expires_at",)

    type: Literal["file"] = "file"
    id: str
    """The file's id, which blocks of messages name it by."""
    filename: str = ""
    """Its name; `unnamed` where it was uploaded without one."""
    mime_type: str = ""
    """Its media type."""
    size_bytes: int = 0
    """Its size in bytes."""
    created_at: datetime
    """When it was uploaded or made (RFC 3339)."""
    downloadable: bool | None = None
    """Whether its content can be downloaded; only files that tools or skills made can."""
    expires_at: datetime | None
    """When it will be removed (RFC 3339); `None` for never."""


class DeletedFile(AnswerModel):
    """A file that is no more."""

    type: Literal["file_deleted"] = "file_deleted"
    id: str
    """The id that the file had."""


# By the number that the kind of event has in the core. Read by the native part.
EVENT_CLASSES = (
    UnknownEvent,
    RawMessageStartEvent,
    RawContentBlockStartEvent,
    RawContentBlockDeltaEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStopEvent,
)

# By the number that the kind of piece has in the core: what a delta brings, and what the stream helper derives from it.
DELTA_CLASSES = (TextDelta, ThinkingDelta, InputJSONDelta)
GROWN_CLASSES = (TextEvent, ThinkingEvent, InputJsonEvent)

# By `type`.
HELPER_EVENT_CLASSES = {
    "text": TextEvent,
    "citation": CitationEvent,
    "thinking": ThinkingEvent,
    "signature": SignatureEvent,
    "input_json": InputJsonEvent,
    "message_start": RawMessageStartEvent,
    "message_delta": RawMessageDeltaEvent,
    "message_stop": ParsedMessageStopEvent,
    "content_block_start": RawContentBlockStartEvent,
    "content_block_delta": RawContentBlockDeltaEvent,
    "content_block_stop": ParsedContentBlockStopEvent,
}
