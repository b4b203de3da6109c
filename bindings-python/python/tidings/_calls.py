"""What the methods do with their arguments. The methods themselves, which are generated, are in `_messages`."""

from __future__ import annotations

from . import _native
from ._options import request_of
from ._stream import AsyncMessageStream, AsyncMessageStreamManager, AsyncStream, MessageStreamManager, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from .types import Message

    AnyStream = TypeVar("AnyStream", bound=AsyncStream)

MESSAGES = "/v1/messages"


class Calls:
    """What both kinds of calls have in common."""

    def __init__(self, native: _native.Client) -> None:
        self._native = native

    def _start(self, request: dict[str, Any]) -> _native.Call:
        mode = _native.STREAM if request["stream"] else _native.WHOLE
        payload = {"json": request["body"], "content": None, "form": None, "without_content": None}
        options = {name: value for name, value in request.items() if name not in ("body", "stream")}
        return self._native.start("POST", MESSAGES, payload, query=[], mode=mode, **options)


class BlockingCalls(Calls):
    """Calls that block. They take the arguments of a method: its `locals()`."""

    def _create(self, arguments: dict[str, Any]) -> Message | Stream:
        from ._models import message_of

        request = request_of(arguments)
        call = self._start(request)
        if request["stream"]:
            return Stream(call)
        answer = call.response()
        return message_of(answer.json(), answer.request_id)

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
        answer = await loop.read(call, call.response)
        return message_of(answer.json(), answer.request_id)

    def _stream(self, arguments: dict[str, Any]) -> AsyncMessageStreamManager:
        request = request_of(arguments, stream=True)
        return AsyncMessageStreamManager(lambda: self._open(AsyncMessageStream, request))

    async def _open(self, kind: type[AnyStream], request: dict[str, Any]) -> AnyStream:
        from ._loop import LoopBell

        loop, call = LoopBell.of_running_loop(), self._start(request)
        return kind(call, loop, (await loop.read(call, call.head)).request_id)
