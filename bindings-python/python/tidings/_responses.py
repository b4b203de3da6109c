"""Answers as they came over HTTP: status, headers and body beside what the body stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _native
from ._errors import AnthropicError
from ._headers import Headers
from ._text import Cutter, Lines, decoder

if TYPE_CHECKING:
    import datetime
    from collections.abc import AsyncIterator, Callable, Iterator
    from typing import overload

    from ._loop import LoopBell
    from ._methods import Answer
    from ._requests import Request

Given = TypeVar("Given")
To = TypeVar("To")


class StreamAlreadyConsumed(AnthropicError):
    """The body of an answer was read piece by piece before, and is gone."""

    kind = "closed"

    def __init__(self, text: str = "the body has been read piece by piece already; read() it first to keep it") -> None:
        super().__init__(text)


StreamAlreadyConsumed.__module__ = "tidings"


class BaseAPIResponse(Generic[Given]):
    """What the answers of both kinds of clients have in common."""

    def __init__(
        self,
        answer: Answer,
        native: _native.Client,
        request: Request,
        reply: _native.Answer,
        call: _native.Call | None = None,
    ) -> None:
        self._answer = answer
        self._native = native
        self._request = request
        self._reply = reply
        # None once the body is there, or when the call brought it whole.
        self._call = call
        self._body: bytes | None = reply.body if call is None else None
        self._begun = False
        self._closed = call is None
        self._parsed: Any = None
        self._headers: Headers | None = None

    @property
    def headers(self) -> Headers:
        """The headers of the answer; names in any case."""
        if self._headers is None:
            self._headers = Headers(self._reply.headers)
        return self._headers

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._reply.status

    @property
    def url(self) -> str:
        """Where the request went."""
        return self._native.url(self._request.path, self._request.query)

    @property
    def method(self) -> str:
        """The HTTP method of the request."""
        return self._request.verb

    @property
    def http_version(self) -> str:
        """The version of HTTP that the answer came by, such as `HTTP/1.1`."""
        return self._reply.http_version

    @property
    def elapsed(self) -> datetime.timedelta:
        """The time from the call to the answer, or to its head where the body was read later; waits between attempts
        are included.
        """
        import datetime

        return datetime.timedelta(seconds=self._reply.elapsed)

    @property
    def retries_taken(self) -> int:
        """How many times the request was sent again."""
        return max(self._reply.attempts - 1, 0)

    @property
    def request_id(self) -> str | None:
        """The id to quote to the API's support."""
        return self._reply.request_id

    @property
    def workspace_id(self) -> str | None:
        """The workspace that the credential belongs to."""
        return self._reply.workspace_id

    @property
    def is_closed(self) -> bool:
        """Whether the body has been read to its end, or is wanted no more."""
        return self._closed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status_code}] {self.method} {self._request.path.split('?')[0]}>"

    def _take(self) -> Callable[..., Any]:
        """Begins to read the body; gives what gives the next piece of it."""
        if self._begun or self._call is None:
            raise StreamAlreadyConsumed
        self._begun = True
        return self._call.next_frame if self._answer.mode == _native.STREAM else self._call.next_bytes

    def _keep(self, body: bytes) -> bytes:
        self._body, self._call, self._closed = body, None, True
        return body

    def _whole(self) -> _native.Answer:
        """The answer with its body, which has been read."""
        return self._reply if self._body is None or self._reply.body else self._reply.with_body(self._body)

    def _parse(self, to: Any) -> Any:
        if to is not None:
            from ._casts import cast

            return cast(to, self._whole(), self._native, self._request)
        if self._parsed is None:
            reply, stands_for = self._whole(), self._request.payload["without_content"]
            if not self._body and stands_for is not None:
                reply = reply.with_body(stands_for)
            self._parsed = self._answer.parse(reply, self._native, self._request)
        return self._parsed


