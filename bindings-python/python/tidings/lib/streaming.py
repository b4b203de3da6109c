"""The stream helper and its events, where the official package has them too."""

from .._stream import AsyncMessageStream, AsyncMessageStreamManager, MessageStream, MessageStreamManager
from ..types import InputJsonEvent, TextEvent
from ..types import ParsedContentBlockStopEvent as ContentBlockStopEvent
from ..types import ParsedMessageStopEvent as MessageStopEvent
from ..types import ParsedMessageStreamEvent as MessageStreamEvent

__all__ = [
    "AsyncMessageStream",
    "AsyncMessageStreamManager",
    "ContentBlockStopEvent",
    "InputJsonEvent",
    "MessageStopEvent",
    "MessageStream",
    "MessageStreamEvent",
    "MessageStreamManager",
    "TextEvent",
]

TYPE_CHECKING = False
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # What is in beta is of the same classes here.
        plain = name.replace("Beta", "", 1)
        if plain in __all__ and plain != name:
            return globals()[plain]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
