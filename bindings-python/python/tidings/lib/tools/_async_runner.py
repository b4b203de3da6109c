"""Runners for the async client. They do what those in `_runner` do; cancelling them cancels what they wait for."""

from __future__ import annotations

from ..._generic import OutputT
from ._turns import Turns, calls_of, failure, result, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    from ..._stream import AsyncMessageStream
    from ...types import ToolUseBlock, UserMessageParam
    from ...types._parsed import ParsedMessage


class AsyncRunner(Turns[OutputT]):
    """What both have in common."""

    def __init__(self, messages: Any, arguments: dict[str, Any]) -> None:
        super().__init__(arguments, are_async=True)
        self._messages = messages

    async def generate_tool_call_response(self) -> UserMessageParam | None:
        """Runs the tools that the last message asks for, once, and gives the message with their results.

        `None` where there is no message yet, or where it asks for none.
        """
        message = await self._message()
        if message is None or self._has_responded:
            return self._response
        return self._respond([await self._run(call) for call in calls_of(message)])

    async def until_done(self) -> ParsedMessage[OutputT]:
        """Goes on until the model asks for no tool any more, and gives its last message.

        Raises `RuntimeError` where `max_iterations` allows no request.
        """
        while await self._go_on():
            pass
        return self._last_message(await self._message())

    async def close(self) -> None:
        """Ends the loop, and closes the stream under way."""
        self._is_over = True

    async def _go_on(self) -> Any:
        """Ends the turn under way and begins the next: gives what is iterated over, or `None` where it is over."""
        if self._is_open and not self._is_over and (message := await self._message()) is not None:
            self._end(message, await self.generate_tool_call_response() if message.stop_reason == "tool_use" else None)
        return await self._send() if self._may_send() else None

    async def _send(self) -> Any:
        raise NotImplementedError

    async def _message(self) -> ParsedMessage[OutputT] | None:
        return self._last

    async def _run(self, call: ToolUseBlock) -> dict[str, Any]:
        tool = self._tools.get(call.name)
        if tool is None:
            return unknown(call, self._tools)
        try:
            return result(call, await tool.call(call.input))
        except Exception as error:
            return failure(call, error)


class BetaAsyncToolRunner(AsyncRunner[OutputT]):
    """Iterates over the model's messages; between two, the tools that the first asked for are run.

    A request that fails raises; going on sends it again.
    """

    def __aiter__(self) -> AsyncIterator[ParsedMessage[OutputT]]:
        return self

    async def __anext__(self) -> ParsedMessage[OutputT]:
        message: ParsedMessage[OutputT] | None = await self._go_on()
        if message is None:
            raise StopAsyncIteration
        return message

    async def _send(self) -> ParsedMessage[OutputT]:
        message: ParsedMessage[OutputT] = await self._messages.parse(**self._request())
        self._begin(message)
        return message


class BetaAsyncStreamingToolRunner(AsyncRunner[OutputT]):
    """Iterates over the streams of the model's messages, as `BetaAsyncToolRunner` does over the messages.

    What is left of a stream is read before its tools are run. A stream that breaks raises; going on asks for it anew.
    """

    _stream: AsyncMessageStream[OutputT] | None = None

    def __aiter__(self) -> AsyncIterator[AsyncMessageStream[OutputT]]:
        return self

    async def __anext__(self) -> AsyncMessageStream[OutputT]:
        stream: AsyncMessageStream[OutputT] | None = await self._go_on()
        if stream is None:
            raise StopAsyncIteration
        return stream

    async def close(self) -> None:
        """Ends the loop, and closes the stream under way."""
        await super().close()
        if self._stream is not None:
            await self._stream.close()

    async def _send(self) -> AsyncMessageStream[OutputT]:
        stream: AsyncMessageStream[OutputT] = await self._messages.stream(**self._request()).__aenter__()
        self._begin(None)
        self._stream = stream
        return stream

    async def _message(self) -> ParsedMessage[OutputT] | None:
        if self._last is None and self._stream is not None:
            # Left open only if the rest cannot be read: then the turn begins anew.
            stream, self._stream, self._is_open = self._stream, None, False
            async with stream:
                self._last = await stream.get_final_message()
            self._is_open = True
        return self._last
