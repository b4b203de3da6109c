"""The answers of `messages.parse` and `messages.stream`: messages that hold what `output_format` made of their text."""

from __future__ import annotations

from .._generic import Generic, OutputT
from ._answers import Message, ParsedContentBlockStopEvent, ParsedMessageStopEvent, TextBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._blocks import ParsedContentBlock as ParsedContentBlock


class ParsedTextBlock(TextBlock, Generic[OutputT]):
    """A block of text, and the value that was made of it. The value is not sent, nor is it in `to_dict()`."""

    __slots__ = ("_parsed",)

    def __init__(self, /, *, parsed_output: OutputT | None = None, **fields: Any) -> None:
        super().__init__(**fields)
        self._parsed = parsed_output

    @property
    def parsed_output(self) -> OutputT | None:
        """The value; `None` where none was asked for, or where the block is not complete."""
        # Blocks that come from the API are made without `__init__`.
        return getattr(self, "_parsed", None)

    def __eq__(self, other: object) -> bool:
        same = super().__eq__(other)
        return same and self.parsed_output == other.parsed_output if isinstance(other, ParsedTextBlock) else same

    def __repr__(self) -> str:
        return f"{super().__repr__()[:-1]}, parsed_output={self.parsed_output!r})"


class ParsedMessage(Message, Generic[OutputT]):
    """A message whose blocks of text hold the values that were made of them."""

    __slots__ = ()
    _nested = {**Message._nested, "content": {**Message._nested["content"], "text": ParsedTextBlock}}

    if TYPE_CHECKING:
        content: list[ParsedContentBlock[OutputT]]  # type: ignore[assignment]

    @property
    def parsed_output(self) -> OutputT | None:
        """The value of the first block of text; `None` where there is none."""
        for block in self.content:
            if isinstance(block, ParsedTextBlock):
                return block.parsed_output
        return None


# Where a stream tells of complete blocks and messages they can hold values. Said before the first such event is made.
ParsedContentBlockStopEvent._nested = {"content_block": ParsedMessage._nested["content"]}
ParsedMessageStopEvent._nested = {"message": ParsedMessage}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # The union needs the typing module, and the classes here do not.
        if name == "ParsedContentBlock":
            from ._blocks import ParsedContentBlock

            return ParsedContentBlock
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
