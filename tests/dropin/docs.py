"""The tables of docs/python.md that are made of explained.json, and what else the guide has to mention."""

from __future__ import annotations

from pathlib import Path

from compare import Difference

GUIDE = Path(__file__).resolve().parents[2] / "docs/python.md"
BEGIN, END = "<!-- differences: written by tests/dropin/run.py --write-docs -->", "<!-- end of differences -->"


def table(rows: list[Difference]) -> str:
    """The table of differences."""
    lines = ["| what | official package | Tidings | why |", "| --- | --- | --- | --- |"]
    lines += [f"| {row.what} | {row.official} | {row.tidings} | {row.why} |" for row in rows]
    return "\n".join(lines)


def write(rows: list[Difference]) -> None:
    """Puts the table into the guide."""
    guide = GUIDE.read_text("utf-8")
    before, _, rest = guide.partition(BEGIN)
    _, _, after = rest.partition(END)
    GUIDE.write_text(f"{before}{BEGIN}\n\n{table(rows)}\n\n{END}{after}", "utf-8")


def lacking(rows: list[Difference]) -> list[str]:
    """The rows that the guide lacks, or that it tells otherwise."""
    guide = GUIDE.read_text("utf-8")
    between = guide.partition(BEGIN)[2].partition(END)[0].strip()
    if between == table(rows):
        return []
    missing = [line for line in table(rows).splitlines() if line not in between] or ["a row too many, or their order"]
    return [f"docs/python.md differs from explained.json (run with --write-docs): {line}" for line in missing]
