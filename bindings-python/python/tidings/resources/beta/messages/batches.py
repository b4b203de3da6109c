# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""Batches of messages: many requests at once, worked on within a day, for less."""

from __future__ import annotations

from ...._methods import Deleted, Lines, Method, Object, Pages
from ...._options import NOT_GIVEN
from ...._resource import AsyncResource, Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ...._lines import AsyncJSONLDecoder, JSONLDecoder
    from ...._options import NotGiven, Omit
    from ...._pages import AsyncPage, AsyncPaginator, SyncPage
    from ....types import (
        BatchRequest,
        DeletedMessageBatch,
        Headers,
        MessageBatch,
        MessageBatchIndividualResponse,
        Strings,
        TimeoutOption,
    )
    from .._views import (
        AsyncBatchesWithRawResponse,
        AsyncBatchesWithStreamingResponse,
        BatchesWithRawResponse,
        BatchesWithStreamingResponse,
    )

_CREATE: Method[MessageBatch] = Method("POST", "/v1/messages/batches", Object("MessageBatch"))
_RETRIEVE: Method[MessageBatch] = Method("GET", "/v1/messages/batches/{message_batch_id}", Object("MessageBatch"))
_LIST: Method[SyncPage[MessageBatch]] = Method("GET", "/v1/messages/batches", Pages("SyncPage", "MessageBatch"), travels="query")
_CANCEL: Method[MessageBatch] = Method("POST", "/v1/messages/batches/{message_batch_id}/cancel", Object("MessageBatch"))
_DELETE: Method[DeletedMessageBatch] = Method("DELETE", "/v1/messages/batches/{message_batch_id}", Deleted("DeletedMessageBatch", "message_batch_id", "message_batch_deleted"))
_RESULTS: Method[JSONLDecoder[MessageBatchIndividualResponse]] = Method("GET", "/v1/messages/batches/{message_batch_id}", Lines("MessageBatchIndividualResponse"))
_ASYNC_LIST: Method[AsyncPage[MessageBatch]] = Method("GET", "/v1/messages/batches", Pages("AsyncPage", "MessageBatch"), travels="query")
_ASYNC_RESULTS: Method[AsyncJSONLDecoder[MessageBatchIndividualResponse]] = Method("GET", "/v1/messages/batches/{message_batch_id}", Lines("MessageBatchIndividualResponse"))


class Batches(Resource):
    """Batches of messages: many requests at once, worked on within a day, for less."""

    def create(
        self,
        *,
        requests: Iterable[BatchRequest],
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
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
        validation: bool | NotGiven = NOT_GIVEN,
    ) -> MessageBatch:
        """Creates a batch. Whether each request in it is right is only found out as it is worked on.

        A failure raises a `tidings.AnthropicError`.

        Args:
            requests: The messages to create, 1 to 100,000 of them and 256 MB in all.
            betas: The beta features to be used, by their names.
            user_profile_id: The profile of the user for whom the request is.
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
            validation: Whether this request is checked before it is sent.
        """
        return self._call(_CREATE, locals())

    def retrieve(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> MessageBatch:
        """Gives one batch: how far it is.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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
        return self._call(_RETRIEVE, locals())

    def list(
        self,
        *,
        after_id: str | NotGiven | Omit = NOT_GIVEN,
        before_id: str | NotGiven | Omit = NOT_GIVEN,
        limit: int | NotGiven | Omit = NOT_GIVEN,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> SyncPage[MessageBatch]:
        """Lists all batches, the newest first. Iterating walks through all pages.

        A failure raises a `tidings.AnthropicError`.

        Args:
            after_id: Begins behind the batch with this id.
            before_id: Begins in front of the batch with this id, and goes on towards newer ones.
            limit: How many batches a page has, 1 to 1000; 20 unless said otherwise.
            betas: The beta features to be used, by their names.
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

    def cancel(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> MessageBatch:
        """Cancels a batch. What is with the model is still finished, so it ends a while later.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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
        return self._call(_CANCEL, locals())

    def delete(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> DeletedMessageBatch:
        """Deletes a batch that has ended.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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

    def results(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> JSONLDecoder[MessageBatchIndividualResponse]:
        """Gives the results of a batch that has ended, read line by line as they are iterated over.

        They come in any order. A line that cannot be read raises for itself, and the next step goes on behind it.
        Leaving the `with` block of the results, `close()`, or dropping them closes the connection.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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
        return self._call(_RESULTS, locals())

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> BatchesWithRawResponse: ...

        @property
        def with_streaming_response(self) -> BatchesWithStreamingResponse: ...


class AsyncBatches(AsyncResource):
    """Batches of messages: many requests at once, worked on within a day, for less."""

    async def create(
        self,
        *,
        requests: Iterable[BatchRequest],
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
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
        validation: bool | NotGiven = NOT_GIVEN,
    ) -> MessageBatch:
        """Creates a batch. Whether each request in it is right is only found out as it is worked on.

        A failure raises a `tidings.AnthropicError`.

        Args:
            requests: The messages to create, 1 to 100,000 of them and 256 MB in all.
            betas: The beta features to be used, by their names.
            user_profile_id: The profile of the user for whom the request is.
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
            validation: Whether this request is checked before it is sent.
        """
        return await self._call(_CREATE, locals())

    async def retrieve(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> MessageBatch:
        """Gives one batch: how far it is.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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
        return await self._call(_RETRIEVE, locals())

    def list(
        self,
        *,
        after_id: str | NotGiven | Omit = NOT_GIVEN,
        before_id: str | NotGiven | Omit = NOT_GIVEN,
        limit: int | NotGiven | Omit = NOT_GIVEN,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> AsyncPaginator[MessageBatch, AsyncPage[MessageBatch]]:
        """Lists all batches, the newest first. Iterating walks through all pages.

        Awaiting it gives the first page, iterating over it all items.

        A failure raises a `tidings.AnthropicError`.

        Args:
            after_id: Begins behind the batch with this id.
            before_id: Begins in front of the batch with this id, and goes on towards newer ones.
            limit: How many batches a page has, 1 to 1000; 20 unless said otherwise.
            betas: The beta features to be used, by their names.
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

    async def cancel(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> MessageBatch:
        """Cancels a batch. What is with the model is still finished, so it ends a while later.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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
        return await self._call(_CANCEL, locals())

    async def delete(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> DeletedMessageBatch:
        """Deletes a batch that has ended.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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

    async def results(
        self,
        message_batch_id: str,
        *,
        betas: Strings | NotGiven | Omit = NOT_GIVEN,
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
    ) -> AsyncJSONLDecoder[MessageBatchIndividualResponse]:
        """Gives the results of a batch that has ended, read line by line as they are iterated over.

        They come in any order. A line that cannot be read raises for itself, and the next step goes on behind it.
        Leaving the `async with` block of the results, `close()`, or dropping them closes the connection.

        A failure raises a `tidings.AnthropicError`.

        Args:
            message_batch_id: The batch's id.
            betas: The beta features to be used, by their names.
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
        return await self._call(_ASYNC_RESULTS, locals())

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> AsyncBatchesWithRawResponse: ...

        @property
        def with_streaming_response(self) -> AsyncBatchesWithStreamingResponse: ...
