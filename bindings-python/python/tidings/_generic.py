"""Classes that take parameters for type checkers, without the typing module while a program runs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic as Generic

    from typing_extensions import TypeVar

    from .types import RawMessageStreamEvent

    OutputT = TypeVar("OutputT", default=None)
    """What `output_format` stands for; `None` where there was none."""
    EventT = TypeVar("EventT", default=RawMessageStreamEvent)
    """What a stream gives."""
else:
    OutputT = EventT = None

    class Generic:
        """The base of such classes: they can be written with parameters, as those of `typing.Generic` can."""

        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))
