"""What is measured, how much of it, and what is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One measurement: what a row of the table says of it, how much cheaper than the official package it is to be, and how
    many units a run makes, usually and with `QUICK=1`."""

    name: str
    words: str
    target: float | None
    amount: int
    quick: int
    is_memory: bool = False


CASES = (
    Case("import", "import", 40, 1, 1),
    Case("first", "import and the first client", None, 1, 1),
    Case("construct", "making a client", 20, 50, 10),
    Case("create", "`create`, a call", 12, 400, 80),
    Case("create_async", "`create` with asyncio, a call", None, 400, 80),
    Case("raw", "raw stream, an event", 20, 10_000, 2_000),
    Case("raw_async", "raw stream with asyncio, an event", None, 10_000, 2_000),
    Case("helper", "stream helper, a text delta", 40, 6_000, 1_500),
    Case("text", "`text_stream`, a text delta", 60, 6_000, 1_500),
    Case("packed", "the same, eight events to a chunk of HTTP", None, 24_000, 6_000),
    Case("tool", "160 KB of tool input in pieces of 20 bytes, a stream", 60, 8_000, 8_000),
    Case("snapshot", "the same, looking at the input so far", None, 8_000, 8_000),
    Case("paced", "200 streams of paced events with asyncio, an event", 4, 40, 15),
    Case("large", "request of 2,000 messages, 2.4 MB, a call", 4, 10, 4),
    Case("memory", "peak memory of 1,000 open streams", None, 1_000, 1_000, is_memory=True),
)

BY_NAME = {case.name: case for case in CASES}
