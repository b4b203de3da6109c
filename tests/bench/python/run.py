"""What every measurement is given, and what it reports."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import answers

See = Callable[[str], None]
"""What is shown each piece of text of a stream."""
MOST = 20_000
"""The most connections at a time in any measurement."""
IMAGE = "TWFu" * 312_500
"""An image of 1.25 MB in base64; what is in it does not matter."""

REQUEST: dict[str, Any] = {
    "model": answers.MODEL,
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}


class Run:
    """How much is to be done, where the server is, and what it took."""

    def __init__(self, peer: str, case: str, amount: int, times: int, url: str) -> None:
        self.peer = peer
        self.case = case
        self.amount = amount
        self.times = times
        self.url = url
        self.server, self.path = url[: url.index("/", len("http://"))], url[url.index("/", len("http://")) :]
        self.cpu = self.wall = 0.0
        self.before = 0
        """Bytes that the process had before what is measured."""
        self.awaited = self.open = 0
        """Texts of held streams that are still to come, and bytes that the process had when the last of them was there."""
        self.delays: list[float] = []
        """Seconds that events of paced streams were on their way."""

    @property
    def short_url(self) -> str:
        """A short stream of the same kind, for what is made only once."""
        kind = self.path.split("/")[1]
        return f"{self.server}/{kind if kind in ('text', 'packed', 'tool') else 'text'}/10"

    def start(self) -> None:
        self.before = resident()
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def stop(self) -> None:
        self.cpu, self.wall = time.process_time() - self.cpu, time.perf_counter() - self.wall

    def delayed(self, text: str) -> None:
        """A piece of text of a paced stream: the server's clock when it was sent."""
        self.delays.append((time.monotonic_ns() - int(text)) / 1e9)

    def held(self, _: str) -> None:
        """A piece of text of a held stream: with the last of all every stream is open, and idle."""
        self.awaited -= 1
        if self.awaited == 0:
            self.open = resident()

    def report(self, units: int) -> str:
        line: dict[str, Any] = {"cpu": self.cpu, "wall": self.wall, "units": units, "before": self.before}
        if self.open:
            line["open"] = self.open
        if self.delays:
            self.delays.sort()
            last = len(self.delays) - 1
            line["delays"] = {"p50": self.delays[last // 2], "p99": self.delays[last * 99 // 100]}
        return json.dumps(line)


def long_request(messages: int) -> dict[str, Any]:
    """A conversation of so many messages."""
    words = " ".join(answers.text_pieces(200))
    roles = ("user", "assistant")
    turns = [
        {"role": roles[number % 2], "content": [{"type": "text", "text": f'{number}: "{words}"\n'}]}
        for number in range(messages)
    ]
    return {**REQUEST, "messages": turns}


def image_request(images: int) -> dict[str, Any]:
    """A question about so many images."""
    source = {"type": "base64", "media_type": "image/png", "data": IMAGE}
    content = [{"type": "image", "source": source} for _ in range(images)]
    return {**REQUEST, "messages": [{"role": "user", "content": content}]}


REQUESTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "create": lambda _: REQUEST,
    "large": long_request,
    "images": image_request,
}
"""What a call asks for, by the case, in the size that is wanted."""


def whole_text(pieces: int) -> str:
    return "".join(answers.text_pieces(pieces))


def resident() -> int:
    """The memory that the process has, in bytes; where the system does not tell it, the most that it has had so far."""
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
