"""One measurement of one package, in a process of its own; prints one line of JSON.

    python program.py --package tidings --case raw --amount 10000 --server URL

Every case is the same code for both packages, as their users write it. What it gives back is checked here, after the
clock was read. The clock is that of the whole process, all its threads included.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import answers

STREAMS = 200
PAUSE = 50
"""Milliseconds between two events of a paced stream."""
MESSAGES = 2_000
HELD_PIECES = 20

REQUEST: dict[str, Any] = {
    "model": answers.MODEL,
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Hello"}],
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--package", choices=["tidings", "anthropic"], required=True)
    parser.add_argument("--case", choices=sorted(PROGRAMS), required=True)
    parser.add_argument("--amount", type=int, required=True)
    parser.add_argument("--server", required=True, help="the base URL of server.py")
    arguments = parser.parse_args()
    run = Run(arguments.package, arguments.server, arguments.amount)
    units = PROGRAMS[arguments.case](run)
    print(json.dumps({"cpu": run.spent, "units": units, "peak": peak(), "before": run.before}))


class Run:
    """The package, the server, and how much is to be done."""

    def __init__(self, package: str, server: str, amount: int) -> None:
        self.package = package
        self.server = server
        self.amount = amount
        self.began = 0.0
        self.spent = 0.0
        self.before = 0
        """Bytes that the process had at most before what is measured."""

    def start(self) -> None:
        self.began = time.process_time()

    def stop(self) -> None:
        self.spent = time.process_time() - self.began

    def client(self, path: str) -> Any:
        package = importlib.import_module(self.package)
        return package.Anthropic(api_key="any-key-will-do", base_url=f"{self.server}/{path}")

    def async_client(self, path: str, **options: Any) -> Any:
        package = importlib.import_module(self.package)
        return package.AsyncAnthropic(api_key="any-key-will-do", base_url=f"{self.server}/{path}", **options)


def construct(run: Run) -> int:
    run.client("")
    run.start()
    clients = [run.client("") for _ in range(run.amount)]
    run.stop()
    assert all(client.base_url for client in clients)
    return run.amount


def create(run: Run) -> int:
    client = run.client("message/Hello")
    client.messages.create(**REQUEST)
    run.start()
    texts = [client.messages.create(**REQUEST).content[0].text for _ in range(run.amount)]
    run.stop()
    assert texts == ["Hello"] * run.amount
    return run.amount


def create_async(run: Run) -> int:
    async def main() -> None:
        async with run.async_client("message/Hello") as client:
            await client.messages.create(**REQUEST)
            run.start()
            texts = [(await client.messages.create(**REQUEST)).content[0].text for _ in range(run.amount)]
            run.stop()
            assert texts == ["Hello"] * run.amount

    asyncio.run(main())
    return run.amount


def raw(run: Run) -> int:
    def read(count: int) -> tuple[int, list[str]]:
        events, texts = 0, []
        for event in clients[count].messages.create(**REQUEST, stream=True):
            events += 1
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                texts.append(event.delta.text)
        return events, texts

    clients = {count: run.client(f"text/{count}") for count in (10, run.amount)}
    events: int
    events, texts = clocked(run, read)
    assert texts == list(answers.text_pieces(run.amount))
    return events


def raw_async(run: Run) -> int:
    async def main() -> int:
        async with run.async_client("text/10") as client:
            await read_raw(client)
        async with run.async_client(f"text/{run.amount}") as client:
            run.start()
            events, text = await read_raw(client)
            run.stop()
        assert text == "".join(answers.text_pieces(run.amount))
        return events

    return asyncio.run(main())


def helper(run: Run) -> int:
    def read(count: int) -> list[str]:
        texts = []
        with clients[count].messages.stream(**REQUEST) as stream:
            for event in stream:
                if event.type == "text":
                    texts.append(event.text)
        return texts

    clients = {count: run.client(f"text/{count}") for count in (10, run.amount)}
    assert clocked(run, read) == list(answers.text_pieces(run.amount))
    return run.amount


def text(run: Run) -> int:
    return read_texts(run, "text")


def packed(run: Run) -> int:
    return read_texts(run, "packed")


def read_texts(run: Run, path: str) -> int:
    def read(count: int) -> tuple[list[str], str]:
        with clients[count].messages.stream(**REQUEST) as stream:
            return list(stream.text_stream), stream.get_final_text()

    clients = {count: run.client(f"{path}/{count}") for count in (10, run.amount)}
    texts, whole = clocked(run, read)
    assert texts == list(answers.text_pieces(run.amount)) and whole == "".join(texts)
    return run.amount


def tool(run: Run) -> int:
    def read(count: int) -> tuple[list[str], Any]:
        pieces = []
        with clients[count].messages.stream(**REQUEST) as stream:
            for event in stream:
                if event.type == "input_json":
                    pieces.append(event.partial_json)
            return pieces, stream.get_final_message().content[0].input

    clients = {count: run.client(f"tool/{count}") for count in (10, run.amount)}
    pieces, given = clocked(run, read)
    assert pieces == answers.tool_pieces(run.amount) and given == answers.tool_input(run.amount)
    return 1


def snapshot(run: Run) -> int:
    def read(count: int) -> tuple[int, Any]:
        records = 0
        with clients[count].messages.stream(**REQUEST) as stream:
            for event in stream:
                if event.type == "input_json" and isinstance(event.snapshot, dict):
                    records = max(records, len(event.snapshot.get("stations", ())))
            return records, stream.get_final_message().content[0].input

    clients = {count: run.client(f"tool/{count}") for count in (10, run.amount)}
    records, given = clocked(run, read)
    assert given == answers.tool_input(run.amount) and records == len(given["stations"])
    return 1


def paced(run: Run) -> int:
    async def main() -> int:
        async with run.async_client("text/10") as client:
            await read_raw(client)
        async with run.async_client(f"paced/{run.amount}/{PAUSE}") as client:
            run.start()
            read = await asyncio.gather(*(begin(client, number) for number in range(STREAMS)))
            run.stop()
        assert {text for _, text in read} == {"".join(answers.text_pieces(run.amount))}
        return sum(events for events, _ in read)

    async def begin(client: Any, number: int) -> tuple[int, str]:
        # Evenly over one pause, or all streams would have their events at once.
        await asyncio.sleep(number * PAUSE / 1000 / STREAMS)
        return await read_raw(client)

    return asyncio.run(main())


def large(run: Run) -> int:
    words = " ".join(answers.text_pieces(200))
    roles = ("user", "assistant")
    messages = [
        {"role": roles[number % 2], "content": [{"type": "text", "text": f'{number}: "{words}"\n'}]}
        for number in range(MESSAGES)
    ]
    request = {**REQUEST, "messages": messages}
    client = run.client("message/Hello")
    client.messages.create(**request)
    run.start()
    texts = [client.messages.create(**request).content[0].text for _ in range(run.amount)]
    run.stop()
    assert texts == ["Hello"] * run.amount
    return run.amount


def memory(run: Run) -> int:
    """Holds all streams open; what the process had at most is the result, and what it had before is said as well."""

    async def main() -> None:
        async with run.async_client("text/10") as client:
            await read_raw(client)
        # With the usual limits a slow machine has not opened that many connections with the official package in time.
        async with run.async_client(f"held/{HELD_PIECES}/{run.amount}", timeout=600.0) as client:
            run.before = peak()
            run.start()
            read = await asyncio.gather(*(read_raw(client) for _ in range(run.amount)))
            run.stop()
        assert {text for _, text in read} == {"".join(answers.text_pieces(HELD_PIECES))}

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * run.amount)), hard))
    asyncio.run(main())
    return run.amount


async def read_raw(client: Any) -> tuple[int, str]:
    events, text = 0, ""
    async for event in await client.messages.create(**REQUEST, stream=True):
        events += 1
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text += event.delta.text
    return events, text


def clocked(run: Run, read: Callable[[int], Any]) -> Any:
    """Reads a short stream first, for what is made only once, then the long one by the clock."""
    read(10)
    run.start()
    result = read(run.amount)
    run.stop()
    return result


def peak() -> int:
    """The most memory that the process has had so far, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


PROGRAMS: dict[str, Callable[[Run], int]] = {
    "construct": construct,
    "create": create,
    "create_async": create_async,
    "raw": raw,
    "raw_async": raw_async,
    "helper": helper,
    "text": text,
    "packed": packed,
    "tool": tool,
    "snapshot": snapshot,
    "paced": paced,
    "large": large,
    "memory": memory,
}
"""Each gives the number of its units."""

if __name__ == "__main__":
    main()
