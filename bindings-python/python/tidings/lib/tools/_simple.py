"""Simple annotations where there is no pydantic: the same schemas, and arguments that have to be of these types."""

from __future__ import annotations

import inspect
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_EMPTY = inspect.Parameter.empty


class NotSimple(Exception):
    """An annotation that only pydantic understands."""


class SimpleArguments:
    """The parameters of a function that has `str`, `int`, `float`, `bool`, `None`, `Any`, `Literal`, and lists, dicts
    and unions of these for annotations. Raises `NotSimple` for another.
    """

    def __init__(self, func: Callable[..., Any], hints: dict[str, Any]) -> None:
        self._parameters: dict[str, tuple[Any, Any]] = {}
        for name, parameter in inspect.signature(func).parameters.items():
            if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                raise NotSimple(name)
            self._parameters[name] = (hints.get(name, Any), parameter.default)
        self._schema = self._made()

    def json_schema(self) -> dict[str, Any]:
        """The schema of the parameters, as pydantic makes it."""
        return self._schema

    def checked(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments; `ValueError` says which do not fit."""
        faults = [f"{name}: Unexpected keyword argument" for name in given if name not in self._parameters]
        for name, (hint, default) in self._parameters.items():
            if name in given:
                faults += [] if _fits(given[name], hint) else [f"{name}: Input should be {_words(hint)}"]
            elif default is _EMPTY:
                faults.append(f"{name}: Missing required argument")
        if faults:
            raise ValueError("; ".join(faults))
        return given

    def _made(self) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for name, (hint, default) in self._parameters.items():
            said = {**_schema(hint), "title": name.replace("_", " ").title().strip()}
            properties[name] = _sorted(said if default is _EMPTY else {**said, "default": default})
        required = [name for name, (_, default) in self._parameters.items() if default is _EMPTY]
        schema: dict[str, Any] = {"additionalProperties": False, "properties": properties, "type": "object"}
        return _sorted({**schema, "required": required} if required else schema)


def _schema(hint: Any) -> dict[str, Any]:
    hint = NoneType if hint is None else hint
    if hint is Any or hint is _EMPTY:
        return {}
    if isinstance(hint, type) and hint in _NAMES:
        return {"type": _NAMES[hint]}
    origin, parts = get_origin(hint) or hint, get_args(hint)
    if origin is Literal:
        return _words_schema(parts)
    if origin is Union or origin is UnionType:
        return {"anyOf": [_schema(part) for part in parts]}
    if origin is list:
        return {"items": _schema(parts[0]) if parts else {}, "type": "array"}
    if origin is dict and (not parts or parts[0] is str):
        values = _schema(parts[1]) if parts else {}
        return {"additionalProperties": values or True, "type": "object"}
    raise NotSimple(hint)


def _words_schema(words: tuple[Any, ...]) -> dict[str, Any]:
    types = {type(word) for word in words}
    if not types <= {str, int, bool}:
        raise NotSimple(words)
    kind = {"type": _NAMES[types.pop()]} if len(types) == 1 else {}
    return {"const": words[0], **kind} if len(words) == 1 else {"enum": list(words), **kind}


def _fits(value: Any, hint: Any) -> bool:
    if hint is Any or hint is _EMPTY:
        return True
    if hint is None or hint is NoneType:
        return value is None
    origin, parts = get_origin(hint) or hint, get_args(hint)
    if origin is Literal:
        return any(type(value) is type(word) and value == word for word in parts)
    if origin is Union or origin is UnionType:
        return any(_fits(value, part) for part in parts)
    if origin is list:
        return isinstance(value, list) and all(_fits(item, parts[0]) for item in value if parts)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(item, parts[1]) for item in value.values() if parts)
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, (int, float) if hint is float else hint)


def _words(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return " or ".join(map(repr, get_args(hint)))
    return f"a valid {_NAMES.get(hint, str(hint))}"


def _sorted(schema: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(schema.items()))
