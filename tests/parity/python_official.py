"""What the official Python package declares, as plain shapes: read from its annotations, never from its text."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import typing_extensions

import anthropic
import anthropic.types
import anthropic.types.messages
from anthropic.lib import streaming

# What every method takes beside the API's parameters.
OPTIONS = {"self", "extra_headers", "extra_query", "extra_body", "timeout"}

# Wrappers whose first argument is the type that matters.
WRAPPERS = (typing_extensions.Required, typing_extensions.NotRequired, typing_extensions.Annotated)


@dataclass
class Shapes:
    """The kinds of JSON that a type takes, taken apart."""

    words: list[str] = field(default_factory=list)
    records: list[type] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    text: bool = False
    files: bool = False


def shapes(hint: Any) -> Shapes:
    """The members of a type: unions, optional types and wrappers seen through."""
    found = Shapes()
    for member in members(hint):
        origin, arguments = typing.get_origin(member), typing.get_args(member)
        if origin in (typing.Literal, typing_extensions.Literal):
            found.words += [word for word in arguments if isinstance(word, str)]
        elif is_record(member):
            found.records.append(member)
        elif member is str:
            found.text = True
        elif getattr(origin, "__name__", "") in ("dict", "Mapping"):
            found.values.append(arguments[1])
        elif getattr(origin, "__name__", "") in ("list", "Iterable", "Sequence", "SequenceNotStr"):
            found.items.append(arguments[0])
        elif getattr(origin, "__name__", "") in ("IO", "PathLike") or member is bytes:
            found.files = True
    return found


def bare(hint: Any) -> Any:
    """A type without what only says of a field that it must, or need not, be there."""
    while typing.get_origin(hint) in WRAPPERS[:2]:
        hint = typing.get_args(hint)[0]
    return hint


def members(hint: Any) -> Iterator[Any]:
    """The alternatives of a type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in WRAPPERS or hasattr(hint, "__metadata__"):
        yield from members(arguments[0])
    elif origin in (typing.Union, types.UnionType):
        for argument in arguments:
            yield from members(argument)
    elif hint is not None and hint not in (type(None), anthropic.Omit, anthropic.NotGiven):
        yield hint


def is_record(hint: Any) -> bool:
    """Whether a type is an object with named fields: a response class or a typed dict."""
    return isinstance(hint, type) and (issubclass(hint, anthropic.BaseModel) or typing_extensions.is_typeddict(hint))


def is_answer(record: type) -> bool:
    """Whether a record is a response class."""
    return issubclass(record, anthropic.BaseModel)


def fields(record: type) -> dict[str, Any]:
    """The fields of a record, by their names in JSON."""
    if typing_extensions.is_typeddict(record):
        return typing_extensions.get_type_hints(record, include_extras=True)
    declared: Any = getattr(record, "model_fields")
    return {info.alias or name: info.annotation for name, info in declared.items()}


def tags(record: type) -> list[str]:
    """What the `type` of a record may be; nothing where it has none."""
    return shapes(fields(record).get("type", str)).words


def parameters(method: Any) -> dict[str, Any]:
    """The parameters of a method that are the API's and no part of the path."""
    hints = typing_extensions.get_type_hints(method, include_extras=True)
    keywords = [one.name for one in inspect.signature(method).parameters.values() if one.kind is one.KEYWORD_ONLY]
    return {name: hints[name] for name in keywords if name not in OPTIONS}


def public() -> dict[str, Any]:
    """The public types, by name."""
    modules = (anthropic.types, anthropic.types.messages)
    return {name: getattr(module, name) for module in modules for name in dir(module) if name[0].isupper()}


MESSAGES = anthropic.resources.Messages
BATCHES = anthropic.resources.messages.Batches
MODELS, FILES = anthropic.resources.Models, anthropic.resources.Files

# The methods, and the definition of ours that has their parameters. Whatever takes a path alone has none.
METHODS: dict[str, tuple[Any, str]] = {
    "messages.create": (MESSAGES.create, "MessageParams"),
    "messages.stream": (MESSAGES.stream, "MessageParams"),
    "messages.count_tokens": (MESSAGES.count_tokens, "CountTokensParams"),
    "messages.batches.create": (BATCHES.create, "BatchCreateParams"),
    "messages.batches.retrieve": (BATCHES.retrieve, ""),
    "messages.batches.list": (BATCHES.list, ""),
    "messages.batches.cancel": (BATCHES.cancel, ""),
    "messages.batches.delete": (BATCHES.delete, ""),
    "messages.batches.results": (BATCHES.results, ""),
    "models.retrieve": (MODELS.retrieve, ""),
    "models.list": (MODELS.list, ""),
    "files.upload": (FILES.upload, ""),
    "files.list": (FILES.list, ""),
    "files.retrieve_metadata": (FILES.retrieve_metadata, ""),
    "files.download": (FILES.download, ""),
    "files.delete": (FILES.delete, ""),
}

# What is received, and the definition of ours that it is.
ANSWERS: dict[str, Any] = {
    "Message": anthropic.types.Message,
    "RawMessageStreamEvent": anthropic.types.RawMessageStreamEvent,
    "ParsedMessageStreamEvent": streaming.MessageStreamEvent,
    "MessageTokensCount": anthropic.types.MessageTokensCount,
    "MessageBatch": anthropic.types.messages.MessageBatch,
    "DeletedMessageBatch": anthropic.types.messages.DeletedMessageBatch,
    "MessageBatchIndividualResponse": anthropic.types.messages.MessageBatchIndividualResponse,
    "ModelInfo": anthropic.types.ModelInfo,
    "FileMetadata": anthropic.types.FileMetadata,
    "DeletedFile": anthropic.types.DeletedFile,
    "ErrorResponse": anthropic.types.ErrorResponse,
}
