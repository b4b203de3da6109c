"""The tables of docs/python.md, which are made of explained.json."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from compare import Difference

GUIDE = Path(__file__).resolve().parents[2] / "docs/python.md"


def tables(rows: list[Difference]) -> dict[str, str]:
    """The tables by the marks between which they stand."""
    there = [row for row in rows if row.tidings]
    absent = [row for row in rows if not row.tidings]
    return {
        "differences": table(
            ("what", "official package", "Tidings", "why"),
            [(row.what, row.official, row.tidings, row.why) for row in there],
        ),
        "absent": table(("not there", "what to do"), [(row.what, row.why) for row in absent]),
    }


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write(rows: list[Difference]) -> None:
    """Puts the tables into the guide."""
    guide = GUIDE.read_text("utf-8")
    for name, text in tables(rows).items():
        before, begin, after = split(guide, name)
        _, end, rest = after.partition(f"<!-- end of {name} -->")
        guide = f"{before}{begin}\n\n{text}\n\n{end}{rest}"
    GUIDE.write_text(guide, "utf-8")


def lacking(rows: list[Difference]) -> list[str]:
    """The rows that the guide lacks, or that it tells otherwise."""
    guide = GUIDE.read_text("utf-8")
    failures = []
    for name, text in tables(rows).items():
        written = split(guide, name)[2].partition(f"<!-- end of {name} -->")[0].strip()
        if written != text:
            missing = [line for line in text.splitlines() if line not in written.splitlines()]
            failures += missing or [f"a row too many under {name}, or another order"]
    return [f"docs/python.md differs from explained.json (run.py --write-docs mends it): {line}" for line in failures]


def split(guide: str, name: str) -> tuple[str, str, str]:
    return guide.partition(f"<!-- {name}: written by tests/dropin/run.py --write-docs -->")
