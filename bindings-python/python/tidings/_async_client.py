"""The asyncio client."""

from __future__ import annotations

from ._client import BaseClient, BaseMessages
from ._models import Message
from ._options import NOT_GIVEN, request_of
from ._stream import AsyncMessageStream, AsyncMessageStreamManager, AsyncStream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Any, Literal, TypeVar, overload

    from typing_extensions import Self, Unpack

    from . import _native
    from ._options import NotGiven, Omit
    from .types import Headers, MessageCreateParams, MessageParam, TextBlockParam, TimeoutOption, ToolParam

    AnyStream = TypeVar("AnyStream", bound=AsyncStream)


class AsyncClient(BaseClient):
    """A client of the Messages API for asyncio. May be used from several event loops, also in turn.

        client = AsyncClient()
        message = await client.messages.create(
            model="claude-opus-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Hello"}]
        )

    Cancelling a task that waits for an answer closes the request's connection. Also known as `AsyncAnthropic`.
    """

    def _add_resources(self, native: _native.Client) -> None:
        self.messages = AsyncMessages(native)
        """Creating messages."""

    async def close(self) -> None:
        """Refuses new calls from here on and closes idle connections; calls under way go on."""
        self._native.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncMessages(BaseMessages):
    """Creating messages."""

    if TYPE_CHECKING:

        @overload
        async def create(self, *, stream: Literal[False] = False, **params: Unpack[MessageCreateParams]) -> Message: ...
        @overload
        async def create(self, *, stream: Literal[True], **params: Unpack[MessageCreateParams]) -> AsyncStream: ...
        @overload
        async def create(self, *, stream: bool, **params: Unpack[MessageCreateParams]) -> Message | AsyncStream: ...

    async def create(
        self,
        *,
        max_tokens: int,
        messages: Iterable[MessageParam | Message],
        model: str,
        cache_control: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        container: Any | NotGiven | Omit = NOT_GIVEN,
        diagnostics: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        metadata: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        output_config: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        service_tier: str | NotGiven | Omit = NOT_GIVEN,
        speed: str | None | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Iterable[str] | NotGiven | Omit = NOT_GIVEN,
        system: str | Iterable[TextBlockParam] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        thinking: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolParam | Mapping[str, Any]] | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        stream: bool | NotGiven = False,
        extra_headers: Headers | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
    ) -> Message | AsyncStream:
        """Sends a request and gives the message, or with `stream=True` its events as they arrive.

        The parameters are the API's; those that this version does not know go into `extra_body`. `extra_headers`,
        `timeout` and `max_retries` are for this call alone. A failure raises a `tidings.AnthropicError`.
        """
        request = request_of(locals())
        if request["stream"]:
            return await self._open(AsyncStream, request)
        from ._loop import LoopBell

        loop, call = LoopBell.of_running_loop(), self._start(request)
        return Message._of(*await loop.read(call, call.response))

    def stream(
        self,
        *,
        max_tokens: int,
        messages: Iterable[MessageParam | Message],
        model: str,
        cache_control: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        container: Any | NotGiven | Omit = NOT_GIVEN,
        diagnostics: Mapping[str, Any] | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        metadata: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        output_config: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        service_tier: str | NotGiven | Omit = NOT_GIVEN,
        speed: str | None | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Iterable[str] | NotGiven | Omit = NOT_GIVEN,
        system: str | Iterable[TextBlockParam] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        thinking: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: Mapping[str, Any] | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolParam | Mapping[str, Any]] | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
    ) -> AsyncMessageStreamManager:
        """Prepares a streamed message; entering the `async with` block that it is for sends the request.

        Takes the parameters of `create`, without `stream`.
        """
        request = request_of(locals(), stream=True)
        return AsyncMessageStreamManager(lambda: self._open(AsyncMessageStream, request))

    async def _open(self, kind: type[AnyStream], request: dict[str, Any]) -> AnyStream:
        from ._loop import LoopBell

        loop, call = LoopBell.of_running_loop(), self._start(request)
        return kind(call, loop, await loop.read(call, call.head))
