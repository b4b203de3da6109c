"""The types of options, and of what is written out often in the types of requests."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Protocol, TypedDict, Union

from .._options import NotGiven, Omit, Timeout

Headers = Mapping[str, Union[str, Omit, None]]
"""Headers of a client or a call; `None` or `tidings.omit` removes one that is there by default."""


Pem = Union[str, bytes, "os.PathLike[str]"]
"""Certificates or a key in PEM: the text or bytes itself, or the path of a file that holds it."""

ClientCertificate = Union[Pem, "tuple[Pem, Pem]"]
"""A certificate with its chain, and its private key; a file may hold both."""


TokenProvider = Callable[[], Union[str, "tuple[str, Any]", "TokenLike", Awaitable[Any]]]
"""A function that gives a token; with its expiry as a pair, or as an object that has both."""


class TokenLike(Protocol):
    """A token, and when it expires in seconds since 1970."""

    @property
    def token(self) -> str: ...
    @property
    def expires_at(self) -> float | None: ...


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


class PressureBucket(TypedDict):
    """One limit that the server advertises, as the client mirrors it."""

    name: str
    """`requests`, `tokens`, `input_tokens` or `output_tokens`."""
    limit: int
    """The most that is allowed in a minute."""
    level: float
    """How much of it is left by the client's reckoning; below zero when more was used than expected."""
    share: float
    """The share of the limit, from 0 to 1, that the client takes for its own; less than 1 when others use the key too."""


class PressureState(TypedDict):
    """The pressure of one credential and model: how much is under way, and what holds the rest back."""

    origin: str
    """Scheme, host and port of the server."""
    model: str
    """The model, empty for calls that name none."""
    in_flight: int
    """Calls sent and not yet over."""
    waiting: int
    """Calls that wait to be sent."""
    limit: int | None
    """The most calls under way that the server seems to bear; `None` before the first refusal and after a long calm."""
    rate: float | None
    """Calls a second that the server seems to bear, where it refused with a hint and advertises no limits."""
    buckets: list[PressureBucket]
    """The limits that the server advertises."""
    gate: float | None
    """Seconds for which nothing will be sent, because the server said to come back later."""
    refusals: int
    """Attempts that the server turned away, so far."""
    waited: float
    """Seconds that calls have spent waiting to be sent, added up over the waits that have ended."""
