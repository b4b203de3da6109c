"""Waiting on an event loop: one bell a loop, shared by all its calls.

The runtime's thread rings the bell and never enters Python. The loop then wakes the tasks whose calls have something.
How a loop hears its bell depends on its kind: `_loop_asyncio` and `_loop_trio`.
"""

from __future__ import annotations

import sys

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class LoopBell:
    """The bell of one event loop. Its tasks wait on it; another loop's cannot."""

    def __init__(self) -> None:
        self.bell: _native.Bell = _native.Bell()
        self._waiting: dict[int, Any] = {}
        """What the reading task of a call, by the call's token, waits for."""

    @staticmethod
    def of_running_loop() -> LoopBell:
        """The bell of the loop that runs in this thread: asyncio's or trio's. A `RuntimeError` where none runs."""
        global _of_trio, _of_asyncio
        # Every call comes by here, and an import statement costs something even where all is loaded.
        if _in_trio_task():
            if _of_trio is None:
                from . import _loop_trio

                _of_trio = _loop_trio.bell_of_run
            return _of_trio()
        if _of_asyncio is None:
            from . import _loop_asyncio

            _of_asyncio = _loop_asyncio.bell_of_loop
        return _of_asyncio()

    async def read(self, call: _native.Call, look: Callable[[_native.Bell], Any]) -> Any:
        """What `look` gives, as soon as it gives something. Being cancelled cancels the call."""
        while (found := look(self.bell)) is NotImplemented:
            await self.wait(call)
        return found

    async def wait(self, call: _native.Call) -> None:
        """Waits until the call, armed with this bell, has something. Being cancelled cancels the call."""
        raise NotImplementedError

    def _descriptor(self) -> int:
        """What a loop may watch; a `NotImplementedError` where the platform has none."""
        return self.bell.fileno()

    def _check(self, call: _native.Call, is_ours: bool) -> None:
        if not is_ours:
            raise RuntimeError("this stream belongs to the event loop that began it; it cannot be read on another")
        if call.token in self._waiting:
            raise RuntimeError("another task is reading this stream; only one at a time can")


_of_trio: Callable[[], LoopBell] | None = None
_of_asyncio: Callable[[], LoopBell] | None = None


def _in_trio_task() -> bool:
    # Nobody is in a task of a library that has not been imported. It goes first because trio can be a guest of asyncio,
    # and then both run.
    lowlevel = getattr(sys.modules.get("trio"), "lowlevel", None)
    if lowlevel is None:
        return False
    try:
        lowlevel.current_task()
    except RuntimeError:
        return False
    return True
