"""asyncio, with any of its loops: the loop watches the bell's descriptor, or a thread listens where it can watch none."""

from __future__ import annotations

import asyncio
import weakref

from ._loop import LoopBell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _native

# A loop that is gone takes its bell, and so its descriptor, with it.
_BELLS: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncioBell] = weakref.WeakKeyDictionary()


def bell_of_loop() -> AsyncioBell:
    """The bell of the asyncio loop that runs in this thread."""
    loop = asyncio.get_running_loop()
    bell = _BELLS.get(loop)
    if bell is None:
        bell = _BELLS[loop] = AsyncioBell(loop)
    return bell


class AsyncioBell(LoopBell):
    """The bell of an asyncio loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        # Weak, or the loop would never go: it is the key under which this object is kept.
        self._loop = weakref.ref(loop)
        try:
            loop.add_reader(self._descriptor(), self._answer)
        except NotImplementedError:
            # As on Windows, whose own loop is told of what it began itself and of nothing else.
            self._listen_for(loop)

    async def wait(self, call: _native.Call) -> None:
        """Waits until the call, armed with this bell, has something. Being cancelled cancels the call."""
        loop = asyncio.get_running_loop()
        self._check(call, loop is self._loop())
        future: asyncio.Future[None] = loop.create_future()
        self._waiting[call.token] = future
        try:
            await future
        except BaseException:
            call.cancel()
            raise
        finally:
            del self._waiting[call.token]

    def _answer(self) -> None:
        self._ring(self.bell.answer())

    def _ring(self, tokens: list[int]) -> None:
        for token in tokens:
            future = self._waiting.get(token)
            if future is not None and not future.done():
                future.set_result(None)

    def _listen_for(self, loop: asyncio.AbstractEventLoop) -> None:
        from ._listener import listen

        # The end of the interpreter calls it too.
        weakref.finalize(loop, self.bell.end)
        listen(self.bell, self._post)

    def _post(self, tokens: list[int]) -> bool:
        """Has the loop ring; from the listening thread. Says whether there is still a loop."""
        loop = self._loop()
        if loop is None or loop.is_closed():
            return False
        if tokens:
            try:
                loop.call_soon_threadsafe(self._ring, tokens)
            except RuntimeError:
                # It was closed at this moment.
                return False
        return True
