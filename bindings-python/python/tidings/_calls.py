"""What the methods do with their arguments. The methods themselves, which are generated, are in `_messages`."""

from __future__ import annotations

from ._options import request_of
from ._stream import AsyncMessageStream, AsyncMessageStreamManager, AsyncStream, MessageStreamManager, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from . import _native
    from .types import Message

    AnyStream = TypeVar("AnyStream", bound=AsyncStream)

MESSAGES = "/v1/messages"


class Calls:
    """What both kinds of calls have in common."""

    def __init__(self, native: _native.Client) -> None:
        self._native = native

    def _start(self, request: dict[str, Any]) -> _native.Call:
        return self._native.start(MESSAGES, **request)


class BlockingCalls(Calls):
    """Calls that block. They take the arguments of a method: its `locals()`."""

    def _create(self, arguments: dict[str, Any]) -> Message | Stream:
        from ._models import message_of

        request = request_of(arguments)
        call = self._start(request)
        return Stream(call) if request["stream"] else message_of(*call.response())

    def _stream(self, arguments: dict[str, Any]) -> MessageStreamManager:
        request = request_of(arguments, stream=True)
        return MessageStreamManager(lambda: self._start(request))


class AsyncCalls(Calls):
    """Calls that are awaited. They take the arguments of a method: its `locals()`."""

    async def _create(self, arguments: dict[str, Any]) -> Message | AsyncStream:
        from ._loop import LoopBell
        from ._models import message_of

        request = request_of(arguments)
        if request["stream"]:
            return await self._open(AsyncStream, request)
        loop, call = LoopBell.of_running_loop(), self._start(request)
        return message_of(*await loop.read(call, call.response))

    def _stream(self, arguments: dict[str, Any]) -> AsyncMessageStreamManager:
        request = request_of(arguments, stream=True)
        return AsyncMessageStreamManager(lambda: self._open(AsyncMessageStream, request))

    async def _open(self, kind: type[AnyStream], request: dict[str, Any]) -> AnyStream:
        from ._loop import LoopBell

        loop, call = LoopBell.of_running_loop(), self._start(request)
        return kind(call, loop, await loop.read(call, call.head))
