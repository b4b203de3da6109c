"""The two ways to an answer as it came: whole, and as a block with its body not yet read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _native

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from ._methods import Answer
    from ._requests import Request

Response = TypeVar("Response")


class ResponseContextManager(Generic[Response]):
    """Entering it makes the call and gives the answer when its head is there; leaving it closes the connection."""

    def __init__(self, make: Callable[[], Response]) -> None:
        self._make = make
        self._response: Any = None

    def __enter__(self) -> Response:
        self._response = response = self._make()
        return response

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._response is not None:
            self._response.close()


class AsyncResponseContextManager(Generic[Response]):
    """Entering it makes the call and gives the answer when its head is there; leaving it closes the connection."""

    def __init__(self, make: Callable[[], Awaitable[Response]]) -> None:
        self._make = make
        self._response: Any = None

    async def __aenter__(self) -> Response:
        self._response = response = await self._make()
        return response

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._response is not None:
            await self._response.close()


class Managed:
    """The methods of a resource, each giving a block to enter instead of making its call."""

    def __init__(self, resource: Any, manager: Callable[[Callable[[], Any]], Any]) -> None:
        self._resource = resource
        self._manager = manager

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._resource, name)
        if hasattr(found, "_view"):
            return Managed(found, self._manager)
        manager = self._manager
        return lambda *args, **kwargs: manager(lambda: found(*args, **kwargs))

    def __dir__(self) -> list[str]:
        return dir(self._resource)


def respond(native: _native.Client, request: Request, answer: Answer, streamed: bool) -> Any:
    """Makes the call, blocking, and gives the answer as it came: whole, or `streamed`, when its head is there."""
    from ._responses import APIResponse

    request = answer.locate(native, request)
    if not answer.flows and (answer.slow or not streamed):
        return APIResponse(answer, native, request, request.run(native, _native.RAW))
    call = request.start(native, answer.mode if answer.flows else _native.BYTES)
    return answer.responses(streamed)[0](answer, native, request, call.head(), call)


async def respond_async(native: _native.Client, request: Request, answer: Answer, streamed: bool) -> Any:
    """The same, awaiting."""
    from ._methods import running_loop
    from ._responses import AsyncAPIResponse

    request = await answer.locate_async(native, request)
    loop = running_loop()
    if not answer.flows and (answer.slow or not streamed):
        call = request.start(native, _native.RAW)
        return AsyncAPIResponse(answer, native, request, await loop.read(call, call.response))
    call = request.start(native, answer.mode if answer.flows else _native.BYTES)
    return answer.responses(streamed)[1](answer, native, request, await loop.read(call, call.head), call, loop)
