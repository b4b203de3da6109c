# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""Words, and unions of the classes of answers."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, Union

from ._answers import (
    APIErrorObject,
    AuthenticationErrorObject,
    Base64PDFSource,
    BashCodeExecutionResultBlock,
    BashCodeExecutionToolResultBlock,
    BashCodeExecutionToolResultErrorObject,
    BillingErrorObject,
    CacheMissMessagesChanged,
    CacheMissModelChanged,
    CacheMissPreviousMessageNotFound,
    CacheMissSystemChanged,
    CacheMissToolsChanged,
    CacheMissUnavailable,
    CitationCharLocation,
    CitationContentBlockLocation,
    CitationEvent,
    CitationPageLocation,
    CitationsDelta,
    CitationsSearchResultLocation,
    CitationsWebSearchResultLocation,
    CodeExecutionResultBlock,
    CodeExecutionToolResultBlock,
    CodeExecutionToolResultErrorObject,
    ConflictErrorObject,
    ContainerUploadBlock,
    DirectCaller,
    EncryptedCodeExecutionResultBlock,
    GatewayTimeoutErrorObject,
    InputJSONDelta,
    InputJsonEvent,
    InvalidRequestErrorObject,
    MessageBatchCanceledResult,
    MessageBatchErroredResult,
    MessageBatchExpiredResult,
    MessageBatchSucceededResult,
    NotFoundErrorObject,
    OverloadedErrorObject,
    ParsedContentBlockStopEvent,
    ParsedMessageStopEvent,
    PermissionErrorObject,
    PlainTextSource,
    RateLimitErrorObject,
    RawContentBlockDeltaEvent,
    RawContentBlockStartEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStartEvent,
    RawMessageStopEvent,
    RedactedThinkingBlock,
    RequestTooLargeErrorObject,
    ServerToolCaller,
    ServerToolCaller20260120,
    ServerToolUseBlock,
    SignatureDelta,
    SignatureEvent,
    TextBlock,
    TextDelta,
    TextEditorCodeExecutionCreateResultBlock,
    TextEditorCodeExecutionStrReplaceResultBlock,
    TextEditorCodeExecutionToolResultBlock,
    TextEditorCodeExecutionToolResultErrorObject,
    TextEditorCodeExecutionViewResultBlock,
    TextEvent,
    ThinkingBlock,
    ThinkingDelta,
    ThinkingEvent,
    ToolSearchToolResultBlock,
    ToolSearchToolResultErrorObject,
    ToolSearchToolSearchResultBlock,
    ToolUseBlock,
    WebFetchBlock,
    WebFetchToolResultBlock,
    WebFetchToolResultErrorBlock,
    WebSearchResultBlock,
    WebSearchToolResultBlock,
    WebSearchToolResultErrorObject,
)

Model: TypeAlias = Union[
    Literal[
        "claude-fable-5-2",
        "claude-mythos-5-2",
        "claude-haiku-5-5",
        "claude-sonnet-5-5",
        "claude-fable-5-1",
        "claude-opus-5-5",
        "claude-mythos-5-1",
        "claude-sonnet-5",
        "claude-fable-5",
        "claude-mythos-5",
        "claude-opus-5",
        "claude-opus-4-8",
        "claude-opus-4-7",
        "claude-mythos-preview",
        "claude-opus-4-6",
        "claude-sonnet-4-6",
        "claude-haiku-4-5",
        "claude-haiku-4-5-20251001",
        "claude-opus-4-5",
        "claude-opus-4-5-20251101",
        "claude-sonnet-4-5",
        "claude-sonnet-4-5-20250929",
    ],
    str,
]
"""A model's id. Open: any other string is passed on, such as the id of a model that came later or a gateway's own.

- `claude-fable-5-2`: Claude Fable 5.2.
- `claude-mythos-5-2`: Claude Mythos 5.2.
- `claude-haiku-5-5`: Claude Haiku 5.5.
- `claude-sonnet-5-5`: Claude Sonnet 5.5.
- `claude-fable-5-1`: Claude Fable 5.1.
- `claude-opus-5-5`: Claude Opus 5.5.
- `claude-mythos-5-1`: Claude Mythos 5.1.
- `claude-sonnet-5`: Claude Sonnet 5.
- `claude-fable-5`: Claude Fable 5.
- `claude-mythos-5`: Claude Mythos 5.
- `claude-opus-5`: Claude Opus 5.
- `claude-opus-4-8`: Claude Opus 4.8.
- `claude-opus-4-7`: Claude Opus 4.7.
- `claude-mythos-preview`: Claude Mythos, preview.
- `claude-opus-4-6`: Claude Opus 4.6.
- `claude-sonnet-4-6`: Claude Sonnet 4.6.
- `claude-haiku-4-5`: Claude Haiku 4.5, the newest snapshot.
- `claude-haiku-4-5-20251001`: Claude Haiku 4.5, the snapshot of 2025-10-01.
- `claude-opus-4-5`: Claude Opus 4.5, the newest snapshot.
- `claude-opus-4-5-20251101`: Claude Opus 4.5, the snapshot of 2025-11-01.
- `claude-sonnet-4-5`: Claude Sonnet 4.5, the newest snapshot. Its life ends on 2026-11-30.
- `claude-sonnet-4-5-20250929`: Claude Sonnet 4.5, the snapshot of 2025-09-29. Its life ends on 2026-11-30.
"""

