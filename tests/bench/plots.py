"""The pictures of the report."""

from __future__ import annotations

from growth import Curve
from results import Result, shown
from rows import NAMES, PEERS
from svg import Drawing, Scale

LANGUAGES = {"python": "Python", "node": "Node", "rust": "Rust", "c": "C"}
SUMMARY = (
    ("create", "a small call"),
    ("raw-text-5k", "an event of a stream of 5,000"),
    ("large-2000", "a request of 2.4 MB"),
)
LEGEND = [
    ("ours", "Tidings"),
    ("first", "official package, reqwest, libcurl"),
    ("other", "others"),
    ("floor", "bare socket"),
]
GROUPS = ("raw stream", "fold stream", "tool input", "request", "streams at a time", "open streams")
UNITS = {"memory": "bytes", "cpu": "seconds of CPU"}


def kind_of(language: str, peer: str) -> str:
    """Which colour: ours, the first that we are compared with, the floor, or another's."""
    return {"tidings": "ours", PEERS[language][1]: "first", "bare": "floor"}.get(peer, "other")


def name_of(peer: str) -> str:
    return NAMES.get(peer, peer)


def summary(results: list[Result]) -> str:
    """CPU time of the work that everybody does, in all languages."""
    by_name = {(result.row.language, result.row.name): result for result in results}
    lines = [
        (f"{LANGUAGES[language]}: {words}", by_name[language, name])
        for name, words in SUMMARY
        for language in LANGUAGES
        if (language, name) in by_name
    ]
    drawing = Drawing(860, 90 + 24 * len(lines), "CPU time of the client's process")
    values = [result.median("cpu", peer) for _, result in lines for peer in result.row.peers]
    scale = Scale.around(values, 250, 840)
    bottom = 50 + 24 * len(lines)
    drawing.text(12, 22, "CPU time of the client's process, less is better", "title")
    for tick in scale.ticks():
        drawing.line(scale.at(tick), 36, scale.at(tick), bottom)
        drawing.text(scale.at(tick), bottom + 16, seconds(tick), "small", "middle")
    for number, (words, result) in enumerate(lines):
        y = 52 + 24 * number
        drawing.text(240, y + 4, words, anchor="end")
        ours = result.median("cpu", "tidings")
        other = result.median("cpu", PEERS[result.row.language][1])
        drawing.line(scale.at(ours), y, scale.at(other), y, f"link {'ours' if ours <= other else 'first'}")
        for peer in reversed(result.row.peers):
            value = result.median("cpu", peer)
            drawing.dot(
                scale.at(value), y, kind_of(result.row.language, peer), f"{name_of(peer)}: {shown('cpu', value)}"
            )
    drawing.legend(250, bottom + 34, LEGEND)
    return drawing.svg()


def growth(curves: list[Curve]) -> str:
    """Figures over sizes, a panel for each language and kind of work."""
    languages = [language for language in LANGUAGES if any(curve.language == language for curve in curves)]
    groups = [group for group in GROUPS if any(curve.group == group for curve in curves)]
    width, height, left, top = 190, 150, 60, 60
    drawing = Drawing(
        max(760, left + width * len(groups) + 10), top + (height + 26) * len(languages) + 40, "How cost grows with size"
    )
    drawing.text(
        12, 22, "Cost of all of it over its size; both axes logarithmic, the number is the slope (1 is linear)", "title"
    )
    for column, group in enumerate(groups):
        drawing.text(left + width * column + 12, 46, group)
    for row, language in enumerate(languages):
        drawing.text(8, top + (height + 26) * row + height / 2, LANGUAGES[language])
        for column, group in enumerate(groups):
            chosen = [curve for curve in curves if (curve.language, curve.group) == (language, group)]
            if chosen:
                panel(drawing, chosen, left + width * column + 12, top + (height + 26) * row, width - 44, height)
    drawing.legend(left, drawing.height - 12, LEGEND)
    return drawing.svg()


