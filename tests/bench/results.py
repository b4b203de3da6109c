"""What came out of the rounds, and what can be said of it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import Any

from rows import Row, Wanted

Costs = dict[str, list[float]]
"""The rounds of one metric, by who did it."""


@dataclass
class Result:
    """One row's rounds: for each metric what a unit cost, by who did it."""

    row: Row
    costs: dict[str, Costs] = field(default_factory=dict)

    def add(self, peer: str, report: dict[str, Any]) -> None:
        for metric in self.row.measured:
            self.costs.setdefault(metric, {}).setdefault(peer, []).append(cost(metric, report))

    def close_round(self) -> None:
        """What is known only when everybody had a turn: how much later than on the bare socket the late events came."""
        if "added" not in self.row.metrics:
            return
        floor = self.costs["p99"]["bare"]
        for peer, delays in self.costs["p99"].items():
            added = self.costs.setdefault("added", {}).setdefault(peer, [])
            # Not everybody has a turn in every round.
            added.extend(late - least for late, least in zip(delays[len(added) :], floor[len(added) :]))

    @property
    def is_complete(self) -> bool:
        return all(set(self.row.peers) <= set(self.costs.get(metric, {})) for metric in self.row.metrics)

    def median(self, metric: str, peer: str) -> float:
        return statistics.median(self.costs[metric][peer])

    def ratios(self, metric: str, peer: str) -> list[float]:
        """How many times more than we the other took, in each of the rounds that both made."""
        costs = self.costs[metric]
        return sorted(other / ours for other, ours in zip(costs[peer], costs["tidings"]))

    def ratio(self, metric: str, peer: str) -> float:
        return statistics.median(self.ratios(metric, peer))

    def peers(self) -> list[str]:
        """The others, without the floor."""
        return [peer for peer in self.row.peers if peer not in ("tidings", "bare")]

    def is_reached(self, wanted: Wanted) -> bool:
        if wanted.times_less_than:
            peer, factor = wanted.times_less_than
            return self.ratio(wanted.metric, peer) >= factor
        assert wanted.at_most is not None
        return self.median(wanted.metric, "tidings") <= wanted.at_most

    def total(self, peer: str, metric: str) -> float:
        """What all of the row's size cost, where size is how much is done."""
        one = self.median(metric, peer)
        return one * self.row.size if self.row.per == "size" else one


def cost(metric: str, report: dict[str, Any]) -> float:
    if metric == "peak":
        return float(report["peak"])
    if metric == "memory":
        return float(report["open"] - report["before"]) / float(report["units"])
    if metric in ("p50", "p99"):
        return float(report["delays"][metric])
    return float(report[metric]) / float(report["units"])


def shown(metric: str, value: float) -> str:
    """A figure with its unit, for people."""
    if value < 0:
        return f"-{shown(metric, -value)}"
    if metric == "peak":
        return f"{value / 1e6:.0f} MB"
    if metric == "memory":
        return f"{value / 1e3:.1f} KB"
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= (10 if unit == "s" else 1):
            return f"{value * factor:.{1 if value * factor < 100 else 0}f} {unit}"
    return f"{value * 1e9:.0f} ns"
