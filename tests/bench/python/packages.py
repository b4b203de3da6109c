"""The measurements of the two packages: every case is the same code for both, as their users write it."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from typing import Any

import answers
import together
from run import MOST, REQUEST, REQUESTS, Run, See, whole_text

MODULES = {"tidings": "tidings", "official": "anthropic", "official-aio": "anthropic"}


def client(run: Run, url: str) -> Any:
    return importlib.import_module(MODULES[run.peer]).Anthropic(api_key="any-key-will-do", base_url=url)


def async_client(run: Run, url: str, connections: int = 0) -> Any:
    package = importlib.import_module(MODULES[run.peer])
    options: dict[str, Any] = {}
    # Both packages have 1,000 connections otherwise.
    if run.peer == "tidings":
        options = {"max_connections": MOST} if connections else {}
    elif run.peer == "official-aio":
        options = {"http_client": package.DefaultAioHttpClient(**({"limits": limits(package)} if connections else {}))}
    elif connections:
        # With the usual limits a slow machine has not opened that many connections in time.
        options = {"timeout": 600.0, "http_client": package.DefaultAsyncHttpxClient(limits=limits(package))}
    return package.AsyncAnthropic(api_key="any-key-will-do", base_url=url, **options)


def limits(package: Any) -> Any:
    """As many connections as are wanted, in the class that this version of the official package takes."""
    usual = package._constants.DEFAULT_CONNECTION_LIMITS
    return type(usual)(max_connections=MOST, max_keepalive_connections=MOST)


def construct(run: Run) -> int:
    client(run, run.url)
    run.start()
    clients = [client(run, run.url) for _ in range(run.times)]
    run.stop()
    assert all(each.base_url for each in clients)
    return run.times


def call(run: Run) -> int:
    request = REQUESTS[run.case](run.amount)
    messages = client(run, run.url).messages
    messages.create(**request)
    run.start()
    given = [messages.create(**request) for _ in range(run.times)]
    run.stop()
    assert all(is_hello(message) for message in given)
    return run.times


def create_async(run: Run) -> int:
    async def main() -> None:
        async with async_client(run, run.url) as opened:
            await opened.messages.create(**REQUEST)
            run.start()
            given = [await opened.messages.create(**REQUEST) for _ in range(run.times)]
            run.stop()
        assert all(is_hello(message) for message in given)

    asyncio.run(main())
    return run.times


def many(run: Run) -> int:
    """So many calls in all, `amount` of them under way at any time."""

    async def main() -> None:
        async with async_client(run, run.url) as opened:
            await asyncio.gather(*(calls(opened, 1) for _ in range(run.amount)))
            run.start()
            await asyncio.gather(*(calls(opened, run.times // run.amount) for _ in range(run.amount)))
            run.stop()

    async def calls(opened: Any, count: int) -> None:
        for _ in range(count):
            assert is_hello(await opened.messages.create(**REQUEST))

    asyncio.run(main())
    return run.times // run.amount * run.amount


def raw(run: Run) -> int:
    def read(opened: Any) -> tuple[int, str, Any]:
        events, texts, end = 0, [], None
        for event in opened.messages.create(**REQUEST, stream=True):
            events += 1
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                texts.append(event.delta.text)
            elif event.type == "message_delta":
                end = event
        return events, "".join(texts), end

    units = 0
    for events, text, end in clocked(run, read):
        check_end(end.delta.stop_reason, end.usage.output_tokens)
        assert text == whole_text(run.amount)
        units += events
    return units


def raw_async(run: Run) -> int:
    async def main() -> int:
        async with async_client(run, run.short_url) as opened:
            await read_raw(opened)
        async with async_client(run, run.url) as opened:
            run.start()
            given = [await read_raw(opened) for _ in range(run.times)]
            run.stop()
        assert {text for _, text in given} == {whole_text(run.amount)}
        return sum(events for events, _ in given)

    return asyncio.run(main())


def helper(run: Run) -> int:
    def read(opened: Any) -> tuple[list[str], Any]:
        texts = []
        with opened.messages.stream(**REQUEST) as stream:
            for event in stream:
                if event.type == "text":
                    texts.append(event.text)
            return texts, stream.get_final_message()

    return clocked_texts(run, read)


def text(run: Run) -> int:
    def read(opened: Any) -> tuple[list[str], Any]:
        with opened.messages.stream(**REQUEST) as stream:
            return list(stream.text_stream), stream.get_final_message()

    return clocked_texts(run, read)


def tool(run: Run) -> int:
    def read(opened: Any) -> tuple[list[str], Any]:
        pieces = []
        with opened.messages.stream(**REQUEST) as stream:
            for event in stream:
                if event.type == "input_json":
                    pieces.append(event.partial_json)
            return pieces, stream.get_final_message().content[0].input

    pieces, expected = answers.tool_pieces(run.amount), answers.tool_input(run.amount)
    assert all(given == (pieces, expected) for given in clocked(run, read))
    return run.times


def snapshot(run: Run) -> int:
    def read(opened: Any) -> tuple[int, Any]:
        records = 0
        with opened.messages.stream(**REQUEST) as stream:
            for event in stream:
                if event.type == "input_json" and isinstance(event.snapshot, dict):
                    records = max(records, len(event.snapshot.get("stations", ())))
            return records, stream.get_final_message().content[0].input

    expected = answers.tool_input(run.amount)
    assert all(given == (len(expected["stations"]), expected) for given in clocked(run, read))
    return run.times


def paced(run: Run) -> int:
    async def main() -> int:
        async with async_client(run, run.short_url) as opened:
            await read_raw(opened)
        async with async_client(run, run.url, connections=run.times) as opened:
            given = await together.paced(run, lambda see: read_raw(opened, see))
        return together.events_of_paced(run, [events for events, _ in given])

    return asyncio.run(main())


def hold(run: Run) -> int:
    async def main() -> None:
        async with async_client(run, run.short_url) as opened:
            await read_raw(opened)
        async with async_client(run, run.url, connections=run.times) as opened:
            given = await together.hold(run, lambda see: read_raw(opened, see))
        assert {text for _, text in given} == {whole_text(together.HELD_PIECES)}

    asyncio.run(main())
    return run.times


async def read_raw(opened: Any, see: See | None = None) -> tuple[int, str]:
    events, text = 0, ""
    async for event in await opened.messages.create(**REQUEST, stream=True):
        events += 1
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text += event.delta.text
            if see:
                see(event.delta.text)
    return events, text


def clocked(run: Run, read: Callable[[Any], Any]) -> list[Any]:
    """Reads a short stream first, for what is made only once, then the long ones by the clock."""
    read(client(run, run.short_url))
    opened = client(run, run.url)
    run.start()
    results = [read(opened) for _ in range(run.times)]
    run.stop()
    return results


def clocked_texts(run: Run, read: Callable[[Any], tuple[list[str], Any]]) -> int:
    """The same of streams that are read to their texts and the message; gives the number of the texts."""
    given, expected = clocked(run, read), list(answers.text_pieces(run.amount))
    for texts, message in given:
        check_end(message.stop_reason, message.usage.output_tokens)
        assert texts == expected and message.content[0].text == "".join(texts)
    return run.amount * run.times


def is_hello(message: Any) -> bool:
    check_end(message.stop_reason, message.usage.output_tokens, 1)
    return bool(message.content[0].text == "Hello")


def check_end(stop_reason: str, tokens: int, expected: int = 9) -> None:
    assert stop_reason == "end_turn" and tokens == expected


PROGRAMS: dict[str, Callable[[Run], int]] = {
    "construct": construct,
    **dict.fromkeys(REQUESTS, call),
    "create_async": create_async,
    "many": many,
    "raw": raw,
    "raw_async": raw_async,
    "helper": helper,
    "text": text,
    "tool": tool,
    "snapshot": snapshot,
    "paced": paced,
    "hold": hold,
}
"""Each gives the number of its units."""
