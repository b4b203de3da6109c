"""For type checkers: how methods are seen through `with_raw_response` and `with_streaming_response`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any, ParamSpec, TypeVar

    from ._binary import (
        AsyncBinaryAPIResponse,
        AsyncStreamedBinaryAPIResponse,
        BinaryAPIResponse,
        StreamedBinaryAPIResponse,
    )
    from ._managers import AsyncResponseContextManager, ResponseContextManager
    from ._responses import APIResponse, AsyncAPIResponse

    Arguments = ParamSpec("Arguments")
    Given = TypeVar("Given")

    def raw(method: Callable[Arguments, Given]) -> Callable[Arguments, APIResponse[Given]]:
        """A method that gives the whole answer."""
        raise NotImplementedError

    def raw_bytes(method: Callable[Arguments, Any]) -> Callable[Arguments, BinaryAPIResponse]:
        """A method that gives the whole answer, whose body is a file."""
        raise NotImplementedError

    def streamed(
        method: Callable[Arguments, Given],
    ) -> Callable[Arguments, ResponseContextManager[APIResponse[Given]]]:
        """A method that gives a block with the answer."""
        raise NotImplementedError

    def streamed_bytes(
        method: Callable[Arguments, Any],
    ) -> Callable[Arguments, ResponseContextManager[StreamedBinaryAPIResponse]]:
        """A method that gives a block with the answer, whose body is a file."""
        raise NotImplementedError

    def async_raw(
        method: Callable[Arguments, Awaitable[Given]],
    ) -> Callable[Arguments, Coroutine[Any, Any, AsyncAPIResponse[Given]]]:
        """A method that, awaited, gives the whole answer."""
        raise NotImplementedError

    def async_raw_bytes(
        method: Callable[Arguments, Awaitable[Any]],
    ) -> Callable[Arguments, Coroutine[Any, Any, AsyncBinaryAPIResponse]]:
        """A method that, awaited, gives the whole answer, whose body is a file."""
        raise NotImplementedError

    def async_streamed(
        method: Callable[Arguments, Awaitable[Given]],
    ) -> Callable[Arguments, AsyncResponseContextManager[AsyncAPIResponse[Given]]]:
        """A method that gives a block with the answer."""
        raise NotImplementedError

    def async_streamed_bytes(
        method: Callable[Arguments, Awaitable[Any]],
    ) -> Callable[Arguments, AsyncResponseContextManager[AsyncStreamedBinaryAPIResponse]]:
        """A method that gives a block with the answer, whose body is a file."""
        raise NotImplementedError
