"""Calls of any path of the API, for what no method is there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping
    from typing import Any, TypeVar, overload

    from . import _native
    from ._pages import AsyncPaginator
    from ._stream import AsyncStream, Stream

    To = TypeVar("To")
    AnyStream = TypeVar("AnyStream", bound=Stream)
    AnyAsyncStream = TypeVar("AnyAsyncStream", bound=AsyncStream)
    Page = TypeVar("Page")

    Options = Mapping[str, Any]


class Verbs:
    """Calls of any path, blocking.

    `path` begins with a slash, or is a whole URL of the client's own origin. `cast_to` says what is given: a class of
    answers or of pydantic's models, `dict`, `object` for whatever JSON it is, `str` or `bytes` for the body, or
    `tidings.APIResponse` for the answer as it came. `body` is sent as JSON, `content` as it is, `files` as a form
    together with `body`. `options` may hold `headers`, `params`, `extra_json`, and the options of methods, such as `timeout`.
    With `stream=True` the events of a stream are given.
    """

    _native: _native.Client

    if TYPE_CHECKING:

        @overload
        def get(
            self, path: str, *, cast_to: type[To], options: Options = {}, stream: bool = False, stream_cls: None = None
        ) -> To: ...
        @overload
        def get(
            self, path: str, *, cast_to: Any, options: Options = {}, stream: bool, stream_cls: type[AnyStream]
        ) -> AnyStream: ...

    def get(
        self, path: str, *, cast_to: Any, options: Options = {}, stream: bool = False, stream_cls: Any = None
    ) -> Any:
        """Asks for a path."""
        return self._ask("GET", path, cast_to, options, stream=stream)

    if TYPE_CHECKING:

        @overload
        def post(
            self,
            path: str,
            *,
            cast_to: type[To],
            body: object = None,
            content: bytes | str | None = None,
            options: Options = {},
            files: Any = None,
            stream: bool = False,
            stream_cls: None = None,
        ) -> To: ...
        @overload
        def post(
            self,
            path: str,
            *,
            cast_to: Any,
            body: object = None,
            content: bytes | str | None = None,
            options: Options = {},
            files: Any = None,
            stream: bool,
            stream_cls: type[AnyStream],
        ) -> AnyStream: ...

    def post(
        self,
        path: str,
        *,
        cast_to: Any,
        body: object = None,
        content: bytes | str | None = None,
        options: Options = {},
        files: Any = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """Sends something to a path."""
        return self._ask("POST", path, cast_to, options, body, content, files, stream=stream)

    def put(
        self,
        path: str,
        *,
        cast_to: type[To],
        body: object = None,
        content: bytes | str | None = None,
        files: Any = None,
        options: Options = {},
    ) -> To:
        """Puts something in the place of what is at a path."""
        found: To = self._ask("PUT", path, cast_to, options, body, content, files)
        return found

    def patch(
        self,
        path: str,
        *,
        cast_to: type[To],
        body: object = None,
        content: bytes | str | None = None,
        files: Any = None,
        options: Options = {},
    ) -> To:
        """Changes what is at a path."""
        found: To = self._ask("PATCH", path, cast_to, options, body, content, files)
        return found

    def delete(
        self,
        path: str,
        *,
        cast_to: type[To],
        body: object = None,
        content: bytes | str | None = None,
        options: Options = {},
    ) -> To:
        """Deletes what is at a path."""
        found: To = self._ask("DELETE", path, cast_to, options, body, content)
        return found

    def get_api_list(
        self,
        path: str,
        *,
        model: Any,
        page: type[Page],
        body: object = None,
        options: Options = {},
        method: str = "get",
    ) -> Page:
        """Asks for the first page of a list: a page of the class `page`, its items of the class `model`."""
        from ._casts import Listed, asked

        found: Page = Listed(page, model).get(self._native, asked(method.upper(), path, options, body))
        return found

    def request(self, cast_to: Any, options: Any, *, stream: bool = False, stream_cls: Any = None) -> Any:
        """Makes a call that is described whole: `method`, `url`, `params`, `headers`, `json_data`, `content`, `files`
        and options of calls, as keys or attributes of `options`.
        """
        from ._casts import described

        verb, path, options, body, content, files = described(options)
        return self._ask(verb, path, cast_to, options, body, content, files, stream=stream)

    def _ask(
        self,
        verb: str,
        path: str,
        cast_to: Any,
        options: Options,
        body: object = None,
        content: bytes | str | None = None,
        files: Any = None,
        *,
        stream: bool = False,
    ) -> Any:
        from ._casts import answer_for, asked

        answer = answer_for(cast_to, stream)
        return answer.get(self._native, asked(verb, path, options, body, content, files, stream=stream))


class AsyncVerbs:
    """Calls of any path, awaited. What they take is said of `Verbs`."""

    _native: _native.Client

    if TYPE_CHECKING:

        @overload
        def get(
            self, path: str, *, cast_to: type[To], options: Options = {}, stream: bool = False, stream_cls: None = None
        ) -> Awaitable[To]: ...
        @overload
        def get(
            self, path: str, *, cast_to: Any, options: Options = {}, stream: bool, stream_cls: type[AnyAsyncStream]
        ) -> Awaitable[AnyAsyncStream]: ...

    def get(
        self, path: str, *, cast_to: Any, options: Options = {}, stream: bool = False, stream_cls: Any = None
    ) -> Any:
        """Asks for a path."""
        return self._ask("GET", path, cast_to, options, stream=stream)

    if TYPE_CHECKING:

        @overload
        def post(
            self,
            path: str,
            *,
            cast_to: type[To],
            body: object = None,
            content: bytes | str | None = None,
            options: Options = {},
            files: Any = None,
            stream: bool = False,
            stream_cls: None = None,
        ) -> Awaitable[To]: ...
        @overload
        def post(
            self,
            path: str,
            *,
            cast_to: Any,
            body: object = None,
            content: bytes | str | None = None,
            options: Options = {},
            files: Any = None,
            stream: bool,
            stream_cls: type[AnyAsyncStream],
        ) -> Awaitable[AnyAsyncStream]: ...

    def post(
        self,
        path: str,
        *,
        cast_to: Any,
        body: object = None,
        content: bytes | str | None = None,
        options: Options = {},
        files: Any = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> Any:
        """Sends something to a path."""
        return self._ask("POST", path, cast_to, options, body, content, files, stream=stream)

    async def put(
        self,
        path: str,
        *,
        cast_to: type[To],
        body: object = None,
        content: bytes | str | None = None,
        files: Any = None,
        options: Options = {},
    ) -> To:
        """Puts something in the place of what is at a path."""
        found: To = await self._ask("PUT", path, cast_to, options, body, content, files)
        return found

    async def patch(
        self,
        path: str,
        *,
        cast_to: type[To],
        body: object = None,
        content: bytes | str | None = None,
        files: Any = None,
        options: Options = {},
    ) -> To:
        """Changes what is at a path."""
        found: To = await self._ask("PATCH", path, cast_to, options, body, content, files)
        return found

    async def delete(
        self,
        path: str,
        *,
        cast_to: type[To],
        body: object = None,
        content: bytes | str | None = None,
        options: Options = {},
    ) -> To:
        """Deletes what is at a path."""
        found: To = await self._ask("DELETE", path, cast_to, options, body, content)
        return found

    def get_api_list(
        self,
        path: str,
        *,
        model: type[To],
        page: type[Page],
        body: object = None,
        options: Options = {},
        method: str = "get",
    ) -> AsyncPaginator[To, Page]:
        """Asks for a list. Awaiting it gives the first page, of the class `page`; iterating over it all items, of the class
        `model`.
        """
        from ._casts import Listed, asked
        from ._pages import AsyncPaginator

        answer, request = Listed(page, model), asked(method.upper(), path, options, body)
        return AsyncPaginator(lambda: answer.fetch(self._native, request))

    async def request(self, cast_to: Any, options: Any, *, stream: bool = False, stream_cls: Any = None) -> Any:
        """Makes a call that is described whole: `method`, `url`, `params`, `headers`, `json_data`, `content`, `files`
        and options of calls, as keys or attributes of `options`.
        """
        from ._casts import described

        verb, path, options, body, content, files = described(options)
        return await self._ask(verb, path, cast_to, options, body, content, files, stream=stream)

    async def _ask(
        self,
        verb: str,
        path: str,
        cast_to: Any,
        options: Options,
        body: object = None,
        content: bytes | str | None = None,
        files: Any = None,
        *,
        stream: bool = False,
    ) -> Any:
        from ._casts import answer_for, asked

        answer = answer_for(cast_to, stream)
        return await answer.fetch(self._native, asked(verb, path, options, body, content, files, stream=stream))
