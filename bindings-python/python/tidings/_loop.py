"""Waiting on an asyncio event loop: one file descriptor a loop, shared by all its calls.

The runtime's thread makes the descriptor readable and never enters Python. The loop then resolves the futures of the
calls that have something.
"""

from __future__ import annotations

import asyncio
import weakref

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# A loop that is gone takes its bell, and so its descriptor, with it.
_BELLS: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, LoopBell] = weakref.WeakKeyDictionary()


class LoopBell:
    """The bell of one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.bell: _native.Bell = _native.Bell()
        self._waiting: dict[int, asyncio.Future[None]] = {}
        # Weak, or the loop would never go: it is the key under which this object is kept.
        self._loop = weakref.ref(loop)
        loop.add_reader(self.bell.fileno(), self._answer)

    @staticmethod
    def of_running_loop() -> LoopBell:
        """The bell of the loop that runs in this thread."""
        loop = asyncio.get_running_loop()
        bell = _BELLS.get(loop)
        if bell is None:
            bell = _BELLS[loop] = _hang_bell(loop)
        return bell

    async def read(self, call: _native.Call, look: Callable[[_native.Bell], Any]) -> Any:
        """What `look` gives, as soon as it gives something."""
        while (found := look(self.bell)) is NotImplemented:
            await self.wait(call)
        return found

    async def wait(self, call: _native.Call) -> None:
        """Waits until the call, armed with this bell, has something. Being cancelled cancels the call."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop():
            raise RuntimeError("this stream belongs to the event loop that began it; it cannot be read on another")
        if call.token in self._waiting:
            raise RuntimeError("another task is reading this stream; only one at a time can")
        future = self._waiting[call.token] = loop.create_future()
        try:
            await future
        except BaseException:
            call.cancel()
            raise
        finally:
            del self._waiting[call.token]

    def _answer(self) -> None:
        for token in self.bell.answer():
            future = self._waiting.get(token)
            if future is not None and not future.done():
                future.set_result(None)


def _hang_bell(loop: asyncio.AbstractEventLoop) -> LoopBell:
    try:
        return LoopBell(loop)
    except NotImplementedError:
        raise NotImplementedError(
            f"{type(loop).__name__} cannot watch file descriptors (add_reader), which AsyncClient needs; "
            "on Windows use asyncio's SelectorEventLoop, or the blocking Client in a thread"
        ) from None
