"""Files on their way up, in all the forms in which callers have them."""

from __future__ import annotations

import os
import stat
from typing import IO, TYPE_CHECKING, Union

from ._options import NotGiven, Omit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

FileContent = Union[IO[bytes], bytes, "os.PathLike[str]"]
"""The content of a file: bytes, a path, or a file that is open for reading bytes."""

FileTypes = Union[
    FileContent,
    "tuple[str | None, FileContent | str]",
    "tuple[str | None, FileContent | str, str | None]",
    "tuple[str | None, FileContent | str, str | None, Mapping[str, str]]",
]
"""A file: its content, or a tuple of its name, its content, and if need be its media type."""

# The name of a file that has none: without one a server would take it for a plain field.
_UNNAMED = "upload"


def file_from_path(path: str | os.PathLike[str]) -> tuple[str, bytes]:
    """The name and the content of a file, read now."""
    with open(path, "rb") as file:
        return os.path.basename(os.fspath(path)), file.read()


def form_of(fields: Mapping[str, Any]) -> list[Any]:
    """The parts of a form: plain fields first, as servers read it from its beginning, then the file."""
    given = {name: value for name, value in fields.items() if not isinstance(value, (NotGiven, Omit))}
    plain = [part for name, value in given.items() if name != "file" for part in fields_of(name, value)]
    return [*plain, part_of("file", given["file"])] if "file" in given else plain


def fields_of(name: str, value: Any) -> list[Any]:
    """The plain fields of a form that a value is: one for each item of a list, names in brackets for a mapping's."""
    if value is None:
        return []
    if isinstance(value, bool):
        return [(name, None, None, "true" if value else "false")]
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in fields_of(f"{name}[]", item)]
    if hasattr(value, "items"):
        return [part for key, item in value.items() for part in fields_of(f"{name}[{key}]", item)]
    if isinstance(value, (str, int, float)):
        return [(name, None, None, str(value))]
    raise TypeError(f"{name}: {type(value).__name__} has no place in a form; give text, a number, a list or a mapping")


def part_of(name: str, file: Any) -> tuple[str, str | None, str | None, Any]:
    """A file as a part of a form: name of the field, name of the file, media type, content."""
    filename: str | None = None
    media_type: str | None = None
    if isinstance(file, tuple):
        if not 2 <= len(file) <= 4:
            raise TypeError(f"{name}: a tuple has 2 to 4 items (name, content, media type), not {len(file)}")
        filename, content = file[0], file[1]
        media_type = file[2] if len(file) > 2 else None
        if len(file) > 3 and file[3]:
            raise TypeError(f"{name}: headers of a part are not sent; give the media type as the third item")
        if isinstance(content, str):
            content = content.encode()
    else:
        content = file
    if isinstance(content, (bytes, bytearray, memoryview)):
        return name, filename or _UNNAMED, media_type, bytes(content)
    if isinstance(content, os.PathLike):
        path = os.fsdecode(os.fspath(content))
        return name, filename or os.path.basename(path), media_type, (path,)
    if hasattr(content, "read"):
        return name, filename or _name_of(content), media_type, _read(name, content)
    raise TypeError(
        f"{name} must be bytes, a path (os.PathLike), an open file, or a tuple of name and content, "
        f"not {type(content).__name__}"
    )


def _name_of(file: Any) -> str:
    name = getattr(file, "name", None)
    return os.path.basename(name) if isinstance(name, str) and name else _UNNAMED


def _read(name: str, file: Any) -> bytes | tuple[str]:
    """The content of an open file: as the path of the same file where that leads to all of it, else read now.

    What runs while the request is sent must not be code of Python, or a program could not end in the middle of it. A path
    can also be read again for another attempt, and is never held whole.
    """
    path = _path_of(file)
    if path is not None:
        return (path,)
    content = file.read()
    if not isinstance(content, bytes):
        raise TypeError(f"{name}: the file must be opened in binary mode; it gives {type(content).__name__}, not bytes")
    return content


def _path_of(file: Any) -> str | None:
    path = getattr(file, "name", None)
    if not isinstance(path, str) or hasattr(file, "encoding"):
        return None
    try:
        if file.tell() != 0:
            return None
        file.flush()
        own, there = os.fstat(file.fileno()), os.stat(path)
    except (AttributeError, OSError, ValueError):
        return None
    return os.path.abspath(path) if stat.S_ISREG(own.st_mode) and os.path.samestat(own, there) else None
