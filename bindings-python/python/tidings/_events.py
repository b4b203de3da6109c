"""What all events of a stream have in common. An event makes its fields when they are looked at."""

from __future__ import annotations

from . import _native
from ._models import BaseModel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class _Lazy(_native.Lazy, BaseModel):
    """The base of objects that the native part makes without their fields."""

    _defaults: ClassVar[dict[str, Any]] = {}
    """What fields are that did not come. Not attributes of the class: those would be found before the JSON is read."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in cls.__dict__.get("__annotations__", ()):
            if name not in cls.__dict__:
                default = (cls._defaults[name],) if name in cls._defaults else ()
                setattr(cls, name, _native.Field(name, *default))

    def _fields(self) -> dict[str, Any]:
        return self._read()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self._read()))


class Event(_Lazy):
    """The base of all events of a stream.

    JSON that no Python object can hold, such as one nested too deeply, raises a `StreamMalformedError` when a field is
    looked at.
    """


class Delta(_Lazy):
    """The base of what a `content_block_delta` adds."""


class TextEventBase(Event):
    """What a `text` event can do beside holding its fields."""

    if TYPE_CHECKING:
        snapshot: str

    def parsed_snapshot(self) -> Any:
        """The value that the text of the block has so far, where it is JSON: what is not finished is left out, but for
        strings. Raises `ValueError` where it is not JSON.
        """
        return _native.decode_partial(self.snapshot)


class UnknownEvent(Event):
    """An event of a kind that this version does not know, whole."""

    type: str

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


def _rebuild(cls: type[_Lazy], fields: dict[str, Any]) -> _Lazy:
    return cls(**fields)
