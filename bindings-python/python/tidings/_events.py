"""The classes of the events of a stream. An event holds its JSON and reads it when it is looked at."""

from __future__ import annotations

from . import _native
from ._models import Citation, Container, Message, Model, StopDetails, Usage, block, build, by_type, public

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from .types import ContentBlock, RawContentBlockDelta


class TextDelta(Model):
    """More text."""

    type: Literal["text_delta"] = "text_delta"
    text: str


class InputJSONDelta(Model):
    """More of a tool's input, as JSON text cut anywhere."""

    type: Literal["input_json_delta"] = "input_json_delta"
    partial_json: str


class ThinkingDelta(Model):
    """More thinking."""

    type: Literal["thinking_delta"] = "thinking_delta"
    thinking: str


class SignatureDelta(Model):
    """The signature of a thinking block."""

    type: Literal["signature_delta"] = "signature_delta"
    signature: str


class CitationsDelta(Model):
    """One more citation of a text block."""

    _nested = {"citation": Citation._of}

    type: Literal["citations_delta"] = "citations_delta"
    citation: Citation


class MessageDelta(Model):
    """What changes in the message near its end. Called `Delta` in the official types of the event."""

    _nested = {"stop_details": StopDetails._of, "container": Container._of}

    stop_reason: str | None = None
    stop_sequence: str | None = None
    stop_details: StopDetails | None = None
    container: Container | None = None


_delta = by_type(TextDelta, InputJSONDelta, ThinkingDelta, SignatureDelta, CitationsDelta)


class Event(Model):
    """The base of all events of a stream. The JSON is read when a field is first looked at.

    JSON that no Python object can hold, such as one nested too deeply, raises a `StreamMalformedError` then.
    """

    __slots__ = ("_json",)

    def __init__(self, /, **fields: Any) -> None:
        # The native part, which calls no `__init__`, puts the JSON here.
        self._json: bytes | None = None
        super().__init__(**fields)

    def __getattr__(self, name: str) -> Any:
        # Only reached for names that are not there yet.
        if name != "_json" and name in (fields := self._fields()):
            return fields[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _fields(self) -> dict[str, Any]:
        # Taken once: another thread may be doing the same, which does no harm.
        json = self._json
        if json is not None:
            self.__dict__.update(build(_native.decode_event(json), self._nested))
            self._json = None
        return self.__dict__

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self._fields()))


class UnknownEvent(Event):
    """An event of a kind that this version does not know, whole."""

    type: str


class RawMessageStartEvent(Event):
    """The message begins; it has no content yet."""

    _nested = {"message": Message._of}

    type: Literal["message_start"] = "message_start"
    message: Message


class RawContentBlockStartEvent(Event):
    """A block begins, empty or whole."""

    _nested = {"content_block": block}

    type: Literal["content_block_start"] = "content_block_start"
    index: int
    content_block: ContentBlock


class RawContentBlockDeltaEvent(Event):
    """A block grows."""

    _nested = {"delta": _delta}

    type: Literal["content_block_delta"] = "content_block_delta"
    index: int
    delta: RawContentBlockDelta


class RawContentBlockStopEvent(Event):
    """A block is finished."""

    type: Literal["content_block_stop"] = "content_block_stop"
    index: int


class RawMessageDeltaEvent(Event):
    """Why the model stopped, and the totals of the usage."""

    _nested = {"delta": MessageDelta._of, "usage": Usage._of}

    type: Literal["message_delta"] = "message_delta"
    delta: MessageDelta
    usage: Usage


class RawMessageStopEvent(Event):
    """The message is complete."""

    type: Literal["message_stop"] = "message_stop"


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

public(vars().copy().values())


def _rebuild(cls: type[Event], fields: dict[str, Any]) -> Event:
    return cls(**fields)
