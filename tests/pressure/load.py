"""One load on a server with limits, made by one client package; prints one line of JSON with what became of it.

    python load.py --client tidings --base-url URL_OF_THE_TEST_SERVER --calls 400 --tasks 50 \\
        --limits '{"bucket": {"capacity": 300, "refill_per_minute": 300}, "service_ms": 150, "retry_after": true}'

The program is the same for both packages but for the import. The limits are set anew for each load, so that it meets a
full bucket; the server counts the refusals, since a client does not tell of those that it tried again.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import multiprocessing
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from threading import BrokenBarrierError
from typing import Any

# Processes begin together; one that is not ready by then has failed.
START_LIMIT = 60.0

# Where the processes of a load meet; each gets it as it starts.
gate: Any

REQUEST: dict[str, Any] = {
    "model": "test-model",
    "max_tokens": 64,
    "messages": [{"role": "user", "content": "Hello"}],
}


@dataclass(frozen=True)
class Share:
    """What one process does."""

    client: str
    base_url: str
    options: dict[str, Any]
    calls: int
    tasks: int


@dataclass
class Outcome:
    """What became of the calls of one process, and when, by the clock that all processes share."""

    began: float = 0.0
    ended: float = 0.0
    answered: int = 0
    lost: Counter[str] = field(default_factory=Counter)


def main() -> None:
    arguments = parse()
    server = arguments.base_url.rstrip("/")
    name = f"load_{uuid.uuid4().hex}"
    ask(f"{server}/limits/{name}", arguments.limits.encode())
    outcomes = run(shares(arguments, f"{server}/limited/{name}"))
    report = {
        "answered": sum(outcome.answered for outcome in outcomes),
        "lost": sum((outcome.lost for outcome in outcomes), Counter[str]()),
        "wall": max(outcome.ended for outcome in outcomes) - min(outcome.began for outcome in outcomes),
        "server": json.loads(ask(f"{server}/limits/{name}")),
    }
    print(json.dumps(report))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--client", choices=["tidings", "anthropic"], required=True)
    parser.add_argument("--base-url", required=True, help="of the test server")
    parser.add_argument("--limits", required=True, help="what the server allows, as JSON")
    parser.add_argument("--calls", type=int, required=True, help="by all processes together")
    parser.add_argument("--tasks", type=int, required=True, help="of all processes together")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--max-retries", type=int, help="unless the package's own default is meant")
    return parser.parse_args()


def shares(arguments: argparse.Namespace, base_url: str) -> list[Share]:
    options = {} if arguments.max_retries is None else {"max_retries": arguments.max_retries}
    parts = zip(parts_of(arguments.calls, arguments.processes), parts_of(arguments.tasks, arguments.processes))
    return [Share(arguments.client, base_url, options, calls, tasks) for calls, tasks in parts]


def parts_of(whole: int, count: int) -> list[int]:
    """As even as can be."""
    return [whole // count + (index < whole % count) for index in range(count)]


def run(shares: list[Share]) -> list[Outcome]:
    """Each share in a process of its own; a process that dies is an error, never a wait without end."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(len(shares))
    with ProcessPoolExecutor(len(shares), context, initializer=stand_at, initargs=(gate,)) as pool:
        return list(pool.map(process, shares))


def stand_at(barrier: Any) -> None:
    """Takes the gate along into a new process."""
    global gate
    gate = barrier


def process(share: Share) -> Outcome:
    package = importlib.import_module(share.client)
    return asyncio.run(load(package, share))


async def load(package: Any, share: Share) -> Outcome:
    outcome = Outcome()
    calls = iter(range(share.calls))
    async with package.AsyncAnthropic(api_key="any-key-will-do", base_url=share.base_url, **share.options) as client:
        try:
            gate.wait(START_LIMIT)
        except BrokenBarrierError:
            raise SystemExit("another process of the load was not ready in time") from None
        outcome.began = time.monotonic()
        await asyncio.gather(*(task(client, calls, outcome) for _ in range(share.tasks)))
        outcome.ended = time.monotonic()
    return outcome


async def task(client: Any, calls: Iterator[int], outcome: Outcome) -> None:
    """Makes one call after the other while there are any left."""
    for _ in calls:
        try:
            message = await client.messages.create(**REQUEST)
        except Exception as error:
            outcome.lost[type(error).__name__] += 1
        else:
            assert message.stop_reason == "end_turn", message
            outcome.answered += 1


def ask(url: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, body, method="GET" if body is None else "PUT")
    with urllib.request.urlopen(request, timeout=10) as answer:
        content: bytes = answer.read()
        return content


if __name__ == "__main__":
    main()