class APIResponse(BaseAPIResponse[Given]):
    """An answer of a blocking call. Its body is read when it is asked for; dropping it closes its connection."""

    if TYPE_CHECKING:

        @overload
        def parse(self, *, to: None = None) -> Given: ...
        @overload
        def parse(self, *, to: type[To]) -> To: ...

    def parse(self, *, to: Any = None) -> Any:
        """What the answer stands for: what the method would have given, or an object of the type `to`."""
        if self._answer.flows and to is None:
            if self._parsed is None and self._call is not None:
                self._begun = True
                self._parsed = self._answer.open(self._call, self._reply, self._native, self._request)
            if self._parsed is None:
                raise StreamAlreadyConsumed
            return self._parsed
        self.read()
        return self._parse(to)

    def read(self) -> bytes:
        """The body, read whole."""
        if self._body is None:
            return self._keep(b"".join(self._pieces()))
        return self._body

    def text(self) -> str:
        """The body as text."""
        text: str = decoder(self.headers).decode(self.read(), True)
        return text

    def json(self) -> Any:
        """The body as objects of Python."""
        self.read()
        return self._whole().json()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The body piece by piece, as it comes or in pieces of this size."""
        cutter: Cutter[bytes] = Cutter(chunk_size)
        for piece in self._pieces():
            yield from cutter.feed(piece)
        yield from cutter.finish()

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The body as text, piece by piece, as it comes or in pieces of so many letters."""
        cutter: Cutter[str] = Cutter(chunk_size)
        for text in self._texts():
            yield from cutter.feed(text)
        yield from cutter.finish()

    def iter_lines(self) -> Iterator[str]:
        """The lines of the body as text, without their ends."""
        lines = Lines()
        for text in self._texts():
            yield from lines.feed(text)
        yield from lines.finish()

    def close(self) -> None:
        """Wants no more of the body: the connection is closed at once."""
        if self._call is not None:
            self._call.close()
        self._closed = True

    def _pieces(self) -> Iterator[bytes]:
        if self._body is not None:
            yield self._body
            return
        take = self._take()
        while (piece := take()) is not None:
            yield piece
        self._closed = True

    def _texts(self) -> Iterator[str]:
        decode = decoder(self.headers).decode
        for piece in self._pieces():
            if text := decode(piece):
                yield text
        if text := decode(b"", True):
            yield text


class AsyncAPIResponse(BaseAPIResponse[Given]):
    """An answer of an awaited call. Its body is read when it is asked for; dropping it closes its connection."""

    def __init__(
        self,
        answer: Answer,
        native: _native.Client,
        request: Request,
        reply: _native.Answer,
        call: _native.Call | None = None,
        loop: LoopBell | None = None,
    ) -> None:
        super().__init__(answer, native, request, reply, call)
        self._loop = loop

    if TYPE_CHECKING:

        @overload
        async def parse(self, *, to: None = None) -> Given: ...
        @overload
        async def parse(self, *, to: type[To]) -> To: ...

    async def parse(self, *, to: Any = None) -> Any:
        """What the answer stands for: what the method would have given, or an object of the type `to`."""
        if self._answer.flows and to is None:
            if self._parsed is None and self._call is not None and self._loop is not None:
                self._begun = True
                self._parsed = self._answer.open_async(
                    self._call, self._loop, self._reply, self._native, self._request
                )
            if self._parsed is None:
                raise StreamAlreadyConsumed
            return self._parsed
        await self.read()
        return self._parse(to)

    async def read(self) -> bytes:
        """The body, read whole."""
        if self._body is None:
            return self._keep(b"".join([piece async for piece in self._pieces()]))
        return self._body

    async def text(self) -> str:
        """The body as text."""
        text: str = decoder(self.headers).decode(await self.read(), True)
        return text

    async def json(self) -> Any:
        """The body as objects of Python."""
        await self.read()
        return self._whole().json()

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """The body piece by piece, as it comes or in pieces of this size."""
        cutter: Cutter[bytes] = Cutter(chunk_size)
        async for piece in self._pieces():
            for chunk in cutter.feed(piece):
                yield chunk
        for chunk in cutter.finish():
            yield chunk

    async def iter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """The body as text, piece by piece, as it comes or in pieces of so many letters."""
        cutter: Cutter[str] = Cutter(chunk_size)
        async for text in self._texts():
            for chunk in cutter.feed(text):
                yield chunk
        for chunk in cutter.finish():
            yield chunk

    async def iter_lines(self) -> AsyncIterator[str]:
        """The lines of the body as text, without their ends."""
        lines = Lines()
        async for text in self._texts():
            for line in lines.feed(text):
                yield line
        for line in lines.finish():
            yield line

    async def close(self) -> None:
        """Wants no more of the body: the connection is closed at once."""
        if self._call is not None:
            self._call.close()
        self._closed = True

    async def _pieces(self) -> AsyncIterator[bytes]:
        if self._body is not None:
            yield self._body
            return
        call, loop, take = self._call, self._loop, self._take()
        assert call is not None and loop is not None
        while (piece := await loop.read(call, take)) is not None:
            yield piece
        self._closed = True

    async def _texts(self) -> AsyncIterator[str]:
        decode = decoder(self.headers).decode
        async for piece in self._pieces():
            if text := decode(piece):
                yield text
        if text := decode(b"", True):
            yield text
