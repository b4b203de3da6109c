"""What callers can say about a client or a call, in the form that the native part takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, ClassVar

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


NOT_GIVEN: NotGiven = NotGiven()
not_given: NotGiven = NOT_GIVEN
omit: Omit = Omit()


class Timeout:
    """Time limits in seconds. `None` is no limit; what is not given is as the client has it.

    `write` is the longest time in which nothing of a request's body can be sent, `head` the longest wait for the head
    of an answer, `idle` the longest silence in it, `total` the longest time for a whole call with its retries, and
    `connect`, which only a client takes, the longest time for a connection. A number alone stands for `head` and
    `idle`; so does `read`, for code written for other clients. `pool` is accepted for the same reason and changes
    nothing.
    """

    __slots__ = ("connect", "write", "head", "idle", "total")

    def __init__(
        self,
        timeout: float | None | NotGiven = NOT_GIVEN,
        *,
        connect: float | None | NotGiven = NOT_GIVEN,
        write: float | None | NotGiven = NOT_GIVEN,
        head: float | None | NotGiven = NOT_GIVEN,
        idle: float | None | NotGiven = NOT_GIVEN,
        total: float | None | NotGiven = NOT_GIVEN,
        read: float | None | NotGiven = NOT_GIVEN,
        pool: float | None | NotGiven = NOT_GIVEN,
    ) -> None:
        both = timeout if isinstance(read, NotGiven) else read
        self.connect: float | None = _limit("connect", connect)
        self.write: float | None = _limit("write", write)
        self.head: float | None = _limit("head", both if isinstance(head, NotGiven) else head)
        self.idle: float | None = _limit("idle", both if isinstance(idle, NotGiven) else idle)
        self.total: float | None = _limit("total", total)

    @property
    def read(self) -> float | None:
        """The limit for the head of an answer, by its name in other clients."""
        return self.head

    @property
    def pool(self) -> float | None:
        """Always `None`: connections are not waited for by themselves."""
        return None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Timeout):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        said = [f"{name}={value}" for name in self.__slots__ if (value := getattr(self, name)) is not None]
        return f"Timeout({', '.join(said)})"


def timeout_option(timeout: TimeoutOption, *, per_call: bool = False) -> Timeout:
    """The limits that `timeout` stands for."""
    if isinstance(timeout, Timeout):
        return timeout
    if timeout is None or isinstance(timeout, (int, float, NotGiven)):
        return Timeout(timeout)
    limits: Any = timeout
    if hasattr(limits, "connect") and hasattr(limits, "read"):
        # Other clients' objects have a connect limit whether or not it was meant, and calls have none here.
        connect = NOT_GIVEN if per_call else limits.connect
        return Timeout(connect=connect, read=limits.read, write=getattr(limits, "write", NOT_GIVEN))
    if hasattr(limits, "keys"):
        return Timeout(**limits)
    raise TypeError(f"timeout must be a number of seconds, a tidings.Timeout or None, not {type(timeout).__name__}")


def headers_option(option: str, headers: Headers | None) -> list[tuple[str, str | None]]:
    """Names and values; without a value a header is removed."""
    if headers is None:
        return []
    if not hasattr(headers, "items"):
        raise TypeError(f"{option} must be a mapping of names to values, not {type(headers).__name__}")
    return [(_header_name(option, name), _header_value(option, name, value)) for name, value in headers.items()]


def query_option(option: str, query: Mapping[str, object] | None) -> list[tuple[str, str | list[str]]]:
    """Names and texts of a query; lists repeat their name, mappings put theirs in brackets, what is `None` is left out."""
    if query is None:
        return []
    if not hasattr(query, "items"):
        raise TypeError(f"{option} must be a mapping of names to values, not {type(query).__name__}")
    return [pair for name, value in query.items() for pair in _query_pairs(option, str(name), value)]


def retries_option(options: dict[str, Any]) -> dict[str, Any]:
    """Takes out of the options, which may hold others, those that say when to try again."""
    return {
        "max_retries": count_option("max_retries", options.pop("max_retries"), least=0),
        "max_retry_after": seconds_option("max_retry_after", options.pop("max_retry_after")),
        "throttle_patience": seconds_option("throttle_patience", options.pop("throttle_patience")),
        "retry_ambiguous": switch_option("retry_ambiguous", options.pop("retry_ambiguous")),
        "retry_on_timeout": switch_option("retry_on_timeout", options.pop("retry_on_timeout")),
    }


def count_option(name: str, count: int | NotGiven, *, least: int = 1) -> int | None:
    """How many; `None` is not said."""
    if isinstance(count, NotGiven):
        return None
    if isinstance(count, bool) or not isinstance(count, int):
        hint = "; 0 means never" if least == 0 else ""
        raise TypeError(f"{name} must be a whole number, not {type(count).__name__}{hint}")
    if not least <= count <= _MAX_COUNT:
        raise ValueError(f"{name} must be from {least} to {_MAX_COUNT}, not {count}")
    return count


def seconds_option(name: str, seconds: float | None) -> float | None:
    """How long; `None` is not said."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not hasattr(seconds, "__float__"):
        raise TypeError(f"{name} must be a number of seconds, not {type(seconds).__name__}")
    if not float(seconds) >= 0:
        raise ValueError(f"{name} must be a number of seconds, not {seconds}")
    return float(seconds)


