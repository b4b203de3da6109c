"""Structured outputs: `output_format` as a schema to send, and as a way to read what comes. Needs pydantic, and loads it."""

from __future__ import annotations

import weakref

from ._options import NotGiven, Omit
from ._schema import transform_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generic, TypeVar

    from pydantic import TypeAdapter

    from .types import Message
    from .types._parsed import ParsedMessage

    T = TypeVar("T")
else:
    from ._generic import Generic

    T = None

# Making a schema takes pydantic 2 ms. A class that is rebuilt has another validator, and is looked at again.
_KNOWN: weakref.WeakKeyDictionary[type, tuple[object, Output[Any]]] = weakref.WeakKeyDictionary()


class Output(Generic[T]):
    """What one `output_format` stands for."""

    def __init__(self, adapter: TypeAdapter[T]) -> None:
        self._adapter = adapter
        self.config: dict[str, Any] = {"type": "json_schema", "schema": transform_schema(adapter.json_schema())}
        """The `format` of `output_config`."""

    def read(self, text: str) -> T:
        """The value that a text stands for. Raises pydantic's `ValidationError`."""
        return self._adapter.validate_json(text)


def take_output(arguments: dict[str, Any]) -> Output[Any] | None:
    """Takes `output_format` out of a method's arguments and says it in `output_config` instead. `None` where there is none.

    Raises `TypeError` for what is no type, `ValueError` for a type that has no schema structured outputs can take, and
    `ImportError` where pydantic is not there.
    """
    output_format = arguments.pop("output_format", None)
    if output_format is None or isinstance(output_format, (NotGiven, Omit)):
        return None
    output = _output_of(output_format)
    given = arguments.get("output_config")
    if given is not None and not isinstance(given, (NotGiven, Omit)) and not hasattr(given, "keys"):
        raise TypeError(f"output_config must be a mapping, not {type(given).__name__}")
    arguments["output_config"] = {**(given or {}), "format": output.config}
    return output


def parsed(message: Message, output: Output[Any] | None) -> ParsedMessage[Any]:
    """The message with the values of its texts.

    Where a text cannot be read, pydantic's `ValidationError` says why, and has the whole message as its `partial_message`.
    """
    from .types._parsed import ParsedMessage

    if output is None:
        return ParsedMessage._of_message(message, None)
    try:
        return ParsedMessage._of_message(message, output.read)
    except ValueError as error:
        explain(error, message)
        raise


def explain(error: ValueError, message: Message) -> None:
    """Puts the message whose text could not be read into the error."""
    error.partial_message = message  # type: ignore[attr-defined]
    error.request_id = message._request_id  # type: ignore[attr-defined]
    stop = message.__dict__.get("stop_reason")
    # Python 3.10 has no notes, and what it does not show does no harm.
    notes = error.__dict__.setdefault("__notes__", [])
    if stop not in ("end_turn", None):
        notes.append(f"The model stopped with stop_reason {stop!r}; the message is in the error's `partial_message`.")


def _output_of(output_format: Any) -> Output[Any]:
    if isinstance(output_format, dict):
        raise TypeError(
            "output_format must be a type; give a schema as "
            "output_config={'format': {'type': 'json_schema', 'schema': ...}}"
        )
    validator = getattr(output_format, "__pydantic_validator__", None) if isinstance(output_format, type) else None
    if validator is None:
        return Output(_adapter_of(output_format))
    known = _KNOWN.get(output_format)
    if known is not None and known[0] is validator:
        return known[1]
    output = Output(_adapter_of(output_format))
    _KNOWN[output_format] = (output_format.__pydantic_validator__, output)
    return output


def _adapter_of(output_format: Any) -> TypeAdapter[Any]:
    try:
        from pydantic import TypeAdapter
    except ImportError as error:
        raise ImportError(
            "output_format needs pydantic 2 (pip install pydantic); without it, give a schema as output_config",
            name="pydantic",
        ) from error
    return output_format if isinstance(output_format, TypeAdapter) else TypeAdapter(output_format)
