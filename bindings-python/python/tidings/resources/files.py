# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""Files to be used in messages."""

from __future__ import annotations

from .._methods import Bytes, Deleted, Method, Object, Pages
from .._options import NOT_GIVEN
from .._resource import AsyncResource, Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .._binary import AsyncBinaryAPIResponse, BinaryAPIResponse
    from .._files import FileTypes
    from .._options import NotGiven, Omit
    from .._pages import AsyncPageCursor, AsyncPaginator, SyncPageCursor
    from ..types import DeletedFile, FileMetadata, Headers, Strings, TimeoutOption
    from ._views import (
        AsyncFilesWithRawResponse,
        AsyncFilesWithStreamingResponse,
        FilesWithRawResponse,
        FilesWithStreamingResponse,
    )

_UPLOAD: Method[FileMetadata] = Method("POST", "/v1/files", Object("FileMetadata"), travels="form")
_LIST: Method[SyncPageCursor[FileMetadata]] = Method("GET", "/v1/files", Pages("SyncPageCursor", "FileMetadata"), travels="query")
_RETRIEVE_METADATA: Method[FileMetadata] = Method("GET", "/v1/files/{file_id}", Object("FileMetadata"))
_DOWNLOAD: Method[BinaryAPIResponse] = Method("GET", "/v1/files/{file_id}/content", Bytes())
_DELETE: Method[DeletedFile] = Method("DELETE", "/v1/files/{file_id}", Deleted("DeletedFile", "file_id", "file_deleted"))
_ASYNC_LIST: Method[AsyncPageCursor[FileMetadata]] = Method("GET", "/v1/files", Pages("AsyncPageCursor", "FileMetadata"), travels="query")
_ASYNC_DOWNLOAD: Method[AsyncBinaryAPIResponse] = Method("GET", "/v1/files/{file_id}/content", Bytes())


class Files(Resource):
    """Files to be used in messages."""

    def upload(
        self,
        *,
        file: FileTypes,
        expires_in_seconds: int | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> FileMetadata:
        """Uploads a file, at most 500 MB.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file: The file: `bytes`, a path (`os.PathLike`), an open file, or a tuple of its name, its content in
                one of these forms, and if need be its media type. A path is opened anew for every attempt; an open file
                can be read only once, so that a call with one is not tried again after it was begun.
            expires_in_seconds: Has the file removed after this many seconds, 3600 to 7,776,000 (90 days). Without
                it, it stays.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return self._call(_UPLOAD, locals())

    def list(
        self,
        *,
        ids: Strings | NotGiven | Omit = NOT_GIVEN,
        limit: int | NotGiven | Omit = NOT_GIVEN,
        page: str | None | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> SyncPageCursor[FileMetadata]:
        """Lists all files, the newest first. Iterating walks through all pages.

        A failure raises a `tidings.AnthropicError`.

        Args:
            ids: Only files with these ids, at most 100; not together with `limit` or `page`.
            limit: How many files a page has, 1 to 1000; 20 unless said otherwise.
            page: Begins at the page that an earlier answer named in `next_page`.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return self._call(_LIST, locals())

    def retrieve_metadata(
        self,
        file_id: str,
        *,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> FileMetadata:
        """Gives what is known of a file.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file_id: The file's id.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return self._call(_RETRIEVE_METADATA, locals())

    def download(
        self,
        file_id: str,
        *,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> BinaryAPIResponse:
        """Gives the content of a file that a tool or a skill made; others cannot be downloaded.

        The content is read when it is asked for. Dropping the answer unread closes its connection.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file_id: The file's id.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return self._call(_DOWNLOAD, locals())

    def delete(
        self,
        file_id: str,
        *,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> DeletedFile:
        """Deletes a file.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file_id: The file's id.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return self._call(_DELETE, locals())

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> FilesWithRawResponse: ...

        @property
        def with_streaming_response(self) -> FilesWithStreamingResponse: ...


class AsyncFiles(AsyncResource):
    """Files to be used in messages."""

    async def upload(
        self,
        *,
        file: FileTypes,
        expires_in_seconds: int | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> FileMetadata:
        """Uploads a file, at most 500 MB.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file: The file: `bytes`, a path (`os.PathLike`), an open file, or a tuple of its name, its content in
                one of these forms, and if need be its media type. A path is opened anew for every attempt; an open file
                can be read only once, so that a call with one is not tried again after it was begun.
            expires_in_seconds: Has the file removed after this many seconds, 3600 to 7,776,000 (90 days). Without
                it, it stays.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return await self._call(_UPLOAD, locals())

    def list(
        self,
        *,
        ids: Strings | NotGiven | Omit = NOT_GIVEN,
        limit: int | NotGiven | Omit = NOT_GIVEN,
        page: str | None | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> AsyncPaginator[FileMetadata, AsyncPageCursor[FileMetadata]]:
        """Lists all files, the newest first. Iterating walks through all pages.

        Awaiting it gives the first page, iterating over it all items.

        A failure raises a `tidings.AnthropicError`.

        Args:
            ids: Only files with these ids, at most 100; not together with `limit` or `page`.
            limit: How many files a page has, 1 to 1000; 20 unless said otherwise.
            page: Begins at the page that an earlier answer named in `next_page`.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return self._list(_ASYNC_LIST, locals())

    async def retrieve_metadata(
        self,
        file_id: str,
        *,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> FileMetadata:
        """Gives what is known of a file.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file_id: The file's id.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return await self._call(_RETRIEVE_METADATA, locals())

    async def download(
        self,
        file_id: str,
        *,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> AsyncBinaryAPIResponse:
        """Gives the content of a file that a tool or a skill made; others cannot be downloaded.

        The content is read when it is asked for. Dropping the answer unread closes its connection.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file_id: The file's id.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return await self._call(_ASYNC_DOWNLOAD, locals())

    async def delete(
        self,
        file_id: str,
        *,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
    ) -> DeletedFile:
        """Deletes a file.

        A failure raises a `tidings.AnthropicError`.

        Args:
            file_id: The file's id.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
        """
        return await self._call(_DELETE, locals())

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> AsyncFilesWithRawResponse: ...

        @property
        def with_streaming_response(self) -> AsyncFilesWithStreamingResponse: ...
