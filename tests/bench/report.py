"""The report: tables, the list of rows in which somebody else is ahead, and where the pictures are."""

from __future__ import annotations

from growth import MARGIN, Curve
from plots import LANGUAGES, bytes_shown, name_of
from reasons import UNSURE, reason
from results import Result, shown
from rows import PEERS, Wanted

HEADINGS = {
    "cpu": "CPU time",
    "wall": "time",
    "p50": "delay, median",
    "p99": "delay, 99th of 100",
    "added": "added delay",
    "memory": "memory",
    "peak": "memory",
}
TABLES = (
    ("cpu", "### CPU time\n\nOf the client's process, all its threads included."),
    ("wall", "### Time by the clock\n\nThe server's share is in it, and the wait for it."),
    ("p99", "### Delay of an event\n\nFrom the server's clock to the user's code, 99th of 100."),
    ("p50", "The median of the same."),
    ("added", "The 99th less that of the bare socket in the same round: what a client adds. The target is about this."),
    (
        "memory",
        "### Memory of an open stream\n\nWhat the process has when all streams are open and idle, less what it had before, for each stream.",
    ),
    ("peak", "### Memory of the process after loading"),
)


def table(results: list[Result], language: str, metric: str) -> str:
    """One metric of one language: who took what, how many times ours the others took, and what was wanted."""
    rows = [result for result in results if result.row.language == language and metric in result.row.metrics]
    if not rows:
        return ""
    peers = [peer for peer in PEERS[language] if any(peer in result.row.peers for result in rows)]
    if metric == "added":
        peers.remove("bare")
    first = name_of(PEERS[language][1])
    head = ["what", *map(name_of, peers), f"{first} / Tidings", "spread", "wanted", "reached"]
    lines = [f"| {' | '.join(head)} |", f"| --- |{' --: |' * len(peers)} --: | --: | --: | --- |"]
    return "\n".join([*lines, *(line(result, metric, peers) for result in rows)])


def line(result: Result, metric: str, peers: list[str]) -> str:
    cells = [cell(result, metric, peer) for peer in peers]
    first = PEERS[result.row.language][1]
    ratio = spread = ""
    # What is about nothing has no ratio.
    if first in result.row.peers and metric != "added":
        ratios = result.ratios(metric, first)
        ratio, spread = times(result.ratio(metric, first)), f"{times(ratios[0])} to {times(ratios[-1])}"
    goals = [wanted for wanted in result.row.wanted if wanted.metric == metric]
    wanted_words = "; ".join(goal_words(wanted) for wanted in goals)
    reached = "; ".join("yes" if result.is_reached(wanted) else "**no**" for wanted in goals)
    return f"| {result.row.words} | {' | '.join(cells)} | {ratio} | {spread} | {wanted_words} | {reached} |"


def cell(result: Result, metric: str, peer: str) -> str:
    if peer not in result.row.peers:
        return ""
    return shown(metric, result.median(metric, peer))


def goal_words(wanted: Wanted) -> str:
    if wanted.times_less_than:
        peer, factor = wanted.times_less_than
        if peer == "bare":
            return f"{1 / factor:.0f} times the {name_of(peer)} at most"
        return f"{factor:g} × {name_of(peer)}"
    assert wanted.at_most is not None
    return f"{shown(wanted.metric, wanted.at_most)} at most"


def times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"


def ahead(results: list[Result]) -> list[tuple[str, str, str, str, str]]:
    """Language, row, who, by how much, and why: wherever the median of somebody who does the whole work is below ours."""
    found = []
    for result in results:
        row = result.row
        for peer in result.peers():
            ratios = {metric: result.ratio(metric, peer) for metric in row.measured}
            less = [metric for metric, ratio in ratios.items() if ratio < 1]
            if less:
                # Where the rounds do not agree nobody is ahead for sure.
                sure = [metric for metric in less if result.ratios(metric, peer)[-1] < 1]
                by = ", ".join(f"{HEADINGS[metric]} {times(1 / ratios[metric])}" for metric in less)
                why = reason(row.language, sure, row.name) if sure else UNSURE
                found.append((LANGUAGES[row.language], row.words, name_of(peer), by, why))
    return found


