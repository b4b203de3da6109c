"""The classes behind `client.messages`, `client.models`, `client.files` and `client.beta`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .beta import AsyncBeta, Beta
    from .files import AsyncFiles, Files
    from .messages import AsyncBatches, AsyncMessages, Batches, Messages
    from .models import AsyncModels, Models

__all__ = [
    "AsyncBatches",
    "AsyncBeta",
    "AsyncFiles",
    "AsyncMessages",
    "AsyncModels",
    "Batches",
    "Beta",
    "Files",
    "Messages",
    "Models",
]

if not TYPE_CHECKING:
    # A client loads those that it is asked for.
    _PLACES = {"Batches": ".messages", "Beta": ".beta", "Files": ".files", "Messages": ".messages", "Models": ".models"}

    def __getattr__(name: str) -> object:
        place = _PLACES.get(name.removeprefix("Async"))
        if place is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(place, __name__), name)

    def __dir__() -> list[str]:
        return __all__
