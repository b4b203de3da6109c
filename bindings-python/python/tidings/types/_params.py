# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""What requests are made of: the types of plain dicts, for type checkers and editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, TypedDict, Union

from ._answers import (
    Base64PDFSource,
    BashCodeExecutionOutputBlock,
    BashCodeExecutionResultBlock,
    CitationsConfig,
    CodeExecutionOutputBlock,
    CodeExecutionResultBlock,
    DocumentBlock,
    EncryptedCodeExecutionResultBlock,
    Message,
    PlainTextSource,
    TextBlock,
    TextEditorCodeExecutionCreateResultBlock,
    TextEditorCodeExecutionStrReplaceResultBlock,
    TextEditorCodeExecutionViewResultBlock,
    ToolReferenceBlock,
    ToolSearchToolSearchResultBlock,
    WebFetchBlock,
    WebFetchToolResultErrorBlock,
    WebSearchResultBlock,
)
from ._choices import (
    AllowedCaller,
    BashCodeExecutionToolResultErrorCode,
    CacheControlTtl,
    CodeExecutionToolResultErrorCode,
    ContentBlock,
    Effort,
    ImageMediaType,
    Model,
    ModelLifecycle,
    OversizedImage,
    RequestServiceTier,
    ResponseInclusion,
    Role,
    ServerToolName,
    SkillType,
    Speed,
    TextCitation,
    TextEditorCodeExecutionFileType,
    TextEditorCodeExecutionToolResultErrorCode,
    ThinkingDisplay,
    ToolParamType,
    ToolSearchToolBm25Type,
    ToolSearchToolRegexType,
    ToolSearchToolResultErrorCode,
    ToolUseCaller,
    WebFetchToolResultErrorCode,
    WebSearchToolResultErrorCode,
)
from ._options import Strings


class _MessageCreateParamsBase(TypedDict):
    model: Model
    """The model's id; any string is passed on."""
    max_tokens: int
    """The most tokens the model may write, thinking included: at least 1, at most the model's own maximum. 0, which
    some APIs take to only write the prompt cache, is refused unless validation is off.
    """
    messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message]
    """The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in a row count as
    one. A last message by the model is continued by models up to version 4.5; later ones refuse it.
    """


class MessageCreateParamsBase(_MessageCreateParamsBase, total=False):
    """The body of a request for a message."""

    system: str | Iterable[TextBlockParam | TextBlock]
    """The system prompt: a string or a list of text blocks."""
    temperature: float
    """Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the default from Opus 4.7 on.
    """
    top_p: float
    """Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5 on not together
    with `temperature`.
    """
    top_k: int
    """Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`."""
    stop_sequences: Strings
    """Texts that end the answer where they would be written. None of them may be blank."""
    metadata: MetadataParam
    """About the request, for the API and not for the model."""
    tools: Iterable[ToolUnionParam]
    """Tools the model may use."""
    tool_choice: ToolChoiceParam
    """Which of the tools the model may, must or must not use; `auto` when there are tools."""
    thinking: ThinkingConfigParam
    """Whether and how the model thinks before it answers. Without it, it depends on the model."""
    output_config: OutputConfigParam
    """How much effort the model makes, and the form of its answer."""
    service_tier: RequestServiceTier
    """Which capacity the request may use; `auto` unless said otherwise. The answer's `usage` says which it was."""
    container: str | ContainerParams | None
    """The container that the server's code runs in: an earlier one's id, or since late 2026 what it needs."""
    cache_control: CacheControlEphemeralParam | None
    """Caches the conversation up to its last block that can be."""
    inference_geo: str | None
    """Where the model runs, such as `global` or `us`; the workspace's setting unless said otherwise. For models from
    Opus 4.6 on; earlier ones refuse it.
    """
    speed: Speed | None
    """How fast the model writes; `standard` unless said otherwise. Some models need the beta `fast-mode-2026-02-01`."""
    diagnostics: DiagnosticsParam | None
    """Asks why the cache was missed. Since 2026-09."""


class MessageCreateParamsNonStreaming(MessageCreateParamsBase, total=False):
    """The parameters of a call that gives the message."""

    stream: Literal[False]


class MessageCreateParamsStreaming(MessageCreateParamsBase):
    """The parameters of a call that gives the events of a stream."""

    stream: Literal[True]


MessageCreateParams: TypeAlias = Union[MessageCreateParamsNonStreaming, MessageCreateParamsStreaming]
"""The parameters of `messages.create`."""


class MessageParam(TypedDict):
    """One message of the conversation."""

    role: Role
    """Who speaks."""
    content: str | Iterable[ContentBlockParam | ContentBlock]
    """What is said."""


class UserMessageParam(TypedDict):
    """What the user says, or a program for the user: the results of tools come here too."""

    role: Literal["user"]
    """Who speaks."""
    content: str | Iterable[ContentBlockParam | ContentBlock]
    """What is said."""


class AssistantMessageParam(TypedDict):
    """What the model said."""

    role: Literal["assistant"]
    """Who speaks."""
    content: str | Iterable[ContentBlockParam | ContentBlock]
    """What is said."""


class SystemMessageParam(TypedDict):
    """Instructions in the middle of a conversation."""

    role: Literal["system"]
    """Who speaks."""
    content: str | Iterable[TextBlockParam | TextBlock]
    """What is said."""


class _TextBlockParam(TypedDict):
    type: Literal["text"]
    text: str
    """The text; at least one character."""


class TextBlockParam(_TextBlockParam, total=False):
    """Text."""

    citations: Iterable[TextCitationParam | TextCitation] | None
    """The sources of the text, when it comes from an earlier answer. Version `2026-10-21` refuses any in a message by
    the user.
    """
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _CitationCharLocationParam(TypedDict):
    type: Literal["char_location"]
    cited_text: str
    """The words that are cited."""
    document_index: int
    """Which of the request's documents, counted from 0."""
    start_char_index: int
    """The first character, counted from 0."""
    end_char_index: int
    """The character after the last one."""


class CitationCharLocationParam(_CitationCharLocationParam, total=False):
    """Characters of a plain text document."""

    document_title: str | None
    """The document's title, 1 to 255 characters; None if it has none."""


class _CitationPageLocationParam(TypedDict):
    type: Literal["page_location"]
    cited_text: str
    """The words that are cited."""
    document_index: int
    """Which of the request's documents, counted from 0."""
    start_page_number: int
    """The first page, counted from 1."""
    end_page_number: int
    """The page after the last one."""


class CitationPageLocationParam(_CitationPageLocationParam, total=False):
    """Pages of a PDF."""

    document_title: str | None
    """The document's title, 1 to 255 characters; None if it has none."""


class _CitationContentBlockLocationParam(TypedDict):
    type: Literal["content_block_location"]
    cited_text: str
    """The words that are cited."""
    document_index: int
    """Which of the request's documents, counted from 0."""
    start_block_index: int
    """The first block, counted from 0."""
    end_block_index: int
    """The block after the last one."""


class CitationContentBlockLocationParam(_CitationContentBlockLocationParam, total=False):
    """Blocks of a document that is made of blocks."""

    document_title: str | None
    """The document's title, 1 to 255 characters; None if it has none."""


