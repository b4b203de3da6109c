"""What a program can watch of its calls: functions of its own, called in the thread or task that makes the call."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from . import _native
    from ._credentials import Credentials

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


class Watcher:
    """What a client does beside its calls: it calls the functions that watch them, and has tokens fetched for them."""

    def __init__(self, hooks: dict[str, Hook], credentials: Credentials | None) -> None:
        self.hooks = hooks
        self.credentials = credentials

    def watch(self, call: _native.Call) -> Any:
        """The call, telling what happens on the way while its answer is waited for."""
        if self.credentials is not None:
            self.credentials.serve()
        return Watched(call, self.hooks) if self.hooks else call


class Watched:
    """A call whose answer is waited for together with what happens on the way."""

    def __init__(self, call: _native.Call, hooks: dict[str, Hook]) -> None:
        self._call = call
        self._hooks = hooks

    def head(self, bell: _native.Bell | None = None) -> Any:
        """As the call's own; behind the head nothing is told any more."""
        return self._read(self._call.head, bell)

    def response(self, bell: _native.Bell | None = None) -> Any:
        """As the call's own."""
        return self._read(self._call.response, bell)

    def __getattr__(self, name: str) -> Any:
        found = self.__dict__[name] = getattr(self._call, name)
        return found

    def _read(self, look: Callable[[_native.Bell | None], Any], bell: _native.Bell | None) -> Any:
        while (found := look(bell)) is ...:
            for name, fields in self._call.told():
                try:
                    self._hooks[name](AttemptRecord(fields))
                except Exception:
                    import logging

                    logging.getLogger("tidings").exception("a hook raised; the call goes on")
        return found


def hooks_option(options: dict[str, Any]) -> dict[str, Hook]:
    """The functions that were given, by the names of their options. One that raises does not hurt the call."""
    hooks = {name: hook for name in MOMENTS if (hook := options[name]) is not None}
    for name, hook in hooks.items():
        if not callable(hook):
            raise TypeError(f"{name} must be a function, not {type(hook).__name__}")
    return hooks


AttemptRecord.__module__ = "tidings"
