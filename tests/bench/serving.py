"""The server as those see it who measure: a process beside theirs."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """Where it is, and which process."""

    url: str
    process: int

    def prepare(self, path: str) -> None:
        """Has the server put together what it answers at this path: of a long stream that takes longer than to send it."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"))
        connection.request("GET", f"/{path}/v1/messages")
        connection.getresponse().read()
        connection.close()

    @contextlib.contextmanager
    def on_one_core(self) -> Iterator[None]:
        """The server, and what is started meanwhile, on one core, where the system lets a program say so.

        For calls that follow each other: client and server take turns, so neither could use a second core. But to wake a process that
        sleeps on another one costs whoever does, on a virtual machine 10 to 40 µs: the same program took 40 or 75 µs of CPU time a call, by
        where the two happened to be. Over a network no client pays that.
        """
        if not hasattr(os, "sched_setaffinity"):
            yield
            return
        cores = os.sched_getaffinity(0)
        both = (0, self.process)
        try:
            for each in both:
                os.sched_setaffinity(each, {max(cores)})
            yield
        finally:
            for each in both:
                os.sched_setaffinity(each, cores)


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server in a process of its own, for as long as the block runs."""
    line = [sys.executable, "-B", str(Path(__file__).with_name("server.py"))]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        yield Server(process.stdout.readline().strip(), process.pid)
        process.stdin.close()
