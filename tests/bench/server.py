"""The server of the measurements: a process of its own, which answers with bytes that were put together before.

The first line that it prints is its base URL. What it answers is in the path, so that a client says it by its base URL:

    /message/TEXT             a whole answer
    /text/COUNT               a stream with so many pieces of text, as fast as the client reads
    /packed/COUNT             the same, eight events to each chunk of HTTP
    /tool/COUNT               a stream with a tool's input in so many pieces, as fast as the client reads
    /held/COUNT/STREAMS       a stream with so many pieces of text; it ends a while after so many streams are open
    /clock/COUNT/MILLISECONDS/STREAMS
                              a stream of events that come one by one, one every so many milliseconds, and so many such streams at a
                              time; each text is the server's clock (CLOCK_MONOTONIC, in nanoseconds) when it is sent

It ends when standard input does. It does no more than it must: a request is read until its length is there and never parsed.
"""

from __future__ import annotations

import asyncio
import re
import resource
import sys
from functools import cache

from answers import CLOCK, clock_events, message, text_events, tool_events
from pacer import SWITCH, Bytes, Clock, Event, Pacer

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nrequest-id: req_1\r\n"
    b"cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n"
)
LAST_CHUNK = b"0\r\n\r\n"
PACK = 8
END_EVENTS = 3
"""A block's end, the message's, and the stop: what a held stream holds back."""
BACKLOG = 4096


class Connection(asyncio.Protocol):
    """One connection, kept alive; one request after the other."""

    held: dict[str, list[Connection]] = {}

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.head = b""
        self.path = ""
        self.missing = 0

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
        if kind == "clock":
            count, pause, streams = map(int, words)
            self.transport.write(STREAM_HEAD)
            socket = self.transport.get_extra_info("socket").fileno()
            self.pacer.add(self.path, streams, socket, paced(count), pause / 1000)
        elif kind == "held":
            count, streams = map(int, words)
            self.transport.write(STREAM_HEAD + b"".join(chunks(kind, count)[:-END_EVENTS]))
            self.hold(count, streams)
        else:
            self.transport.write(whole(kind, words[0]))

    def hold(self, count: int, streams: int) -> None:
        """Ends all held streams a while after they are as many as are wanted."""
        group = self.held.setdefault(self.path, [])
        group.append(self)
        if len(group) == streams:
            end = b"".join(chunks("held", count)[-END_EVENTS:]) + LAST_CHUNK
            asyncio.get_running_loop().call_later(idle(streams), end_all, self.held.pop(self.path), end)


def idle(streams: int) -> float:
    """Seconds for which held streams stay open, once they all are: meanwhile clients read what came, and note what memory they have."""
    return 1 + streams / 5000


def end_all(connections: list[Connection], end: bytes) -> None:
    for connection in connections:
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


@cache
def paced(count: int) -> list[Event]:
    """The events of a stream that tells the clock."""
    events: list[Event] = []
    for written in map(chunk, clock_events(count)):
        before, is_clock, after = written.partition(CLOCK)
        events.append(Clock(before, after) if is_clock else Bytes(written))
    last = events.pop()
    assert isinstance(last, Bytes)
    return [*events, Bytes(last.whole + LAST_CHUNK)]


def chunk(event: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(event), event)


async def serve() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    loop = asyncio.get_running_loop()
    sys.setswitchinterval(SWITCH)
    pacer = Pacer()
    server = await loop.create_server(lambda: Connection(pacer), "127.0.0.1", 0, backlog=BACKLOG)
    host, port = server.sockets[0].getsockname()[:2]
    print(f"http://{host}:{port}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
