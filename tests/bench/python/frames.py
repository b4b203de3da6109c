"""The event stream cut by hand, as someone writes it who has no package for the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

DATA = b"data: "


class Cutter:
    """Bytes in, events out. Each event's JSON is read."""

    def __init__(self) -> None:
        self.rest = b""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        frames = (self.rest + chunk if self.rest else chunk).split(b"\n\n")
        self.rest = frames.pop()
        for frame in frames:
            event: dict[str, Any] = json.loads(frame[frame.index(DATA) + len(DATA) :])
            yield event


class Counter:
    """The floor: where frames and the stream end, and nothing else is read."""

    LAST_CHUNK = b"\r\n0\r\n\r\n"

    def __init__(self) -> None:
        self.events = 0
        self.is_over = False
        self.tail = b""

    def feed(self, data: bytes) -> None:
        # A mark may be cut: the end of what came before is looked at again, with no whole mark in it.
        self.events += (self.tail[-1:] + data).count(b"\n\n")
        self.tail = (self.tail + data)[-len(self.LAST_CHUNK) :]
        self.is_over = self.tail == self.LAST_CHUNK


class Reader:
    """What a program keeps of a stream."""

    def __init__(self) -> None:
        self.events = 0
        self.texts: list[str] = []
        self.stop_reason = ""
        self.output_tokens = 0

    def take(self, event: dict[str, Any]) -> None:
        self.events += 1
        kind = event["type"]
        if kind == "content_block_delta":
            if event["delta"]["type"] == "text_delta":
                self.texts.append(event["delta"]["text"])
        elif kind == "message_delta":
            self.stop_reason = event["delta"]["stop_reason"]
            self.output_tokens = event["usage"]["output_tokens"]
        elif kind == "error":
            raise RuntimeError(event["error"])
