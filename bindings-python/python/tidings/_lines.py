"""Answers of one JSON object a line, read as they come. The native part cuts the lines and reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

    from . import _native
    from ._loop import LoopBell

Item = TypeVar("Item")


class JSONLDecoder(Generic[Item]):
    """The objects of the lines of an answer, each read when it is asked for.

    A line that cannot be read raises for itself, and the next step goes on behind it. A connection that breaks raises,
    and is the last there is. `close()`, leaving the `with` block, or dropping it closes the connection at once.
    """

    def __init__(self, call: _native.Call, make: Callable[[Any], Item]) -> None:
        self._call = call
        self._make = make

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Item:
        fields = self._call.next_line()
        if fields is None:
            raise StopIteration
        return self._make(fields)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection at once. May be called from any thread, and more than once."""
        self._call.close()


class AsyncJSONLDecoder(Generic[Item]):
    """The objects of the lines of an answer, each read when it is asked for.

    A line that cannot be read raises for itself, and the next step goes on behind it. A connection that breaks raises,
    and is the last there is. `close()`, leaving the `async with` block, dropping it, or cancelling a task that awaits it
    closes the connection at once.
    """

    def __init__(self, call: _native.Call, loop: LoopBell, make: Callable[[Any], Item]) -> None:
        self._call = call
        self._loop = loop
        self._make = make

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        fields = await self._loop.read(self._call, self._call.next_line)
        if fields is None:
            raise StopAsyncIteration
        return self._make(fields)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connection at once. May be called more than once."""
        self._call.close()
