"""Bodies in pieces: cut to a size, read as text, cut into lines. Sans-IO."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, AnyStr, Generic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Cutter(Generic[AnyStr]):
    """Gives what it is fed in pieces of one size; without a size, as it came."""

    def __init__(self, size: int | None) -> None:
        if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 1):
            raise ValueError(f"chunk_size must be a whole number from 1, not {size!r}")
        self._size = size
        self._kept: list[AnyStr] = []
        self._length = 0

    def feed(self, piece: AnyStr) -> Iterator[AnyStr]:
        """What can be given now."""
        if self._size is None:
            if piece:
                yield piece
            return
        self._kept.append(piece)
        self._length += len(piece)
        if self._length < self._size:
            return
        whole = _joined(self._kept)
        end = self._length - self._length % self._size
        for start in range(0, end, self._size):
            yield whole[start : start + self._size]
        self._kept, self._length = [whole[end:]], self._length - end

    def finish(self) -> Iterator[AnyStr]:
        """What is left."""
        if self._length:
            yield _joined(self._kept)


class Lines:
    """Cuts text into lines, which end with LF, CRLF or CR; gives them without their ends."""

    def __init__(self) -> None:
        self._begun: list[str] = []
        # Whether the text so far ends with a CR, so that an LF that follows is a part of the same end.
        self._after_cr = False

    def feed(self, text: str) -> Iterator[str]:
        """The lines that are whole now."""
        if self._after_cr and text.startswith("\n"):
            text = text[1:]
            self._after_cr = False
        if not text:
            return
        self._after_cr = text.endswith("\r")
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            self._begun.append(line)
            yield "".join(self._begun)
            self._begun = []
        if rest:
            self._begun.append(rest)

    def finish(self) -> Iterator[str]:
        """The last line, if it lacks its end."""
        if self._begun:
            yield "".join(self._begun)


def decoder(headers: Mapping[str, str]) -> Any:
    """What makes text of a body, by the `charset` that its headers name, else UTF-8. What is wrong becomes U+FFFD."""
    charset = "utf-8"
    for parameter in headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    try:
        return codecs.getincrementaldecoder(charset)("replace")
    except (LookupError, ValueError):
        return codecs.getincrementaldecoder("utf-8")("replace")


def _joined(pieces: list[AnyStr]) -> AnyStr:
    # To a checker the pieces of one list might be of both kinds.
    first: Any = pieces[0]
    whole: AnyStr = first[:0].join(pieces)
    return whole
