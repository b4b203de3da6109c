"""What is measured, how much of it, and what is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One measurement. `amount` is how many units a run makes, `quick` how many with `QUICK=1`."""

    name: str
    words: str
    unit: str
    target: float | None
    amount: int
    quick: int


CASES = (
    Case("import", "import", "import", 40, 1, 1),
    Case("first", "import and the first client", "process", None, 1, 1),
    Case("construct", "a client", "client", 20, 50, 10),
    Case("create", "`create`", "call", 12, 400, 80),
    Case("create_async", "`create`, async", "call", None, 400, 80),
    Case("raw", "raw stream", "event", 20, 10_000, 2_000),
    Case("raw_async", "raw stream, async", "event", None, 10_000, 2_000),
    Case("helper", "stream helper", "text delta", 40, 6_000, 1_500),
    Case("text", "text of the helper", "text delta", 60, 6_000, 1_500),
    Case("tool", "160 KB of tool input in pieces of 20 bytes", "stream", 60, 8_000, 8_000),
    Case("snapshot", "the same, looking at the input so far", "stream", None, 8_000, 8_000),
    Case("paced", "200 async streams of paced events", "event", 4, 40, 15),
    Case("large", "request of 2,000 messages, 2.4 MB", "call", 4, 10, 4),
    Case("memory", "1,000 open async streams", "peak", None, 1_000, 300),
)

BY_NAME = {case.name: case for case in CASES}
