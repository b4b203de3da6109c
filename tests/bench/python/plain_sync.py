"""Clients that block: httpx, pycurl, and a bare socket."""

from __future__ import annotations

import json
import socket
from typing import Any

from frames import Counter, Cutter, Reader

HEADERS = {
    "accept": "application/json",
    "content-type": "application/json",
    "x-api-key": "any-key-will-do",
    "anthropic-version": "2023-06-01",
}
ROOM = 1 << 17


class Httpx:
    """One client that keeps its connections; bytes as they come."""

    def __init__(self, url: str) -> None:
        import httpx

        self.url = f"{url}/v1/messages"
        self.client = httpx.Client(headers=HEADERS, timeout=600.0, trust_env=False)

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(self.url, content=json.dumps(request).encode())
        answer.raise_for_status()
        message: dict[str, Any] = json.loads(answer.content)
        return message

    def stream(self, request: dict[str, Any]) -> Reader:
        reader, cutter = Reader(), Cutter()
        body = json.dumps({**request, "stream": True}).encode()
        with self.client.stream("POST", self.url, content=body) as answer:
            answer.raise_for_status()
            for chunk in answer.iter_raw():
                for event in cutter.feed(chunk):
                    reader.take(event)
        return reader


class Pycurl:
    """One handle of libcurl that keeps its connection; the write callback cuts the stream."""

    def __init__(self, url: str) -> None:
        import pycurl

        self.handle = handle = pycurl.Curl()
        handle.setopt(pycurl.URL, f"{url}/v1/messages")
        handle.setopt(pycurl.HTTPHEADER, [*(f"{name}: {value}" for name, value in HEADERS.items()), "expect:"])
        handle.setopt(pycurl.PROXY, "")
        self.fields, self.write, self.status = pycurl.POSTFIELDS, pycurl.WRITEFUNCTION, pycurl.RESPONSE_CODE

    def perform(self, request: dict[str, Any], write: Any) -> None:
        self.handle.setopt(self.fields, json.dumps(request).encode())
        self.handle.setopt(self.write, write)
        self.handle.perform()
        assert self.handle.getinfo(self.status) == 200

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        chunks: list[bytes] = []
        self.perform(request, chunks.append)
        message: dict[str, Any] = json.loads(b"".join(chunks))
        return message

    def stream(self, request: dict[str, Any]) -> Reader:
        reader, cutter = Reader(), Cutter()

        def write(chunk: bytes) -> None:
            for event in cutter.feed(chunk):
                reader.take(event)

        self.perform({**request, "stream": True}, write)
        return reader


class Bare:
    """The floor: a socket and the bytes. It finds where an answer and its frames end, and reads nothing of them."""

    def __init__(self, url: str) -> None:
        host, path = url.removeprefix("http://").split("/", 1)
        address, port = host.split(":")
        self.socket = socket.create_connection((address, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
        self.head = f"POST /{path}/v1/messages HTTP/1.1\r\nhost: {host}\r\n{lines}content-length: "
        self.written: dict[int, bytes] = {}
        """Requests that were put together before, by which they are."""

    def send(self, request: dict[str, Any]) -> None:
        if id(request) not in self.written:
            body = json.dumps(request)
            self.written[id(request)] = f"{self.head}{len(body)}\r\n\r\n{body}".encode()
        self.socket.sendall(self.written[id(request)])

    def create(self, request: dict[str, Any]) -> None:
        self.send(request)
        data, whole = b"", -1
        while whole < 0 or len(data) < whole:
            data += self.socket.recv(ROOM)
            end = data.find(b"\r\n\r\n")
            if whole < 0 <= end:
                at = data.index(b"content-length: ") + len(b"content-length: ")
                whole = end + 4 + int(data[at : data.index(b"\r", at)])

    def stream(self, request: dict[str, Any]) -> Counter:
        self.send({**request, "stream": True})
        counter = Counter()
        while not counter.is_over:
            counter.feed(self.socket.recv(ROOM))
        return counter


SYNC_PEERS: dict[str, Any] = {"httpx": Httpx, "pycurl": Pycurl, "bare": Bare}
