"""The same resources with what is in beta: their methods take `betas`."""

from __future__ import annotations

from ..._lazy import lazy
from ..._resource import AsyncResource, Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..._surface import (
        AsyncBetaWithRawResponse,
        AsyncBetaWithStreamingResponse,
        BetaWithRawResponse,
        BetaWithStreamingResponse,
    )
    from .files import AsyncFiles, Files
    from .messages.messages import AsyncMessages, Messages
    from .models import AsyncModels, Models


class Beta(Resource):
    """The same resources with what is in beta."""

    @lazy
    def messages(self) -> Messages:
        """Creating messages, and batches of them."""
        from .messages.messages import Messages

        return Messages(self._native, self._view)

    @lazy
    def models(self) -> Models:
        """The models there are."""
        from .models import Models

        return Models(self._native, self._view)

    @lazy
    def files(self) -> Files:
        """Files to be used in messages."""
        from .files import Files

        return Files(self._native, self._view)

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> BetaWithRawResponse: ...

        @property
        def with_streaming_response(self) -> BetaWithStreamingResponse: ...


class AsyncBeta(AsyncResource):
    """The same resources with what is in beta."""

    @lazy
    def messages(self) -> AsyncMessages:
        """Creating messages, and batches of them."""
        from .messages.messages import AsyncMessages

        return AsyncMessages(self._native, self._view)

    @lazy
    def models(self) -> AsyncModels:
        """The models there are."""
        from .models import AsyncModels

        return AsyncModels(self._native, self._view)

    @lazy
    def files(self) -> AsyncFiles:
        """Files to be used in messages."""
        from .files import AsyncFiles

        return AsyncFiles(self._native, self._view)

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> AsyncBetaWithRawResponse: ...

        @property
        def with_streaming_response(self) -> AsyncBetaWithStreamingResponse: ...
