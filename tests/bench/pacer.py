"""Streams whose events come one by one, each with the time at which it left.

They are sent by a thread of their own, since the event loop of the server looks at its clock by the millisecond and does other work
between. All streams of a path are spread evenly over the pause between two events, so that no event waits for one that is due at the
same moment. Right before an event is sent there is the clock, and its digits put into bytes that lie ready: nothing else is measured.
"""

from __future__ import annotations

import gc
import heapq
import os
import queue
import threading
import time
from dataclasses import dataclass, field

SWITCH = 50e-6
"""Seconds after which the event loop lets this thread run, where both have something to do."""


@dataclass(frozen=True)
class Clock:
    """An event that says when it was sent: what comes before the digits and after them."""

    before: bytes
    after: bytes

    def write(self, socket: int) -> None:
        os.write(socket, b"%b%-19d%b" % (self.before, time.monotonic_ns(), self.after))


@dataclass(frozen=True)
class Bytes:
    """An event that is the same for everybody."""

    whole: bytes

    def write(self, socket: int) -> None:
        os.write(socket, self.whole)


Event = Clock | Bytes


@dataclass(order=True)
class Stream:
    """One answer under way. The next event is due at `when`."""

    when: float
    socket: int = field(compare=False)
    events: list[Event] = field(compare=False)
    pause: float = field(compare=False)
    at: int = field(default=0, compare=False)


class Pacer:
    """All paced streams of the server."""

    def __init__(self) -> None:
        self.arrived: queue.SimpleQueue[Stream] = queue.SimpleQueue()
        self.begun: dict[str, tuple[float, int]] = {}
        """When the first stream of a path came, and how many have come since."""
        threading.Thread(target=self.run, daemon=True).start()

    def add(self, group: str, streams: int, socket: int, events: list[Event], pause: float) -> None:
        """Sends the events, the first of them at the next moment that is this stream's, of as many as there are streams."""
        now = time.monotonic()
        first, number = self.begun.get(group, (now, 0))
        # The next measurement begins anew, and not in the middle of the places of this one.
        self.begun[group] = (first, number + 1)
        if number + 1 == streams:
            del self.begun[group]
        when = first + pause * (number % streams) / streams
        self.arrived.put(Stream(later(when, pause, now), os.dup(socket), events, pause))

    def run(self) -> None:
        due: list[Stream] = []
        while True:
            try:
                wait = max(0.0, due[0].when - time.monotonic()) if due else None
                stream = self.arrived.get(timeout=wait)
            except queue.Empty:
                self.send(due)
                continue
            # A collection of garbage would take longer than an event.
            gc.disable()
            heapq.heappush(due, stream)

    def send(self, due: list[Stream]) -> None:
        """Sends what is due first. What is late is not caught up with: that would be a burst."""
        stream = due[0]
        try:
            stream.events[stream.at].write(stream.socket)
            stream.at += 1
        except OSError:
            # Whoever wanted it has gone.
            stream.at = len(stream.events)
        if stream.at < len(stream.events):
            stream.when = later(stream.when + stream.pause, stream.pause, time.monotonic())
            heapq.heapreplace(due, stream)
            return
        os.close(stream.socket)
        heapq.heappop(due)
        if not due:
            gc.enable()


def later(when: float, pause: float, now: float) -> float:
    """The first moment that is not over, of those that are so many pauses after `when`."""
    return when if when >= now else when + pause * -((when - now) // pause)