Role: TypeAlias = Literal["user", "assistant", "system"]
"""Who speaks.

- `user`: The user, or the program on the user's behalf.
- `assistant`: The model.
- `system`: The operator, in the middle of the conversation. Since `2026-10-21`, for some models; never the first
  message.
"""

CacheControlTtl: TypeAlias = Literal["5m", "1h"]
"""How long a cache is kept after its last use.

- `5m`: Five minutes.
- `1h`: An hour, at a higher price.
"""

ImageMediaType: TypeAlias = Literal["image/jpeg", "image/png", "image/gif", "image/webp"]
"""The formats of images that the API takes.

- `image/jpeg`: JPEG.
- `image/png`: PNG.
- `image/gif`: GIF; only the first frame is looked at.
- `image/webp`: WebP.
"""

OversizedImage: TypeAlias = Literal["downsize", "error"]
"""What happens to an image that is larger than the model takes.

- `downsize`: It is scaled down.
- `error`: The request is refused.
"""

ServerToolName: TypeAlias = Literal[
    "web_search",
    "web_fetch",
    "code_execution",
    "bash_code_execution",
    "text_editor_code_execution",
    "tool_search_tool_regex",
    "tool_search_tool_bm25",
]
"""The server's tools, as their calls name them.

- `web_search`: Searches the web.
- `web_fetch`: Reads a page or a document from the web.
- `code_execution`: Runs code.
- `bash_code_execution`: Runs a shell command where the code runs.
- `text_editor_code_execution`: Views and edits files where the code runs.
- `tool_search_tool_regex`: Searches the tools with a regular expression.
- `tool_search_tool_bm25`: Searches the tools with words.
"""

WebSearchToolResultErrorCode: TypeAlias = Literal[
    "invalid_tool_input",
    "unavailable",
    "max_uses_exceeded",
    "too_many_requests",
    "query_too_long",
    "request_too_large",
]
"""Why a web search failed.

- `invalid_tool_input`: The model's input was not valid.
- `unavailable`: The tool is out of order for now.
- `max_uses_exceeded`: The request's `max_uses` are used up.
- `too_many_requests`: The tool's rate limit was reached.
- `query_too_long`: The query was too long.
- `request_too_large`: The request to the tool was too large.
"""

WebFetchToolResultErrorCode: TypeAlias = Literal[
    "invalid_tool_input",
    "url_too_long",
    "url_not_allowed",
    "url_not_in_prior_context",
    "url_not_accessible",
    "unsupported_content_type",
    "too_many_requests",
    "max_uses_exceeded",
    "unavailable",
    "content_too_large",
]
"""Why fetching a page failed.

- `invalid_tool_input`: The model's input was not valid.
- `url_too_long`: The URL was longer than 250 characters.
- `url_not_allowed`: The domains that the request allows, or the organization, rule the URL out.
- `url_not_in_prior_context`: The URL had not come up in the conversation before.
- `url_not_accessible`: The page could not be reached.
- `unsupported_content_type`: The page is neither text nor a PDF.
- `too_many_requests`: The tool's rate limit was reached.
- `max_uses_exceeded`: The request's `max_uses` are used up.
- `unavailable`: The tool is out of order for now.
- `content_too_large`: The page was too large.
"""

