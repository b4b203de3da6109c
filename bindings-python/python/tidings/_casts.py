"""Answers made into what a caller names: for the raw verbs, and for `parse(to=...)` of answers as they came."""

from __future__ import annotations

import inspect
import sys
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from . import _native
from ._methods import EVENTS, Answer
from ._models import BaseModel
from ._options import NOT_GIVEN, Omit
from ._requests import Request, options_of, payload

if TYPE_CHECKING:
    from collections.abc import Mapping

# Names in the options of the raw verbs, and in whole descriptions, that are those of methods under another name.
_PARAMETERS = {"headers": "extra_headers", "params": "extra_query"}
# What the official package knows there and has no meaning here.
_IGNORED = ("idempotency_key", "follow_redirects", "post_parser", "strip_raw_response_header")


class Cast(Answer):
    """Whatever a caller names as the type of the answer."""

    def __init__(self, to: Any) -> None:
        self._to = to
        self.mode = _native.RAW if to in (str, bytes, type(None)) or _is_response(to) else _native.ANY

    def parse(self, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        return cast(self._to, reply, native, request)


class ResponseCast(Cast):
    """The answer as it came."""

    def get(self, native: _native.Client, request: Request) -> Any:
        from ._managers import respond

        return respond(native, request, Cast(_inner(self._to)), False)

    async def fetch(self, native: _native.Client, request: Request) -> Any:
        from ._managers import respond_async

        return await respond_async(native, request, Cast(_inner(self._to)), False)


class Listed(Answer):
    """A page whose class, and the class of whose items, a caller names."""

    def __init__(self, page: Any, model: Any) -> None:
        self._page = get_origin(page) or page
        self._model = model

    def parse(self, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
        from ._pages import page_of

        return page_of(self._page, lambda fields: converted(self._model, fields), reply, native, request)


def answer_for(to: Any, stream: bool) -> Answer:
    """How an answer of this type is read."""
    if stream:
        return EVENTS
    if _is_response(to):
        return ResponseCast(to)
    return Cast(to)


def cast(to: Any, reply: _native.Answer, native: _native.Client, request: Request) -> Any:
    """The body of a whole answer as this type."""
    if to is bytes:
        return reply.body
    if to is str:
        from ._headers import Headers
        from ._text import decoder

        return decoder(Headers(reply.headers)).decode(reply.body, True)
    if to is None or to is type(None):
        return None
    if isinstance(get_origin(to) or to, type) and issubclass(get_origin(to) or to, BaseModel):
        from ._pages import BasePage, page_of

        cls = get_origin(to) or to
        if issubclass(cls, BasePage):
            model = (get_args(to) or (object,))[0]
            return page_of(cls, lambda fields: converted(model, fields), reply, native, request)
        return prepared(cls)._of_answer(reply)
    return converted(to, reply.json())


def converted(to: Any, value: Any) -> Any:
    """JSON, read already, as this type. What fits nothing stays as it is."""
    cls = get_origin(to) or to
    if to is object or to is Any or cls in (dict, list) and not get_args(to):
        return value
    if isinstance(cls, type) and issubclass(cls, BaseModel):
        return prepared(cls)._of(value) if isinstance(value, dict) else value
    # Only those who use pydantic have loaded it.
    pydantic: Any = sys.modules.get("pydantic")
    if pydantic is not None and isinstance(cls, type) and issubclass(cls, pydantic.BaseModel):
        model: Any = cls
        return model.model_validate(value)
    if cls is dict and isinstance(value, dict):
        item = get_args(to)[1]
        return {key: converted(item, one) for key, one in value.items()}
    if cls is list and isinstance(value, list):
        item = get_args(to)[0]
        return [converted(item, one) for one in value]
    if isinstance(cls, type) and cls not in (dict, list) and get_origin(to) is None and not _is_typed_dict(cls):
        if cls in (int, float, bool) and isinstance(value, (int, float)):
            return cls(value)
        raise TypeError(
            f"cast_to cannot be {cls.__name__}: give a class of tidings.types or of pydantic's models, "
            "dict, list, object, str, bytes or tidings.APIResponse"
        )
    return value


def prepared(cls: type[BaseModel]) -> type[BaseModel]:
    """A class of a program's own, whose annotations say which of its fields hold objects. Those of this package know."""
    if "_nested" not in vars(cls) and not cls.__module__.startswith("tidings."):
        found = dict(cls._nested)
        for base in reversed(cls.__mro__):
            if not base.__module__.startswith("tidings.") and issubclass(base, BaseModel):
                hints = inspect.get_annotations(base)
                found.update({name: nested_class(_read(hint, base)) for name, hint in hints.items()})
        cls._nested = {name: made for name, made in found.items() if made is not None}
    return cls


def _read(hint: Any, cls: type[BaseModel]) -> Any:
    """An annotation, evaluated where it stands as text; the text where it names what is only there for checkers."""
    if not isinstance(hint, str):
        return hint
    try:
        return eval(hint, vars(sys.modules[cls.__module__]), cls._scope)
    except Exception:
        return hint


def nested_class(hint: Any) -> Any:
    """The class of the objects that a field of this type holds, in a list for those in a dict; `None` for none."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return prepared(hint)
    if origin is list and arguments:
        return nested_class(arguments[0])
    if origin is dict and arguments:
        made = nested_class(arguments[1])
        return None if made is None else [made]
    if origin is Union or isinstance(hint, UnionType):
        found = [made for made in map(nested_class, arguments) if made is not None]
        return found[0] if found else None
    return None


def asked(
    verb: str,
    path: str,
    options: Mapping[str, Any],
    body: object = None,
    content: bytes | str | None = None,
    files: Any = None,
    *,
    stream: bool = False,
) -> Request:
    """The request for a path."""
    given = {_PARAMETERS.get(name, name): value for name, value in options.items() if name not in _IGNORED}
    more = given.pop("extra_json", None)
    if more:
        body = {**(body if isinstance(body, dict) else {}), **more}
    request = options_of(given)
    request.verb, request.path = verb, path
    if isinstance(body, Omit) or body is NOT_GIVEN:
        body = None
    if files:
        if content is not None:
            raise TypeError("content cannot go together with files")
        from ._files import fields_of, part_of

        pairs = files.items() if hasattr(files, "items") else files
        plain = [part for name, value in _items(body) for part in fields_of(name, value)]
        request.payload = payload(form=[*plain, *(part_of(name, file) for name, file in pairs)])
        # The boundary belongs to the type, and is made with the form.
        request.headers = [pair for pair in request.headers if pair[0].lower() != "content-type"]
    elif content is not None:
        if body is not None:
            raise TypeError("content cannot go together with body")
        request.payload = payload(content=content.encode() if isinstance(content, str) else bytes(content))
    else:
        request.payload = payload(json=body)
    return request


def described(options: Any) -> tuple[str, str, dict[str, Any], Any, Any, Any]:
    """A whole description of a call, taken apart: verb, path, options, body, content, files."""
    fields = dict(options) if hasattr(options, "keys") else dict(vars(options))
    given = {name: value for name, value in fields.items() if value is not NOT_GIVEN and value is not None}
    body, content, files = (given.pop(name, None) for name in ("json_data", "content", "files"))
    verb, path = str(given.pop("method")).upper(), str(given.pop("url"))
    return verb, path, given, body, content, files


def _items(body: Any) -> Any:
    if body is None:
        return ()
    if not hasattr(body, "items"):
        raise TypeError(f"body must be a mapping when it goes together with files, not {type(body).__name__}")
    return body.items()


def _is_response(to: Any) -> bool:
    from ._responses import BaseAPIResponse

    cls = get_origin(to) or to
    return isinstance(cls, type) and issubclass(cls, BaseAPIResponse)


def _inner(to: Any) -> Any:
    return (get_args(to) or (object,))[0]


def _is_typed_dict(cls: type) -> bool:
    return hasattr(cls, "__total__") and hasattr(cls, "__required_keys__")

