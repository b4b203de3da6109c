"""Files on their way down."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from . import _native
from ._responses import APIResponse, AsyncAPIResponse

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import TypeVar, overload

    To = TypeVar("To")


class BinaryAPIResponse(APIResponse[bytes]):
    """The content of a file. It is read when it is asked for, whatever its size."""

    if TYPE_CHECKING:

        @overload
        def parse(self, *, to: None = None) -> bytes: ...
        @overload
        def parse(self, *, to: type[To]) -> To: ...

    def parse(self, *, to: Any = None) -> Any:
        """The content, read whole; or an object of the type `to` that it holds as JSON."""
        return self.read() if to is None else super().parse(to=to)

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the content to a file. It never holds a part: what was there before stays until all has arrived."""
        partial = _native.PartialFile(file)
        for piece in self._pieces():
            partial.write(piece)
        partial.finish()


class StreamedBinaryAPIResponse(BinaryAPIResponse):
    """The content of a file, given when its head is there."""

    def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """As `write_to_file`. The pieces are written as they come, whatever `chunk_size` says."""
        self.write_to_file(file)


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """The content of a file. It is read when it is asked for, whatever its size."""

    if TYPE_CHECKING:

        @overload
        async def parse(self, *, to: None = None) -> bytes: ...
        @overload
        async def parse(self, *, to: type[To]) -> To: ...

    async def parse(self, *, to: Any = None) -> Any:
        """The content, read whole; or an object of the type `to` that it holds as JSON."""
        return await self.read() if to is None else await super().parse(to=to)

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the content to a file. It never holds a part: what was there before stays until all has arrived."""
        partial = _native.PartialFile(file)
        async for piece in self._pieces():
            partial.write(piece)
        await _off_the_loop(partial.finish)


class AsyncStreamedBinaryAPIResponse(AsyncBinaryAPIResponse):
    """The content of a file, given when its head is there."""

    async def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """As `write_to_file`. The pieces are written as they come, whatever `chunk_size` says."""
        await self.write_to_file(file)


async def _off_the_loop(work: Callable[[], None]) -> None:
    """Does work that waits for the disk in another thread, so that the event loop runs on."""
    # Who awaits has loaded what runs the loop.
    asyncio: Any = sys.modules.get("asyncio")
    try:
        loop = None if asyncio is None else asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    if loop is not None:
        await loop.run_in_executor(None, work)
        return
    trio: Any = sys.modules.get("trio")
    if trio is None:
        work()
    else:
        await trio.to_thread.run_sync(work)