class _CitationWebSearchResultLocationParam(TypedDict):
    type: Literal["web_search_result_location"]
    cited_text: str
    """The words that are cited."""
    url: str
    """The page's address, 1 to 2048 characters."""
    encrypted_index: str
    """The API's own record of the place; it goes back unchanged."""


class CitationWebSearchResultLocationParam(_CitationWebSearchResultLocationParam, total=False):
    """A page that a web search found."""

    title: str | None
    """The page's title, at most 512 characters; None if it has none."""


class _CitationSearchResultLocationParam(TypedDict):
    type: Literal["search_result_location"]
    cited_text: str
    """The words that are cited."""
    search_result_index: int
    """Which of the request's search results, counted from 0."""
    source: str
    """Where the search result came from."""
    start_block_index: int
    """The first block, counted from 0."""
    end_block_index: int
    """The block after the last one."""


class CitationSearchResultLocationParam(_CitationSearchResultLocationParam, total=False):
    """Blocks of a search result that the request brought along."""

    title: str | None
    """The search result's title; None if it has none."""


class _CacheControlEphemeralParam(TypedDict):
    type: Literal["ephemeral"]


class CacheControlEphemeralParam(_CacheControlEphemeralParam, total=False):
    """Marks the end of a part that is to be cached. A request has at most four such ends, the automatic one included;
    longer times come first.
    """

    ttl: CacheControlTtl
    """How long the cache is kept after its last use; 5 minutes unless said otherwise."""


class _ImageBlockParam(TypedDict):
    type: Literal["image"]
    source: ImageSourceParam
    """Where the image comes from."""


class ImageBlockParam(_ImageBlockParam, total=False):
    """An image for the model to look at. A request holds at most 600, for models with a context of 200,000 tokens 100.
    """

    transformations: ImageTransformationsParam | None
    """What is done with the image first."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class Base64ImageSourceParam(TypedDict):
    """An image in the request itself."""

    type: Literal["base64"]
    media_type: ImageMediaType
    """The image's format."""
    data: str
    """The image's bytes in base64, at most 10 MB of it and 8000 by 8000 pixels."""


class URLImageSourceParam(TypedDict):
    """An image that the API fetches from the web."""

    type: Literal["url"]
    url: str
    """The image's address."""


class FileImageSourceParam(TypedDict):
    """An image that was uploaded with the Files API."""

    type: Literal["file"]
    file_id: str
    """The file's id."""


class ImageTransformationsParam(TypedDict, total=False):
    """What is done with an image before the model sees it."""

    oversized_image: OversizedImage
    """What happens to an image that is larger than the model takes; `downsize` unless said otherwise."""


class _DocumentBlockParam(TypedDict):
    type: Literal["document"]
    source: DocumentSourceParam | Base64PDFSource | PlainTextSource
    """Where the document comes from."""


class DocumentBlockParam(_DocumentBlockParam, total=False):
    """A document for the model to read, from which it can cite. Version `2026-10-21` refuses it in a message by the
    model.
    """

    title: str | None
    """The document's title, 1 to 500 characters. The model sees it but cannot cite it."""
    context: str | None
    """What the model should know about the document. The model sees it but cannot cite it."""
    citations: CitationsConfigParam | CitationsConfig | None
    """Whether the model may cite from the document."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class Base64PDFSourceParam(TypedDict):
    """A PDF in the request itself."""

    type: Literal["base64"]
    media_type: Literal["application/pdf"]
    data: str
    """The PDF's bytes in base64. At most 600 pages, 100 for models with a context of 200,000 tokens; not encrypted."""


class PlainTextSourceParam(TypedDict):
    """Plain text in the request itself."""

    type: Literal["text"]
    media_type: Literal["text/plain"]
    data: str
    """The text."""


class ContentBlockSourceParam(TypedDict):
    """A document made of blocks. Citations point at whole blocks of it."""

    type: Literal["content"]
    content: str | Iterable[ContentBlockSourceContentParam | TextBlock]
    """Text, or blocks of text and images."""


class URLPDFSourceParam(TypedDict):
    """A PDF that the API fetches from the web."""

    type: Literal["url"]
    url: str
    """The PDF's address."""


class FileDocumentSourceParam(TypedDict):
    """A document that was uploaded with the Files API."""

    type: Literal["file"]
    file_id: str
    """The file's id."""


class CitationsConfigParam(TypedDict, total=False):
    """Whether the model may cite from this."""

    enabled: bool
    """Whether it may. On for all documents of a request or for none, and likewise for all search results."""


class _SearchResultBlockParam(TypedDict):
    type: Literal["search_result"]
    source: str
    """Where it was found, such as an address."""
    title: str
    """Its title."""
    content: Iterable[TextBlockParam | TextBlock]
    """What was found. Citations point at whole blocks of it."""


class SearchResultBlockParam(_SearchResultBlockParam, total=False):
    """Something that a search of your own found, from which the model can cite."""

    citations: CitationsConfigParam | CitationsConfig
    """Whether the model may cite from it."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class ThinkingBlockParam(TypedDict):
    """What the model thought, from an earlier answer. It goes back to the byte as it came, and in its place."""

    type: Literal["thinking"]
    thinking: str
    """The thinking; may be empty."""
    signature: str
    """The API's seal on it."""


class RedactedThinkingBlockParam(TypedDict):
    """What the model thought, unreadable, from an earlier answer. It goes back to the byte as it came, and in its
    place.
    """

    type: Literal["redacted_thinking"]
    data: str
    """The thinking, encrypted."""


class _ToolUseBlockParam(TypedDict):
    type: Literal["tool_use"]
    id: str
    """The call's id: letters, digits, `_` and `-`."""
    name: str
    """The tool's name, 1 to 200 characters."""
    input: Mapping[str, object]
    """The tool's input."""


class ToolUseBlockParam(_ToolUseBlockParam, total=False):
    """The model's request to run a tool, from an earlier answer. The next message by the user must answer it."""

    caller: ToolUseCallerParam | ToolUseCaller
    """Who called the tool; the model itself unless said otherwise."""
    toolset_name: str | None
    """The toolset that the tool is a member of, `computer` or `browser`."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class DirectCallerParam(TypedDict):
    """The model itself called the tool."""

    type: Literal["direct"]


class ServerToolCallerParam(TypedDict):
    """Code that the tool `code_execution_20250825` ran called the tool."""

    type: Literal["code_execution_20250825"]
    tool_id: str
    """The id of the call that ran the code."""


class ServerToolCaller20260120Param(TypedDict):
    """Code that the tool `code_execution_20260120`, or a later one, ran called the tool."""

    type: Literal["code_execution_20260120"]
    tool_id: str
    """The id of the call that ran the code."""


class _ToolResultBlockParam(TypedDict):
    type: Literal["tool_result"]
    tool_use_id: str
    """The id of the tool call that this answers."""


class ToolResultBlockParam(_ToolResultBlockParam, total=False):
    """What a tool gave, for the model to read. Results come first in their message, before any text."""

    content: str | Iterable[ToolResultContentBlockParam | TextBlock | DocumentBlock | ToolReferenceBlock]
    """What the tool gave."""
    is_error: bool
    """Whether the tool failed."""
    toolset_name: str | None
    """The toolset that the tool is a member of, as its call named it."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ToolReferenceBlockParam(TypedDict):
    type: Literal["tool_reference"]
    tool_name: str
    """The tool's name, 1 to 256 characters."""


