"""Pictures of figures: just so much of SVG as they need, with colours for light and dark pages in one file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape

INKS = {
    "ours": ("#0969da", "#58a6ff"),
    "first": ("#bc4c00", "#f0883e"),
    "other": ("#8250df", "#bc8cff"),
    "floor": ("#1a7f37", "#56d364"),
}
"""On a light page and on a dark one."""


def inks(number: int) -> str:
    """The colours of marks and lines. Not by variables of CSS, which viewers other than browsers do not know."""
    rules = (
        f".mark.{kind} {{ fill: {ink[number]}; }} .line.{kind}, .link.{kind} {{ stroke: {ink[number]}; }}"
        for kind, ink in INKS.items()
    )
    return " ".join(rules)


STYLE = f"""
text {{ font: 12px system-ui, sans-serif; fill: #1f2328; }}
.small {{ font-size: 11px; fill: #59636e; }}
.title {{ font-size: 14px; font-weight: 600; }}
.grid {{ stroke: #d1d9e0; stroke-width: 1; }}
.back {{ fill: #ffffff; }}
.line {{ stroke-width: 2; fill: none; }}
.link {{ stroke-width: 3; stroke-opacity: 0.35; fill: none; }}
{inks(0)}
@media (prefers-color-scheme: dark) {{
  text {{ fill: #f0f6fc; }} .small {{ fill: #9198a1; }} .grid {{ stroke: #3d444d; }} .back {{ fill: #0d1117; }}
  {inks(1)}
}}
"""


@dataclass
class Drawing:
    """Marks on a page of a fixed size."""

    width: int
    height: int
    title: str
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "grid") -> None:
        self.parts.append(f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" class="{kind}"/>')

    def path(self, points: list[tuple[float, float]], kind: str) -> None:
        self.parts.append(f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" class="line {kind}"/>')

    def dot(self, x: float, y: float, kind: str, words: str, radius: float = 5) -> None:
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" class="mark {kind}"><title>{escape(words)}</title></circle>'
        )

    def legend(self, x: float, y: float, entries: list[tuple[str, str]]) -> None:
        for kind, words in entries:
            self.dot(x, y - 4, kind, words)
            self.text(x + 10, y, words, "small")
            x += 24 + 6.4 * len(words)

    def svg(self) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
        return (
            f'{head} height="{self.height}" role="img"><title>{escape(self.title)}</title><style>{STYLE}</style>'
            f'<rect class="back" width="{self.width}" height="{self.height}"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )


@dataclass(frozen=True)
class Scale:
    """A logarithmic axis, from whole powers of ten to whole powers of ten."""

    low: int
    high: int
    start: float
    end: float

    @staticmethod
    def around(values: list[float], start: float, end: float) -> Scale:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return Scale(low, max(high, low + 1), start, end)

    def at(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, most: int = 8) -> list[float]:
        step = max(1, math.ceil((self.high - self.low) / most))
        return [10.0**power for power in range(self.low, self.high + 1, step)]
