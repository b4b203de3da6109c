"""Runners that block: they send the conversation, run the tools that the model asks for, and go on until it is done."""

from __future__ import annotations

from ..._generic import OutputT
from ._turns import Turns, calls_of, failure, result, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..._stream import MessageStream
    from ...types import ToolUseBlock, UserMessageParam
    from ...types._parsed import ParsedMessage


class SyncRunner(Turns[OutputT]):
    """What both have in common."""

    def __init__(self, messages: Any, arguments: dict[str, Any]) -> None:
        super().__init__(arguments, are_async=False)
        self._messages = messages

    def generate_tool_call_response(self) -> UserMessageParam | None:
        """Runs the tools that the last message asks for, once, and gives the message with their results.

        `None` where there is no message yet, or where it asks for none.
        """
        message = self._message()
        if message is None or self._has_responded:
            return self._response
        return self._respond([self._run(call) for call in calls_of(message)])

    def until_done(self) -> ParsedMessage[OutputT]:
        """Goes on until the model asks for no tool any more, and gives its last message.

        Raises `RuntimeError` where `max_iterations` allows no request.
        """
        while self._go_on():
            pass
        return self._last_message(self._message())

    def close(self) -> None:
        """Ends the loop, and closes the stream under way."""
        self._is_over = True

    def _go_on(self) -> Any:
        """Ends the turn under way and begins the next: gives what is iterated over, or `None` where it is over."""
        if self._is_open and not self._is_over and (message := self._message()) is not None:
            self._end(message, self.generate_tool_call_response() if message.stop_reason == "tool_use" else None)
        return self._send() if self._may_send() else None

    def _send(self) -> Any:
        raise NotImplementedError

    def _message(self) -> ParsedMessage[OutputT] | None:
        return self._last

    def _run(self, call: ToolUseBlock) -> dict[str, Any]:
        tool = self._tools.get(call.name)
        if tool is None:
            return unknown(call, self._tools)
        try:
            return result(call, tool.call(call.input))
        except Exception as error:
            return failure(call, error)


class BetaToolRunner(SyncRunner[OutputT]):
    """Iterates over the model's messages; between two, the tools that the first asked for are run.

    A request that fails raises; going on sends it again.
    """

    def __iter__(self) -> Iterator[ParsedMessage[OutputT]]:
        return self

    def __next__(self) -> ParsedMessage[OutputT]:
        message: ParsedMessage[OutputT] | None = self._go_on()
        if message is None:
            raise StopIteration
        return message

    def _send(self) -> ParsedMessage[OutputT]:
        message: ParsedMessage[OutputT] = self._messages.parse(**self._request())
        self._begin(message)
        return message


class BetaStreamingToolRunner(SyncRunner[OutputT]):
    """Iterates over the streams of the model's messages, as `BetaToolRunner` does over the messages.

    What is left of a stream is read before its tools are run. A stream that breaks raises; going on asks for it anew.
    """

    _stream: MessageStream[OutputT] | None = None

    def __iter__(self) -> Iterator[MessageStream[OutputT]]:
        return self

    def __next__(self) -> MessageStream[OutputT]:
        stream: MessageStream[OutputT] | None = self._go_on()
        if stream is None:
            raise StopIteration
        return stream

    def close(self) -> None:
        """Ends the loop, and closes the stream under way."""
        super().close()
        if self._stream is not None:
            self._stream.close()

    def _send(self) -> MessageStream[OutputT]:
        stream: MessageStream[OutputT] = self._messages.stream(**self._request()).__enter__()
        self._begin(None)
        self._stream = stream
        return stream

    def _message(self) -> ParsedMessage[OutputT] | None:
        if self._last is None and self._stream is not None:
            # Left open only if the rest cannot be read: then the turn begins anew.
            stream, self._stream, self._is_open = self._stream, None, False
            with stream:
                self._last = stream.get_final_message()
            self._is_open = True
        return self._last
