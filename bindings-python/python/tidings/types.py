"""The classes of what the API answers, and the types of what it takes.

Answers are objects of the classes here. Requests are plain dicts; the types whose names end in `Param` or `Params` say
what they hold and are for type checkers only. A field that they do not name is sent all the same; an argument that the
methods do not name goes into `extra_body`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol, TypedDict, Union

from ._events import (
    CitationsDelta,
    Event,
    InputJSONDelta,
    MessageDelta,
    RawContentBlockDeltaEvent,
    RawContentBlockStartEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStartEvent,
    RawMessageStopEvent,
    SignatureDelta,
    TextDelta,
    ThinkingDelta,
    UnknownEvent,
)
from ._models import (
    CacheCreation,
    Citation,
    Container,
    Message,
    Model,
    OutputTokensDetails,
    RedactedThinkingBlock,
    ServerToolUsage,
    ServerToolUseBlock,
    StopDetails,
    TextBlock,
    ThinkingBlock,
    ToolUseBlock,
    UnknownModel,
    Usage,
    WebSearchToolResultBlock,
)
from ._options import NotGiven, Omit, Timeout

__all__ = [
    "CacheCreation",
    "Citation",
    "CitationsDelta",
    "Container",
    "ContentBlock",
    "Event",
    "Headers",
    "InputJSONDelta",
    "Message",
    "MessageCreateParams",
    "MessageDelta",
    "MessageParam",
    "Model",
    "OutputTokensDetails",
    "RawContentBlockDelta",
    "RawContentBlockDeltaEvent",
    "RawContentBlockStartEvent",
    "RawContentBlockStopEvent",
    "RawMessageDeltaEvent",
    "RawMessageStartEvent",
    "RawMessageStopEvent",
    "RawMessageStreamEvent",
    "RedactedThinkingBlock",
    "ServerToolUsage",
    "ServerToolUseBlock",
    "SignatureDelta",
    "StopDetails",
    "TextBlock",
    "TextBlockParam",
    "TextDelta",
    "ThinkingBlock",
    "ThinkingDelta",
    "TimeoutLike",
    "TimeoutOption",
    "ToolParam",
    "ToolUseBlock",
    "UnknownEvent",
    "UnknownModel",
    "Usage",
    "WebSearchToolResultBlock",
]

ContentBlock = Union[
    TextBlock,
    ThinkingBlock,
    RedactedThinkingBlock,
    ToolUseBlock,
    ServerToolUseBlock,
    WebSearchToolResultBlock,
]
"""A block of a message's content. A block of a type that is not known here is an `UnknownModel`."""

RawContentBlockDelta = Union[TextDelta, InputJSONDelta, ThinkingDelta, SignatureDelta, CitationsDelta]
"""What a block grows by. A delta of a type that is not known here is an `UnknownModel`."""

RawMessageStreamEvent = Union[
    RawMessageStartEvent,
    RawContentBlockStartEvent,
    RawContentBlockDeltaEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStopEvent,
]
"""An event of a stream. An event of a type that is not known here is an `UnknownEvent`."""

Headers = Mapping[str, Union[str, Omit, None]]
"""Headers of a client or a call; `None` or `tidings.omit` removes one that is there by default."""


class TimeoutLike(Protocol):
    """Limits as other HTTP clients have them; `read` is taken for both the head and the idle limit."""

    @property
    def connect(self) -> float | None: ...
    @property
    def read(self) -> float | None: ...


TimeoutOption = Union[float, Timeout, Mapping[str, Union[float, None]], TimeoutLike, NotGiven, None]
"""A number of seconds, limits by name, or `None` for no limit."""


class _TextBlockParam(TypedDict):
    type: Literal["text"]
    text: str


class TextBlockParam(_TextBlockParam, total=False):
    """Text."""

    cache_control: Mapping[str, Any] | None
    citations: Iterable[Mapping[str, Any]] | None


class MessageParam(TypedDict):
    """A message of the conversation."""

    role: Literal["user", "assistant", "system"]
    content: str | Iterable[Mapping[str, Any] | Model]


class _ToolParam(TypedDict):
    name: str
    input_schema: Mapping[str, Any]


class ToolParam(_ToolParam, total=False):
    """A tool of the caller's that the model may call."""

    type: Literal["custom"] | None
    description: str
    cache_control: Mapping[str, Any] | None
    strict: bool


class _MessageCreateParams(TypedDict):
    max_tokens: int
    messages: Iterable[MessageParam | Message]
    model: str


class MessageCreateParams(_MessageCreateParams, total=False):
    """The keyword arguments of `messages.create`, but for `stream`."""

    cache_control: Mapping[str, Any] | None | NotGiven | Omit
    container: Any | NotGiven | Omit
    diagnostics: Mapping[str, Any] | None | NotGiven | Omit
    inference_geo: str | None | NotGiven | Omit
    metadata: Mapping[str, Any] | NotGiven | Omit
    output_config: Mapping[str, Any] | NotGiven | Omit
    service_tier: str | NotGiven | Omit
    speed: str | None | NotGiven | Omit
    stop_sequences: Iterable[str] | NotGiven | Omit
    system: str | Iterable[TextBlockParam] | NotGiven | Omit
    temperature: float | NotGiven | Omit
    thinking: Mapping[str, Any] | NotGiven | Omit
    tool_choice: Mapping[str, Any] | NotGiven | Omit
    tools: Iterable[ToolParam | Mapping[str, Any]] | NotGiven | Omit
    top_k: int | NotGiven | Omit
    top_p: float | NotGiven | Omit
    extra_headers: Headers | None
    extra_body: Mapping[str, Any] | None
    timeout: TimeoutOption
    max_retries: int | NotGiven
