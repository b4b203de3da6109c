"""What all resources have in common: the calls behind their methods, and the views through which answers come raw."""

from __future__ import annotations

from ._lazy import RAW, STREAMED
from ._methods import CREATE, EVENTS, running_loop
from ._requests import request_of
from ._stream import AsyncMessageStream, AsyncMessageStreamManager, MessageStreamManager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from . import _native
    from ._methods import Answer, Method
    from ._pages import AsyncPaginator
    from ._requests import Request
    from ._stream import AsyncStream, Stream
    from .types import Message

    Given = TypeVar("Given")

class Resource:
    """Methods that block. It holds the native client alone: a way back to the client of Python would be a cycle."""

    def __init__(self, native: _native.Client, view: str | None = None) -> None:
        self._native = native
        self._view = view

    if not TYPE_CHECKING:

        @property
        def with_raw_response(self) -> Resource:
            """The same methods, giving whole answers as they came."""
            return type(self)(self._native, RAW)

        @property
        def with_streaming_response(self) -> object:
            """The same methods, giving blocks to enter; inside of one is the answer, its body not yet read."""
            from ._managers import Managed, ResponseContextManager

            return Managed(type(self)(self._native, STREAMED), ResponseContextManager)

    def _call(self, method: Method[Given], arguments: dict[str, Any]) -> Given:
        found: Given = self._get(request_of(method, arguments), method.answer)
        return found

    def _create(self, method: Method[Any], arguments: dict[str, Any]) -> Message | Stream:
        stream = _stream_of(arguments)
        found: Message | Stream = self._get(request_of(method, arguments, stream=stream), EVENTS if stream else CREATE)
        return found

    def _stream(self, method: Method[Any], arguments: dict[str, Any]) -> MessageStreamManager:
        _stream_of(arguments)
        request = request_of(method, arguments, stream=True)
        return MessageStreamManager(lambda: request.start(self._native, EVENTS.mode), (self._native, request))

    def _get(self, request: Request, answer: Answer) -> Any:
        if self._view is None:
            return answer.get(self._native, request)
        from ._managers import respond

        return respond(self._native, request, answer, self._view == STREAMED)


class AsyncResource:
    """Methods that are awaited."""

    def __init__(self, native: _native.Client, view: str | None = None) -> None:
        self._native = native
        self._view = view

    if not TYPE_CHECKING:

        @property
        def with_raw_response(self) -> AsyncResource:
            """The same methods, giving whole answers as they came."""
            return type(self)(self._native, RAW)

        @property
        def with_streaming_response(self) -> object:
            """The same methods, giving blocks to enter; inside of one is the answer, its body not yet read."""
            from ._managers import AsyncResponseContextManager, Managed

            return Managed(type(self)(self._native, STREAMED), AsyncResponseContextManager)

    async def _call(self, method: Method[Given], arguments: dict[str, Any]) -> Given:
        found: Given = await self._fetch(request_of(method, arguments), method.answer)
        return found

    async def _create(self, method: Method[Any], arguments: dict[str, Any]) -> Message | AsyncStream:
        stream = _stream_of(arguments)
        request = request_of(method, arguments, stream=stream)
        found: Message | AsyncStream = await self._fetch(request, EVENTS if stream else CREATE)
        return found

    def _list(self, method: Method[Any], arguments: dict[str, Any]) -> AsyncPaginator[Any, Any]:
        from ._pages import AsyncPaginator

        request = request_of(method, arguments)
        # A view gives an answer and no list: there is only the one page to wait for.
        return AsyncPaginator(lambda: self._fetch(request, method.answer))

    def _stream(self, method: Method[Any], arguments: dict[str, Any]) -> AsyncMessageStreamManager:
        _stream_of(arguments)
        request = request_of(method, arguments, stream=True)
        return AsyncMessageStreamManager(lambda: _open(self._native, request))

    async def _fetch(self, request: Request, answer: Answer) -> Any:
        if self._view is None:
            return await answer.fetch(self._native, request)
        from ._managers import respond_async

        return await respond_async(self._native, request, answer, self._view == STREAMED)


async def _open(native: _native.Client, request: Request) -> Any:
    loop, call = running_loop(), request.start(native, EVENTS.mode)
    return AsyncMessageStream(call, loop, await loop.read(call, call.head), (native, request))


def _stream_of(arguments: dict[str, Any]) -> bool:
    if (extra := arguments["extra_body"]) is not None and hasattr(extra, "keys") and "stream" in extra:
        raise ValueError("extra_body cannot say stream: call create with stream=True, or messages.stream")
    return bool(arguments.pop("stream", False))
