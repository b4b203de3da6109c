"""Clients for asyncio: httpx, aiohttp, and a bare protocol of the event loop."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from frames import Counter, Cutter, Reader
from plain_sync import HEADERS
from run import MOST, See


class Httpx:
    """One client that keeps its connections; bytes as they come."""

    def __init__(self, url: str) -> None:
        import httpx

        limits = httpx.Limits(max_connections=MOST, max_keepalive_connections=MOST)
        self.url = f"{url}/v1/messages"
        self.client = httpx.AsyncClient(headers=HEADERS, timeout=600.0, trust_env=False, limits=limits)

    async def create(self, request: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.post(self.url, content=json.dumps(request).encode())
        answer.raise_for_status()
        message: dict[str, Any] = json.loads(answer.content)
        return message

    async def stream(self, request: dict[str, Any], see: See) -> Reader:
        reader, cutter = Reader(), Cutter()
        body = json.dumps({**request, "stream": True}).encode()
        async with self.client.stream("POST", self.url, content=body) as answer:
            answer.raise_for_status()
            async for chunk in answer.aiter_raw():
                take(reader, cutter, chunk, see)
        return reader

    async def close(self) -> None:
        await self.client.aclose()


class Aiohttp:
    """One session with a connector that keeps its connections."""

    def __init__(self, url: str) -> None:
        import aiohttp

        self.url = f"{url}/v1/messages"
        connector = aiohttp.TCPConnector(limit=MOST, keepalive_timeout=60)
        self.session = aiohttp.ClientSession(
            headers=HEADERS, connector=connector, timeout=aiohttp.ClientTimeout(total=None)
        )

    async def create(self, request: dict[str, Any]) -> dict[str, Any]:
        async with self.session.post(self.url, data=json.dumps(request).encode()) as answer:
            answer.raise_for_status()
            message: dict[str, Any] = json.loads(await answer.read())
            return message

    async def stream(self, request: dict[str, Any], see: See) -> Reader:
        reader, cutter = Reader(), Cutter()
        body = json.dumps({**request, "stream": True}).encode()
        async with self.session.post(self.url, data=body) as answer:
            answer.raise_for_status()
            async for chunk in answer.content.iter_any():
                take(reader, cutter, chunk, see)
        return reader

    async def close(self) -> None:
        await self.session.close()


class Line(asyncio.Protocol):
    """A connection of the floor: frames are counted where the loop hands over the bytes."""

    MARK = b'"text_delta","text":"'

    def __init__(self, see: See) -> None:
        self.see = see
        self.counter = Counter()
        self.over = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.counter.feed(data)
        at = data.find(self.MARK)
        while at >= 0:
            at += len(self.MARK)
            self.see(data[at : data.index(b'"', at)].decode())
            at = data.find(self.MARK, at)
        if self.counter.is_over:
            self.over.set_result(None)


class Bare:
    """The floor: bytes in, and nothing of them is read but, where it is shown, the text."""

    def __init__(self, url: str) -> None:
        self.host, path = url.removeprefix("http://").split("/", 1)
        lines = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
        self.head = f"POST /{path}/v1/messages HTTP/1.1\r\nhost: {self.host}\r\n{lines}content-length: "

    async def stream(self, request: dict[str, Any], see: See) -> Counter:
        address, port = self.host.split(":")
        body = json.dumps({**request, "stream": True})
        loop = asyncio.get_running_loop()
        transport, line = await loop.create_connection(lambda: Line(see), address, int(port))
        transport.write(f"{self.head}{len(body)}\r\n\r\n{body}".encode())
        await line.over
        transport.close()
        return line.counter

    async def close(self) -> None:
        pass


def take(reader: Reader, cutter: Cutter, chunk: bytes, see: See) -> None:
    for event in cutter.feed(chunk):
        reader.take(event)
        if event["type"] == "content_block_delta":
            see(reader.texts[-1])


ASYNC_PEERS: dict[str, Any] = {"httpx": Httpx, "aiohttp": Aiohttp, "bare": Bare}