def missed(results: list[Result]) -> list[str]:
    """What was wanted and not reached."""
    lines = []
    for result in results:
        for wanted in result.row.wanted:
            if not result.is_reached(wanted):
                got = shown(wanted.metric, result.median(wanted.metric, "tidings"))
                if wanted.times_less_than:
                    peer = wanted.times_less_than[0]
                    ratio = result.ratio(wanted.metric, peer)
                    got = f"{times(1 / ratio)} times it ({got})" if peer == "bare" else f"{times(ratio)} ({got})"
                lines.append(
                    f"| {LANGUAGES[result.row.language]} | {result.row.words} | {goal_words(wanted)} | {got} |"
                )
    return lines


def slopes(curves: list[Curve]) -> str:
    lines = ["| language | what | sizes | Tidings | others |", "| --- | --- | --- | --: | --- |"]
    for ours in (curve for curve in curves if curve.peer == "tidings"):
        others = [
            curve
            for curve in curves
            if (curve.language, curve.group) == (ours.language, ours.group) and curve is not ours
        ]
        told = ", ".join(f"{name_of(curve.peer)} {curve.slope:.2f}" for curve in others)
        sizes = f"{ours.points[0][0]:,.0f} to {ours.points[-1][0]:,.0f}"
        mark = f" **above {ours.steepest:.2f}**" if ours.is_too_steep else ""
        lines.append(f"| {LANGUAGES[ours.language]} | {ours.group} | {sizes} | {ours.slope:.2f}{mark} | {told} |")
    return "\n".join(lines)


def markdown(
    results: list[Result], curves: list[Curve], sizes: list[tuple[str, int]], machine: list[str], head: str
) -> str:
    """The whole page."""
    parts = [head, "## Where it ran\n", "\n".join(f"- {line}" for line in machine)]
    parts.append(
        "\n## CPU time at a glance\n\n![CPU time of the same work in four languages, for each client](benchmarks-summary.svg)"
    )
    for language, name in LANGUAGES.items():
        if any(result.row.language == language for result in results):
            parts.append(f"\n## {name}")
            for metric, words in TABLES:
                shown_table = table(results, language, metric)
                if shown_table:
                    parts.append(f"\n{words}\n\n{shown_table}")
    parts.append("\n## How long an event takes\n\n![Delay of events over the number of streams](benchmarks-delay.svg)")
    parts.append(
        "\n## How cost grows\n\n![Cost over size](benchmarks-growth.svg)\n\nThe slope on logarithmic scales; 1 is linear. One that is "
        f"more than {MARGIN:g} above that, and above the bare socket's, whose cost is the system's, fails the run.\n\n" + slopes(curves)
    )
    parts.append(
        "\n## Sizes\n\n| what | size |\n| --- | --: |\n"
        + "\n".join(f"| {what} | {bytes_of(size)} |" for what, size in sizes)
    )
    not_reached = missed(results) or ["| | nothing | | |"]
    parts.append(
        "\n## What was wanted and not reached\n\n| language | what | wanted | got |\n| --- | --- | --- | --- |"
    )
    parts.append("\n".join(not_reached))
    parts.append(
        "\n## Where somebody else is ahead\n\nThe bare socket does not count: it reads nothing of what it gets.\n"
    )
    parts.append("| language | what | who | how many times less | why |\n| --- | --- | --- | --- | --- |")
    parts.append("\n".join(f"| {' | '.join(entry)} |" for entry in ahead(results)) or "| | nobody | | | |")
    return "\n".join(parts) + "\n"


def bytes_of(size: int) -> str:
    return bytes_shown(float(f"{size:.3g}"))
