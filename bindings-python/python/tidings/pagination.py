"""The classes of pages. Their names are those of the official package."""

from ._pages import (
    AsyncBidirectionalPageCursor,
    AsyncPage,
    AsyncPageCursor,
    AsyncPaginator,
    AsyncReportPageCursor,
    AsyncTokenPage,
    BaseAsyncPage,
    BasePage,
    BaseSyncPage,
    PageInfo,
    SyncBidirectionalPageCursor,
    SyncPage,
    SyncPageCursor,
    SyncReportPageCursor,
    SyncTokenPage,
)

__all__ = [
    "AsyncBidirectionalPageCursor",
    "AsyncPage",
    "AsyncPageCursor",
    "AsyncPaginator",
    "AsyncReportPageCursor",
    "AsyncTokenPage",
    "BaseAsyncPage",
    "BasePage",
    "BaseSyncPage",
    "PageInfo",
    "SyncBidirectionalPageCursor",
    "SyncPage",
    "SyncPageCursor",
    "SyncReportPageCursor",
    "SyncTokenPage",
]
