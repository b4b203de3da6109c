"""Objects as plain dicts, with everything that can be said about which fields: loaded when one is first asked for.

`include` and `exclude` are what pydantic takes: a set of names, or a dict of names with what holds inside of each; the
items of a list are named by their places, and all of them by `__all__`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Wishes:
    """What is to be in a dump."""

    __slots__ = ("mode", "unset", "defaults", "nothing")

    def __init__(self, mode: str, exclude_unset: bool, exclude_defaults: bool, exclude_none: bool) -> None:
        if mode not in ("python", "json"):
            raise ValueError(f"mode must be 'python' or 'json', not {mode!r}")
        self.mode = mode
        self.unset = not exclude_unset
        self.defaults = not exclude_defaults
        self.nothing = not exclude_none

    def dump(self, model: Any, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The object, and the objects in it, as dicts."""
        chosen = {}
        for name, value in self._pairs(model):
            if (value is None and not self.nothing) or not _is_in(include, name) or _is_out(exclude, name):
                continue
            if not self.defaults and name in (declared := fields_of(type(model))) and value == declared[name].default:
                continue
            chosen[name] = self._plain(value, _inside(include, name), _inside(exclude, name))
        return chosen

    def _pairs(self, model: Any) -> Iterator[tuple[str, Any]]:
        fields = model._fields()
        moments = () if self.mode == "json" else type(model)._moments
        for name, value in fields.items():
            yield name, getattr(model, name) if name in moments else value
        if self.unset:
            for name, field in fields_of(type(model)).items():
                if name not in fields and not field.is_required():
                    yield name, field.default

    def _plain(self, value: Any, include: Any, exclude: Any) -> Any:
        from ._models import BaseModel

        if isinstance(value, BaseModel):
            return self.dump(value, include, exclude)
        if isinstance(value, list):
            last = len(value)
            return [
                self._plain(item, _inside(include, place, last), _inside(exclude, place, last))
                for place, item in enumerate(value)
                if _is_in(include, place, last) and not _is_out(exclude, place, last)
            ]
        if isinstance(value, dict):
            return {
                key: self._plain(item, _inside(include, key), _inside(exclude, key))
                for key, item in value.items()
                if _is_in(include, key) and not _is_out(exclude, key)
            }
        return value


class DeclaredField:
    """A field that a class declares."""

    __slots__ = ("annotation", "default")

    def __init__(self, annotation: Any, default: Any) -> None:
        self.annotation = annotation
        """Its type, as it is written."""
        self.default = default
        """What it is where it did not come."""

    def is_required(self) -> bool:
        """Whether it always comes."""
        return self.default is ...

    def __repr__(self) -> str:
        default = "" if self.is_required() else f", default={self.default!r}"
        return f"DeclaredField(annotation={self.annotation}, required={self.is_required()}{default})"


def fields_of(cls: type[Any]) -> dict[str, DeclaredField]:
    """The fields that a class declares, its bases' first."""
    found: dict[str, DeclaredField] = {}
    defaults: dict[str, Any] = getattr(cls, "_defaults", {})
    for base in reversed(cls.__mro__):
        for name, annotation in getattr(base, "__annotations__", {}).items():
            if not name.startswith("_") and not str(annotation).startswith("ClassVar"):
                default = base.__dict__.get(name, ...)
                # What is no value there, reads fields.
                default = _unset(annotation, defaults.get(name, ...)) if hasattr(default, "__get__") else default
                found[name] = DeclaredField(annotation, default)
    return found


def _unset(annotation: Any, default: Any) -> Any:
    return None if default is ... and str(annotation).endswith("None") else default


def all_pairs(model: Any) -> Iterator[tuple[str, Any]]:
    """The names and values of an object's fields, those that did not come last."""
    return Wishes("python", False, False, False)._pairs(model)


def _is_in(include: Any, name: Any, count: int | None = None) -> bool:
    return include is None or _named(include, name, count) is not None


def _is_out(exclude: Any, name: Any, count: int | None = None) -> bool:
    return exclude is not None and _named(exclude, name, count) in (True, ...)


def _inside(wish: Any, name: Any, count: int | None = None) -> Any:
    """What a wish says about what is inside of a field; `None` where it says nothing."""
    inner = None if wish is None else _named(wish, name, count)
    return None if inner in (True, False, ...) else inner


def _named(wish: Any, name: Any, count: int | None) -> Any:
    names = [name] if count is None else [name, name - count, "__all__"]
    if not hasattr(wish, "keys"):
        return True if any(each in wish for each in names) else None
    return next((wish[each] for each in names if each in wish), None)