class ToolReferenceBlockParam(_ToolReferenceBlockParam, total=False):
    """Points at a tool whose definition was held back: from then on the model can call it."""

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _BrowserStateBlockParam(TypedDict):
    type: Literal["browser_state"]
    tabs: Iterable[BrowserStateTabEntryParam]
    """The open tabs."""


class BrowserStateBlockParam(_BrowserStateBlockParam, total=False):
    """The browser's tabs after a call of a member of the browser toolset; a part of that call's `tool_result`."""

    state_changes: Iterable[BrowserStateChangeParam] | None
    """What has happened since the last result."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _BrowserStateTabEntryParam(TypedDict):
    tab_id: str
    """The tab's id, by which the model names it."""
    title: str
    """The page's title."""
    url: str
    """The page's address."""


class BrowserStateTabEntryParam(_BrowserStateTabEntryParam, total=False):
    """An open tab."""

    active: bool
    """Whether it is the tab in front."""


class BrowserStateChangeTabOpenedParam(TypedDict):
    """A tab was opened, other than by the model's own call."""

    type: Literal["tab_opened"]
    tab_id: str
    """The tab's id."""


class BrowserStateChangeDownloadStartedParam(TypedDict):
    """A download began."""

    type: Literal["download_started"]
    download_id: str
    """The download's id."""
    url: str
    """Where it is downloaded from."""


class _BrowserStateChangeDownloadCompletedParam(TypedDict):
    type: Literal["download_completed"]
    download_id: str
    """The download's id."""
    url: str
    """Where it was downloaded from."""


class BrowserStateChangeDownloadCompletedParam(_BrowserStateChangeDownloadCompletedParam, total=False):
    """A download was completed."""

    path: str | None
    """Where the file is now."""
    size_bytes: int | None
    """The file's size in bytes."""


class _BrowserStateChangeDownloadFailedParam(TypedDict):
    type: Literal["download_failed"]
    download_id: str
    """The download's id."""
    url: str
    """Where it was to be downloaded from."""


class BrowserStateChangeDownloadFailedParam(_BrowserStateChangeDownloadFailedParam, total=False):
    """A download failed."""

    error: str | None
    """What went wrong."""


class _ServerToolUseBlockParam(TypedDict):
    type: Literal["server_tool_use"]
    id: str
    """The call's id; it begins with `srvtoolu_`."""
    name: ServerToolName
    """The tool's name."""
    input: Mapping[str, object]
    """The tool's input."""


class ServerToolUseBlockParam(_ServerToolUseBlockParam, total=False):
    """A call of one of the server's tools, from an earlier answer."""

    caller: ToolUseCallerParam | ToolUseCaller
    """Who called the tool; the model itself unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebSearchToolResultBlockParam(TypedDict):
    type: Literal["web_search_tool_result"]
    tool_use_id: str
    """The id of the call that this answers."""
    content: Iterable[WebSearchResultBlockParam | WebSearchResultBlock] | WebSearchToolRequestErrorObjectParam
    """What was found, or why nothing was."""


class WebSearchToolResultBlockParam(_WebSearchToolResultBlockParam, total=False):
    """What a web search found."""

    caller: ToolUseCallerParam | ToolUseCaller
    """Who called the tool; the model itself unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebSearchResultBlockParam(TypedDict):
    type: Literal["web_search_result"]
    url: str
    """The page's address."""
    title: str
    """The page's title."""
    encrypted_content: str
    """The page's text, encrypted; it goes back unchanged."""


class WebSearchResultBlockParam(_WebSearchResultBlockParam, total=False):
    """A page that a web search found."""

    page_age: str | None
    """How old the page is, in words."""


class WebSearchToolRequestErrorObjectParam(TypedDict):
    """Why a web search failed."""

    type: Literal["web_search_tool_result_error"]
    error_code: WebSearchToolResultErrorCode
    """The reason."""


class _WebFetchToolResultBlockParam(TypedDict):
    type: Literal["web_fetch_tool_result"]
    tool_use_id: str
    """The id of the call that this answers."""
    content: WebFetchToolResultContentParam | WebFetchBlock | WebFetchToolResultErrorBlock
    """The page, or why there is none."""


class WebFetchToolResultBlockParam(_WebFetchToolResultBlockParam, total=False):
    """What was fetched from the web."""

    caller: ToolUseCallerParam | ToolUseCaller
    """Who called the tool; the model itself unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebFetchBlockParam(TypedDict):
    type: Literal["web_fetch_result"]
    url: str
    """The address that was fetched."""
    content: DocumentBlockParam | DocumentBlock
    """What was there."""


class WebFetchBlockParam(_WebFetchBlockParam, total=False):
    """A page or a document that was fetched from the web."""

    retrieved_at: str | None
    """When it was fetched (ISO 8601)."""


class WebFetchToolResultErrorBlockParam(TypedDict):
    """Why fetching failed."""

    type: Literal["web_fetch_tool_result_error"]
    error_code: WebFetchToolResultErrorCode
    """The reason."""


class _CodeExecutionToolResultBlockParam(TypedDict):
    type: Literal["code_execution_tool_result"]
    tool_use_id: str
    """The id of the call that this answers."""
    content: CodeExecutionToolResultBlockParamContentParam | CodeExecutionResultBlock | EncryptedCodeExecutionResultBlock
    """What the code gave, or why it did not run."""


class CodeExecutionToolResultBlockParam(_CodeExecutionToolResultBlockParam, total=False):
    """What running code gave."""

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class CodeExecutionToolResultErrorParam(TypedDict):
    """Why code did not run to its end."""

    type: Literal["code_execution_tool_result_error"]
    error_code: CodeExecutionToolResultErrorCode
    """The reason."""


class CodeExecutionResultBlockParam(TypedDict):
    """What code gave when it ran."""

    type: Literal["code_execution_result"]
    stdout: str
    """What it wrote to standard output."""
    stderr: str
    """What it wrote to standard error."""
    return_code: int
    """Its exit status; 0 is success."""
    content: Iterable[CodeExecutionOutputBlockParam | CodeExecutionOutputBlock]
    """The files it made."""


class CodeExecutionOutputBlockParam(TypedDict):
    """A file that code made."""

    type: Literal["code_execution_output"]
    file_id: str
    """The file's id."""


class EncryptedCodeExecutionResultBlockParam(TypedDict):
    """What code gave when it ran and called web search."""

    type: Literal["encrypted_code_execution_result"]
    encrypted_stdout: str
    """What it wrote to standard output, encrypted; it goes back unchanged."""
    stderr: str
    """What it wrote to standard error."""
    return_code: int
    """Its exit status; 0 is success."""
    content: Iterable[CodeExecutionOutputBlockParam | CodeExecutionOutputBlock]
    """The files it made."""


class _BashCodeExecutionToolResultBlockParam(TypedDict):
    type: Literal["bash_code_execution_tool_result"]
    tool_use_id: str
    """The id of the call that this answers."""
    content: BashCodeExecutionToolResultContentParam | BashCodeExecutionResultBlock
    """What the command gave, or why it did not run."""


