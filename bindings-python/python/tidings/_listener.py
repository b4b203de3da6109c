"""A thread that hears a bell for an event loop that cannot watch descriptors."""

from __future__ import annotations

import threading

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# Seconds after which a thread that hears nothing looks whether its loop is still there.
_QUIET = 10.0


def listen(bell: _native.Bell, post: Callable[[list[int]], bool]) -> None:
    """Starts a thread that gives `post` the tokens that ring, until the bell ends or `post` says that its loop has.

    Without a ring for a while, `post` is called with none. The thread is a daemon: it keeps no program from its end.
    """
    threading.Thread(target=_hear, args=(bell, post), name="tidings-bell", daemon=True).start()


def _hear(bell: _native.Bell, post: Callable[[list[int]], bool]) -> None:
    while (tokens := bell.wait(_QUIET)) is not None and post(tokens):
        pass
