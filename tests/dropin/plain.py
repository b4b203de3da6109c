"""Values of either package as plain data that can be compared and printed."""

from __future__ import annotations

import builtins
import datetime
import enum
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import anthropic
from faces import bare

# What an error of the API says of itself, where it says it.
ERROR_FIELDS = (
    "status_code",
    "request_id",
    "workspace_id",
    "type",
    "api_message",
    "error_code",
    "message",
    "body",
)


class Least(dict[str, Any]):
    """Entries that must be there; more of them are no difference."""


def plain(value: Any) -> Any:
    """A value as None, bool, number, str, list and dict. Objects of answers keep their class's name as `(class)`."""
    value = bare(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, (bytes, bytearray)):
        return {"(bytes)": bytes(value).decode("latin-1")}
    if isinstance(value, BaseException):
        return error_of(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return {"(datetime)": value.isoformat()}
    if isinstance(value, type):
        return {"(class)": class_name(value)}
    if hasattr(value, "to_dict"):
        return model(value)
    if isinstance(value, Least):
        return Least({name: plain(item) for name, item in value.items()})
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, os.PathLike):
        return os.path.basename(value)
    if isinstance(value, (Iterator, list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return {"(class)": class_name(type(value))}


def seen(events: Iterable[Any]) -> list[Any]:
    """Everything that comes, each as it is in the moment in which it comes."""
    return [plain(event) for event in events]


def model(value: Any) -> dict[str, Any]:
    """An object of an answer, with the classes of the objects in it."""
    names = value.to_dict().keys()
    fields = {name: plain(getattr(value, name, value.to_dict()[name])) for name in names}
    return {"(class)": class_name(type(value)), **fields}


def class_name(kind: type) -> str:
    """The name of a class without its parameters, which only one of the packages has at run time."""
    return kind.__name__.partition("[")[0]


def error_of(error: BaseException) -> dict[str, Any]:
    """An error as a handler sees it: which `except` catches it, and the fields that are read of it."""
    catching = [kind.__name__ for kind in type(error).__mro__ if is_public(kind)]
    told = Least({"(raised)": catching[0], "caught by": Least(dict.fromkeys(catching, True)), "str": str(error)})
    if isinstance(error, (anthropic.APIError,)) or hasattr(error, "may_have_run"):
        told.update({name: plain(getattr(error, name)) for name in ERROR_FIELDS if hasattr(error, name)})
    return told


def is_public(kind: type) -> bool:
    """Whether programs for the official package can name this class of errors."""
    if kind in (object, BaseException):
        return False
    name = kind.__name__
    return hasattr(builtins, name) or hasattr(anthropic, name) or hasattr(anthropic.types, name) or name in CODES


CODES = {kind.__name__ for kind in vars(anthropic._error_classes).values() if isinstance(kind, type)}


def caught(call: Any, *arguments: Any, **options: Any) -> Any:
    """The error that a call ends with."""
    try:
        result = call(*arguments, **options)
    except Exception as error:
        # The frames would keep streams and clients of the example alive.
        return error.with_traceback(None)
    return ["nothing was raised", result]


def parsed(text: str) -> Any:
    """The value of a JSON text."""
    return json.loads(text)
