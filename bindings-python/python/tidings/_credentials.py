"""Tokens from a function of the program: called once for all calls that wait, and again shortly before a token expires."""

from __future__ import annotations

import os
import sys
import threading
import time
import weakref

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# How often, in seconds, the thread that answers looks whether its client is still there.
_LOOK = 1.0


class Credentials:
    """The function of one client, and the thread that calls it.

    The core asks from its own thread, which never enters Python. A thread of Python, made by the first call, answers;
    a coroutine function runs on the event loop of the call that was begun last.
    """

    def __init__(self, function: Callable[[], Any]) -> None:
        if not callable(function):
            raise TypeError(f"credentials must be a function that gives a token, not {type(function).__name__}")
        self.desk: _native.Desk = _native.Desk()
        self._function = function
        self._process: int | None = None
        self._lock = threading.Lock()
        self._await: Callable[[Any], Any] = _refuse

    def serve(self) -> None:
        """Makes sure that somebody answers in this process; awaitables are waited for on the event loop that calls this."""
        self._await = waiter_here() or self._await
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process != os.getpid():
                self._process = os.getpid()
                arguments = (weakref.ref(self), self.desk)
                threading.Thread(target=_answer, args=arguments, name="tidings-credentials", daemon=True).start()

    def token(self) -> tuple[str, float | None]:
        """A token and the seconds that it is good for, if it expires."""
        given = self._function()
        if hasattr(given, "__await__"):
            given = self._await(given)
        token, expires_at = given, None
        if hasattr(given, "token"):
            token, expires_at = given.token, getattr(given, "expires_at", None)
        elif isinstance(given, tuple) and len(given) == 2:
            token, expires_at = given
        if not isinstance(token, str):
            raise TypeError(f"credentials must give a token or a pair of a token and its expiry, not {type(given).__name__}")
        if expires_at is None:
            return token, None
        seconds = expires_at.timestamp() if hasattr(expires_at, "timestamp") else expires_at
        return token, float(seconds) - time.time()


def _answer(owner: weakref.ref[Credentials], desk: _native.Desk) -> None:
    while True:
        ticket = desk.wait(_LOOK)
        credentials = owner()
        if credentials is None:
            return
        if ticket is not None:
            try:
                ticket.give(*credentials.token())
            except BaseException as error:
                ticket.fail(error)
        del credentials, ticket


def waiter_here() -> Callable[[Any], Any] | None:
    """How another thread has an awaitable waited for on the event loop that runs in this one, if one does."""
    asyncio, trio = sys.modules.get("asyncio"), sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_run():
        token = trio.lowlevel.current_trio_token()

        async def wait(awaitable: Any) -> Any:
            return await awaitable

        return lambda awaitable: trio.from_thread.run(wait, awaitable, trio_token=token)
    if asyncio is not None and (loop := asyncio._get_running_loop()) is not None:

        async def wait_here(awaitable: Any) -> Any:
            return await awaitable

        return lambda awaitable: asyncio.run_coroutine_threadsafe(wait_here(awaitable), loop).result()
    return None


def _refuse(awaitable: Any) -> Any:
    if hasattr(awaitable, "close"):
        awaitable.close()
    raise TypeError("credentials gave an awaitable, which only AsyncClient can wait for")
