"""Lists that come in pages. How one page leads to the next is the core's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _native
from ._models import AnswerModel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator

    from typing_extensions import Self

    from ._requests import Request

Item = TypeVar("Item")
Page = TypeVar("Page")


class PageInfo:
    """How the next page is asked for."""

    def __init__(self, *, params: dict[str, str]) -> None:
        self.params = params
        """The query parameters that it takes."""

    def __repr__(self) -> str:
        return f"PageInfo(params={self.params!r})"


class Source:
    """Where a page came from, and what makes another of its kind."""

    def __init__(self, native: _native.Client, request: Request, make: Callable[[Any], Any], pager: _native.Pager) -> None:
        self.native = native
        self.request = request
        self.make = make
        self.pager = pager


class BasePage(AnswerModel, Generic[Item]):
    """One page of a list: its items in `data`, and what the server says of its place."""

    __slots__ = ("_source",)
    _cursor = "page"
    """The parameter that takes the token of a page."""

    data: list[Item]

    def has_next_page(self) -> bool:
        """Whether there is a page after this one."""
        return self.next_page_info() is not None

    def next_page_info(self) -> PageInfo | None:
        """How the page after this one is asked for; `None` on the last.

        Raises an `APIResponseValidationError` when the server leads in a circle.
        """
        step = self._step()
        return None if step is None else PageInfo(params={step[1]: step[2]})

    def _step(self) -> tuple[_native.Pager, str, str] | None:
        fields = self._fields()
        place = {name: fields.get(name) for name in ("has_more", "first_id", "last_id", "next_page")}
        # Of the items it only matters whether there are any.
        page = _native.encode({"data": [None][: len(self.data)], **place})
        step = self._origin().pager.next(page)
        if step is None or step[1] != "page":
            return step
        return step[0], self._cursor, step[2]

    def _origin(self) -> Source:
        source: Source | None = getattr(self, "_source", None)
        if source is None:
            raise RuntimeError("this page was not given by a client, so there is nowhere to get the next one from")
        return source

    def __getstate__(self) -> tuple[dict[str, Any], dict[str, Any]]:
        # A page can be kept; where it came from cannot.
        return self.__dict__, {}

    def _next(self) -> tuple[Source, Request, _native.Pager]:
        source, step = self._origin(), self._step()
        if step is None:
            raise RuntimeError("this is the last page; has_next_page() says so beforehand")
        pager, name, value = step
        return source, source.request.with_query(name, value), pager


class BaseSyncPage(BasePage[Item]):
    """A page from a blocking client. Iterating over it goes through its items and those of all pages behind it."""

    def __iter__(self) -> Iterator[Item]:  # type: ignore[override]
        for page in self.iter_pages():
            yield from page.data

    def iter_pages(self) -> Iterator[Self]:
        """This page and all pages behind it, each fetched when it is needed."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page.get_next_page()

    def get_next_page(self) -> Self:
        """Fetches the page after this one; a `RuntimeError` on the last."""
        source, request, pager = self._next()
        reply = request.run(source.native, _native.WHOLE)
        page: Self = page_of(type(self), source.make, reply, source.native, request, pager)
        return page


class BaseAsyncPage(BasePage[Item]):
    """A page from an async client. Iterating over it goes through its items and those of all pages behind it."""

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.iter_pages():
            for item in page.data:
                yield item

    async def iter_pages(self) -> AsyncIterator[Self]:
        """This page and all pages behind it, each fetched when it is needed."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = await page.get_next_page()

    async def get_next_page(self) -> Self:
        """Fetches the page after this one; a `RuntimeError` on the last."""
        from ._methods import running_loop

        source, request, pager = self._next()
        loop, call = running_loop(), request.start(source.native, _native.WHOLE)
        reply = await loop.read(call, call.response)
        page: Self = page_of(type(self), source.make, reply, source.native, request, pager)
        return page


class AsyncPaginator(Generic[Item, Page]):
    """A list on its way: awaiting it gives the first page, iterating over it the items of all pages."""

    def __init__(self, fetch: Callable[[], Awaitable[Page]]) -> None:
        self._fetch = fetch

    def __await__(self) -> Generator[Any, None, Page]:
        return self._fetch().__await__()

    async def __aiter__(self) -> AsyncIterator[Item]:
        page: Any = await self
        async for item in page:
            yield item


class SyncPage(BaseSyncPage[Item]):
    """A page of a list that is walked by the ids of its first and last items."""

    has_more: bool | None = None
    first_id: str | None = None
    last_id: str | None = None


class AsyncPage(BaseAsyncPage[Item]):
    """A page of a list that is walked by the ids of its first and last items."""

    has_more: bool | None = None
    first_id: str | None = None
    last_id: str | None = None


class SyncPageCursor(BaseSyncPage[Item]):
    """A page of a list that is walked by tokens, given as `page`."""

    next_page: str | None = None


class AsyncPageCursor(BaseAsyncPage[Item]):
    """A page of a list that is walked by tokens, given as `page`."""

    next_page: str | None = None


class SyncTokenPage(BaseSyncPage[Item]):
    """A page of a list that is walked by tokens, given as `page_token`."""

    _cursor = "page_token"
    has_more: bool | None = None
    next_page: str | None = None


class AsyncTokenPage(BaseAsyncPage[Item]):
    """A page of a list that is walked by tokens, given as `page_token`."""

    _cursor = "page_token"
    has_more: bool | None = None
    next_page: str | None = None


class SyncBidirectionalPageCursor(SyncPageCursor[Item]):
    """A page of a list that is walked by tokens, which says where the page before it is too."""

    prev_page: str | None = None


class AsyncBidirectionalPageCursor(AsyncPageCursor[Item]):
    """A page of a list that is walked by tokens, which says where the page before it is too."""

    prev_page: str | None = None


class SyncReportPageCursor(SyncPageCursor[Item]):
    """A page of a report, walked by tokens."""

    has_more: bool | None = None
    data_refreshed_at: str | None = None


class AsyncReportPageCursor(AsyncPageCursor[Item]):
    """A page of a report, walked by tokens."""

    has_more: bool | None = None
    data_refreshed_at: str | None = None


def page_of(
    cls: Any,
    make: Callable[[Any], Any],
    reply: _native.Answer,
    native: _native.Client,
    request: Request,
    pager: _native.Pager | None = None,
) -> Any:
    """The page that an answer holds, its items made by `make`; `pager` knows how it was come by."""
    fields = reply.json()
    pager = pager or _native.Pager(request.path, request.query)
    if not isinstance(fields.get("data"), list):
        raise reply.misfit("the answer is not a page: it has no list of data")
    fields["data"] = [make(item) if isinstance(item, dict) else item for item in fields["data"]]
    page = cls(**fields)._by(reply)
    page._source = Source(native, request, make, pager)
    return page


for _cls in list(globals().values()):
    if isinstance(_cls, type) and _cls.__module__ in (__name__, "tidings.types") and _cls.__name__.endswith(
        ("Page", "PageCursor", "PageInfo", "AsyncPaginator")
    ):
        # Pickles and `repr(type)` name the place where users find the classes.
        _cls.__module__ = "tidings.pagination"