def panel(drawing: Drawing, curves: list[Curve], x: float, y: float, width: float, height: float) -> None:
    points = [point for curve in curves for point in curve.points]
    across = Scale.around([size for size, _ in points], x, x + width)
    up = Scale.around([cost for _, cost in points], y + height, y)
    metric = curves[0].metric
    for tick in across.ticks(3):
        drawing.line(across.at(tick), y, across.at(tick), y + height)
        drawing.text(across.at(tick), y + height + 13, count(tick), "small", "middle")
    for tick in up.ticks(3):
        drawing.line(x, up.at(tick), x + width, up.at(tick))
        drawing.text(x + 3, up.at(tick) - 2, bytes_shown(tick) if metric == "memory" else seconds(tick), "small")
    for curve in reversed(curves):
        kind = kind_of(curve.language, curve.peer)
        places = [(across.at(size), up.at(cost)) for size, cost in curve.points]
        drawing.path(places, kind)
        for place, (size, cost) in zip(places, curve.points):
            amount = bytes_shown(cost) if metric == "memory" else shown("cpu", cost)
            drawing.dot(*place, kind, f"{name_of(curve.peer)}, {size:,.0f}: {amount}, slope {curve.slope:.2f}", 3)
    ours = next((curve for curve in curves if curve.peer == "tidings"), None)
    if ours:
        drawing.text(x + width, y + height - 6, f"{ours.slope:.2f}", anchor="end")


def delays(results: list[Result]) -> str:
    """From the server's clock to the user's code, over the number of streams: the median and the 99th of a hundred."""
    paced = [result for result in results if "p99" in result.row.metrics]
    languages = [language for language in LANGUAGES if any(result.row.language == language for result in paced)]
    width, height = 220, 190
    drawing = Drawing(max(760, 50 + width * len(languages)), height + 110, "How long an event takes to the user's code")
    drawing.text(
        12,
        22,
        "From the server's socket to the user's code: median to 99th of 100 events, over streams at a time",
        "title",
    )
    values = [result.median(metric, peer) for result in paced for metric in ("p50", "p99") for peer in result.row.peers]
    up = Scale.around(values, 60 + height, 60)
    for column, language in enumerate(languages):
        chosen = [result for result in paced if result.row.language == language]
        x = 60 + width * column
        across = Scale.around([float(result.row.times) for result in chosen] + [1.0], x + 10, x + width - 40)
        drawing.text(x, 48, LANGUAGES[language])
        for tick in up.ticks():
            drawing.line(x, up.at(tick), x + width - 20, up.at(tick))
            if column == 0:
                drawing.text(x - 6, up.at(tick) + 4, seconds(tick), "small", "end")
        for tick in across.ticks():
            drawing.text(across.at(tick), 60 + height + 16, count(tick), "small", "middle")
        shown_peers = [peer for peer in PEERS[language] if any(peer in result.row.peers for result in chosen)]
        for number, peer in enumerate(shown_peers):
            there = [result for result in chosen if peer in result.row.peers]
            kind = kind_of(language, peer)
            for result in there:
                place = across.at(float(result.row.times)) + 4 * number - 6
                low, high = (result.median(metric, peer) for metric in ("p50", "p99"))
                words = f"{name_of(peer)}, {result.row.times:,} streams: {shown('cpu', low)} to {shown('cpu', high)}"
                drawing.line(place, up.at(low), place, up.at(high), f"link {kind}")
                drawing.dot(place, up.at(low), kind, words, 3)
                drawing.dot(place, up.at(high), kind, words, 3)
    drawing.legend(60, height + 98, LEGEND)
    return drawing.svg()


def count(value: float) -> str:
    return f"{value / 1e6:g}M" if value >= 1e6 else f"{value / 1e3:g}k" if value >= 1e3 else f"{value:g}"


def seconds(value: float) -> str:
    """A round number of seconds, as it stands at an axis."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 0.999:
            return f"{value * factor:.0f} {unit}"
    return f"{value * 1e9:.0f} ns"


def bytes_shown(value: float) -> str:
    return f"{value / 1e6:g} MB" if value >= 1e6 else f"{value / 1e3:g} KB"
