"""Structured outputs: `output_format` as a schema to send, and as a way to read what comes. It loads pydantic."""

from __future__ import annotations

import weakref

from ._methods import Answer
from ._options import NotGiven, Omit
from ._schema import transform_schema
from .types._parsed import ParsedMessage, ParsedTextBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from pydantic import TypeAdapter

    from . import _native
    from ._requests import Request
    from .types import Message

    AnyParsed = TypeVar("AnyParsed", bound=ParsedMessage[Any])

# Making a schema takes pydantic 2 ms. A class that is rebuilt has another validator, and is looked at again.
_KNOWN: weakref.WeakKeyDictionary[type, tuple[object, Output]] = weakref.WeakKeyDictionary()


class Output:
    """What one `output_format` stands for."""

    def __init__(self, adapter: TypeAdapter[Any]) -> None:
        self._adapter = adapter
        self.config: dict[str, Any] = {"type": "json_schema", "schema": transform_schema(adapter.json_schema())}
        """The `format` of `output_config`."""

    def read(self, text: str) -> Any:
        """The value that a text stands for. Raises pydantic's `ValidationError`."""
        return self._adapter.validate_json(text)


class Parsed(Answer):
    """A message, its texts read as values."""

    slow = True

    def __init__(self, output: Output | None) -> None:
        self._output = output

    def parse(self, reply: _native.Answer, native: _native.Client, request: Request) -> ParsedMessage[Any]:
        return Values(self._output).put_into(ParsedMessage._of_answer(reply))


class Values:
    """The values of one message's texts, each read once."""

    def __init__(self, output: Output | None) -> None:
        self._output = output
        self._known: dict[int, Any] = {}

    def read(self, place: int, block: Any) -> None:
        """Reads a complete block, if it is one of text, and puts the value into it.

        Raises pydantic's `ValidationError`, also when it is asked for again.
        """
        if self._output is None or not isinstance(block, ParsedTextBlock):
            return
        if place not in self._known:
            self._known[place] = self._output.read(block.text)
        block._parsed = self._known[place]

    def put_into(self, message: AnyParsed) -> AnyParsed:
        """A complete message with the values of its texts.

        Where a text cannot be read, pydantic's error says why, and has the message as its `partial_message`.
        """
        try:
            for place, block in enumerate(message.content):
                self.read(place, block)
        except ValueError as error:
            explain(error, message)
            raise
        return message

    def put_known_into(self, message: AnyParsed) -> AnyParsed:
        """A message that may not be complete, with the values that are known."""
        for place, block in enumerate(message.content):
            if place in self._known and isinstance(block, ParsedTextBlock):
                block._parsed = self._known[place]
        return message


def take_output(arguments: dict[str, Any]) -> Output | None:
    """Takes `output_format` out of a method's arguments and says it in `output_config`. `None` where there is none.

    Raises `TypeError` for what is no type, `ValueError` for a type that has no schema structured outputs can take, and
    `ImportError` where pydantic is not there.
    """
    output_format = arguments.pop("output_format", None)
    if output_format is None or isinstance(output_format, (NotGiven, Omit)):
        return None
    output = _output_of(output_format)
    given = arguments.get("output_config")
    if given is None or isinstance(given, (NotGiven, Omit)):
        given = {}
    elif not hasattr(given, "keys"):
        raise TypeError(f"output_config must be a mapping, not {type(given).__name__}")
    arguments["output_config"] = {**given, "format": output.config}
    return output


def explain(error: ValueError, message: Message) -> None:
    """Puts the message whose text could not be read into the error."""
    fields = error.__dict__
    fields["partial_message"] = message
    fields["request_id"] = getattr(message, "_request_id", None)
    stop = message.__dict__.get("stop_reason")
    if stop not in ("end_turn", None):
        # Python 3.10 has no notes, and what it does not show does no harm.
        note = f"The model stopped with stop_reason {stop!r}; the message is in the error's `partial_message`."
        fields.setdefault("__notes__", []).append(note)


def _output_of(output_format: Any) -> Output:
    if isinstance(output_format, dict):
        raise TypeError(
            "output_format must be a type; give a schema as "
            "output_config={'format': {'type': 'json_schema', 'schema': ...}}"
        )
    if not isinstance(output_format, type) or not hasattr(output_format, "__pydantic_validator__"):
        return Output(_adapter_of(output_format))
    kind: Any = output_format
    known = _KNOWN.get(kind)
    if known is not None and known[0] is kind.__pydantic_validator__:
        return known[1]
    output = Output(_adapter_of(kind))
    _KNOWN[kind] = (kind.__pydantic_validator__, output)
    return output


def _adapter_of(output_format: Any) -> TypeAdapter[Any]:
    try:
        from pydantic import TypeAdapter
    except ImportError as error:
        raise ImportError(
            "output_format needs pydantic 2 (pip install pydantic); without it, give a schema as output_config",
            name="pydantic",
        ) from error
    adapter: TypeAdapter[Any] = output_format if isinstance(output_format, TypeAdapter) else TypeAdapter(output_format)
    return adapter
