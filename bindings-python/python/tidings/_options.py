"""What callers can say about a client or a call, in the form that the native part takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .types import Headers, TimeoutOption


class NotGiven:
    """The class of `NOT_GIVEN`: a parameter that is left out, where `None` has a meaning of its own."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


class Omit:
    """The class of `omit`: as a header's value it removes the header, as a parameter it leaves it out."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "omit"


NOT_GIVEN = NotGiven()
not_given = NOT_GIVEN
omit = Omit()


class Timeout:
    """Time limits in seconds. `None` is no limit; what is not given is as the client has it.

    `head` is the longest wait for the head of an answer, `idle` the longest silence in it, `total` the longest time for
    a whole call with its retries, and `connect`, which only a client takes, the longest time for a connection. A number
    alone stands for `head` and `idle`; so does `read`, for code written for other clients. `write` and `pool` are
    accepted for the same reason and change nothing.
    """

    __slots__ = ("connect", "head", "idle", "total")

    def __init__(
        self,
        timeout: float | None | NotGiven = NOT_GIVEN,
        *,
        connect: float | None | NotGiven = NOT_GIVEN,
        head: float | None | NotGiven = NOT_GIVEN,
        idle: float | None | NotGiven = NOT_GIVEN,
        total: float | None | NotGiven = NOT_GIVEN,
        read: float | None | NotGiven = NOT_GIVEN,
        write: float | None | NotGiven = NOT_GIVEN,
        pool: float | None | NotGiven = NOT_GIVEN,
    ) -> None:
        both = timeout if isinstance(read, NotGiven) else read
        self.connect = _limit(connect)
        self.head = _limit(both if isinstance(head, NotGiven) else head)
        self.idle = _limit(both if isinstance(idle, NotGiven) else idle)
        self.total = _limit(total)

    def __repr__(self) -> str:
        said = [f"{name}={value}" for name in self.__slots__ if (value := getattr(self, name)) is not None]
        return f"Timeout({', '.join(said)})"


def timeout_option(timeout: TimeoutOption) -> Timeout:
    """The limits that `timeout` stands for."""
    if isinstance(timeout, Timeout):
        return timeout
    if timeout is None or isinstance(timeout, (int, float, NotGiven)):
        return Timeout(timeout)
    if hasattr(timeout, "connect") and hasattr(timeout, "read"):
        return Timeout(connect=timeout.connect, read=timeout.read)
    if hasattr(timeout, "keys"):
        return Timeout(**timeout)
    raise TypeError(f"timeout must be a number of seconds, a tidings.Timeout or None, not {type(timeout).__name__}")


def headers_option(headers: Headers | None) -> list[tuple[str, str | None]]:
    """Names and values; without a value a header is removed."""
    items = {} if headers is None else headers
    return [(name, None if isinstance(value, Omit) else value) for name, value in items.items()]


def retries_option(retries: int | NotGiven) -> int | None:
    """How often to try again; `None` is not said."""
    if isinstance(retries, NotGiven):
        return None
    if isinstance(retries, bool) or not isinstance(retries, int):
        raise TypeError(f"max_retries must be a whole number, not {type(retries).__name__}; 0 means never")
    if retries < 0:
        raise ValueError(f"max_retries must be 0 or more, not {retries}")
    return retries


def request_of(arguments: dict[str, Any], stream: bool = False) -> dict[str, Any]:
    """Splits the arguments of a method (its `locals()`) into the request's body and the options of the call."""
    del arguments["self"]
    options = {name: arguments.pop(name) for name in ("extra_headers", "timeout", "max_retries")}
    extra_body = arguments.pop("extra_body")
    stream = bool(arguments.pop("stream", stream))
    body = {name: value for name, value in arguments.items() if not isinstance(value, (NotGiven, Omit))}
    # Last, so that what the caller adds by hand wins.
    body.update({} if extra_body is None else extra_body)
    return {"body": body, "stream": stream, **options}


def _limit(seconds: float | None | NotGiven) -> float | None:
    # The native part knows "not said" and infinity; Python says "no limit" with None.
    if isinstance(seconds, NotGiven):
        return None
    return float("inf") if seconds is None else float(seconds)
