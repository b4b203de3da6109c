"""How cost grows with size: the slope of a figure over its size, both on logarithmic scales. 1 is linear."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from results import Result

MARGIN = 0.1
"""How far above linear, or above the bare socket, still counts as such, on a machine whose speed goes up and down."""


@dataclass(frozen=True)
class Curve:
    """One figure over its size, of one client."""

    language: str
    group: str
    metric: str
    peer: str
    points: tuple[tuple[float, float], ...]
    steepest: float = 1 + MARGIN
    """The steepest that counts as linear here."""

    @property
    def slope(self) -> float:
        """The line through all points that fits best."""
        logs = [(math.log(size), math.log(cost)) for size, cost in self.points]
        x, y = (sum(values) / len(logs) for values in zip(*logs))
        spread = sum((at - x) ** 2 for at, _ in logs)
        return float(sum((at - x) * (cost - y) for at, cost in logs) / spread)

    @property
    def is_too_steep(self) -> bool:
        return self.peer == "tidings" and self.slope > self.steepest


def curves(results: list[Result]) -> list[Curve]:
    """Every group of rows that differ by their size, for everybody who did at least two of them."""
    found: dict[tuple[str, str, str, str], list[tuple[float, float]]] = {}
    for result in results:
        row = result.row
        if row.grows is None:
            continue
        metric = row.metrics[0]
        for peer in row.peers:
            total = result.total(peer, metric)
            if total > 0:
                found.setdefault((row.language, row.grows, metric, peer), []).append((float(row.size), total))
    drawn = [Curve(*key, tuple(sorted(points))) for key, points in found.items() if len(points) > 1]
    # What the bare socket pays is the system's: where that grows faster than linear, nobody on top of it can be better.
    floors = {(curve.language, curve.group): curve.slope for curve in drawn if curve.peer == "bare"}
    return [
        replace(curve, steepest=max(1.0, floors.get((curve.language, curve.group), 1.0)) + MARGIN) for curve in drawn
    ]
