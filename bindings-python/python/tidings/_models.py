"""The classes of what the API answers.

An object keeps every field as it came, known or not, and gives it as an attribute. Nothing is validated: what a newer
API adds is there on the same day.
"""

from __future__ import annotations

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar, Literal

    from typing_extensions import Self

    from .types import ContentBlock


class Model:
    """The base of all response objects: attributes, `==`, `repr`, `to_dict`, `to_json`; pickling and copying work."""

    _nested: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    """How the values of fields become objects; other fields stay as the JSON has them."""
    _sent: ClassVar[tuple[str, ...] | None] = None
    """The fields that are sent when the object is a part of a request; `None` is all. Read by the native part."""

    def __init__(self, /, **fields: Any) -> None:
        self.__dict__.update(fields)

    @classmethod
    def _of(cls, fields: Any) -> Self:
        """An object of the fields of a JSON object, which it takes over."""
        self = cls.__new__(cls)
        self.__dict__.update(build(fields, cls._nested))
        return self

    def _fields(self) -> dict[str, Any]:
        """The fields, in the order in which they came."""
        return self.__dict__

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain dicts and lists, as they came; fields that did not come are not there."""
        return {name: _plain(value) for name, value in self._fields().items()}

    def to_json(self, *, indent: int | None = 2) -> str:
        """The fields as JSON text."""
        if indent is None:
            return _native.encode(self.to_dict()).decode()
        import json

        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False)

    def model_dump(self, *, mode: str = "python", exclude_none: bool = False) -> dict[str, Any]:
        """As `to_dict`, for code written for pydantic models. Both modes give the same."""
        fields = self.to_dict()
        return _without_none(fields) if exclude_none else fields

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """As `to_json`, for code written for pydantic models."""
        return self.to_json(indent=indent)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._fields() == other._fields()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._fields().items())
        return f"{type(self).__name__}({fields})"


class UnknownModel(Model):
    """An object of a kind that this version does not know, whole."""

    type: str

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class CacheCreation(Model):
    """Tokens written to the cache, by their time to live."""

    ephemeral_1h_input_tokens: int = 0
    ephemeral_5m_input_tokens: int = 0


class ServerToolUsage(Model):
    """How often the server's own tools ran."""

    web_search_requests: int = 0
    web_fetch_requests: int = 0


class OutputTokensDetails(Model):
    """What the output tokens were spent on."""

    thinking_tokens: int = 0


class Usage(Model):
    """Tokens of a message: totals, never differences."""

    _nested = {
        "cache_creation": CacheCreation._of,
        "server_tool_use": ServerToolUsage._of,
        "output_tokens_details": OutputTokensDetails._of,
    }

    input_tokens: int = 0
    output_tokens: int = 0
    cache_creation: CacheCreation | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    output_tokens_details: OutputTokensDetails | None = None
    server_tool_use: ServerToolUsage | None = None
    service_tier: str | None = None


class StopDetails(Model):
    """More about why the model stopped."""

    type: str
    category: str | None = None
    explanation: str | None = None


class Container(Model):
    """The container that code ran in."""

    id: str
    expires_at: str


class Citation(Model):
    """Where a text comes from. Which fields it has depends on `type`."""

    type: str
    cited_text: str | None = None

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class TextBlock(Model):
    """Text."""

    _nested = {"citations": Citation._of}

    type: Literal["text"] = "text"
    text: str
    citations: list[Citation] | None = None


class ThinkingBlock(Model):
    """Thinking, with the signature that lets it be sent back."""

    type: Literal["thinking"] = "thinking"
    thinking: str
    signature: str


class RedactedThinkingBlock(Model):
    """Thinking that is not shown."""

    type: Literal["redacted_thinking"] = "redacted_thinking"
    data: str


class ToolUseBlock(Model):
    """A call of one of the caller's tools."""

    type: Literal["tool_use"] = "tool_use"
    id: str
    name: str
    input: dict[str, Any]


class ServerToolUseBlock(Model):
    """A call of one of the server's own tools."""

    type: Literal["server_tool_use"] = "server_tool_use"
    id: str
    name: str
    input: dict[str, Any]


class WebSearchToolResultBlock(Model):
    """What a web search of the server found."""

    type: Literal["web_search_tool_result"] = "web_search_tool_result"
    tool_use_id: str
    content: Any


def by_type(*classes: type[Model]) -> Callable[[Any], Model]:
    """The builder of an object whose class depends on its `type`."""
    table = {vars(cls)["type"]: cls for cls in classes}
    return lambda fields: table.get(fields.get("type"), UnknownModel)._of(fields)


block = by_type(
    TextBlock, ThinkingBlock, RedactedThinkingBlock, ToolUseBlock, ServerToolUseBlock, WebSearchToolResultBlock
)


class Message(Model):
    """A message of the model. `_request_id` is the id to quote to the API's support."""

    __slots__ = ("_request_id",)
    _sent = ("role", "content")
    _nested = {"content": block, "usage": Usage._of, "stop_details": StopDetails._of, "container": Container._of}

    id: str
    type: Literal["message"] = "message"
    role: Literal["assistant"] = "assistant"
    model: str
    content: list[ContentBlock]
    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None
    container: Container | None = None
    usage: Usage

    def __init__(self, /, **fields: Any) -> None:
        super().__init__(**fields)
        self._request_id: str | None = None

    @classmethod
    def _of(cls, fields: Any, request_id: str | None = None) -> Self:
        self = super()._of(fields)
        self._request_id = request_id
        return self

    def to_param(self) -> dict[str, Any]:
        """The message as a part of the next request's `messages`. Putting the message there itself does the same."""
        return {"role": self.role, "content": self.content}


def build(fields: dict[str, Any], nested: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Makes objects of the dicts in these fields, or of those in their lists; whatever else is there stays."""
    for name, make in nested.items():
        value = fields.get(name)
        if isinstance(value, dict):
            fields[name] = make(value)
        elif isinstance(value, list):
            fields[name] = [make(item) if isinstance(item, dict) else item for item in value]
    return fields


def public(classes: Iterable[object]) -> None:
    """Lets pickles and `repr(type)` name the place where users find these classes."""
    for cls in classes:
        if isinstance(cls, type) and issubclass(cls, Model):
            cls.__module__ = "tidings.types"


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value


def _without_none(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_none(item) for name, item in value.items() if item is not None}
    return value


public(vars().copy().values())
