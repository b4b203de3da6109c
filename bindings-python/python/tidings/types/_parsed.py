"""The answers of `messages.parse` and `messages.stream`: messages that hold what `output_format` made of their text."""

from __future__ import annotations

from .._generic import Generic, OutputT
from ._answers import Message, TextBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import Self

    from ._blocks import ParsedContentBlock as ParsedContentBlock


class ParsedTextBlock(TextBlock, Generic[OutputT]):
    """A block of text, and the value that was made of it. The value is not sent, nor is it in `to_dict()`."""

    __slots__ = ("_parsed",)

    def __init__(self, /, *, parsed_output: OutputT | None = None, **fields: Any) -> None:
        super().__init__(**fields)
        self._parsed = parsed_output

    @classmethod
    def _of_block(cls, block: TextBlock, value: OutputT | None) -> Self:
        self = cls.__new__(cls)
        self.__dict__.update(block.__dict__)
        self._parsed = value
        return self

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

    if TYPE_CHECKING:
        content: list[ParsedContentBlock[OutputT]]  # type: ignore[assignment]

    @classmethod
    def _of_message(cls, message: Message, read: Callable[[int, TextBlock], OutputT | None]) -> Self:
        """The message with the values that `read` makes of its blocks of text, by their places."""
        self = cls.__new__(cls)
        self.__dict__.update(message.__dict__)
        for name in ("_request_id", "_workspace_id"):
            if hasattr(message, name):
                setattr(self, name, getattr(message, name))
        if isinstance(content := message.__dict__.get("content"), list):
            self.content = [
                ParsedTextBlock._of_block(block, read(place, block)) if isinstance(block, TextBlock) else block
                for place, block in enumerate(content)
            ]
        return self

    @property
    def parsed_output(self) -> OutputT | None:
        """The value of the first block of text; `None` where there is none."""
        for block in self.content:
            if isinstance(block, ParsedTextBlock):
                return block.parsed_output
        return None


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # The union needs the typing module, and the classes here do not.
        if name == "ParsedContentBlock":
            from ._blocks import ParsedContentBlock

            return ParsedContentBlock
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