CodeExecutionToolResultErrorCode: TypeAlias = Literal[
    "invalid_tool_input",
    "unavailable",
    "too_many_requests",
    "execution_time_exceeded",
]
"""Why running code failed before it gave a result.

- `invalid_tool_input`: The model's input was not valid.
- `unavailable`: The tool is out of order for now.
- `too_many_requests`: The tool's rate limit was reached.
- `execution_time_exceeded`: It ran for too long.
"""

BashCodeExecutionToolResultErrorCode: TypeAlias = Literal[
    "invalid_tool_input",
    "unavailable",
    "too_many_requests",
    "execution_time_exceeded",
    "output_file_too_large",
]
"""Why running a shell command failed before it gave a result.

- `invalid_tool_input`: The model's input was not valid.
- `unavailable`: The tool is out of order for now.
- `too_many_requests`: The tool's rate limit was reached.
- `execution_time_exceeded`: It ran for too long.
- `output_file_too_large`: It wrote a file that is too large to keep.
"""

TextEditorCodeExecutionToolResultErrorCode: TypeAlias = Literal[
    "invalid_tool_input",
    "unavailable",
    "too_many_requests",
    "execution_time_exceeded",
    "file_not_found",
]
"""Why the server's editor failed.

- `invalid_tool_input`: The model's input was not valid.
- `unavailable`: The tool is out of order for now.
- `too_many_requests`: The tool's rate limit was reached.
- `execution_time_exceeded`: It took too long.
- `file_not_found`: There is no such file.
"""

TextEditorCodeExecutionFileType: TypeAlias = Literal["text", "image", "pdf"]
"""What kind of file the server's editor viewed.

- `text`: Text.
- `image`: An image.
- `pdf`: A PDF.
"""

ToolSearchToolResultErrorCode: TypeAlias = Literal[
    "invalid_tool_input",
    "unavailable",
    "too_many_requests",
    "execution_time_exceeded",
]
"""Why searching the tools failed.

- `invalid_tool_input`: The model's input was not valid.
- `unavailable`: The tool is out of order for now.
- `too_many_requests`: The tool's rate limit was reached.
- `execution_time_exceeded`: It took too long.
"""

AllowedCaller: TypeAlias = Literal[
    "direct",
    "code_execution_20250825",
    "code_execution_20260120",
    "code_execution_20260521",
]
"""Who may call a tool.

- `direct`: The model itself.
- `code_execution_20250825`: Code that the tool `code_execution_20250825` runs.
- `code_execution_20260120`: Code that the tool `code_execution_20260120` runs.
- `code_execution_20260521`: Code that the tool `code_execution_20260521` runs.
"""

ToolParamType: TypeAlias = Literal["custom"]
"""What says that a tool is your own.

- `custom`: It is.
"""

ResponseInclusion: TypeAlias = Literal["full", "excluded"]
"""Whether results that code has used up come back in the answer.

- `full`: They come back.
- `excluded`: They are left out.
"""

ToolSearchToolBm25Type: TypeAlias = Literal["tool_search_tool_bm25_20251119", "tool_search_tool_bm25"]
"""The versions of searching tools with words.

- `tool_search_tool_bm25_20251119`: The version of 2025-11-19.
- `tool_search_tool_bm25`: The newest version.
"""

ToolSearchToolRegexType: TypeAlias = Literal["tool_search_tool_regex_20251119", "tool_search_tool_regex"]
"""The versions of searching tools with a regular expression.

- `tool_search_tool_regex_20251119`: The version of 2025-11-19.
- `tool_search_tool_regex`: The newest version.
"""

ThinkingDisplay: TypeAlias = Literal["summarized", "omitted"]
"""What of the thinking comes back.

- `summarized`: A summary.
- `omitted`: Nothing but the signature.
"""

