"""trio: a system task of the run watches the bell's descriptor, or keeps a listening thread where there is none."""

from __future__ import annotations

import trio

from ._loop import LoopBell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _native

# A run that is over takes its bell, and so its descriptor, with it.
_BELL: trio.lowlevel.RunVar[TrioBell] = trio.lowlevel.RunVar("tidings bell")


def bell_of_run() -> TrioBell:
    """The bell of the trio run that this task is in."""
    bell = _current()
    if bell is None:
        bell = TrioBell()
        _BELL.set(bell)
    return bell


class TrioBell(LoopBell):
    """The bell of a trio run."""

    def __init__(self) -> None:
        super().__init__()
        try:
            descriptor = self._descriptor()
        except NotImplementedError:
            self._listen()
        else:
            trio.lowlevel.spawn_system_task(self._watch, descriptor, name="tidings bell")

    async def wait(self, call: _native.Call) -> None:
        """Waits until the call, armed with this bell, has something. Being cancelled cancels the call."""
        self._check(call, _current() is self)
        event = self._waiting[call.token] = trio.Event()
        try:
            await event.wait()
        except BaseException:
            call.cancel()
            raise
        finally:
            del self._waiting[call.token]

    async def _watch(self, descriptor: int) -> None:
        # The end of the run cancels it.
        while True:
            await trio.lowlevel.wait_readable(descriptor)
            self._ring(self.bell.answer())

    def _ring(self, tokens: list[int]) -> None:
        for token in tokens:
            event = self._waiting.get(token)
            if event is not None:
                event.set()

    def _listen(self) -> None:
        from ._listener import listen

        run = trio.lowlevel.current_trio_token()

        def post(tokens: list[int]) -> bool:
            try:
                run.run_sync_soon(self._ring, tokens)
            except trio.RunFinishedError:
                return False
            return True

        trio.lowlevel.spawn_system_task(self._keep_listening, name="tidings bell")
        listen(self.bell, post)

    async def _keep_listening(self) -> None:
        try:
            await trio.sleep_forever()
        finally:
            self.bell.end()


def _current() -> TrioBell | None:
    try:
        return _BELL.get()
    except LookupError:
        return None
