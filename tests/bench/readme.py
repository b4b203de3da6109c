"""The three figures that the README shows, written by the run that measured them."""

from __future__ import annotations

from pathlib import Path

from report import times
from results import Result, shown

BEGIN, END = "<!-- benchmarks: written by make bench -->", "<!-- /benchmarks -->"
FIGURES = (
    (
        "python",
        "text-text-5k",
        "official",
        "A text of a stream in Python costs {ours} of CPU time, {other} with the official package: {ratio} times.",
    ),
    ("node", "create", "official", "A call in Node costs {ours}, {other} with the official package: {ratio} times."),
    (
        "rust",
        "fold-text-100k",
        "bare",
        "An event received, read and folded into its message in Rust costs {ours}; {other} on a bare socket that reads nothing of it.",
    ),
)


def write(readme: Path, results: list[Result]) -> None:
    """Puts the figures of this run between the marks, if it has them all."""
    by_name = {(result.row.language, result.row.name): result for result in results}
    if not all((language, name) in by_name for language, name, *_ in FIGURES):
        return
    lines = []
    for language, name, other, words in FIGURES:
        result = by_name[language, name]
        values = {
            "ours": shown("cpu", result.median("cpu", "tidings")),
            "other": shown("cpu", result.median("cpu", other)),
        }
        lines.append(f"- {words.format(**values, ratio=times(result.ratio('cpu', other)))}")
    before, rest = readme.read_text().split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}")