Effort: TypeAlias = Literal["low", "medium", "high", "xhigh", "max"]
"""How much effort the model makes.

- `low`: Little.
- `medium`: Some.
- `high`: Much.
- `xhigh`: Very much.
- `max`: All it can.
"""

RequestServiceTier: TypeAlias = Literal["auto", "standard_only"]
"""Which capacity a request may use.

- `auto`: Priority capacity where there is some, else standard.
- `standard_only`: Standard capacity only.
"""

SkillType: TypeAlias = Literal["anthropic", "custom"]
"""Who made a skill.

- `anthropic`: Anthropic.
- `custom`: The organization itself.
"""

Speed: TypeAlias = Literal["standard", "fast"]
"""How fast the model writes.

- `standard`: The usual speed.
- `fast`: Faster, at a higher price, where the model can.
"""

UsageServiceTier: TypeAlias = Literal["standard", "priority", "batch"]
"""How a request was served.

- `standard`: Like any other.
- `priority`: From the capacity that the organization has reserved.
- `batch`: As a part of a batch.
"""

StopReason: TypeAlias = Literal[
    "end_turn",
    "max_tokens",
    "stop_sequence",
    "tool_use",
    "pause_turn",
    "refusal",
    "model_context_window_exceeded",
]
"""Why the model stopped.

- `end_turn`: The model finished.
- `max_tokens`: `max_tokens`, or the model's own maximum, was reached; a tool call at the end may be incomplete.
- `stop_sequence`: A custom stop sequence matched.
- `tool_use`: The model wants tools to be run: send their results back.
- `pause_turn`: A server tool paused: send the content back as it is to go on.
- `refusal`: The model declined; see `stop_details`.
- `model_context_window_exceeded`: The context window is full.
"""

RefusalCategory: TypeAlias = Literal["cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"]
"""What a refusal is about.

- `cyber`: Attacks on computers and networks.
- `bio`: Biological harm.
- `frontier_llm`: Help in building a large model that competes.
- `reasoning_extraction`: Getting at the model's hidden reasoning.
- `general_harms`: Any other harm.
"""

ThreadUnsupportedFeatureName: TypeAlias = Literal[
    "cache_control",
    "context_management",
    "fallbacks",
    "hipaa",
    "inference_hooks",
    "thinking",
]
"""What does not go together with threads.

- `cache_control`: The parameter `cache_control`.
- `context_management`: The parameter `context_management`.
- `fallbacks`: The parameter `fallbacks`.
- `hipaa`: The organization's agreement under HIPAA.
- `inference_hooks`: The organization's inference hooks.
- `thinking`: The parameter `thinking`.
"""

ErrorType: TypeAlias = Literal[
    "invalid_request_error",
    "authentication_error",
    "billing_error",
    "permission_error",
    "not_found_error",
    "conflict_error",
    "request_too_large",
    "rate_limit_error",
    "api_error",
    "timeout_error",
    "overloaded_error",
    "memory_path_conflict_error",
    "memory_precondition_failed_error",
]
"""The `type` of an error.

- `invalid_request_error`: The request is malformed, or asks for what is not accepted (400).
- `authentication_error`: The credential is missing or not valid (401).
- `billing_error`: Something is wrong with the payment (402).
- `permission_error`: The credential does not give this right (403).
- `not_found_error`: There is no such path, model or object (404).
- `conflict_error`: The object is not in a state that allows this (409).
- `request_too_large`: The body is larger than the endpoint takes (413).
- `rate_limit_error`: A rate limit or spend limit is reached (429).
- `api_error`: The API itself failed (500).
- `timeout_error`: The request took too long (504): stream it, or make it a batch.
- `overloaded_error`: The API has too much to do for all its users (529).
- `memory_path_conflict_error`: Two entries of a memory store want the same path (beta).
- `memory_precondition_failed_error`: An entry of a memory store is not as the request supposed (beta).
"""

ProcessingStatus: TypeAlias = Literal["in_progress", "canceling", "ended"]
"""How far a batch is.

- `in_progress`: It is being worked on.
- `canceling`: It was cancelled; what is with the model is still finished.
- `ended`: All of it is done with, and the results are there.
"""

