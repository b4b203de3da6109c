"""The types of options, and of what is written out often in the types of requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, Union

from .._options import NotGiven, Omit, Timeout

Headers = Mapping[str, Union[str, Omit, None]]
"""Headers of a client or a call; `None` or `tidings.omit` removes one that is there by default."""


class Strings(Protocol):
    """A list, tuple or set of strings. A string, which is one of its own letters, is none."""

    def __contains__(self, value: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...


class TimeoutLike(Protocol):
    """Limits as other HTTP clients have them; `read` is taken for both the head and the idle limit."""

    @property
    def connect(self) -> float | None: ...
    @property
    def read(self) -> float | None: ...


TimeoutOption = Union[float, Timeout, Mapping[str, Union[float, None]], TimeoutLike, NotGiven, None]
"""A number of seconds, limits by name, or `None` for no limit."""
