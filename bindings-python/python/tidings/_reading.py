"""Streams whose texts are read as values while they come: those of `messages.stream` with an `output_format`."""

from __future__ import annotations

from ._generic import OutputT
from ._stream import AsyncMessageStream, MessageStream
from ._structured import Output, Values, explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Any

    from . import _native
    from ._loop import LoopBell
    from ._stream import Origin
    from .types import ParsedMessage, ParsedMessageStreamEvent


class ReadingStream(MessageStream[OutputT]):
    """A stream that reads a text as soon as its block is complete.

    Where that fails, pydantic's `ValidationError` is raised in the place of the event; the stream may be read on.
    """

    def __init__(self, call: _native.Call, origin: Origin | None, output: Output) -> None:
        super().__init__(call, origin)
        self._values = Values(output)

    def __iter__(self) -> Iterator[ParsedMessageStreamEvent]:
        # Not the native iterator of other streams: every event is looked at.
        return self

    def __next__(self) -> ParsedMessageStreamEvent:
        event = super().__next__()
        if event.type == "content_block_stop" or event.type == "message_stop":
            _read(self, self._values, event)
        return event

    @property
    def current_message_snapshot(self) -> ParsedMessage[OutputT]:
        """The message as far as its events were read; an `AssertionError` before the first."""
        return self._values.put_known_into(super().current_message_snapshot)

    @property
    def text_stream(self) -> Iterator[str]:
        """The pieces of text alone. The values are read at the end, and what is wrong with them is raised there."""
        return self._texts()

    def _texts(self) -> Iterator[str]:
        yield from super().text_stream
        self.get_final_message()

    def get_final_message(self) -> ParsedMessage[OutputT]:
        """Reads to the end and gives the message whole, with its values; raises where a text is no such value."""
        return self._values.put_into(super().get_final_message())

    def until_done(self) -> None:
        """Reads to the end; raises where a text is no such value."""
        self.get_final_message()


class AsyncReadingStream(AsyncMessageStream[OutputT]):
    """The same, to be read by awaiting."""

    def __init__(
        self, call: _native.Call, loop: LoopBell, reply: _native.Answer, origin: Origin | None, output: Output
    ) -> None:
        super().__init__(call, loop, reply, origin)
        self._values = Values(output)

    async def __anext__(self) -> ParsedMessageStreamEvent:
        event = await super().__anext__()
        if event.type == "content_block_stop" or event.type == "message_stop":
            _read(self, self._values, event)
        return event

    @property
    def current_message_snapshot(self) -> ParsedMessage[OutputT]:
        """The message as far as its events were read; an `AssertionError` before the first."""
        return self._values.put_known_into(super().current_message_snapshot)

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The pieces of text alone. The values are read at the end, and what is wrong with them is raised there."""
        return self._texts()

    async def _texts(self) -> AsyncIterator[str]:
        async for text in super().text_stream:
            yield text
        await self.get_final_message()

    async def get_final_message(self) -> ParsedMessage[OutputT]:
        """Reads to the end and gives the message whole, with its values; raises where a text is no such value."""
        return self._values.put_into(await super().get_final_message())

    async def until_done(self) -> None:
        """Reads to the end; raises where a text is no such value."""
        await self.get_final_message()


def _read(stream: MessageStream[Any] | AsyncMessageStream[Any], values: Values, event: Any) -> None:
    """Puts the values into an event at the end of a block, or of the message."""
    if event.type == "message_stop":
        values.put_known_into(event.message)
        return
    try:
        values.read(event.index, event.content_block)
    except ValueError as error:
        explain(error, stream.current_message_snapshot)
        raise
