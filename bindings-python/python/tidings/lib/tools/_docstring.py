"""What a docstring says of a function and its parameters, in the styles of Google, NumPy, Sphinx and Epytext."""

from __future__ import annotations

import inspect
import re

_GOOGLE_PARAMETERS = frozenset(("Args", "Arguments", "Attributes", "Parameters", "Params"))
_GOOGLE_OTHERS = frozenset(("Example", "Examples", "Except", "Exceptions", "Raises", "Returns", "Yields"))
_GOOGLE_TITLE = re.compile(r"(\w+):\s*$")
_GOOGLE_ITEM = re.compile(r"(\*{0,2}\w+)\s*(?:\(.*?\)\s*)?:\s*(.*)$")
_NUMPY_RULE = re.compile(r"-{3,}\s*$")
_NUMPY_PARAMETERS = frozenset(("Parameters", "Params", "Arguments", "Other Parameters", "Attributes"))
_FIELD = re.compile(r"[:@](\w+)\b[^:]*:")
_FIELD_PARAMETER = re.compile(r"[:@](?:param|parameter|arg|argument|key|keyword)\s+(?:[^:]*\s)?(\w+)\s*:\s*(.*)$")

Parsed = tuple[str, dict[str, str]]


def parse_docstring(docstring: str | None) -> Parsed:
    """The description, and what is said of each parameter. A docstring without parameters is its own description."""
    lines = inspect.cleandoc(docstring or "").split("\n")
    description, parameters = _google(lines) or _numpy(lines) or _fields(lines) or (lines, {})
    return _description(description), parameters


def _description(lines: list[str]) -> str:
    # The first line stands for itself; the rest begins a paragraph of its own.
    first, *rest = "\n".join(lines).strip().split("\n", 1)
    return "\n\n".join([first.strip(), *(text.strip("\n") for text in rest)]).strip()


def _google(lines: list[str]) -> tuple[list[str], dict[str, str]] | None:
    parameters: dict[str, str] = {}
    start = None
    for index, line in enumerate(lines):
        title = _GOOGLE_TITLE.match(line)
        name = title.group(1) if title else None
        if name not in _GOOGLE_PARAMETERS and name not in _GOOGLE_OTHERS:
            continue
        block = _indented(lines, index + 1)
        if not block:
            continue
        start = index if start is None else start
        if name in _GOOGLE_PARAMETERS:
            parameters.update(_google_items(block))
    return None if start is None else (lines[:start], parameters)


def _google_items(block: list[str]) -> dict[str, str]:
    margin = min(_margin(line) for line in block if line.strip())
    items: dict[str, list[str]] = {}
    words: list[str] = []
    for line in block:
        item = _GOOGLE_ITEM.match(line[margin:])
        if item and _margin(line) == margin:
            words = items[item.group(1)] = [item.group(2)]
        else:
            words.append(line)
    return {name: _joined(said) for name, said in items.items() if _joined(said)}


def _numpy(lines: list[str]) -> tuple[list[str], dict[str, str]] | None:
    rules = [index for index in range(1, len(lines)) if _NUMPY_RULE.match(lines[index]) and lines[index - 1].strip()]
    if not rules:
        return None
    parameters: dict[str, str] = {}
    for rule, following in zip(rules, [*rules[1:], len(lines) + 1], strict=True):
        if lines[rule - 1].strip() in _NUMPY_PARAMETERS:
            parameters.update(_numpy_items(lines[rule + 1 : following - 1]))
    return lines[: rules[0] - 1], parameters


def _numpy_items(block: list[str]) -> dict[str, str]:
    items: dict[str, list[str]] = {}
    words: list[str] = []
    for line in block:
        if line.strip() and not line[0].isspace():
            words = items[line.split(":")[0].strip()] = []
        else:
            words.append(line)
    return {name: text for name, said in items.items() if (text := inspect.cleandoc("\n".join(["", *said])).strip())}


def _fields(lines: list[str]) -> tuple[list[str], dict[str, str]] | None:
    start = next((index for index, line in enumerate(lines) if _FIELD.match(line)), None)
    if start is None:
        return None
    items: dict[str, list[str]] = {}
    words: list[str] = []
    for line in lines[start:]:
        if parameter := _FIELD_PARAMETER.match(line):
            words = items[parameter.group(1)] = [parameter.group(2)]
        elif _FIELD.match(line):
            words = []
        else:
            words.append(line)
    return lines[:start], {name: _joined(said) for name, said in items.items() if _joined(said)}


def _indented(lines: list[str], start: int) -> list[str]:
    """The lines from here on, until one stands at the margin again."""
    block = []
    for line in lines[start:]:
        if line.strip() and not line[0].isspace():
            break
        block.append(line)
    return block if any(line.strip() for line in block) else []


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(lines: list[str]) -> str:
    return "\n".join(text for line in lines if (text := line.strip()))
