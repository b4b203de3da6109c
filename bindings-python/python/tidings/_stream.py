"""Streams, to be read by blocking or by awaiting.

The native call holds what has arrived. Reading an event or a piece of text is one plain method call; only when nothing
is there does a stream block, or await its event loop's bell.
"""

from __future__ import annotations

from ._generic import EventT, Generic, OutputT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from . import _native
    from ._loop import LoopBell
    from ._requests import Request
    from ._responses import APIResponse, AsyncAPIResponse
    from ._structured import Output
    from .types import Message, ParsedMessage, ParsedMessageStreamEvent

    Origin = tuple[_native.Client, Request]


class Stream(Generic[EventT]):
    """The events of an answer. Leaving its `with` block, `close()`, or dropping it closes the connection at once."""

    def __init__(self, call: _native.Call, origin: Origin | None = None) -> None:
        self._call = call
        self._origin = origin
        self._reply: _native.Answer = call.head()
        self.request_id: str | None = self._reply.request_id
        """The id to quote to the API's support."""

    @property
    def workspace_id(self) -> str | None:
        """The workspace that the credential belongs to."""
        return self._reply.workspace_id

    @property
    def response(self) -> APIResponse[Any]:
        """The answer that the events come in: its status and headers. Its body is this stream, read from the same place."""
        from ._methods import EVENTS
        from ._responses import APIResponse

        return APIResponse(EVENTS, *_known(self._origin), self._reply, self._call)

    def __iter__(self) -> Iterator[EventT]:
        return self._call.lane(False)

    def __next__(self) -> EventT:
        event: EventT | None = self._call.next_event()
        if event is None:
            raise StopIteration
        return event

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} request_id={self.request_id!r}>"

    def close(self) -> None:
        """Closes the connection at once. May be called from any thread, and more than once."""
        self._call.close()


class MessageStream(Stream["ParsedMessageStreamEvent"], Generic[OutputT]):
    """The events of an answer, its text, and its final message. All of them read on from the same place.

    An event is followed by what it means for the message: `text`, `thinking`, `input_json`, `citation`, `signature`, each
    with the state so far. The ends of a block and of the message carry the block and the message.
    """

    def __init__(self, call: _native.Call, origin: Origin | None = None) -> None:
        # Before the first event is made: with the class comes what events hold.
        _parsed_message()
        call.follow(False)
        super().__init__(call, origin)

    @property
    def current_message_snapshot(self) -> ParsedMessage[OutputT]:
        """The message as far as its events were read; an `AssertionError` before the first."""
        return _snapshot(self._call, self._reply)

    @property
    def text_stream(self) -> Iterator[str]:
        """The pieces of text alone."""
        return self._call.lane(True)

    def get_final_message(self) -> ParsedMessage[OutputT]:
        """Reads to the end and gives the message whole."""
        return _message(self._call.message(), self._reply)

    def get_final_text(self) -> str:
        """Reads to the end and gives the text of the message whole."""
        return _text(self.get_final_message())

    def until_done(self) -> None:
        """Reads to the end."""
        self._call.message()


class MessageStreamManager(Generic[OutputT]):
    """What `messages.stream()` gives: entering its `with` block sends the request and gives the stream."""

    def __init__(
        self, start: Callable[[], _native.Call], origin: Origin | None = None, output: Output | None = None
    ) -> None:
        self._start = start
        self._origin = origin
        self._output = output
        self._streams: list[MessageStream[OutputT]] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: entering its `with` block sends the request>"

    def __enter__(self) -> MessageStream[OutputT]:
        stream = self._open(self._start())
        self._streams.append(stream)
        return stream

    def _open(self, call: _native.Call) -> MessageStream[OutputT]:
        if self._output is None:
            return MessageStream(call, self._origin)
        from ._reading import ReadingStream

        return ReadingStream(call, self._origin, self._output)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._streams:
            self._streams.pop().close()


