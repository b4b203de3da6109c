"""The scripted server and the demo model, as the tests use them."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import urllib.request
import uuid
from pathlib import Path
from typing import Any, Protocol

REPOSITORY = Path(__file__).resolve().parents[2]
SCENARIOS = Path(os.environ.get("TIDINGS_SCENARIOS") or REPOSITORY / "tests/scenarios")
FAULTS = Path(os.environ.get("TIDINGS_FAULTS") or REPOSITORY / "tests/faults")
RESOURCES = Path(os.environ.get("TIDINGS_RESOURCES") or REPOSITORY / "tests/resources")
STREAMS = Path(os.environ.get("TIDINGS_STREAMS") or REPOSITORY / "tests/streams")
EXAMPLES = REPOSITORY / "examples/python"
PROGRAM = Path(os.environ.get("TIDINGS_TEST_SERVER") or REPOSITORY / "target/debug/tidings-test-server")

REQUEST: dict[str, Any] = {
    "model": "test-model",
    "max_tokens": 64,
    "messages": [{"role": "user", "content": "Hello"}],
}

# Lines for the end of the test run: times that are worth knowing and too dependent on the machine to be tested closely.
MEASURED: list[str] = []


class Server:
    """The scripted server, as a program of its own that ends with the tests."""

    def __init__(self) -> None:
        if not PROGRAM.exists():
            raise RuntimeError(f"{PROGRAM} is missing; build it: cargo build -p tidings-test-server")
        self._process = subprocess.Popen(
            [PROGRAM, "--exit-with-stdin", "--scenarios", SCENARIOS, "--resources", RESOURCES, "--faults", FAULTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        assert self.url.startswith("http://"), self.url

    def stop(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def play(self, name: str) -> Run:
        """A fresh run of a scenario's script."""
        return Run(self, name)

    def script(self, *answers: dict[str, Any]) -> Run:
        """A fresh run of a script of the test's own."""
        name = f"python_{uuid.uuid4().hex}"
        self.ask("PUT", f"/scripts/{name}", json.dumps(answers).encode())
        return Run(self, name)

    def ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(self.url + path, data=body, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None


class Requests(Protocol):
    """What a server saw."""

    def requests(self) -> list[dict[str, Any]]: ...


class Run:
    """One run of a script: the base URL for a client, and what the server saw."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._id = uuid.uuid4().hex
        self.url = f"{server.url}/play/{name}/{self._id}"

    def requests(self, wait_ms: int = 20000) -> list[dict[str, Any]]:
        """The requests so far, as soon as none is open any more, or after a while."""
        return self._server.ask("GET", f"/log/{self._id}?wait_ms={wait_ms}")["requests"]

    def only_request(self) -> dict[str, Any]:
        """The one request of this run."""
        requests = self.requests()
        assert len(requests) == 1, requests
        return requests[0]


def rows() -> list[dict[str, Any]]:
    """The scenario table that all languages run."""
    return [row for path in sorted(SCENARIOS.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]


def fixture(name: str) -> Any:
    """What is expected of a recorded stream."""
    return json.loads((STREAMS / f"{name}.json").read_text("utf-8"))


def text_delta(text: str) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}


def opening() -> list[dict[str, Any]]:
    """The events with which a stream of text begins."""
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "test-model",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
    return [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    ]


def closing(output_tokens: int = 2) -> list[dict[str, Any]]:
    """The events with which a stream of text ends."""
    return [
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": output_tokens},
        },
        {"type": "message_stop"},
    ]


def sse(*events: dict[str, Any]) -> str:
    """The body of a stream of these events."""
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)


def stream_of(*texts: str) -> dict[str, Any]:
    """An answer that streams a whole message of these pieces of text."""
    return {"sse": [{"event": e["type"], "data": e} for e in [*opening(), *map(text_delta, texts), *closing()]]}


def stream_in_pieces(*events: dict[str, Any]) -> dict[str, Any]:
    """An answer that streams these events, each sent by itself."""
    pieces = [sse(event) for event in events]
    ends = list(itertools.accumulate(len(piece.encode()) for piece in pieces))
    return {
        "headers": {"content-type": "text/event-stream"},
        "body": "".join(pieces),
        "framing": "chunked",
        "delivery": {"split_at": ends[:-1]},
    }


def hanging_stream(*texts: str) -> dict[str, Any]:
    """An answer that streams these pieces of text and then is silent until the client goes away."""
    body = sse(*opening(), *map(text_delta, texts))
    headers = {"content-type": "text/event-stream"}
    # One comment more, so that there is something left to hang before.
    return {
        "headers": headers,
        "body": body + ": never sent\n\n",
        "framing": "chunked",
        "delivery": {"hang_at": len(body.encode())},
    }