class BashCodeExecutionToolResultBlockParam(_BashCodeExecutionToolResultBlockParam, total=False):
    """What a shell command gave."""

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class BashCodeExecutionToolResultErrorParam(TypedDict):
    """Why a shell command did not run to its end."""

    type: Literal["bash_code_execution_tool_result_error"]
    error_code: BashCodeExecutionToolResultErrorCode
    """The reason."""


class BashCodeExecutionResultBlockParam(TypedDict):
    """What a shell command gave when it ran."""

    type: Literal["bash_code_execution_result"]
    stdout: str
    """What it wrote to standard output."""
    stderr: str
    """What it wrote to standard error."""
    return_code: int
    """Its exit status; 0 is success."""
    content: Iterable[BashCodeExecutionOutputBlockParam | BashCodeExecutionOutputBlock]
    """The files it made."""


class BashCodeExecutionOutputBlockParam(TypedDict):
    """A file that a shell command made."""

    type: Literal["bash_code_execution_output"]
    file_id: str
    """The file's id."""


class _TextEditorCodeExecutionToolResultBlockParam(TypedDict):
    type: Literal["text_editor_code_execution_tool_result"]
    tool_use_id: str
    """The id of the call that this answers."""
    content: TextEditorCodeExecutionToolResultContentParam | TextEditorCodeExecutionViewResultBlock | TextEditorCodeExecutionCreateResultBlock | TextEditorCodeExecutionStrReplaceResultBlock
    """What the editor did, or why it did nothing."""


class TextEditorCodeExecutionToolResultBlockParam(_TextEditorCodeExecutionToolResultBlockParam, total=False):
    """What the server's editor did."""

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _TextEditorCodeExecutionToolResultErrorParam(TypedDict):
    type: Literal["text_editor_code_execution_tool_result_error"]
    error_code: TextEditorCodeExecutionToolResultErrorCode
    """The reason."""


class TextEditorCodeExecutionToolResultErrorParam(_TextEditorCodeExecutionToolResultErrorParam, total=False):
    """Why the editor did nothing."""

    error_message: str | None
    """The reason in words."""


class _TextEditorCodeExecutionViewResultBlockParam(TypedDict):
    type: Literal["text_editor_code_execution_view_result"]
    content: str
    """What is in the file."""
    file_type: TextEditorCodeExecutionFileType
    """What kind of file it is."""


class TextEditorCodeExecutionViewResultBlockParam(_TextEditorCodeExecutionViewResultBlockParam, total=False):
    """The editor showed a file."""

    num_lines: int | None
    """How many lines are shown."""
    start_line: int | None
    """The first line that is shown."""
    total_lines: int | None
    """How many lines the file has."""


class TextEditorCodeExecutionCreateResultBlockParam(TypedDict):
    """The editor wrote a file."""

    type: Literal["text_editor_code_execution_create_result"]
    is_file_update: bool
    """Whether the file was there before."""


class _TextEditorCodeExecutionStrReplaceResultBlockParam(TypedDict):
    type: Literal["text_editor_code_execution_str_replace_result"]


class TextEditorCodeExecutionStrReplaceResultBlockParam(_TextEditorCodeExecutionStrReplaceResultBlockParam, total=False):
    """The editor replaced text in a file."""

    lines: Strings | None
    """The lines that changed, as in a diff."""
    old_start: int | None
    """Where the old lines begin."""
    old_lines: int | None
    """How many lines there were."""
    new_start: int | None
    """Where the new lines begin."""
    new_lines: int | None
    """How many lines there are now."""


class _ToolSearchToolResultBlockParam(TypedDict):
    type: Literal["tool_search_tool_result"]
    tool_use_id: str
    """The id of the call that this answers."""
    content: ToolSearchToolResultContentParam | ToolSearchToolSearchResultBlock
    """The tools, or why there are none."""


class ToolSearchToolResultBlockParam(_ToolSearchToolResultBlockParam, total=False):
    """What searching the tools found."""

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class ToolSearchToolSearchResultBlockParam(TypedDict):
    """The tools that were found; the model can call them from then on."""

    type: Literal["tool_search_tool_search_result"]
    tool_references: Iterable[ToolReferenceBlockParam | ToolReferenceBlock]
    """The tools."""


class _ToolSearchToolResultErrorParam(TypedDict):
    type: Literal["tool_search_tool_result_error"]
    error_code: ToolSearchToolResultErrorCode
    """The reason."""


class ToolSearchToolResultErrorParam(_ToolSearchToolResultErrorParam, total=False):
    """Why searching the tools failed."""

    error_message: str | None
    """The reason in words."""


class _ContainerUploadBlockParam(TypedDict):
    type: Literal["container_upload"]
    file_id: str
    """The file's id."""


class ContainerUploadBlockParam(_ContainerUploadBlockParam, total=False):
    """An uploaded file to put into the container that the server's code runs in."""

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _MidConversationSystemBlockParam(TypedDict):
    type: Literal["mid_conv_system"]
    content: Iterable[TextBlockParam | TextBlock]
    """What the operator says."""


class MidConversationSystemBlockParam(_MidConversationSystemBlockParam, total=False):
    """Words of the operator in the middle of the conversation. Only for version `2023-06-01`; later ones have messages
    with the role `system`.
    """

    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class MetadataParam(TypedDict, total=False):
    """About the request, for the API and not for the model."""

    user_id: str | None
    """An opaque id of the person that the request is for, at most 512 characters. Never a name, an address or a number
    of theirs.
    """


class _ToolParam(TypedDict):
    name: str
    """The tool's name: 1 to 128 letters, digits, `_` and `-`. Older endpoints take 64."""
    input_schema: InputSchemaTyped | Mapping[str, object]
    """The form of the tool's input."""


class ToolParam(_ToolParam, total=False):
    """A tool of your own, which your program runs."""

    description: str
    """What the tool does, when to use it and what it gives, for the model to read. The more it says the better."""
    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    input_examples: Iterable[Mapping[str, object]]
    """Examples of valid input, for the model to learn from."""
    type: ToolParamType | None
    """What says that it is a tool of your own; so does leaving it out."""
    eager_input_streaming: bool | None
    """Whether the input is streamed as the model writes it, before it is known to be valid JSON."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _InputSchemaTyped(TypedDict):
    type: Literal["object"]


class InputSchemaTyped(_InputSchemaTyped, total=False):
    """A JSON Schema (2020-12) of an object."""

    properties: Mapping[str, object] | None
    """The fields of the object, each with its own schema."""
    required: Strings | None
    """The names of the fields that must be there."""


class _ToolBash20250124Param(TypedDict):
    type: Literal["bash_20250124"]
    name: Literal["bash"]


class ToolBash20250124Param(_ToolBash20250124Param, total=False):
    """A shell that your program runs for the model. The model sends `command`, or `restart`."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    input_examples: Iterable[Mapping[str, object]]
    """Examples of valid input, for the model to learn from."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _CodeExecutionTool20250522Param(TypedDict):
    type: Literal["code_execution_20250522"]
    name: Literal["code_execution"]


class CodeExecutionTool20250522Param(_CodeExecutionTool20250522Param, total=False):
    """Runs Python on the server. The model sends `code`."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _CodeExecutionTool20250825Param(TypedDict):
    type: Literal["code_execution_20250825"]
    name: Literal["code_execution"]


