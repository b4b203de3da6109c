"""What two outcomes differ in, and which of it is explained in explained.json."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plain import Least

EXPLAINED = Path(__file__).with_name("explained.json")
ABSENT = "(absent)"


@dataclass
class Difference:
    """One row of the table of differences, and the patterns of what it explains."""

    what: str
    official: str
    tidings: str
    why: str
    matches: list[str]
    found: dict[str, int] = field(default_factory=dict)


def explanations() -> list[Difference]:
    """The rows, in the order of the table."""
    return [Difference(**row) for row in json.loads(EXPLAINED.read_text("utf-8"))]


def explain(line: str, rows: list[Difference]) -> bool:
    """Whether a pattern of some row fits this difference; every pattern that fits is noted."""
    fits = [(row, pattern) for row in rows for pattern in row.matches if matches(pattern, line)]
    for row, pattern in fits:
        row.found[pattern] = row.found.get(pattern, 0) + 1
    return bool(fits)


def matches(pattern: str, line: str) -> bool:
    """Whether the line fits a pattern, in which `*` stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), line, re.DOTALL) is not None


def differences(theirs: Any, ours: Any, path: str) -> list[str]:
    """Every place where the two differ, as `path: theirs -> ours`."""
    if isinstance(theirs, dict) and isinstance(ours, dict) and same_kind(theirs, ours):
        names = list(theirs) if isinstance(theirs, Least) else list(dict.fromkeys([*theirs, *ours]))
        return [
            line
            for name in names
            for line in differences(theirs.get(name, ABSENT), ours.get(name, ABSENT), f"{path}.{name}")
        ]
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        pairs = enumerate(zip(theirs, ours))
        return [line for i, (a, b) in pairs for line in differences(a, b, f"{path}[{i}]")]
    # True and 1 are different to whoever reads JSON.
    if type(theirs) is type(ours) and theirs == ours:
        return []
    return [f"{path}: {shown(theirs)} -> {shown(ours)}"]


def same_kind(theirs: dict[str, Any], ours: dict[str, Any]) -> bool:
    """Whether two entries can be compared field by field: an error is not compared with an answer in this way."""
    return all((kind in theirs) == (kind in ours) for kind in ("(raised)", "(class)"))


def shown(value: Any) -> str:
    """A value as a difference shows it."""
    text = value if value == ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 1000 else text[:1000] + "..."
