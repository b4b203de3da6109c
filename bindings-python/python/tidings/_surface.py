"""What both kinds of clients offer: the resources, each loaded when it is first looked at, and their views."""

from __future__ import annotations

from ._lazy import RAW, STREAMED, lazy
from ._verbs import AsyncVerbs, Verbs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _native
    from .resources import _views as views
    from .resources.beta import AsyncBeta, Beta
    from .resources.beta import _views as beta_views
    from .resources.files import AsyncFiles, Files
    from .resources.messages.messages import AsyncMessages, Messages
    from .resources.models import AsyncModels, Models


class Resources:
    """The resources of a blocking client, or of a view of one."""

    _native: _native.Client
    _view: str | None = None

    @lazy
    def messages(self) -> Messages:
        """Creating messages, and batches of them."""
        from .resources.messages.messages import Messages

        return Messages(self._native, self._view)

    @lazy
    def models(self) -> Models:
        """The models there are."""
        from .resources.models import Models

        return Models(self._native, self._view)

    @lazy
    def files(self) -> Files:
        """Files to be used in messages."""
        from .resources.files import Files

        return Files(self._native, self._view)

    @lazy
    def beta(self) -> Beta:
        """The same resources with what is in beta."""
        from .resources.beta import Beta

        return Beta(self._native, self._view)


class AsyncResources:
    """The resources of an async client, or of a view of one."""

    _native: _native.Client
    _view: str | None = None

    @lazy
    def messages(self) -> AsyncMessages:
        """Creating messages, and batches of them."""
        from .resources.messages.messages import AsyncMessages

        return AsyncMessages(self._native, self._view)

    @lazy
    def models(self) -> AsyncModels:
        """The models there are."""
        from .resources.models import AsyncModels

        return AsyncModels(self._native, self._view)

    @lazy
    def files(self) -> AsyncFiles:
        """Files to be used in messages."""
        from .resources.files import AsyncFiles

        return AsyncFiles(self._native, self._view)

    @lazy
    def beta(self) -> AsyncBeta:
        """The same resources with what is in beta."""
        from .resources.beta import AsyncBeta

        return AsyncBeta(self._native, self._view)


class Surface(Resources, Verbs):
    """What a blocking client offers."""

    @property
    def with_raw_response(self) -> ClientWithRawResponse:
        """The same resources, their methods giving whole answers as they came."""
        return _viewed(Resources, self._native, RAW)  # type: ignore[return-value]

    @property
    def with_streaming_response(self) -> ClientWithStreamedResponse:
        """The same resources, their methods giving blocks to enter; inside of one is the answer, its body not yet read."""
        from ._managers import Managed, ResponseContextManager

        return Managed(_viewed(Resources, self._native, STREAMED), ResponseContextManager)  # type: ignore[return-value]


class AsyncSurface(AsyncResources, AsyncVerbs):
    """What an async client offers."""

    @property
    def with_raw_response(self) -> AsyncClientWithRawResponse:
        """The same resources, their methods giving whole answers as they came."""
        return _viewed(AsyncResources, self._native, RAW)  # type: ignore[return-value]

    @property
    def with_streaming_response(self) -> AsyncClientWithStreamedResponse:
        """The same resources, their methods giving blocks to enter; inside of one is the answer, its body not yet read."""
        from ._managers import AsyncResponseContextManager, Managed

        view = _viewed(AsyncResources, self._native, STREAMED)
        return Managed(view, AsyncResponseContextManager)  # type: ignore[return-value]


def _viewed(kind: type[Resources] | type[AsyncResources], native: _native.Client, view: str) -> object:
    resources = kind()
    resources._native, resources._view = native, view
    return resources


if TYPE_CHECKING:

    class ClientWithRawResponse:
        """The resources, their methods giving whole answers as they came."""

        messages: views.MessagesWithRawResponse
        models: views.ModelsWithRawResponse
        files: views.FilesWithRawResponse
        beta: BetaWithRawResponse

    class BetaWithRawResponse:
        """The resources, their methods giving whole answers as they came."""

        messages: beta_views.MessagesWithRawResponse
        models: beta_views.ModelsWithRawResponse
        files: beta_views.FilesWithRawResponse

    class ClientWithStreamedResponse:
        """The resources, their methods giving blocks with answers whose body is not yet read."""

        messages: views.MessagesWithStreamingResponse
        models: views.ModelsWithStreamingResponse
        files: views.FilesWithStreamingResponse
        beta: BetaWithStreamingResponse

    class BetaWithStreamingResponse:
        """The resources, their methods giving blocks with answers whose body is not yet read."""

        messages: beta_views.MessagesWithStreamingResponse
        models: beta_views.ModelsWithStreamingResponse
        files: beta_views.FilesWithStreamingResponse

    class AsyncClientWithRawResponse:
        """The resources, their methods giving whole answers as they came."""

        messages: views.AsyncMessagesWithRawResponse
        models: views.AsyncModelsWithRawResponse
        files: views.AsyncFilesWithRawResponse
        beta: AsyncBetaWithRawResponse

    class AsyncBetaWithRawResponse:
        """The resources, their methods giving whole answers as they came."""

        messages: beta_views.AsyncMessagesWithRawResponse
        models: beta_views.AsyncModelsWithRawResponse
        files: beta_views.AsyncFilesWithRawResponse

    class AsyncClientWithStreamedResponse:
        """The resources, their methods giving blocks with answers whose body is not yet read."""

        messages: views.AsyncMessagesWithStreamingResponse
        models: views.AsyncModelsWithStreamingResponse
        files: views.AsyncFilesWithStreamingResponse
        beta: AsyncBetaWithStreamingResponse

    class AsyncBetaWithStreamingResponse:
        """The resources, their methods giving blocks with answers whose body is not yet read."""

        messages: beta_views.AsyncMessagesWithStreamingResponse
        models: beta_views.AsyncModelsWithStreamingResponse
        files: beta_views.AsyncFilesWithStreamingResponse
