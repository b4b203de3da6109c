"""Creating messages, and batches of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .batches import AsyncBatches, Batches
    from .messages import AsyncMessages, Messages

__all__ = ["AsyncBatches", "AsyncMessages", "Batches", "Messages"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module("." + name.removeprefix("Async").lower(), __name__), name)

    def __dir__() -> list[str]:
        return __all__
