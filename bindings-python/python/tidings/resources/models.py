# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""The models there are."""

from __future__ import annotations

from .._methods import Method, Object, Pages
from .._options import NOT_GIVEN
from .._resource import AsyncResource, Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from .._options import NotGiven, Omit
    from .._pages import AsyncPage, AsyncPaginator, SyncPage
    from ..types import Headers, ModelInfo, ModelLifecycle, TimeoutOption
    from ._views import (
        AsyncModelsWithRawResponse,
        AsyncModelsWithStreamingResponse,
        ModelsWithRawResponse,
        ModelsWithStreamingResponse,
    )

_RETRIEVE: Method[ModelInfo] = Method("GET", "/v1/models/{model_id}", Object("ModelInfo"))
_LIST: Method[SyncPage[ModelInfo]] = Method("GET", "/v1/models", Pages("SyncPage", "ModelInfo"), travels="query")
_ASYNC_LIST: Method[AsyncPage[ModelInfo]] = Method("GET", "/v1/models", Pages("AsyncPage", "ModelInfo"), travels="query")


class Models(Resource):
    """The models there are."""

    def retrieve(
        self,
        model_id: str,
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
    ) -> ModelInfo:
        """Gives one model, by its id or an alias.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model_id: The model's id, or an alias of it.
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
        lifecycle: Iterable[ModelLifecycle] | NotGiven | Omit = NOT_GIVEN,
        limit: int | NotGiven | Omit = NOT_GIVEN,
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
    ) -> SyncPage[ModelInfo]:
        """Lists all models, the newest first. Iterating walks through all pages.

        A failure raises a `tidings.AnthropicError`.

        Args:
            after_id: Begins behind the model with this id.
            before_id: Begins in front of the model with this id, and goes on towards newer ones.
            lifecycle: Only models that are this far in their life.
            limit: How many models a page has, 1 to 1000; 20 unless said otherwise.
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

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> ModelsWithRawResponse: ...

        @property
        def with_streaming_response(self) -> ModelsWithStreamingResponse: ...


class AsyncModels(AsyncResource):
    """The models there are."""

    async def retrieve(
        self,
        model_id: str,
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
    ) -> ModelInfo:
        """Gives one model, by its id or an alias.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model_id: The model's id, or an alias of it.
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
        lifecycle: Iterable[ModelLifecycle] | NotGiven | Omit = NOT_GIVEN,
        limit: int | NotGiven | Omit = NOT_GIVEN,
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
    ) -> AsyncPaginator[ModelInfo, AsyncPage[ModelInfo]]:
        """Lists all models, the newest first. Iterating walks through all pages.

        Awaiting it gives the first page, iterating over it all items.

        A failure raises a `tidings.AnthropicError`.

        Args:
            after_id: Begins behind the model with this id.
            before_id: Begins in front of the model with this id, and goes on towards newer ones.
            lifecycle: Only models that are this far in their life.
            limit: How many models a page has, 1 to 1000; 20 unless said otherwise.
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

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> AsyncModelsWithRawResponse: ...

        @property
        def with_streaming_response(self) -> AsyncModelsWithStreamingResponse: ...
