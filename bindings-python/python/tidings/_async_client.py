"""The asyncio client."""

from __future__ import annotations

from ._client import BaseClient
from ._surface import AsyncSurface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


class AsyncClient(BaseClient, AsyncSurface):
    """A client of the Messages API for asyncio and trio. May be used from several event loops, also in turn.

        client = AsyncClient()
        message = await client.messages.create(
            model="claude-opus-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Hello"}]
        )

    Cancelling a task that waits for an answer closes the request's connection. Also known as `AsyncAnthropic`.
    """

    async def close(self) -> None:
        """Refuses new calls from here on and closes idle connections; calls under way go on."""
        self._native.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