ModelLifecycle: TypeAlias = Literal["active", "deprecated", "retired"]
"""How far in its life a model is.

- `active`: In use.
- `deprecated`: Still there, and to be replaced.
- `retired`: No longer there.
"""

ModelLine: TypeAlias = Literal["haiku", "sonnet", "opus", "fable", "mythos"]
"""The family of a model.

- `haiku`: Claude Haiku.
- `sonnet`: Claude Sonnet.
- `opus`: Claude Opus.
- `fable`: Claude Fable.
- `mythos`: Claude Mythos.
"""

ContentBlock: TypeAlias = Union[
    TextBlock,
    ThinkingBlock,
    RedactedThinkingBlock,
    ToolUseBlock,
    ServerToolUseBlock,
    WebSearchToolResultBlock,
    WebFetchToolResultBlock,
    CodeExecutionToolResultBlock,
    BashCodeExecutionToolResultBlock,
    TextEditorCodeExecutionToolResultBlock,
    ToolSearchToolResultBlock,
    ContainerUploadBlock,
]
"""One block of an answer's content."""

TextCitation: TypeAlias = Union[
    CitationCharLocation,
    CitationPageLocation,
    CitationContentBlockLocation,
    CitationsWebSearchResultLocation,
    CitationsSearchResultLocation,
]
"""Where a statement in the answer comes from."""

ToolUseCaller: TypeAlias = Union[DirectCaller, ServerToolCaller, ServerToolCaller20260120]
"""Who asked for a tool: the model itself, or code that it wrote and runs on the server."""

WebFetchToolResultBlockContent: TypeAlias = Union[WebFetchBlock, WebFetchToolResultErrorBlock]
"""What a web fetch brought: a page, or an error."""

DocumentBlockSource: TypeAlias = Union[Base64PDFSource, PlainTextSource]
"""What a fetched document is made of."""

CodeExecutionToolResultBlockContent: TypeAlias = Union[
    CodeExecutionToolResultErrorObject,
    CodeExecutionResultBlock,
    EncryptedCodeExecutionResultBlock,
]
"""What a piece of code gave."""

BashCodeExecutionToolResultBlockContent: TypeAlias = Union[
    BashCodeExecutionToolResultErrorObject,
    BashCodeExecutionResultBlock,
]
"""What a shell command gave."""

TextEditorCodeExecutionToolResultBlockContent: TypeAlias = Union[
    TextEditorCodeExecutionToolResultErrorObject,
    TextEditorCodeExecutionViewResultBlock,
    TextEditorCodeExecutionCreateResultBlock,
    TextEditorCodeExecutionStrReplaceResultBlock,
]
"""What a command of the text editor gave."""

ToolSearchToolResultBlockContent: TypeAlias = Union[ToolSearchToolResultErrorObject, ToolSearchToolSearchResultBlock]
"""What a search among tools found: tools, or an error."""

CacheMissReason: TypeAlias = Union[
    CacheMissModelChanged,
    CacheMissSystemChanged,
    CacheMissToolsChanged,
    CacheMissMessagesChanged,
    CacheMissPreviousMessageNotFound,
    CacheMissUnavailable,
]
"""Why the cache of the previous message did not serve."""

RawMessageStreamEvent: TypeAlias = Union[
    RawMessageStartEvent,
    RawContentBlockStartEvent,
    RawContentBlockDeltaEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStopEvent,
]
"""One event of a stream."""

RawContentBlockDelta: TypeAlias = Union[TextDelta, InputJSONDelta, CitationsDelta, ThinkingDelta, SignatureDelta]
"""What a block grows by."""

ParsedMessageStreamEvent: TypeAlias = Union[
    TextEvent,
    CitationEvent,
    ThinkingEvent,
    SignatureEvent,
    InputJsonEvent,
    RawMessageStartEvent,
    RawMessageDeltaEvent,
    ParsedMessageStopEvent,
    RawContentBlockStartEvent,
    RawContentBlockDeltaEvent,
    ParsedContentBlockStopEvent,
]
"""One event of the stream helper: an event as it came, or one derived from it that carries the state so far."""

