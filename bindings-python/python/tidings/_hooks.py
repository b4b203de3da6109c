"""What a program can watch of its calls: functions of its own, called in the thread or task that makes the call."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from . import _native
    from ._loop import LoopBell

    Hook = Callable[["AttemptRecord"], object]

MOMENTS = ("on_request", "on_response", "on_retry", "on_error")


class AttemptRecord:
    """What a hook is told of an attempt: no header, no query, no body, so nothing secret. Times are in seconds."""

    __slots__ = ("method", "path", "model", "attempt", "status", "request_id", "took", "elapsed", "kind", "delay")

    method: str
    """The method of the request."""
    path: str
    """The path of the request, without its query."""
    model: str | None
    """The model that the request names, if it names one."""
    attempt: int
    """Which attempt of the call it is, counted from 1."""
    status: int | None
    """The HTTP status of the answer, once there is one."""
    request_id: str | None
    """The id to quote to the API's support, once it is known."""
    took: float
    """The time since this attempt began."""
    elapsed: float
    """The time since the call began, waits between attempts included."""
    kind: str | None
    """What went wrong, in `on_retry` and `on_error`."""
    delay: float | None
    """The wait before the next attempt, in `on_retry`."""

    def __init__(self, fields: dict[str, Any]) -> None:
        for name in self.__slots__:
            setattr(self, name, fields[name])

    def __repr__(self) -> str:
        said = [f"{name}={value!r}" for name in self.__slots__ if (value := getattr(self, name)) is not None]
        return f"AttemptRecord({', '.join(said)})"


class Hooks:
    """The functions of a client, by the moment at which they are called. Those that raise do not hurt the call."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._functions: dict[str, Hook] = {}
        for name in MOMENTS:
            hook = options.get(name)
            if hook is not None and not callable(hook):
                raise TypeError(f"{name} must be a function, not {type(hook).__name__}")
            if hook is not None:
                self._functions[name] = hook

    def names(self) -> list[str]:
        """The moments that somebody watches."""
        return list(self._functions)

    def read(self, call: _native.Call, look: Callable[[], Any]) -> Any:
        """What `look` gives, by blocking; what happens on the way is told meanwhile."""
        while (found := look()) is ...:
            for hook, record in self._told(call):
                try:
                    hook(record)
                except Exception:
                    _complain()
        return found

    async def read_async(self, loop: LoopBell, call: _native.Call, look: Callable[[_native.Bell], Any]) -> Any:
        """What `look` gives, by awaiting; a hook may be a coroutine function."""
        while (found := await loop.read(call, look)) is ...:
            for hook, record in self._told(call):
                try:
                    result: Any = hook(record)
                    if hasattr(result, "__await__"):
                        await result
                except Exception:
                    _complain()
        return found

    def _told(self, call: _native.Call) -> Iterable[tuple[Hook, AttemptRecord]]:
        return [(self._functions[name], AttemptRecord(fields)) for name, fields in call.told()]


AttemptRecord.__module__ = "tidings"


def _complain() -> None:
    import logging

    logging.getLogger("tidings").exception("a hook raised; the call goes on")