def text_option(name: str, text: str | None) -> str | None:
    """Words; `None` is not said."""
    if text is not None and not isinstance(text, str):
        raise TypeError(f"{name} must be str, not {type(text).__name__}")
    return text


def switch_option(name: str, on: bool | NotGiven) -> bool | None:
    """Yes or no; `None` is not said."""
    if isinstance(on, NotGiven):
        return None
    if not isinstance(on, bool):
        raise TypeError(f"{name} must be True or False, not {type(on).__name__}")
    return on


def request_of(arguments: dict[str, Any], stream: bool = False) -> dict[str, Any]:
    """Splits the arguments of a method (its `locals()`) into the request's body and the options of the call."""
    del arguments["self"]
    options = {
        "headers": headers_option("extra_headers", arguments.pop("extra_headers")),
        "limits": timeout_option(arguments.pop("timeout"), per_call=True),
        "retries": retries_option(arguments),
        "validation": switch_option("validation", arguments.pop("validation")),
        "stream_long_calls": switch_option("stream_long_calls", arguments.pop("stream_long_calls")),
        "stream": bool(arguments.pop("stream", stream)),
    }
    # Last, so that what the caller adds by hand wins.
    arguments.update(_extra_body(arguments.pop("extra_body")))
    body = {name: value for name, value in arguments.items() if not isinstance(value, (NotGiven, Omit))}
    if options["stream"]:
        body["stream"] = True
    return {"body": body, **options}


_MAX_COUNT = 2**32 - 1


def _header_name(option: str, name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"{option}: the name of a header must be str, not {type(name).__name__}")
    return name


def _header_value(option: str, name: str, value: object) -> str | None:
    if value is None or isinstance(value, Omit):
        return None
    if not isinstance(value, str):
        raise TypeError(f"{option}: the value of {name!r} must be str, None or tidings.omit, not {type(value).__name__}")
    return value


def _query_pairs(option: str, name: str, value: Any) -> list[tuple[str, str | list[str]]]:
    if value is None or isinstance(value, (NotGiven, Omit)):
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [(name, [_query_text(option, name, item) for item in value if item is not None])]
    if hasattr(value, "items"):
        pairs = value.items()
        return [pair for key, item in pairs for pair in _query_pairs(option, f"{name}[{key}]", item)]
    return [(name, _query_text(option, name, value))]


def _query_text(option: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, (str, int, float)):
        return str(value)
    wanted = "text, a number, a list or a mapping"
    raise TypeError(f"{option}: the value of {name!r} must be {wanted}, not {type(value).__name__}")


def _extra_body(extra: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if extra is None:
        return {}
    if not hasattr(extra, "keys"):
        raise TypeError(f"extra_body must be a mapping of parameters to values, not {type(extra).__name__}")
    if "stream" in extra:
        raise ValueError("extra_body cannot say stream: call create with stream=True, or messages.stream")
    return extra


def _limit(name: str, seconds: float | None | NotGiven) -> float | None:
    # The native part knows "not said" and infinity; Python says "no limit" with None.
    if isinstance(seconds, NotGiven):
        return None
    if seconds is None:
        return float("inf")
    if isinstance(seconds, bool) or not hasattr(seconds, "__float__"):
        raise TypeError(f"timeout ({name}) must be a number of seconds or None, not {type(seconds).__name__}")
    return float(seconds)


DEFAULT_TIMEOUT: Timeout = Timeout(connect=5.0, write=60.0, head=600.0, idle=120.0)
DEFAULT_MAX_RETRIES = 2