class CodeExecutionTool20250825Param(_CodeExecutionTool20250825Param, total=False):
    """Runs shell commands and edits files on the server. The model calls it as `bash_code_execution` and
    `text_editor_code_execution`.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _CodeExecutionTool20260120Param(TypedDict):
    type: Literal["code_execution_20260120"]
    name: Literal["code_execution"]


class CodeExecutionTool20260120Param(_CodeExecutionTool20260120Param, total=False):
    """Runs shell commands and code on the server; the code can call other tools."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _CodeExecutionTool20260521Param(TypedDict):
    type: Literal["code_execution_20260521"]
    name: Literal["code_execution"]


class CodeExecutionTool20260521Param(_CodeExecutionTool20260521Param, total=False):
    """Runs shell commands and code on the server; the code can call other tools. The newest version."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _BrowserToolset20260801Param(TypedDict):
    type: Literal["browser_toolset_20260801"]


class BrowserToolset20260801Param(_BrowserToolset20260801Param, total=False):
    """Tools with which the model uses a web browser that your program runs. The calls have `toolset_name` `browser`,
    the member's name and its input; their results repeat the `toolset_name`.
    """

    configs: BrowserToolsetConfigsParam | None
    """What is different for some members."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class BrowserToolsetConfigsParam(TypedDict, total=False):
    """What is different for some members of the browser toolset."""

    navigate: ToolsetMemberConfigParam | None
    """Goes to an address."""
    list_tabs: ToolsetMemberConfigParam | None
    """Lists the tabs."""
    new_tab: ToolsetMemberConfigParam | None
    """Opens a tab."""
    switch_tab: ToolsetMemberConfigParam | None
    """Brings a tab to the front."""
    close_tab: ToolsetMemberConfigParam | None
    """Closes a tab."""
    read_page: ToolsetMemberConfigParam | None
    """Reads the elements of the page."""
    get_page_text: ToolsetMemberConfigParam | None
    """Reads the text of the page."""
    read_console: ToolsetMemberConfigParam | None
    """Reads what the page wrote to its console."""
    read_network: ToolsetMemberConfigParam | None
    """Reads what the page sent and received."""
    find: ToolsetMemberConfigParam | None
    """Finds elements by a description."""
    form_input: ToolsetMemberConfigParam | None
    """Fills in a field of a form."""
    file_upload: ToolsetMemberConfigParam | None
    """Puts files into a field of a form."""
    scroll_to: ToolsetMemberConfigParam | None
    """Scrolls until an element can be seen."""
    screenshot: ToolsetMemberConfigParam | None
    """Takes a picture of the page."""
    zoom: ToolsetMemberConfigParam | None
    """Takes a closer picture of a part of the page."""
    left_click: ToolsetMemberConfigParam | None
    """Clicks."""
    right_click: ToolsetMemberConfigParam | None
    """Clicks with the right button."""
    middle_click: ToolsetMemberConfigParam | None
    """Clicks with the middle button."""
    double_click: ToolsetMemberConfigParam | None
    """Clicks twice."""
    triple_click: ToolsetMemberConfigParam | None
    """Clicks three times."""
    hover: ToolsetMemberConfigParam | None
    """Moves the pointer over an element."""
    left_click_drag: ToolsetMemberConfigParam | None
    """Drags from one place to another."""
    left_mouse_down: ToolsetMemberConfigParam | None
    """Presses the left button and keeps it down."""
    left_mouse_up: ToolsetMemberConfigParam | None
    """Lets the left button go."""
    mouse_move: ToolsetMemberConfigParam | None
    """Moves the pointer."""
    scroll: ToolsetMemberConfigParam | None
    """Scrolls."""
    type: ToolsetMemberConfigParam | None
    """Types text."""
    key: ToolsetMemberConfigParam | None
    """Presses a key or a combination."""
    hold_key: ToolsetMemberConfigParam | None
    """Holds a key down for a while."""
    wait: ToolsetMemberConfigParam | None
    """Waits for a while."""
    javascript_exec: ToolsetMemberConfigParam | None
    """Runs JavaScript in the page."""


class ToolsetMemberConfigParam(TypedDict, total=False):
    """What is different for a member of a toolset."""

    enabled: bool | None
    """Whether the model may use it; it may unless said otherwise."""
    defer_loading: bool | None
    """Whether its definition is held back until a tool search finds it."""


class _MemoryTool20250818Param(TypedDict):
    type: Literal["memory_20250818"]
    name: Literal["memory"]


class MemoryTool20250818Param(_MemoryTool20250818Param, total=False):
    """A folder of notes that your program keeps for the model. The model sends `command` (`view`, `create`,
    `str_replace`, `insert`, `delete` or `rename`) and what the command needs.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    input_examples: Iterable[Mapping[str, object]]
    """Examples of valid input, for the model to learn from."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ComputerToolset20260801Param(TypedDict):
    type: Literal["computer_toolset_20260801"]


class ComputerToolset20260801Param(_ComputerToolset20260801Param, total=False):
    """Tools with which the model uses a screen, a keyboard and a mouse that your program runs. The calls have
    `toolset_name` `computer`, the member's name and its input; their results repeat the `toolset_name`.
    """

    configs: ComputerToolsetConfigsParam | None
    """What is different for some members."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class ComputerToolsetConfigsParam(TypedDict, total=False):
    """What is different for some members of the computer toolset."""

    key: ToolsetMemberConfigParam | None
    """Presses a key or a combination."""
    hold_key: ToolsetMemberConfigParam | None
    """Holds a key down for a while."""
    type: ToolsetMemberConfigParam | None
    """Types text."""
    cursor_position: ToolsetMemberConfigParam | None
    """Tells where the pointer is."""
    mouse_move: ToolsetMemberConfigParam | None
    """Moves the pointer."""
    left_mouse_down: ToolsetMemberConfigParam | None
    """Presses the left button and keeps it down."""
    left_mouse_up: ToolsetMemberConfigParam | None
    """Lets the left button go."""
    left_click: ToolsetMemberConfigParam | None
    """Clicks."""
    left_click_drag: ToolsetMemberConfigParam | None
    """Drags from one place to another."""
    right_click: ToolsetMemberConfigParam | None
    """Clicks with the right button."""
    middle_click: ToolsetMemberConfigParam | None
    """Clicks with the middle button."""
    double_click: ToolsetMemberConfigParam | None
    """Clicks twice."""
    triple_click: ToolsetMemberConfigParam | None
    """Clicks three times."""
    scroll: ToolsetMemberConfigParam | None
    """Scrolls."""
    wait: ToolsetMemberConfigParam | None
    """Waits for a while."""
    screenshot: ToolsetMemberConfigParam | None
    """Takes a picture of the screen."""
    zoom: ToolsetMemberConfigParam | None
    """Takes a closer picture of a part of the screen."""


class _ToolTextEditor20250124Param(TypedDict):
    type: Literal["text_editor_20250124"]
    name: Literal["str_replace_editor"]


class ToolTextEditor20250124Param(_ToolTextEditor20250124Param, total=False):
    """An editor that your program runs for old models. The model sends `command` (`view`, `create`, `str_replace`,
    `insert` or `undo_edit`), `path` and what the command needs.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    input_examples: Iterable[Mapping[str, object]]
    """Examples of valid input, for the model to learn from."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ToolTextEditor20250429Param(TypedDict):
    type: Literal["text_editor_20250429"]
    name: Literal["str_replace_based_edit_tool"]


class ToolTextEditor20250429Param(_ToolTextEditor20250429Param, total=False):
    """An editor that your program runs for the model; without `undo_edit`."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    input_examples: Iterable[Mapping[str, object]]
    """Examples of valid input, for the model to learn from."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ToolTextEditor20250728Param(TypedDict):
    type: Literal["text_editor_20250728"]
    name: Literal["str_replace_based_edit_tool"]


class ToolTextEditor20250728Param(_ToolTextEditor20250728Param, total=False):
    """An editor that your program runs for the model. The model sends `command` (`view`, `create`, `str_replace` or
    `insert`), `path` and what the command needs.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    input_examples: Iterable[Mapping[str, object]]
    """Examples of valid input, for the model to learn from."""
    max_characters: int | None
    """The most characters of a file that your program shows; at least 1."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebSearchTool20250305Param(TypedDict):
    type: Literal["web_search_20250305"]
    name: Literal["web_search"]


class WebSearchTool20250305Param(_WebSearchTool20250305Param, total=False):
    """Searches the web. The model sends `query`."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that results come from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never shown in results. Not together with `allowed_domains`."""
    user_location: UserLocationParam | None
    """Where the user is, roughly, so that results near them come first."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _UserLocationParam(TypedDict):
    type: Literal["approximate"]


class UserLocationParam(_UserLocationParam, total=False):
    """Where the user is, roughly."""

    city: str | None
    """The city."""
    region: str | None
    """The region or state."""
    country: str | None
    """The country's two letters (ISO 3166-1)."""
    timezone: str | None
    """The time zone's IANA name, such as `Europe/Berlin`."""


