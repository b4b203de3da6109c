"""What all classes of answers have in common. The classes are in `types/_answers.py`.

An object keeps every field as it came, known or not, and gives it as an attribute. Nothing is validated: what a newer
API adds is there on the same day.
"""

from __future__ import annotations

from . import _native
from ._dumping import Dumping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import Self

    from .types import Message, MessageParam


class BaseModel(Dumping):
    """The base of all response objects: attributes, `==`, `repr`, `to_dict`, `to_json`; pickling and copying work."""

    _nested: ClassVar[dict[str, Any]] = {}
    """The class of a field's value, a dict of classes by `type`, or one of these in a list for the values of a dict. Other
    fields stay as the JSON has them. Read by the native part, once a class."""
    _sent: ClassVar[tuple[str, ...] | None] = None
    """The fields that are sent when the object is a part of a request; `None` is all. Read by the native part."""

    _scope: ClassVar[dict[str, Any]] = {}
    """Of a class of a program's own: the classes that were there where it was made."""
    _moments: ClassVar[tuple[str, ...]] = ()
    """Fields that are points in time: text in JSON, and `datetime` objects as attributes."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Pickles and `repr(type)` name the place where users find the classes.
        if cls.__module__.startswith("tidings."):
            cls.__module__ = "tidings.types"
        else:
            # Classes of a program's own may name, in annotations, what stands beside them in a function.
            import sys

            cls._scope = {name: value for name, value in sys._getframe(1).f_locals.items() if isinstance(value, type)}
        for name in cls.__dict__.get("_moments", ()):
            setattr(cls, name, Moment(name))

    def __init__(self, /, **fields: Any) -> None:
        # What says the kind is there as if it had come, and dicts stand for the objects that they describe.
        kind = type(self).__dict__.get("type")
        if kind is not None and "type" not in fields:
            fields["type"] = kind
        self.__dict__.update(_native.build(type(self), _own(fields)).__dict__ if self._nested else fields)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """What pydantic goes by where the class is the type of a field. Loads nothing of pydantic before that."""
        from ._pydantic import core_schema_of

        return core_schema_of(cls)

    @classmethod
    def _of(cls, fields: Any) -> Self:
        """An object of the fields of a JSON object, which it takes over."""
        return _native.build(cls, fields)

    @classmethod
    def _of_answer(cls, reply: _native.Answer) -> Self:
        """The object that a whole answer holds."""
        fields = reply.json()
        if not isinstance(fields, dict):
            raise reply.misfit(f"the answer is no object, so it cannot be a {cls.__name__}")
        return cls._of(fields)._by(reply)

    def _by(self, reply: _native.Answer) -> Self:
        """The same object, which came by this answer."""
        return self

    @classmethod
    def construct(cls, _fields_set: object = None, /, **fields: Any) -> Self:
        """An object of these fields; those that hold dicts become objects, as when they come from the API."""
        return cls._of(_own(fields))

    model_construct = construct

    def model_copy(self, *, update: dict[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with some fields changed; `deep` copies what is in it too."""
        import copy

        other = copy.deepcopy(self) if deep else copy.copy(self)
        other._fields().update(update or {})
        return other

    @property
    def model_fields_set(self) -> set[str]:
        """The names of the declared fields that came, or were given."""
        return set(self._fields()) & type(self).model_fields.keys()

    def _fields(self) -> dict[str, Any]:
        """The fields, in the order in which they came."""
        return self.__dict__

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._fields() == other._fields()

    def __dir__(self) -> set[str]:
        # Those of an event too, whose JSON has not been read before somebody looks.
        return {*super().__dir__(), *self._fields()}

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._fields().items())
        return f"{type(self).__name__}({fields})"


BaseModel.__module__ = "tidings.types"


class AnswerModel(BaseModel):
    """The base of all response objects but events.

    The object that an answer holds, and none inside of it, has `_request_id`, the id to quote to the API's support, and
    `_workspace_id`.
    """

    # No fields, so not in `__dict__`. Events, which are native, have no room for them.
    __slots__ = ("_request_id", "_workspace_id")

    if TYPE_CHECKING:
        _request_id: str | None
        _workspace_id: str | None

    def _by(self, reply: _native.Answer) -> Self:
        self._request_id, self._workspace_id = reply.request_id, reply.workspace_id
        return self


class UnknownModel(AnswerModel):
    """An object of a kind that this version does not know, whole."""

    type: str

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class MessageBase(AnswerModel):
    """What a message has beside its fields."""

    _sent = ("role", "content")

    if TYPE_CHECKING:
        role: Any
        content: Any

    def to_param(self) -> MessageParam:
        """The message as a part of the next request's `messages`. Putting the message there itself does the same."""
        return {"role": self.role, "content": self.content}


def message_of(fields: Any, reply: _native.Answer | None = None) -> Message:
    """A message of the fields of its JSON object, which came by this answer."""
    # The classes of answers are many: they are made for the first client, not by the import.
    from .types._answers import Message

    message = Message._of(fields)
    if reply is not None:
        return message._by(reply)
    message._request_id = message._workspace_id = None
    return message


class Moment:
    """A field that is a point in time: text as it came, a `datetime` where it is looked at, if it can be one."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: BaseModel | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        value = instance._fields().get(self._name)
        if not isinstance(value, str) or not value:
            return value or None
        from ._moments import moment_of

        return moment_of(value)

    def __set__(self, instance: BaseModel, value: Any) -> None:
        instance._fields()[self._name] = value


def _own(value: Any) -> Any:
    """Dicts and lists copied, so that the caller's stay as they are."""
    if isinstance(value, dict):
        return {key: _own(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_own(item) for item in value]
    return value
