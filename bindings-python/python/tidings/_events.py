"""What all events of a stream have in common. An event holds its JSON and reads it when it is looked at."""

from __future__ import annotations

from . import _native
from ._models import BaseModel, build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class Event(BaseModel):
    """The base of all events of a stream. The JSON is read when a field is first looked at.

    JSON that no Python object can hold, such as one nested too deeply, raises a `StreamMalformedError` then.
    """

    __slots__ = ("_json",)
    _defaults: ClassVar[dict[str, Any]] = {}
    """What fields are that did not come. Not attributes of the class: those would be found before the JSON is read."""

    def __init__(self, /, **fields: Any) -> None:
        # The native part, which calls no `__init__`, puts the JSON here.
        self._json: bytes | None = None
        super().__init__(**fields)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Only reached for names that are not there yet.
            if name != "_json":
                if name in (fields := self._fields()):
                    return fields[name]
                if name in self._defaults:
                    return self._defaults[name]
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


def _rebuild(cls: type[Event], fields: dict[str, Any]) -> Event:
    return cls(**fields)