class _WebFetchTool20250910Param(TypedDict):
    type: Literal["web_fetch_20250910"]
    name: Literal["web_fetch"]


class WebFetchTool20250910Param(_WebFetchTool20250910Param, total=False):
    """Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that are fetched from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never fetched from. Not together with `allowed_domains`."""
    max_content_tokens: int | None
    """About the most tokens of a page that the model is shown; at least 1."""
    citations: CitationsConfigParam | CitationsConfig | None
    """Whether the model may cite from what is fetched."""
    url_sources: WebFetchURLSourcesParam | None
    """Where in the conversation an address must have come up to be fetched."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class WebFetchURLSourcesParam(TypedDict, total=False):
    """Where in the conversation an address must have come up to be fetched."""

    user_input: WebFetchURLUserInputParam
    """Whether in what the user wrote."""
    client_tool_results: WebFetchURLToolResultsParam
    """Whether in the results of your program's tools, and of which."""
    server_tool_results: WebFetchURLToolResultsParam
    """Whether in the results of the server's tools, and of which."""


class WebFetchURLSourceAllParam(TypedDict):
    """All of them count."""

    type: Literal["all"]


class WebFetchURLSourceNoneParam(TypedDict):
    """None of them counts."""

    type: Literal["none"]


class WebFetchURLSourceOnlyParam(TypedDict):
    """Only the results of these tools count."""

    type: Literal["only"]
    tools: Iterable[WebFetchURLSourceToolReferenceParam]
    """The tools."""


class WebFetchURLSourceToolReferenceParam(TypedDict):
    """A tool by its name."""

    type: Literal["tool_reference"]
    name: str
    """The tool's name."""


class WebFetchURLSourceExceptParam(TypedDict):
    """The results of all tools but these count."""

    type: Literal["except"]
    tools: Iterable[WebFetchURLSourceToolReferenceParam]
    """The tools."""


class _WebSearchTool20260209Param(TypedDict):
    type: Literal["web_search_20260209"]
    name: Literal["web_search"]


class WebSearchTool20260209Param(_WebSearchTool20260209Param, total=False):
    """Searches the web. The model sends `query`. Results can be sifted by code before the model reads them."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that results come from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never shown in results. Not together with `allowed_domains`."""
    user_location: UserLocationParam | None
    """Where the user is, roughly, so that results near them come first."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebFetchTool20260209Param(TypedDict):
    type: Literal["web_fetch_20260209"]
    name: Literal["web_fetch"]


class WebFetchTool20260209Param(_WebFetchTool20260209Param, total=False):
    """Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. Pages can be
    sifted by code before the model reads them.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that are fetched from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never fetched from. Not together with `allowed_domains`."""
    max_content_tokens: int | None
    """About the most tokens of a page that the model is shown; at least 1."""
    citations: CitationsConfigParam | CitationsConfig | None
    """Whether the model may cite from what is fetched."""
    url_sources: WebFetchURLSourcesParam | None
    """Where in the conversation an address must have come up to be fetched."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebFetchTool20260309Param(TypedDict):
    type: Literal["web_fetch_20260309"]
    name: Literal["web_fetch"]


class WebFetchTool20260309Param(_WebFetchTool20260309Param, total=False):
    """Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. Pages can be
    sifted by code, and fetched past the cache.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    use_cache: bool
    """Whether a copy that was fetched earlier will do; it will unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that are fetched from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never fetched from. Not together with `allowed_domains`."""
    max_content_tokens: int | None
    """About the most tokens of a page that the model is shown; at least 1."""
    citations: CitationsConfigParam | CitationsConfig | None
    """Whether the model may cite from what is fetched."""
    url_sources: WebFetchURLSourcesParam | None
    """Where in the conversation an address must have come up to be fetched."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebSearchTool20260318Param(TypedDict):
    type: Literal["web_search_20260318"]
    name: Literal["web_search"]


class WebSearchTool20260318Param(_WebSearchTool20260318Param, total=False):
    """Searches the web. The model sends `query`. Results can be sifted by code before the model reads them, and left
    out of the answer.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    response_inclusion: ResponseInclusion
    """Whether results that code has used up come back in the answer; `full` unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that results come from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never shown in results. Not together with `allowed_domains`."""
    user_location: UserLocationParam | None
    """Where the user is, roughly, so that results near them come first."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _WebFetchTool20260318Param(TypedDict):
    type: Literal["web_fetch_20260318"]
    name: Literal["web_fetch"]


class WebFetchTool20260318Param(_WebFetchTool20260318Param, total=False):
    """Fetches pages and PDFs whose addresses have come up in the conversation. The model sends `url`. Pages can be
    sifted by code, fetched past the cache, and left out of the answer.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    use_cache: bool
    """Whether a copy that was fetched earlier will do; it will unless said otherwise."""
    response_inclusion: ResponseInclusion
    """Whether results that code has used up come back in the answer; `full` unless said otherwise."""
    max_uses: int | None
    """How often the model may use the tool in one request; at least 1."""
    allowed_domains: Strings | None
    """The only domains that are fetched from. Not together with `blocked_domains`."""
    blocked_domains: Strings | None
    """Domains never fetched from. Not together with `allowed_domains`."""
    max_content_tokens: int | None
    """About the most tokens of a page that the model is shown; at least 1."""
    citations: CitationsConfigParam | CitationsConfig | None
    """Whether the model may cite from what is fetched."""
    url_sources: WebFetchURLSourcesParam | None
    """Where in the conversation an address must have come up to be fetched."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ToolSearchToolBm25_20251119Param(TypedDict):
    name: Literal["tool_search_tool_bm25"]
    type: ToolSearchToolBm25Type
    """Which version: this one, or the newest."""