ErrorObject: TypeAlias = Union[
    InvalidRequestErrorObject,
    AuthenticationErrorObject,
    BillingErrorObject,
    PermissionErrorObject,
    NotFoundErrorObject,
    ConflictErrorObject,
    RequestTooLargeErrorObject,
    RateLimitErrorObject,
    APIErrorObject,
    GatewayTimeoutErrorObject,
    OverloadedErrorObject,
]
"""What went wrong."""

MessageBatchResult: TypeAlias = Union[
    MessageBatchSucceededResult,
    MessageBatchErroredResult,
    MessageBatchCanceledResult,
    MessageBatchExpiredResult,
]
"""What came of one request of a batch."""

JSONObject: TypeAlias = dict[str, Any]
"""A JSON object with any keys, such as a JSON Schema or the input of a tool."""

WebSearchToolResultBlockContent: TypeAlias = Union[list[WebSearchResultBlock], WebSearchToolResultErrorObject]
"""What a web search found: a list of pages, or an error."""

ModelParam: TypeAlias = Model
"""The same as `Model`."""

MessageStreamEvent: TypeAlias = RawMessageStreamEvent
"""The same as `RawMessageStreamEvent`."""

MessageStartEvent: TypeAlias = RawMessageStartEvent
"""The same as `RawMessageStartEvent`."""

MessageDeltaEvent: TypeAlias = RawMessageDeltaEvent
"""The same as `RawMessageDeltaEvent`."""

MessageStopEvent: TypeAlias = RawMessageStopEvent
"""The same as `RawMessageStopEvent`."""

ContentBlockStartEvent: TypeAlias = RawContentBlockStartEvent
"""The same as `RawContentBlockStartEvent`."""

ContentBlockDeltaEvent: TypeAlias = RawContentBlockDeltaEvent
"""The same as `RawContentBlockDeltaEvent`."""

ContentBlockStopEvent: TypeAlias = RawContentBlockStopEvent
"""The same as `RawContentBlockStopEvent`."""

ToolsetToolUseBlock: TypeAlias = ToolUseBlock
"""The same as `ToolUseBlock`."""

ResponseToolUseBlockUnion: TypeAlias = ToolUseBlock
"""The same as `ToolUseBlock`."""

WebSearchToolResultError: TypeAlias = WebSearchToolResultErrorObject
"""The same as `WebSearchToolResultErrorObject`."""

CodeExecutionToolResultError: TypeAlias = CodeExecutionToolResultErrorObject
"""The same as `CodeExecutionToolResultErrorObject`."""

BashCodeExecutionToolResultError: TypeAlias = BashCodeExecutionToolResultErrorObject
"""The same as `BashCodeExecutionToolResultErrorObject`."""

TextEditorCodeExecutionToolResultError: TypeAlias = TextEditorCodeExecutionToolResultErrorObject
"""The same as `TextEditorCodeExecutionToolResultErrorObject`."""

ToolSearchToolResultError: TypeAlias = ToolSearchToolResultErrorObject
"""The same as `ToolSearchToolResultErrorObject`."""

InvalidRequestError: TypeAlias = InvalidRequestErrorObject
"""The same as `InvalidRequestErrorObject`."""

AuthenticationError: TypeAlias = AuthenticationErrorObject
"""The same as `AuthenticationErrorObject`."""

BillingError: TypeAlias = BillingErrorObject
"""The same as `BillingErrorObject`."""

PermissionError: TypeAlias = PermissionErrorObject
"""The same as `PermissionErrorObject`."""

NotFoundError: TypeAlias = NotFoundErrorObject
"""The same as `NotFoundErrorObject`."""

RateLimitError: TypeAlias = RateLimitErrorObject
"""The same as `RateLimitErrorObject`."""

GatewayTimeoutError: TypeAlias = GatewayTimeoutErrorObject
"""The same as `GatewayTimeoutErrorObject`."""

OverloadedError: TypeAlias = OverloadedErrorObject
"""The same as `OverloadedErrorObject`."""
