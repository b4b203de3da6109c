"""Objects as plain dicts and JSON, with everything that can be said about which fields: loaded when one is first asked for.

`include` and `exclude` are what pydantic takes: a set of names, or a dict of names with what holds inside of each; the
items of a list are named by their places, and all of them by `__all__`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ._models import BaseModel


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

    def dump(self, model: BaseModel, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The object, and the objects in it, as dicts."""
        chosen = {}
        for name, value in self._pairs(model):
            if (value is None and not self.nothing) or not _is_in(include, name) or _is_out(exclude, name):
                continue
            if not self.defaults and value == declared_fields(type(model)).get(name, _NOTHING):
                continue
            chosen[name] = self._plain(value, _inside(include, name), _inside(exclude, name))
        return chosen

    def _pairs(self, model: BaseModel) -> Iterator[tuple[str, Any]]:
        fields = model._fields()
        moments = () if self.mode == "json" else getattr(type(model), "_moments", ())
        for name, value in fields.items():
            yield name, getattr(model, name) if name in moments else value
        if self.unset:
            for name, default in declared_fields(type(model)).items():
                if name not in fields and default is not _NOTHING:
                    yield name, default

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


def declared_fields(cls: type[BaseModel]) -> dict[str, Any]:
    """The fields that a class declares, each with what it is when it did not come; `NOTHING` where it has to come."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for name in getattr(base, "__annotations__", ()):
            if not name.startswith("_"):
                default = base.__dict__.get(name, _NOTHING)
                defaults = getattr(cls, "_defaults", {})
                # What is no value there, reads fields.
                found[name] = defaults.get(name, _NOTHING) if hasattr(default, "__get__") else default
    return found


class _Nothing:
    def __repr__(self) -> str:
        return "NOTHING"


_NOTHING = NOTHING = _Nothing()


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
