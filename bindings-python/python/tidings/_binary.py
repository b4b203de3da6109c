"""Files on their way down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native
from ._responses import APIResponse, AsyncAPIResponse

if TYPE_CHECKING:
    import os


class BinaryAPIResponse(APIResponse[bytes]):
    """The content of a file. It is read when it is asked for, whatever its size."""

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

    async def parse(self, *, to: Any = None) -> Any:
        """The content, read whole; or an object of the type `to` that it holds as JSON."""
        return await self.read() if to is None else await super().parse(to=to)

    async def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Writes the content to a file. It never holds a part: what was there before stays until all has arrived."""
        partial = _native.PartialFile(file)
        async for piece in self._pieces():
            partial.write(piece)
        partial.finish()


class AsyncStreamedBinaryAPIResponse(AsyncBinaryAPIResponse):
    """The content of a file, given when its head is there."""

    async def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """As `write_to_file`. The pieces are written as they come, whatever `chunk_size` says."""
        await self.write_to_file(file)
