"""What all resources have in common: the calls behind their methods, and the views through which answers come raw."""

from __future__ import annotations

from ._lazy import RAW, STREAMED
from ._methods import CREATE, EVENTS, running_loop
from ._options import NOT_GIVEN
from ._requests import request_of
from ._stream import AsyncMessageStream, AsyncMessageStreamManager, MessageStreamManager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from . import _native
    from ._methods import Answer, Method
    from ._pages import AsyncPaginator
    from ._requests import Request
    from ._stream import AsyncStream, Stream
    from ._structured import Output
    from .lib.tools import (
        BetaAsyncStreamingToolRunner,
        BetaAsyncToolRunner,
        BetaStreamingToolRunner,
        BetaToolRunner,
    )
    from .types import Message, ParsedMessage

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
        if "output_format" in arguments:
            _output_of(arguments)
        found: Given = self._get(request_of(method, arguments), method.answer)
        return found

    def _create(self, method: Method[Any], arguments: dict[str, Any]) -> Message | Stream:
        stream = _stream_of(arguments)
        found: Message | Stream = self._get(request_of(method, arguments, stream=stream), EVENTS if stream else CREATE)
        return found

    def _parse(self, method: Method[Any], arguments: dict[str, Any]) -> ParsedMessage[Any]:
        from ._structured import Parsed, take_output

        answer = Parsed(take_output(arguments))
        found: ParsedMessage[Any] = self._get(request_of(method, arguments), answer)
        return found

    def _stream(self, method: Method[Any], arguments: dict[str, Any]) -> MessageStreamManager[Any]:
        output = _output_of(arguments)
        _stream_of(arguments)
        request = request_of(method, arguments, stream=True)
        return MessageStreamManager(
            lambda: request.start(self._native, EVENTS.mode), (self._native, request), output
        )

    def _run_tools(self, arguments: dict[str, Any]) -> BetaToolRunner[Any] | BetaStreamingToolRunner[Any]:
        from .lib.tools._runner import BetaStreamingToolRunner, BetaToolRunner

        runner = BetaStreamingToolRunner if arguments.pop("stream", False) else BetaToolRunner
        return runner(type(self)(self._native), arguments)

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
        if "output_format" in arguments:
            _output_of(arguments)
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

    async def _parse(self, method: Method[Any], arguments: dict[str, Any]) -> ParsedMessage[Any]:
        from ._structured import Parsed, take_output

        answer = Parsed(take_output(arguments))
        found: ParsedMessage[Any] = await self._fetch(request_of(method, arguments), answer)
        return found

    def _stream(self, method: Method[Any], arguments: dict[str, Any]) -> AsyncMessageStreamManager[Any]:
        output = _output_of(arguments)
        _stream_of(arguments)
        request = request_of(method, arguments, stream=True)
        return AsyncMessageStreamManager(lambda: _open(self._native, request, output))

    def _run_tools(self, arguments: dict[str, Any]) -> BetaAsyncToolRunner[Any] | BetaAsyncStreamingToolRunner[Any]:
        from .lib.tools._async_runner import BetaAsyncStreamingToolRunner, BetaAsyncToolRunner

        runner = BetaAsyncStreamingToolRunner if arguments.pop("stream", False) else BetaAsyncToolRunner
        return runner(type(self)(self._native), arguments)

    async def _fetch(self, request: Request, answer: Answer) -> Any:
        if self._view is None:
            return await answer.fetch(self._native, request)
        from ._managers import respond_async

        return await respond_async(self._native, request, answer, self._view == STREAMED)


async def _open(native: _native.Client, request: Request, output: Output | None) -> Any:
    loop, call = running_loop(), request.start(native, EVENTS.mode)
    reply = await loop.read(call, call.head)
    if output is None:
        return AsyncMessageStream(call, loop, reply, (native, request))
    from ._reading import AsyncReadingStream

    return AsyncReadingStream(call, loop, reply, (native, request), output)


def _output_of(arguments: dict[str, Any]) -> Output | None:
    # What reads values is loaded by the first who wants some.
    if arguments["output_format"] is NOT_GIVEN or arguments["output_format"] is None:
        del arguments["output_format"]
        return None
    from ._structured import take_output

    return take_output(arguments)


def _stream_of(arguments: dict[str, Any]) -> bool:
    if (extra := arguments["extra_body"]) is not None and hasattr(extra, "keys") and "stream" in extra:
        raise ValueError("extra_body cannot say stream: call create with stream=True, or messages.stream")
    return bool(arguments.pop("stream", False))
