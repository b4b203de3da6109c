"""The server of the measurements: a process of its own, which answers with bytes that were put together before.

The first line that it prints is its base URL. What it answers is in the path, so that a client says it by its base URL:

    /message/TEXT             a whole answer
    /text/COUNT               a stream with so many pieces of text, as fast as the client reads
    /packed/COUNT             the same, eight events to each chunk of HTTP
    /tool/COUNT               a stream with a tool's input in so many pieces, as fast as the client reads
    /paced/COUNT/MILLISECONDS a stream with so many pieces of text, one every so many milliseconds
    /clock/COUNT/MILLISECONDS the same, and each text is the server's clock (CLOCK_MONOTONIC, in nanoseconds) when it is sent
    /held/COUNT/STREAMS       a stream with so many pieces of text; it ends when so many streams are open

It ends when standard input does. It does no more than it must: a request is read until its length is there and never parsed.
"""

from __future__ import annotations

import asyncio
import re
import resource
import sys
import time
from functools import cache

from answers import clock_event, message, text_events, tool_events

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nrequest-id: req_1\r\n"
    b"cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n"
)
LAST_CHUNK = b"0\r\n\r\n"
PACK = 8
BEGINNING = 2
"""The events before the first piece of text: the message's and the block's."""
END_EVENTS = 3
"""A block's end, the message's, and the stop: what a held stream holds back."""
BACKLOG = 4096


class Connection(asyncio.Protocol):
    """One connection, kept alive; one request after the other."""

    held: dict[str, list[Connection]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.head = b""
        self.path = ""
        self.missing = 0
        self.tells_clock = False

    def data_received(self, data: bytes) -> None:
        if self.missing:
            self.missing -= len(data)
            if not self.missing:
                self.answer()
            return
        self.head += data
        end = self.head.find(HEAD_END)
        if end < 0:
            return
        head, body = self.head[:end], len(self.head) - end - len(HEAD_END)
        self.head = b""
        self.path = head[: head.index(b"\r\n")].split()[1].decode()
        length = LENGTH.search(head)
        self.missing = (int(length[1]) if length else 0) - body
        if not self.missing:
            self.answer()

    def answer(self) -> None:
        kind, *words = self.path.removesuffix("/v1/messages").strip("/").split("/")
        if kind in ("paced", "clock"):
            count, pause = map(int, words)
            self.transport.write(STREAM_HEAD)
            self.tells_clock = kind == "clock"
            self.pace(chunks(kind, count), 0, pause / 1000, asyncio.get_running_loop().time())
        elif kind == "held":
            count, streams = map(int, words)
            self.transport.write(STREAM_HEAD + b"".join(chunks(kind, count)[:-END_EVENTS]))
            self.hold(count, streams)
        else:
            self.transport.write(whole(kind, words[0]))

    def pace(self, left: tuple[bytes, ...], at: int, pause: float, when: float) -> None:
        """Writes one event now and the others later. Late ones are not caught up with: that would be a burst."""
        if self.transport.is_closing():
            return
        if self.tells_clock and BEGINNING <= at < len(left) - END_EVENTS:
            self.transport.write(chunk(clock_event(time.monotonic_ns())))
        else:
            self.transport.write(left[at])
        if at + 1 == len(left):
            self.transport.write(LAST_CHUNK)
            return
        loop = asyncio.get_running_loop()
        when = max(when + pause, loop.time())
        loop.call_at(when, self.pace, left, at + 1, pause, when)

    def hold(self, count: int, streams: int) -> None:
        """Ends all held streams once they are as many as are wanted."""
        group = self.held.setdefault(self.path, [])
        group.append(self)
        if len(group) == streams:
            end = b"".join(chunks("held", count)[-END_EVENTS:]) + LAST_CHUNK
            for connection in self.held.pop(self.path):
                connection.transport.write(end)


@cache
def whole(kind: str, word: str) -> bytes:
    """An answer that leaves in one write, head and all."""
    if kind == "message":
        body = message(word)
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: req_1\r\ncontent-length: {len(body)}"
        return head.encode() + HEAD_END + body
    return STREAM_HEAD + b"".join(chunks(kind, int(word))) + LAST_CHUNK


@cache
def chunks(kind: str, count: int) -> tuple[bytes, ...]:
    """The events of a stream, each a chunk of its own, as an API sends what a model writes."""
    events = tool_events(count) if kind == "tool" else text_events(count)
    if kind == "packed":
        events = [b"".join(events[at : at + PACK]) for at in range(0, len(events), PACK)]
    return tuple(map(chunk, events))


def chunk(event: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(event), event)


async def serve() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=BACKLOG)
    host, port = server.sockets[0].getsockname()[:2]
    print(f"http://{host}:{port}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