class ToolSearchToolBm25_20251119Param(_ToolSearchToolBm25_20251119Param, total=False):
    """Searches held back tools with words. The model sends `query`, at most 500 characters, and `limit`."""

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ToolSearchToolRegex20251119Param(TypedDict):
    name: Literal["tool_search_tool_regex"]
    type: ToolSearchToolRegexType
    """Which version: this one, or the newest."""


class ToolSearchToolRegex20251119Param(_ToolSearchToolRegex20251119Param, total=False):
    """Searches held back tools with a regular expression. The model sends `pattern`, at most 200 characters, and
    `limit`.
    """

    strict: bool
    """Whether the tool's input is held to its schema to the letter."""
    defer_loading: bool
    """Whether the definition is held back until a tool search finds the tool."""
    allowed_callers: Iterable[AllowedCaller]
    """Who may call the tool; the model alone unless said otherwise."""
    cache_control: CacheControlEphemeralParam | None
    """Marks the end of a part that is to be cached."""


class _ToolChoiceAutoParam(TypedDict):
    type: Literal["auto"]


class ToolChoiceAutoParam(_ToolChoiceAutoParam, total=False):
    """The model decides whether to use tools. What happens when tools are given and nothing is said."""

    disable_parallel_tool_use: bool
    """Whether the model is held to at most one call in an answer."""


class _ToolChoiceAnyParam(TypedDict):
    type: Literal["any"]


class ToolChoiceAnyParam(_ToolChoiceAnyParam, total=False):
    """The model must use a tool, whichever it likes."""

    disable_parallel_tool_use: bool
    """Whether the model is held to exactly one call in an answer."""


class _ToolChoiceToolParam(TypedDict):
    type: Literal["tool"]
    name: str
    """The tool's name."""


class ToolChoiceToolParam(_ToolChoiceToolParam, total=False):
    """The model must use this tool. With thinking, some models refuse it."""

    disable_parallel_tool_use: bool
    """Whether the model is held to exactly one call in an answer."""


class ToolChoiceNoneParam(TypedDict):
    """The model must not use a tool."""

    type: Literal["none"]


class _ThinkingConfigEnabledParam(TypedDict):
    type: Literal["enabled"]
    budget_tokens: int
    """The most tokens for thinking: at least 1024, and less than `max_tokens` except with interleaved thinking."""


class ThinkingConfigEnabledParam(_ThinkingConfigEnabledParam, total=False):
    """The model thinks up to a budget. What models up to 4.5 need; 4.6 still takes it, later ones refuse it."""

    display: ThinkingDisplay | None
    """What of the thinking comes back."""


class ThinkingConfigDisabledParam(TypedDict):
    """The model does not think. Some models refuse this."""

    type: Literal["disabled"]


class ThinkingConfigBetweenToolsParam(TypedDict):
    """The model thinks only between tool calls; its notes on the progress come back as thinking blocks. For the newest
    models.
    """

    type: Literal["between_tools"]


class _ThinkingConfigAdaptiveParam(TypedDict):
    type: Literal["adaptive"]


class ThinkingConfigAdaptiveParam(_ThinkingConfigAdaptiveParam, total=False):
    """The model thinks when and as much as it sees fit; `effort` guides it. For models from 4.6 on."""

    display: ThinkingDisplay | None
    """What of the thinking comes back."""


class OutputConfigParam(TypedDict, total=False):
    """How the answer is made."""

    effort: Effort | None
    """How much effort the model makes, in thinking as in tool calls and words; `high` unless said otherwise."""
    format: JSONOutputFormatParam | None
    """The form that the answer must have. Not together with citations."""


class JSONOutputFormatParam(TypedDict):
    """The answer is JSON that follows a schema."""

    type: Literal["json_schema"]
    schema: Mapping[str, object]
    """A JSON Schema, of the subset that structured outputs take: every object needs `additionalProperties: false`,
    nothing refers to itself, no bounds of numbers or lengths.
    """


class ContainerParams(TypedDict, total=False):
    """The container that the server's code runs in."""

    id: str | None
    """The id of a container that an earlier answer named; without it a new one is made."""
    skills: Iterable[SkillParams] | None
    """Skills to load, at most 8."""


class _SkillParams(TypedDict):
    type: SkillType
    """Who made the skill."""
    skill_id: str
    """The skill's id, 1 to 64 characters."""


class SkillParams(_SkillParams, total=False):
    """A skill to load into the container."""

    version: str
    """The skill's version, 1 to 64 characters; the newest unless said otherwise."""


class DiagnosticsParam(TypedDict, total=False):
    """Asks why the cache was missed. Since 2026-09; the answer is in the message's `diagnostics`."""

    previous_message_id: str | None
    """The id of the message whose request this one is compared with."""


class _MessageCountTokensParams(TypedDict):
    model: Model
    """The model's id; any string is passed on."""
    messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message]
    """The conversation so far: 1 to 100,000 messages, the first by the user."""


class MessageCountTokensParams(_MessageCountTokensParams, total=False):
    """The body of a request to count tokens: what of a request for a message the model would read."""

    system: str | Iterable[TextBlockParam | TextBlock]
    """The system prompt: a string or a list of text blocks."""
    tools: Iterable[ToolUnionParam]
    """Tools the model may use. The server's are counted for the first step only."""
    tool_choice: ToolChoiceParam
    """Which of the tools the model may, must or must not use."""
    thinking: ThinkingConfigParam
    """Whether and how the model thinks before it answers."""
    output_config: OutputConfigParam
    """How much effort the model makes, and the form of its answer."""
    cache_control: CacheControlEphemeralParam | None
    """Caches the conversation up to its last block that can be. Counting itself uses no cache."""
    speed: Speed | None
    """How fast the model writes."""


class BatchCreateParams(TypedDict):
    """The body of a request for a batch."""

    requests: Iterable[BatchRequest]
    """The messages to create, 1 to 100,000 of them and 256 MB in all."""


class BatchRequest(TypedDict):
    """One message of a batch."""

    custom_id: str
    """Your name for it, which its result carries: 1 to 64 letters, digits, `-` and `_`, unlike every other in the
    batch.
    """
    params: MessageCreateParamsNonStreaming
    """The message to create. It cannot be streamed."""


class BatchListParams(TypedDict, total=False):
    """The query of a list of batches."""

    after_id: str
    """Begins behind the batch with this id."""
    before_id: str
    """Begins in front of the batch with this id, and goes on towards newer ones."""
    limit: int
    """How many batches a page has, 1 to 1000; 20 unless said otherwise."""


class ModelListParams(TypedDict, total=False):
    """The query of a list of models."""

    after_id: str
    """Begins behind the model with this id."""
    before_id: str
    """Begins in front of the model with this id, and goes on towards newer ones."""
    lifecycle: Iterable[ModelLifecycle]
    """Only models that are this far in their life."""
    limit: int
    """How many models a page has, 1 to 1000; 20 unless said otherwise."""


class FileListParams(TypedDict, total=False):
    """The query of a list of files."""

    ids: Strings
    """Only files with these ids, at most 100; not together with `limit` or `page`."""
    limit: int
    """How many files a page has, 1 to 1000; 20 unless said otherwise."""
    page: str | None
    """Begins at the page that an earlier answer named in `next_page`."""


