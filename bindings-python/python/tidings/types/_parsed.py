"""The answers of `messages.parse` and `messages.stream`: messages that hold what `output_format` made of their text."""

from __future__ import annotations

from .._generic import Generic, OutputT
from ._answers import Message, TextBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias, Union

    from typing_extensions import Self

    from ._choices import ContentBlock

    ParsedContentBlock: TypeAlias = Union["ParsedTextBlock[OutputT]", ContentBlock]


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
        """The value; `None` where nothing was asked for, or where the block is not complete."""
        return self._parsed

    def __eq__(self, other: object) -> bool:
        same = super().__eq__(other)
        return same and self._parsed == other._parsed if isinstance(other, ParsedTextBlock) else same

    def __repr__(self) -> str:
        return f"{super().__repr__()[:-1]}, parsed_output={self._parsed!r})"


class ParsedMessage(Message, Generic[OutputT]):
    """A message whose blocks of text hold the values that were made of them."""

    __slots__ = ()

    if TYPE_CHECKING:
        content: list[ParsedContentBlock[OutputT]]

    @classmethod
    def _of_message(cls, message: Message, read: Callable[[str], OutputT] | None) -> Self:
        """The message with values that `read` makes of its texts. What `read` raises passes through."""
        self = cls.__new__(cls)
        self.__dict__.update(message.__dict__)
        self._request_id = message._request_id
        if isinstance(content := message.__dict__.get("content"), list):
            self.content = [_parsed(block, read) for block in content]
        return self

    @property
    def parsed_output(self) -> OutputT | None:
        """The value of the first block of text; `None` where there is none."""
        for block in self.content:
            if isinstance(block, ParsedTextBlock):
                return block.parsed_output
        return None


def _parsed(block: Any, read: Callable[[str], Any] | None) -> Any:
    if not isinstance(block, TextBlock):
        return block
    if isinstance(block, ParsedTextBlock) and read is None:
        return block
    return ParsedTextBlock._of_block(block, None if read is None else read(block.text))


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # It needs the typing module, and the classes here do not.
        if name == "ParsedContentBlock":
            from typing import Union

            from ._choices import ContentBlock

            return Union[ParsedTextBlock, ContentBlock]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