class AsyncStream(Generic[EventT]):
    """The events of an answer. Leaving its `async with` block, `close()`, or dropping it closes the connection at once.

    It belongs to the event loop on which it was made. Cancelling a task that awaits it cancels the request.
    """

    def __init__(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, origin: Origin | None = None
    ) -> None:
        self._call = call
        self._loop = loop
        self._reply = reply
        self._origin = origin
        self.request_id: str | None = reply.request_id
        """The id to quote to the API's support."""

    @property
    def workspace_id(self) -> str | None:
        """The workspace that the credential belongs to."""
        return self._reply.workspace_id

    @property
    def response(self) -> AsyncAPIResponse[Any]:
        """The answer that the events come in: its status and headers. Its body is this stream, read from the same place."""
        from ._methods import EVENTS
        from ._responses import AsyncAPIResponse

        return AsyncAPIResponse(EVENTS, *_known(self._origin), self._reply, self._call, self._loop)

    def __aiter__(self) -> AsyncIterator[EventT]:
        return self

    async def __anext__(self) -> EventT:
        while (event := self._call.next_event(self._loop.bell)) is NotImplemented:
            await self._loop.wait(self._call)
        if event is None:
            raise StopAsyncIteration
        return event  # type: ignore[no-any-return]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} request_id={self.request_id!r}>"

    async def close(self) -> None:
        """Closes the connection at once. May be called more than once."""
        self._call.close()


class AsyncMessageStream(AsyncStream["ParsedMessageStreamEvent"], Generic[OutputT]):
    """The events of an answer, its text, and its final message. All of them read on from the same place.

    An event is followed by what it means for the message: `text`, `thinking`, `input_json`, `citation`, `signature`, each
    with the state so far. The ends of a block and of the message carry the block and the message.
    """

    def __init__(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, origin: Origin | None = None
    ) -> None:
        # Before the first event is made: with the class comes what events hold.
        _parsed_message()
        call.follow(False)
        super().__init__(call, loop, reply, origin)

    @property
    def current_message_snapshot(self) -> ParsedMessage[OutputT]:
        """The message as far as its events were read; an `AssertionError` before the first."""
        return _snapshot(self._call, self._reply)

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The pieces of text alone."""
        return _AsyncText(self._call, self._loop)

    async def get_final_message(self) -> ParsedMessage[OutputT]:
        """Reads to the end and gives the message whole."""
        return _message(await self._loop.read(self._call, self._call.message), self._reply)

    async def get_final_text(self) -> str:
        """Reads to the end and gives the text of the message whole."""
        return _text(await self.get_final_message())

    async def until_done(self) -> None:
        """Reads to the end."""
        await self._loop.read(self._call, self._call.message)


class AsyncMessageStreamManager(Generic[OutputT]):
    """What `messages.stream()` gives: entering its `async with` block sends the request and gives the stream."""

    def __init__(self, start: Callable[[], Awaitable[AsyncMessageStream[OutputT]]]) -> None:
        self._start = start
        self._streams: list[AsyncMessageStream[OutputT]] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: entering its `async with` block sends the request>"

    async def __aenter__(self) -> AsyncMessageStream[OutputT]:
        stream = await self._start()
        self._streams.append(stream)
        return stream

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._streams:
            await self._streams.pop().close()


class _AsyncText:
    """The pieces of text of a stream. A class, not a generator: leaving it early leaves nothing to clean up."""

    def __init__(self, call: _native.Call, loop: LoopBell) -> None:
        self._call = call
        self._loop = loop

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while (text := self._call.next_text(self._loop.bell)) is NotImplemented:
            await self._loop.wait(self._call)
        if text is None:
            raise StopAsyncIteration
        return text  # type: ignore[no-any-return]


def _known(origin: Origin | None) -> Origin:
    if origin is None:
        raise RuntimeError("this stream was not given by a client, so nothing is known of its request")
    return origin


def _snapshot(call: _native.Call, reply: _native.Answer) -> ParsedMessage[Any]:
    fields = call.snapshot()
    if fields is None:
        raise AssertionError("the message has not begun: no event has been read")
    return _message(fields, reply)


def _message(fields: dict[str, Any], reply: _native.Answer) -> ParsedMessage[Any]:
    return _parsed_message()._of(fields)._by(reply)


_parsed_class: type[ParsedMessage[Any]] | None = None


def _parsed_message() -> type[ParsedMessage[Any]]:
    # The classes of answers are many: they are loaded by the first stream, not by the import.
    global _parsed_class
    if _parsed_class is None:
        from .types._parsed import ParsedMessage

        _parsed_class = ParsedMessage
    return _parsed_class


def _text(message: Message) -> str:
    from .types._answers import TextBlock

    texts = [block.text for block in message.content if isinstance(block, TextBlock)]
    if not texts:
        raise RuntimeError("the message has no text; stop_reason and content say what it has instead")
    return "".join(texts)