ContentBlockParam: TypeAlias = Union[
    TextBlockParam,
    ImageBlockParam,
    DocumentBlockParam,
    SearchResultBlockParam,
    ThinkingBlockParam,
    RedactedThinkingBlockParam,
    ToolUseBlockParam,
    ToolResultBlockParam,
    ServerToolUseBlockParam,
    WebSearchToolResultBlockParam,
    WebFetchToolResultBlockParam,
    CodeExecutionToolResultBlockParam,
    BashCodeExecutionToolResultBlockParam,
    TextEditorCodeExecutionToolResultBlockParam,
    ToolSearchToolResultBlockParam,
    ContainerUploadBlockParam,
    MidConversationSystemBlockParam,
]
"""One block of what is sent."""

TextCitationParam: TypeAlias = Union[
    CitationCharLocationParam,
    CitationPageLocationParam,
    CitationContentBlockLocationParam,
    CitationWebSearchResultLocationParam,
    CitationSearchResultLocationParam,
]
"""The place, in what the model was given, that a text rests on."""

ImageSourceParam: TypeAlias = Union[Base64ImageSourceParam, URLImageSourceParam, FileImageSourceParam]
"""Where an image comes from."""

DocumentSourceParam: TypeAlias = Union[
    Base64PDFSourceParam,
    PlainTextSourceParam,
    ContentBlockSourceParam,
    URLPDFSourceParam,
    FileDocumentSourceParam,
]
"""Where a document comes from."""

ContentBlockSourceContentParam: TypeAlias = Union[TextBlockParam, ImageBlockParam]
"""One block of a document made of blocks."""

ToolUseCallerParam: TypeAlias = Union[DirectCallerParam, ServerToolCallerParam, ServerToolCaller20260120Param]
"""Who called a tool."""

ToolResultContentBlockParam: TypeAlias = Union[
    TextBlockParam,
    ImageBlockParam,
    SearchResultBlockParam,
    DocumentBlockParam,
    ToolReferenceBlockParam,
    BrowserStateBlockParam,
]
"""One block of what a tool gave."""

BrowserStateChangeParam: TypeAlias = Union[
    BrowserStateChangeTabOpenedParam,
    BrowserStateChangeDownloadStartedParam,
    BrowserStateChangeDownloadCompletedParam,
    BrowserStateChangeDownloadFailedParam,
]
"""Something that has happened in the browser."""

WebFetchToolResultContentParam: TypeAlias = Union[WebFetchBlockParam, WebFetchToolResultErrorBlockParam]
"""What was fetched from the web, or why nothing was."""

CodeExecutionToolResultBlockParamContentParam: TypeAlias = Union[
    CodeExecutionToolResultErrorParam,
    CodeExecutionResultBlockParam,
    EncryptedCodeExecutionResultBlockParam,
]
"""What running code gave, or why it did not run."""

BashCodeExecutionToolResultContentParam: TypeAlias = Union[
    BashCodeExecutionToolResultErrorParam,
    BashCodeExecutionResultBlockParam,
]
"""What a shell command gave, or why it did not run."""

TextEditorCodeExecutionToolResultContentParam: TypeAlias = Union[
    TextEditorCodeExecutionToolResultErrorParam,
    TextEditorCodeExecutionViewResultBlockParam,
    TextEditorCodeExecutionCreateResultBlockParam,
    TextEditorCodeExecutionStrReplaceResultBlockParam,
]
"""What the server's editor did, or why it did nothing."""

ToolSearchToolResultContentParam: TypeAlias = Union[
    ToolSearchToolSearchResultBlockParam,
    ToolSearchToolResultErrorParam,
]
"""What searching the tools found, or why it failed."""

ToolUnionParam: TypeAlias = Union[
    ToolParam,
    ToolBash20250124Param,
    CodeExecutionTool20250522Param,
    CodeExecutionTool20250825Param,
    CodeExecutionTool20260120Param,
    CodeExecutionTool20260521Param,
    BrowserToolset20260801Param,
    MemoryTool20250818Param,
    ComputerToolset20260801Param,
    ToolTextEditor20250124Param,
    ToolTextEditor20250429Param,
    ToolTextEditor20250728Param,
    WebSearchTool20250305Param,
    WebFetchTool20250910Param,
    WebSearchTool20260209Param,
    WebFetchTool20260209Param,
    WebFetchTool20260309Param,
    WebSearchTool20260318Param,
    WebFetchTool20260318Param,
    ToolSearchToolBm25_20251119Param,
    ToolSearchToolRegex20251119Param,
]
"""A tool that the model may use: your own, one that the model knows and your program runs, or one of the server's."""

WebFetchURLUserInputParam: TypeAlias = Union[WebFetchURLSourceAllParam, WebFetchURLSourceNoneParam]
"""Whether addresses that the user wrote may be fetched."""

WebFetchURLToolResultsParam: TypeAlias = Union[
    WebFetchURLSourceAllParam,
    WebFetchURLSourceNoneParam,
    WebFetchURLSourceOnlyParam,
    WebFetchURLSourceExceptParam,
]
"""Whether addresses in the results of tools may be fetched."""

ToolChoiceParam: TypeAlias = Union[ToolChoiceAutoParam, ToolChoiceAnyParam, ToolChoiceToolParam, ToolChoiceNoneParam]
"""Which tools the model may, must or must not use."""

ThinkingConfigParam: TypeAlias = Union[
    ThinkingConfigEnabledParam,
    ThinkingConfigDisabledParam,
    ThinkingConfigBetweenToolsParam,
    ThinkingConfigAdaptiveParam,
]
"""Whether and how the model thinks before it answers. Which forms a model takes, and what it does when nothing is said,
depends on the model.
"""

Content: TypeAlias = Union[str, Iterable[ContentBlockParam | ContentBlock]]
"""Text, or a list of blocks."""

ContentBlockSourceContent: TypeAlias = Union[str, Iterable[ContentBlockSourceContentParam | TextBlock]]
"""What a document made of blocks holds."""

ToolResultContent: TypeAlias = Union[
    str,
    Iterable[ToolResultContentBlockParam | TextBlock | DocumentBlock | ToolReferenceBlock],
]
"""What a tool gave: text, or a list of blocks."""

WebSearchToolResultBlockParamContentParam: TypeAlias = Union[
    Iterable[WebSearchResultBlockParam | WebSearchResultBlock],
    WebSearchToolRequestErrorObjectParam,
]
"""What a web search found, or why nothing was."""

SystemPrompt: TypeAlias = Union[str, Iterable[TextBlockParam | TextBlock]]
"""The system prompt."""

InputSchema: TypeAlias = Union[InputSchemaTyped, Mapping[str, object]]
"""The form of a tool's input: a JSON Schema of an object."""

MessageCreateParamsContainerParam: TypeAlias = Union[str, ContainerParams]
"""The container that the server's code runs in: the id of an earlier one, or what a new one needs."""

MessageContentParam: TypeAlias = Content
"""The same as `Content`."""

MessageCountTokensToolParam: TypeAlias = ToolUnionParam
"""The same as `ToolUnionParam`."""

WebSearchToolRequestErrorParam: TypeAlias = WebSearchToolRequestErrorObjectParam
"""The same as `WebSearchToolRequestErrorObjectParam`."""
